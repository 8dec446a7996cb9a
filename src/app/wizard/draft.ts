import { isExportFormat } from '../../domain/rules';
import type { Tag } from '../../domain/export-job';
import type { CreateAttempt } from '../create-export';
import { WIZARD_STEPS, type WizardAnswers } from './answers';
import type { WizardPlace } from './flow';

/** A Create that was sent, or was about to be: the job may exist. */
export interface SentExport extends CreateAttempt {
  /** What was sent; the draft may have been changed since. */
  readonly answers: WizardAnswers;
}

/** An unfinished wizard, as it is stored. */
export interface WizardDraft {
  /** The run of the wizard to which the draft belongs: no other run may overwrite or discard it unasked. */
  readonly run: string;
  readonly answers: WizardAnswers;
  readonly at: WizardPlace;
  /** Epoch milliseconds. */
  readonly savedAt: number;
  /** A Create whose outcome is not known yet. */
  readonly attempt?: SentExport;
}

/** Reads what was stored, perhaps by another version: what does not have its form is left out. */
export function readDraft(stored: unknown): WizardDraft | undefined {
  if (!isRecord(stored) || !isRecord(stored['answers'])) return undefined;
  const { run, at, savedAt } = stored;
  if (typeof run !== 'string' || typeof savedAt !== 'number') return undefined;
  const place = ([...WIZARD_STEPS, 'review'] as const).find((step) => step === at);
  const attempt = readAttempt(stored['attempt']);
  return {
    run,
    answers: readAnswers(stored['answers']),
    at: place ?? 'predictor',
    savedAt,
    ...(attempt && { attempt }),
  };
}

function readAttempt(stored: unknown): SentExport | undefined {
  if (!isRecord(stored) || !isRecord(stored['answers']) || typeof stored['sentAt'] !== 'number') return undefined;
  return { sentAt: stored['sentAt'], answers: readAnswers(stored['answers']) };
}

function readAnswers(stored: Readonly<Record<string, unknown>>): WizardAnswers {
  const member = (name: string, key: string): string | undefined => {
    const value = stored[name];
    return isRecord(value) && typeof value[key] === 'string' ? value[key] : undefined;
  };
  const [arn, name, path, role] = [
    member('predictor', 'arn'),
    member('name', 'value'),
    member('destination', 'path'),
    member('role', 'arn'),
  ];
  const { name: nameAnswer, encryption, format, tags } = stored;
  const kmsKeyArn = member('encryption', 'kmsKeyArn');
  return {
    ...(arn !== undefined && { predictor: { arn, name: member('predictor', 'name') ?? arn } }),
    ...(name !== undefined && {
      name: { value: name, proposed: isRecord(nameAnswer) && nameAnswer['proposed'] === true },
    }),
    ...(path !== undefined && { destination: { path } }),
    ...(role !== undefined && { role: { arn: role } }),
    ...(isRecord(encryption) && { encryption: kmsKeyArn === undefined ? {} : { kmsKeyArn } }),
    ...(typeof format === 'string' && isExportFormat(format) && { format }),
    ...(Array.isArray(tags) && { tags: tags.filter(isTag) }),
  };
}

function isTag(value: unknown): value is Tag {
  return isRecord(value) && typeof value['key'] === 'string' && typeof value['value'] === 'string';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
