import { isCancelled, logText, toDomainError, type DomainError } from '../domain/errors';
import type { ExportJob, Predictor } from '../domain/export-job';
import type { Page } from '../domain/ports';
import { resourceName } from '../domain/arn';
import { predictorName } from '../domain/export-arn';
import { JobCursor, type CursorContext } from './job-cursor';

/** A predictor with its jobs, as a view shows it. */
export interface PredictorGroup {
  readonly predictor: Predictor;
  /** Newest first. Until the group was opened, those that became known otherwise. */
  readonly jobs: readonly ExportJob[];
  /** Its jobs were asked for. */
  readonly opened: boolean;
  /** The service has, or may have, more jobs of this predictor than were read. */
  readonly hasMore: boolean;
  readonly loading: boolean;
  readonly error: DomainError | undefined;
}

/** The list of predictors itself. */
export interface PredictorListState {
  readonly asked: boolean;
  readonly hasMore: boolean;
  readonly loading: boolean;
  readonly error: DomainError | undefined;
}

/**
 * The second way to read an account: its predictors page by page, and for each one that is opened a list of its jobs.
 * The jobs go where all jobs go (`context.onPage`); only the predictors are kept here.
 */
export class PredictorLists {
  readonly #context: CursorContext;
  readonly #abort = new AbortController();
  #predictors: readonly Predictor[] = [];
  /** Predictors that somebody opened and that no page has brought yet, or that may not be listed. */
  #unlisted: readonly Predictor[] = [];
  #cursors = new Map<string, JobCursor>();
  #asked = false;
  #token: string | undefined;
  #ended = false;
  #pages = 0;
  #run: Promise<void> | undefined;
  #error: DomainError | undefined;

  constructor(context: Omit<CursorContext, 'signal'>) {
    // A signal of its own for every run: many listeners on one and the same would look like a leak to Node.
    this.#context = { ...context, signal: () => AbortSignal.any([this.#abort.signal]) };
  }

  /** Active ones first, newest first within each part. The service documents no order. */
  get predictors(): readonly Predictor[] {
    return this.#unlisted.length === 0 ? this.#predictors : arranged([...this.#unlisted, ...this.#predictors]);
  }

  get state(): PredictorListState {
    return {
      asked: this.#asked,
      hasMore: !this.#ended,
      loading: this.#run !== undefined,
      error: this.#error,
    };
  }

  get loading(): boolean {
    return this.#run !== undefined || [...this.#cursors.values()].some(({ loading }) => loading);
  }

  /** Every list that was opened was read as deep as it is meant to be. */
  get settled(): boolean {
    return this.#error === undefined && [...this.#cursors.values()].every(({ settled }) => settled);
  }

  cursor(predictorArn: string): JobCursor | undefined {
    return this.#cursors.get(predictorArn);
  }

  /** Reads the first page of predictors, unless that was done. Never rejects: see `state`. */
  async start(): Promise<void> {
    if (!this.#asked) await this.more();
  }

  /** Reads the next page of predictors, or the one that failed. Joins a read that is under way. */
  more(): Promise<void> {
    this.#asked = true;
    if (this.#ended) return Promise.resolve();
    this.#run ??= this.#read(this.#pages + 1);
    return this.#run;
  }

  /**
   * Reads the first jobs of a predictor, unless that was done. A predictor that was not read yet is shown from now on.
   * Never rejects: see the cursor.
   */
  async open(predictorArn: string): Promise<void> {
    if (!this.predictors.some(({ arn }) => arn === predictorArn)) {
      this.#unlisted = [...this.#unlisted, unlisted(predictorArn)];
      this.#context.onState({});
    }
    const known = this.#cursors.get(predictorArn);
    if (known) return;
    await this.#newCursor(predictorArn).readTo(1);
  }

  /** Reads a predictor's next page of jobs, or the one that failed. */
  async moreJobs(predictorArn: string): Promise<void> {
    const cursor = this.#cursors.get(predictorArn) ?? this.#newCursor(predictorArn);
    if (cursor.hasMore) await cursor.next();
  }

  /** Reads again whatever was read, as deep as it was. What was read before stays until then. */
  async reread(): Promise<void> {
    if (!this.#asked) return;
    await this.#run;
    const depths = [...this.#cursors].map(([arn, { depth }]) => [arn, depth] as const);
    const pages = Math.max(1, this.#pages);
    this.#token = undefined;
    this.#ended = false;
    this.#pages = 0;
    this.#run = this.#read(pages, []);
    await Promise.all([this.#run, ...depths.map(([arn, depth]) => this.#newCursor(arn).readTo(depth))]);
  }

  close(): void {
    this.#abort.abort();
  }

  #newCursor(predictorArn: string): JobCursor {
    const cursor = new JobCursor({ predictorArn }, this.#context);
    this.#cursors.set(predictorArn, cursor);
    return cursor;
  }

  async #read(pages: number, anew?: readonly Predictor[]): Promise<void> {
    const signal = this.#context.signal();
    // Lets the caller set #run before anything is announced.
    await Promise.resolve();
    this.#error = undefined;
    this.#context.onState({});
    let values = anew ?? this.#predictors;
    let replaces = anew !== undefined;
    let restarted = false;
    try {
      while (this.#pages < pages && !this.#ended) {
        const page = await this.#page(signal).catch((error: unknown) => {
          if (restarted || signal.aborted || !this.#tokenIsRefused(error)) throw error;
          return undefined;
        });
        if (!page) {
          // Tokens live for 24 hours: the list is read anew down to where it stood. The rows stay meanwhile.
          restarted = true;
          replaces = true;
          values = [];
          this.#pages = 0;
          this.#token = undefined;
          continue;
        }
        values = [...values, ...page.items];
        // A service that repeats its token would never end.
        this.#ended = page.nextToken === undefined || page.nextToken === this.#token;
        this.#token = page.nextToken;
        this.#pages += 1;
        if (!replaces) this.#predictors = arranged(values);
      }
      this.#predictors = arranged(values);
      const listed = new Set(values.map(({ arn }) => arn));
      this.#unlisted = this.#unlisted.filter(({ arn }) => !listed.has(arn));
    } catch (error) {
      if (!isCancelled(error) && !signal.aborted) this.#error = toDomainError(error);
    }
    this.#run = undefined;
    this.#context.onState({});
  }

  #page(signal: AbortSignal): Promise<Page<Predictor>> {
    const { forecast, pageSize } = this.#context;
    const token = this.#token;
    return forecast.listPredictors(
      { maxResults: pageSize(), ...(token !== undefined && { nextToken: token }) },
      { signal },
    );
  }

  #tokenIsRefused(error: unknown): boolean {
    const failure = toDomainError(error);
    if (failure.kind !== 'invalidNextToken' || this.#token === undefined) return false;
    this.#context.log.warn(`The list of predictors is read again from its start: ${logText(failure)}`);
    return true;
  }
}

/**
 * A predictor of which only the ARN is known. What was opened is exported from, so it is taken for active until a list
 * says otherwise. AutoPredictors' ARNs end in a ULID.
 */
function unlisted(arn: string): Predictor {
  return { arn, name: predictorName(arn), status: 'ACTIVE', isAutoPredictor: predictorName(arn) !== resourceName(arn) };
}

function arranged(predictors: readonly Predictor[]): readonly Predictor[] {
  const rank = ({ status }: Predictor): number => (status === 'ACTIVE' ? 0 : 1);
  const distinct = new Map(predictors.map((predictor) => [predictor.arn, predictor]));
  return [...distinct.values()].sort(
    (a, b) => rank(a) - rank(b) || (b.createdAt ?? 0) - (a.createdAt ?? 0) || a.name.localeCompare(b.name),
  );
}
