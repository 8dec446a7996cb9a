import * as vscode from 'vscode';
import { isCancelled, toDomainError, type DomainError } from '../../domain/errors';
import type { CallOptions, Page } from '../../domain/ports';
import { errorWords } from '../errors/words';

export interface StreamedPickOptions<T> {
  readonly title: string;
  readonly placeholder: string;
  /** Reads one page; called again with each NextToken until there is none. */
  readPage(nextToken: string | undefined, options: CallOptions): Promise<Page<T>>;
  /** Puts what was read so far into the order in which it is offered. */
  arrange(values: readonly T[]): readonly (vscode.QuickPickItem & { readonly value?: T })[];
  /** Shown when the list ended without anything. */
  readonly empty: string;
}

type Item<T> = vscode.QuickPickItem & { readonly value?: T; readonly retry?: true };

/**
 * A quick pick that fills page by page while the person already types. A failed page turns into a Retry row; what was
 * read stays. Resolves with undefined on Escape; requests under way are aborted then.
 */
export async function pickStreamed<T>(options: StreamedPickOptions<T>): Promise<T | undefined> {
  const picker = vscode.window.createQuickPick<Item<T>>();
  const abort = new AbortController();
  const values: T[] = [];
  picker.title = options.title;
  picker.placeholder = options.placeholder;
  picker.matchOnDescription = true;
  picker.matchOnDetail = true;
  let nextToken: string | undefined;

  const show = (last?: Item<T>): void => {
    // Keeps the row on which the person stands while pages arrive.
    const active = picker.activeItems[0]?.value;
    const items: readonly Item<T>[] = options.arrange(values);
    picker.keepScrollPosition = true;
    picker.items = last ? [...items, last] : items;
    const kept = picker.items.find(({ value }) => value !== undefined && value === active);
    if (kept) picker.activeItems = [kept];
  };

  const read = async (): Promise<void> => {
    picker.busy = true;
    try {
      do {
        const page = await options.readPage(nextToken, { signal: abort.signal });
        values.push(...page.items);
        // A service that repeats its token would never end.
        const repeated = page.nextToken !== undefined && page.nextToken === nextToken;
        nextToken = repeated ? undefined : page.nextToken;
        show();
      } while (nextToken !== undefined && !abort.signal.aborted);
      if (values.length === 0) show({ label: options.empty, alwaysShow: true });
    } catch (error) {
      if (!isCancelled(error)) show(retryItem(toDomainError(error)));
    } finally {
      picker.busy = false;
    }
  };

  try {
    return await new Promise<T | undefined>((resolve) => {
      picker.onDidHide(() => resolve(undefined));
      picker.onDidAccept(() => {
        const [item] = picker.selectedItems;
        if (item?.retry) void read();
        else if (item?.value !== undefined) resolve(item.value);
      });
      picker.show();
      void read();
    });
  } finally {
    abort.abort();
    picker.dispose();
  }
}

function retryItem(error: DomainError): { label: string; detail: string; alwaysShow: true; retry: true } {
  const { title, advice } = errorWords(error);
  return {
    label: `$(refresh) ${vscode.l10n.t('Retry')}`,
    detail: `${title}. ${advice}`,
    alwaysShow: true,
    retry: true,
  };
}
