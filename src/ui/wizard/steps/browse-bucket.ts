import * as vscode from 'vscode';
import type { Bucket, ExportMark } from '../../../domain/wizard-ports';
import { askChoice, separator, type ChoiceItem, type Outcome } from '../../pickers/choice';
import { StreamedList } from '../../../app/streamed-list';
import type { StepContext } from '../step';
import { askPath } from './destination-step';

type Choice =
  | { readonly kind: 'use'; readonly path: string }
  | { readonly kind: 'open'; readonly prefix: string }
  | { readonly kind: 'new' };

/** Lets the person walk through the folders of a bucket. Back goes up one folder, and out of the bucket at its top. */
export async function browseBucket(context: StepContext, bucket: Bucket): Promise<Outcome<string>> {
  let prefix = '';
  for (;;) {
    const here = `s3://${bucket.name}/${prefix}`;
    const outcome = await askFolder(context, bucket, prefix);
    if (outcome.kind === 'cancel') return outcome;
    if (outcome.kind === 'back') {
      if (prefix === '') return outcome;
      prefix = parentOf(prefix);
      continue;
    }
    const choice = outcome.value;
    if (choice.kind === 'use') return { kind: 'answer', value: choice.path };
    if (choice.kind === 'open') {
      prefix = choice.prefix;
      continue;
    }
    const typed = await askPath(context, here);
    if (typed.kind !== 'back') return typed;
  }
}

function askFolder({ connection, flow, frame }: StepContext, bucket: Bucket, prefix: string): Promise<Outcome<Choice>> {
  const marks = new Set<ExportMark>();
  const folders = new StreamedList<string>(async (nextToken, options) => {
    const { name, region } = bucket;
    const page = await connection.places.listPrefixes(
      { bucket: name, prefix, ...(region !== undefined && { region }), ...(nextToken !== undefined && { nextToken }) },
      options,
    );
    for (const mark of page.exportMarks) marks.add(mark);
    return page;
  });
  const here = `s3://${bucket.name}/${prefix}`;
  const own = `${here}${flow.answers.name?.value ?? 'export'}/`;
  return askChoice<Choice>({
    ...frame,
    canGoBack: true,
    placeholder: vscode.l10n.t('A folder in {0}', here),
    items: () => {
      const useOwn: ChoiceItem<Choice> = {
        label: `$(new-folder) ${vscode.l10n.t('A folder of its own')}`,
        detail: own,
        key: 'own',
        value: { kind: 'use', path: own },
      };
      const useHere: ChoiceItem<Choice> = {
        label: `$(check) ${vscode.l10n.t('This folder')}`,
        detail: here,
        ...(marks.size > 0 && { description: `$(warning) ${vscode.l10n.t('holds another export')}` }),
        key: 'here',
        value: { kind: 'use', path: here },
      };
      const inner = folders.values.filter((folder) => !isOfAnExport(folder, prefix));
      return [
        // At the top of a bucket, and beside another export, a folder of its own surprises least.
        ...(prefix === '' || marks.size > 0 ? [useOwn, useHere] : [useHere, useOwn]),
        { label: `$(edit) ${vscode.l10n.t('Another folder…')}`, key: 'new', alwaysShow: true, value: { kind: 'new' } },
        ...(inner.length > 0 ? [separator(vscode.l10n.t('Folders'))] : []),
        ...inner.map((folder) => ({
          label: `$(folder) ${folder.slice(prefix.length)}`,
          key: folder,
          value: { kind: 'open', prefix: folder } as const,
        })),
      ];
    },
    load: ({ signal, update }) => folders.readOn(signal, update),
    retryLabel: vscode.l10n.t('Retry: the folders could not be listed'),
  });
}

function isOfAnExport(folder: string, prefix: string): boolean {
  return ['accuracy-metrics-values/', 'forecasted-values/'].includes(folder.slice(prefix.length));
}

function parentOf(prefix: string): string {
  return prefix.replace(/[^/]*\/$/u, '');
}
