import type * as vscode from 'vscode';
import type { CallOptions, Page } from '../../domain/ports';
import { askChoice } from './choice';

/** Reads one page; called again with each NextToken until there is none. */
export type ReadPage<T> = (nextToken: string | undefined, options: CallOptions) => Promise<Page<T>>;

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

/** A list that is read page by page, and goes on where it failed. */
export class StreamedList<T> {
  readonly values: T[] = [];
  readonly #readPage: ReadPage<T>;
  #nextToken: string | undefined;
  #complete = false;

  constructor(readPage: ReadPage<T>) {
    this.#readPage = readPage;
  }

  /** Read to its end. */
  get complete(): boolean {
    return this.#complete;
  }

  /** Reads to the end; tells of each page. Rejects as `readPage` does. */
  async readOn(signal: AbortSignal, onPage: () => void): Promise<void> {
    while (!this.#complete && !signal.aborted) {
      const page = await this.#readPage(this.#nextToken, { signal });
      this.values.push(...page.items);
      // A service that repeats its token would never end.
      this.#complete = page.nextToken === undefined || page.nextToken === this.#nextToken;
      this.#nextToken = page.nextToken;
      onPage();
    }
  }
}
