/** What is asked before the first question of the wizard: an unfinished export may be waiting. */
import * as vscode from 'vscode';
import type { WizardDraft } from '../../app/wizard/draft';
import { askChoice } from '../pickers/choice';
import { ago } from '../words/time';

export type DraftChoice = { readonly kind: 'resume'; readonly draft: WizardDraft } | { readonly kind: 'anew' };

/** Undefined on Escape. */
export async function askForDraft(
  title: string,
  drafts: readonly WizardDraft[],
  signal: AbortSignal,
): Promise<DraftChoice | undefined> {
  const outcome = await askChoice<DraftChoice>({
    title,
    signal,
    placeholder:
      drafts.length === 1
        ? vscode.l10n.t('There is an unfinished export')
        : vscode.l10n.t('There are {0} unfinished exports', drafts.length),
    items: () => [
      ...drafts.map((draft) => ({
        label: `$(history) ${vscode.l10n.t('Resume draft')}`,
        description: ago(draft.savedAt),
        detail: summary(draft),
        key: draft.run,
        value: { kind: 'resume', draft } as const,
      })),
      {
        label: `$(new-file) ${vscode.l10n.t('Start anew')}`,
        detail: drafts.length === 1 ? vscode.l10n.t('Discards the draft') : vscode.l10n.t('Discards the drafts'),
        key: 'anew',
        value: { kind: 'anew' } as const,
      },
    ],
  });
  return outcome.kind === 'answer' ? outcome.value : undefined;
}

function summary({ answers: { name, predictor, destination } }: WizardDraft): string {
  return [name?.value, predictor?.name, destination?.path].filter((part) => part !== undefined).join(' · ');
}
