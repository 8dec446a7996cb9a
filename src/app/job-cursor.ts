import { isCancelled, logText, toDomainError, type DomainError } from '../domain/errors';
import type { ExportJob } from '../domain/export-job';
import type { ForecastPort, Log, Page } from '../domain/ports';
import type { Reading } from './job-table';

/** Which jobs a list asks for; empty means every job of the account. */
export interface JobQuery {
  readonly status?: string;
  readonly predictorArn?: string;
}

export interface CursorContext {
  readonly forecast: ForecastPort;
  readonly log: Log;
  /** Asked at the start of each run; aborting it ends the run, drops its answer and leaves the cursor usable. */
  readonly signal: () => AbortSignal;
  /** 1 to 100, asked again for every page: the setting may change. */
  readonly pageSize: () => number;
  /** A counter that only grows; see `Reading`. */
  readonly tick: () => number;
  /** Rows of one page, as soon as it is there. */
  readonly onPage: (jobs: readonly ExportJob[], reading: Reading) => void;
  /** `loading`, `error` or `hasMore` of the list with this query changed. */
  readonly onState: (query: JobQuery) => void;
}

/**
 * The service may return empty pages with a token for as long as a filter finds nothing. After so many in a row the
 * person gets the say again, by the "Load more…" row that is still there.
 */
const MOST_EMPTY_PAGES = 50;

interface Run {
  readonly signal: AbortSignal;
  readonly done: Promise<void>;
}

/** Walks one list page by page. One request at a time; a call while one is under way joins it. */
export class JobCursor {
  readonly query: JobQuery;
  readonly #context: CursorContext;
  readonly #usedTokens = new Set<string>();
  #token: string | undefined;
  #pages = 0;
  #wanted = 0;
  #ended = false;
  #run: Run | undefined;
  #error: DomainError | undefined;

  constructor(query: JobQuery, context: CursorContext) {
    this.query = query;
    this.#context = context;
  }

  /** More pages exist, or may exist: true until the last page was read. */
  get hasMore(): boolean {
    return !this.#ended;
  }

  get loading(): boolean {
    return this.#run !== undefined;
  }

  /** Why the last page could not be read; gone at the next try. */
  get error(): DomainError | undefined {
    return this.#error;
  }

  /** How many pages with rows were read (or the last, empty one). */
  get pages(): number {
    return this.#pages;
  }

  /** How many pages this list is meant to show: more than `pages` when a read failed on the way. */
  get depth(): number {
    return Math.max(this.#wanted, this.#pages);
  }

  /** The list was read as deep as it is meant to be. */
  get settled(): boolean {
    return this.#ended || (this.#error === undefined && this.#pages >= this.#wanted);
  }

  /** Reads on until `depth` pages are there or the list ends. Never rejects: a failure is kept in `error`. */
  readTo(depth: number): Promise<void> {
    this.#wanted = Math.max(this.#wanted, depth);
    // A run that was interrupted reads nothing more, however long its last answer takes.
    if (!this.#run || this.#run.signal.aborted) {
      const signal = this.#context.signal();
      this.#run = { signal, done: this.#read(signal) };
    }
    return this.#run.done;
  }

  /** Reads the next page, or tries again to read the one that failed. */
  next(): Promise<void> {
    if (this.#run && !this.#run.signal.aborted) return this.#run.done;
    return this.readTo(Math.max(this.#wanted, this.#pages + 1));
  }

  async #read(signal: AbortSignal): Promise<void> {
    // Lets readTo() set #run before anything is announced.
    await Promise.resolve();
    this.#error = undefined;
    this.#context.onState(this.query);
    let restarted = false;
    try {
      while (!this.#ended && this.#pages < this.#wanted) {
        try {
          await this.#readPage(signal);
        } catch (error) {
          if (restarted || signal.aborted || !this.#tokenIsRefused(error)) throw error;
          restarted = true;
          this.#restart();
        }
      }
    } catch (error) {
      if (!isCancelled(error) && !signal.aborted) this.#error = toDomainError(error);
    }
    // In the same turn as the last look at #wanted, or a deeper readTo() in between would wait for nothing.
    if (this.#run?.signal === signal) this.#run = undefined;
    this.#context.onState(this.query);
  }

  #tokenIsRefused(error: unknown): boolean {
    const failure = toDomainError(error);
    if (failure.kind !== 'invalidNextToken' || this.#token === undefined) return false;
    this.#context.log.warn(`The list of ${this.#name()} is read again from its start: ${logText(failure)}`);
    return true;
  }

  /** Tokens live for 24 hours: the list is read anew down to where it stood. The rows stay meanwhile. */
  #restart(): void {
    this.#pages = 0;
    this.#token = undefined;
    this.#usedTokens.clear();
  }

  /** Reads until a page has rows, or the list ends. */
  async #readPage(signal: AbortSignal): Promise<void> {
    for (let empty = 0; empty < MOST_EMPTY_PAGES; empty += 1) {
      const page = await this.#ask(signal);
      if (page.items.length > 0 || this.#ended) return;
    }
    this.#pages += 1;
  }

  async #ask(signal: AbortSignal): Promise<Page<ExportJob>> {
    const { forecast, tick, onPage, pageSize } = this.#context;
    signal.throwIfAborted();
    const asked = tick();
    const page = await forecast.listExportJobs(
      {
        ...this.query,
        maxResults: pageSize(),
        ...(this.#token === undefined ? {} : { nextToken: this.#token }),
      },
      { signal },
    );
    // Newer work has taken over: whatever this page says is not wanted any more.
    signal.throwIfAborted();
    this.#advance(page);
    if (page.items.length > 0) onPage(page.items, { asked, answered: tick() });
    return page;
  }

  #advance(page: Page<ExportJob>): void {
    if (this.#token !== undefined) this.#usedTokens.add(this.#token);
    this.#token = page.nextToken;
    if (this.#token === undefined) {
      this.#ended = true;
    } else if (this.#usedTokens.has(this.#token)) {
      this.#context.log.warn(`The list of ${this.#name()} stops: the service returned the same NextToken twice.`);
      this.#ended = true;
    }
    if (page.items.length > 0 || this.#ended) this.#pages += 1;
  }

  #name(): string {
    const { status, predictorArn } = this.query;
    return `${status ?? 'all'} export jobs${predictorArn === undefined ? '' : ` of ${predictorArn}`}`;
  }
}
