import * as vscode from 'vscode';
import { parseArn } from '../../../domain/arn';
import { checkKmsKey, noteKmsKey } from '../../../domain/rules';
import type { KeyAlias } from '../../../domain/wizard-ports';
import { askChoice, separator, TYPED_KEY, type ChoiceItem, type Outcome, type Remark } from '../../pickers/choice';
import { StreamedList } from '../../../app/streamed-list';
import { askText } from '../../pickers/text';
import { keyNoteWords, keyProblemWords } from '../../words/rules';
import { answered, type AskStep, type StepContext } from '../step';

const BY_HAND = Symbol('by hand');
type Choice = { readonly kmsKeyArn?: string } | typeof BY_HAND;

export const askEncryption: AskStep<'encryption'> = async (context) => {
  const { connection, flow, frame, notice } = context;
  const list = new StreamedList<KeyAlias>((nextToken, options) =>
    connection.places.listKeyAliases({ ...(nextToken !== undefined && { nextToken }) }, options),
  );
  for (;;) {
    const activeKey = flow.answers.encryption?.kmsKeyArn;
    const outcome = await askChoice<Choice>({
      ...frame,
      ...(notice && { notice }),
      placeholder: vscode.l10n.t('Encrypt the files with a KMS key? Optional; type to search, or paste an ARN'),
      items: (typed) => [...pasted(typed), none(), ...offered(list, activeKey), byHand()],
      load: ({ signal, update }) => list.readOn(signal, update),
      retryLabel: vscode.l10n.t('Retry: the keys could not be listed'),
      ...(activeKey !== undefined && { activeKey }),
    });
    if (outcome.kind !== 'answer') return outcome;
    if (outcome.value !== BY_HAND) return { kind: 'answer', value: outcome.value };
    const typed = await askArn(context);
    if (typed.kind !== 'back') return typed;
  }
};

function none(): ChoiceItem<Choice> {
  return {
    label: `$(unlock) ${vscode.l10n.t('No KMS key')}`,
    detail: vscode.l10n.t('The files are encrypted as the bucket says by itself'),
    key: 'none',
    value: {},
  };
}

function offered(list: StreamedList<KeyAlias>, chosen: string | undefined): readonly ChoiceItem<Choice>[] {
  // Keys of AWS's own (alias/aws/…) cannot be used by a role: their policy is not the account's to change.
  const keys = list.values.flatMap((alias) => {
    const kmsKeyArn = keyArn(alias);
    return kmsKeyArn === undefined || alias.name.startsWith('alias/aws/') ? [] : [{ alias, kmsKeyArn }];
  });
  const items = keys.map(({ alias, kmsKeyArn }) => ({
    label: `$(key) ${alias.name.replace(/^alias\//u, '')}`,
    detail: kmsKeyArn,
    key: kmsKeyArn,
    value: { kmsKeyArn },
  }));
  if (chosen !== undefined && !keys.some(({ kmsKeyArn }) => kmsKeyArn === chosen)) {
    items.unshift({
      label: `$(key) ${chosen}`,
      detail: vscode.l10n.t('Chosen before'),
      key: chosen,
      value: { kmsKeyArn: chosen },
    });
  }
  return items.length > 0 ? [separator(vscode.l10n.t('Keys of this account')), ...items] : [];
}

/** The service takes the key's own ARN, never an alias. */
function keyArn({ arn, targetKeyId }: KeyAlias): string | undefined {
  const parts = parseArn(arn);
  if (!parts || targetKeyId === undefined) return undefined;
  const key = `arn:${parts.partition}:kms:${parts.region}:${parts.account}:key/${targetKeyId}`;
  return checkKmsKey(key).length === 0 ? key : undefined;
}

function pasted(typed: string): readonly ChoiceItem<Choice>[] {
  if (!typed.startsWith('arn:')) return [];
  const [wrong] = checkKmsKey(typed);
  if (wrong) return [{ label: `$(error) ${keyProblemWords(wrong)}`, key: TYPED_KEY, alwaysShow: true }];
  return [
    {
      label: `$(check) ${vscode.l10n.t('Use this key')}`,
      detail: typed,
      key: TYPED_KEY,
      alwaysShow: true,
      value: { kmsKeyArn: typed },
    },
  ];
}

function byHand(): ChoiceItem<Choice> {
  return {
    label: `$(edit) ${vscode.l10n.t('Enter the ARN of a key…')}`,
    key: 'byHand',
    alwaysShow: true,
    value: BY_HAND,
  };
}

async function askArn({ flow, frame, notice }: StepContext): Promise<Outcome<{ readonly kmsKeyArn: string }>> {
  const outcome = await askText({
    ...frame,
    canGoBack: true,
    prompt: vscode.l10n.t('The ARN of the KMS key'),
    placeholder: 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    value: flow.answers.encryption?.kmsKeyArn ?? '',
    check: (text): Remark | undefined => {
      const [wrong] = checkKmsKey(text);
      if (wrong) return { severity: 'error', message: keyProblemWords(wrong) };
      const [note] = noteKmsKey(text, flow.rulePlace);
      return note && { severity: 'warning', message: keyNoteWords(note) };
    },
    ...(notice && { notice }),
  });
  return answered(outcome, (kmsKeyArn) => ({ kmsKeyArn }));
}
