import type * as vscode from 'vscode';
import { StreamedList, type ReadPage } from '../../app/streamed-list';
import { askChoice } from './choice';

export interface StreamedPickOptions<T> {
  readonly title: string;
  readonly placeholder: string;
  readonly readPage: ReadPage<T>;
  /** Puts what was read so far into the order in which it is offered. */
  arrange(values: readonly T[]): readonly (vscode.QuickPickItem & { readonly value?: T })[];
  /** Shown when the list ended without anything. */
  readonly empty: string;
}

/**
 * A quick pick that fills page by page while the person already types. A failed page turns into a Retry row; what was
 * read stays. Resolves with undefined on Escape; requests under way are aborted then.
 */
export async function pickStreamed<T>(options: StreamedPickOptions<T>): Promise<T | undefined> {
  const list = new StreamedList(options.readPage);
  const outcome = await askChoice<T>({
    title: options.title,
    placeholder: options.placeholder,
    items: () => {
      if (list.complete && list.values.length === 0) return [{ label: options.empty, alwaysShow: true }];
      return options.arrange(list.values);
    },
    load: ({ signal, update }) => list.readOn(signal, update),
  });
  return outcome.kind === 'answer' ? outcome.value : undefined;
}
