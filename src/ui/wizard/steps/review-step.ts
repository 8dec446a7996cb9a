import * as vscode from 'vscode';
import type { WizardAnswers, WizardStep } from '../../../app/wizard/answers';
import { createCommand, createScript, type CallPlace } from '../../../domain/equivalent-call';
import type { NewExportJob } from '../../../domain/export-job';
import type { Log } from '../../../domain/ports';
import { noteKmsKey, noteS3Path } from '../../../domain/rules';
import { askChoice, separator, type ChoiceItem, type Outcome } from '../../pickers/choice';
import { keyNoteWords, pathNoteWords } from '../../words/rules';
import type { StepContext } from '../step';
import { destinationWarnings } from './confirm-destination';

export type ReviewChoice = { readonly kind: 'create' } | { readonly kind: 'edit'; readonly step: WizardStep };

/** All answers, each to be edited in place, and the request in other words. */
export function askReview(context: StepContext): Promise<Outcome<ReviewChoice>> {
  const { flow, frame, connection, notice } = context;
  const request = flow.request;
  const copies = new CopyRows(context.log);
  return askChoice<ReviewChoice>({
    ...frame,
    ...(notice && { notice }),
    placeholder: vscode.l10n.t('Check everything. Choose a line to change it'),
    activeKey: 'create',
    items: () => [
      ...(request
        ? [
            {
              label: `$(rocket) ${vscode.l10n.t('Create export')}`,
              detail: vscode.l10n.t('Sends the request to Amazon Forecast in {0}', connection.region),
              key: 'create',
              alwaysShow: true,
              value: { kind: 'create' } as const,
            },
          ]
        : []),
      separator(vscode.l10n.t('Your answers')),
      ...answerItems(context),
      ...(request
        ? [separator(vscode.l10n.t('The same elsewhere')), ...copies.items(request, placeOfCalls(connection))]
        : []),
    ],
  });
}

const STEP_ICONS: Readonly<Record<WizardStep, string>> = {
  predictor: 'graph-line',
  name: 'symbol-key',
  destination: 'database',
  role: 'account',
  encryption: 'key',
  format: 'file',
  tags: 'tag',
};

function answerItems(context: StepContext): readonly ChoiceItem<ReviewChoice>[] {
  const { flow } = context;
  return (Object.keys(STEP_ICONS) as WizardStep[]).map((step) => {
    const remarks = flow.isAnswered(step) ? notesOn(step, context) : [vscode.l10n.t('Not answered yet')];
    return {
      label: `$(${STEP_ICONS[step]}) ${stepLabel(step)}`,
      description: answerText(step, flow.answers),
      ...(remarks.length > 0 && { detail: remarks.join(' ') }),
      key: step,
      value: { kind: 'edit', step } as const,
    };
  });
}

export function stepLabel(step: WizardStep): string {
  switch (step) {
    case 'predictor':
      return vscode.l10n.t('Predictor');
    case 'name':
      return vscode.l10n.t('Export name');
    case 'destination':
      return vscode.l10n.t('S3 destination');
    case 'role':
      return vscode.l10n.t('IAM role');
    case 'encryption':
      return vscode.l10n.t('Encryption');
    case 'format':
      return vscode.l10n.t('Format');
    case 'tags':
      return vscode.l10n.t('Tags');
  }
}

function answerText(
  step: WizardStep,
  { predictor, name, destination, role, encryption, format, tags }: WizardAnswers,
): string {
  switch (step) {
    case 'predictor':
      return predictor?.name ?? '';
    case 'name':
      return name?.value ?? '';
    case 'destination':
      return destination?.path ?? '';
    case 'role':
      return role?.arn ?? '';
    case 'encryption':
      return encryption ? (encryption.kmsKeyArn ?? vscode.l10n.t('No KMS key')) : '';
    case 'format':
      return format ?? '';
    case 'tags':
      return tags?.length ? tags.map(({ key, value }) => `${key}=${value}`).join(', ') : vscode.l10n.t('None');
  }
}

function notesOn(step: WizardStep, { flow, findings, connection }: StepContext): readonly string[] {
  const { destination, encryption } = flow.answers;
  if (step === 'destination' && destination) {
    const found = findings.get(destination.path);
    const warnings = found ? destinationWarnings(found, connection.region) : [];
    return [...warnings.map((text) => `$(warning) ${text}`), ...noteS3Path(destination.path).map(pathNoteWords)];
  }
  if (step === 'encryption' && encryption?.kmsKeyArn !== undefined) {
    return noteKmsKey(encryption.kmsKeyArn, flow.rulePlace).map(keyNoteWords);
  }
  return [];
}

interface Copying {
  readonly key: string;
  readonly label: string;
  readonly text: () => string;
}

/** Rows that copy the request. What came of it stands in the row, where it is also read out. */
class CopyRows {
  readonly #log: Log;
  readonly #told = new Map<string, string>();

  constructor(log: Log) {
    this.#log = log;
  }

  items(request: NewExportJob, place: CallPlace): readonly ChoiceItem<ReviewChoice>[] {
    const rows: readonly Copying[] = [
      {
        key: 'cli',
        label: `$(terminal) ${vscode.l10n.t('Copy as AWS CLI command')} (bash, zsh)`,
        text: () => createCommand(request, place),
      },
      {
        key: 'boto3',
        label: `$(code) ${vscode.l10n.t('Copy as boto3 script')}`,
        text: () => createScript(request, place),
      },
    ];
    return rows.map(({ key, label, text }) => ({
      label,
      description: this.#told.get(key) ?? '',
      key,
      run: () => this.#copy(key, text()),
    }));
  }

  /** A clipboard that cannot be reached (a remote session, a browser) must not end the wizard. */
  async #copy(key: string, text: string): Promise<void> {
    this.#told.clear();
    try {
      await vscode.env.clipboard.writeText(text);
      this.#told.set(key, `$(check) ${vscode.l10n.t('copied')}`);
    } catch (error) {
      this.#log.warn(`The clipboard could not be written: ${String(error)}`);
      this.#told.set(key, `$(error) ${vscode.l10n.t('the clipboard could not be written')}`);
    }
  }
}

/** How the service is reached in a copied call. */
export function placeOfCalls({ account, profileToName, region, endpoint }: StepContext['connection']): CallPlace {
  return {
    region,
    ...(profileToName !== undefined && { profile: profileToName }),
    ...(endpoint !== undefined && { endpoint }),
    ...(account === 'sample' && { isSample: true }),
  };
}
