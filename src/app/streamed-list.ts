import { toDomainError } from '../domain/errors';
import type { CallOptions, Page } from '../domain/ports';

/** Reads one page; called again with each NextToken until there is none. */
export type ReadPage<T> = (nextToken: string | undefined, options: CallOptions) => Promise<Page<T>>;

/** A list that is read page by page, and goes on where it failed. */
export class StreamedList<T> {
  readonly #readPage: ReadPage<T>;
  #values: readonly T[] = [];
  #nextToken: string | undefined;
  #complete = false;

  constructor(readPage: ReadPage<T>) {
    this.#readPage = readPage;
  }

  get values(): readonly T[] {
    return this.#values;
  }

  /** Read to its end. */
  get complete(): boolean {
    return this.#complete;
  }

  /**
   * Reads to the end; tells of each page. A token that the service does not take any more starts the list anew, once for
   * each call; what was read stays until then. Rejects as `readPage` does.
   */
  async readOn(signal: AbortSignal, onPage: () => void): Promise<void> {
    let restarted = false;
    while (!this.#complete && !signal.aborted) {
      const token = this.#nextToken;
      try {
        const page = await this.#readPage(token, { signal });
        this.#values = token === undefined ? page.items : [...this.#values, ...page.items];
        // A service that repeats its token would never end.
        this.#complete = page.nextToken === undefined || page.nextToken === token;
        this.#nextToken = page.nextToken;
      } catch (error) {
        if (restarted || token === undefined || toDomainError(error).kind !== 'invalidNextToken') throw error;
        restarted = true;
        this.#nextToken = undefined;
        continue;
      }
      onPage();
    }
  }
}
