import { isCancelled, type DomainError } from '../domain/errors';
import type { ExportJob } from '../domain/export-job';
import type { ForecastPort, Log } from '../domain/ports';
import { groupOfStatus, STATUS_GROUPS, type StatusGroupId } from '../domain/status';
import { unlessAborted } from '../domain/unless-aborted';
import { Emitter } from './event';
import type { CursorContext, JobCursor } from './job-cursor';
import { JobListing } from './job-listing';
import { JobTable, type Reading } from './job-table';
import { PredictorLists, type PredictorGroup, type PredictorListState } from './predictor-lists';

/** One status group as a view shows it. */
export interface JobGroup {
  readonly id: StatusGroupId;
  /** Newest first. */
  readonly jobs: readonly ExportJob[];
  /** The service has, or may have, more jobs of this group than were read. */
  readonly hasMore: boolean;
  /** A page of this group is being read. */
  readonly loading: boolean;
  /** Why the last page of this group could not be read. */
  readonly error: DomainError | undefined;
}

/**
 * What changed: the rows or the state of some groups, or possibly everything (`undefined`). A group may have come or
 * gone, and `error`, `busy` and `complete` may have changed, with every change.
 */
export interface StoreChange {
  readonly groups: ReadonlySet<StatusGroupId> | undefined;
}

export interface JobStoreOptions {
  readonly log: Log;
  /** `MaxResults` of a list: 1 to 100. */
  pageSize(): number;
}

export interface LoadAllProgress {
  readonly loaded: number;
  readonly complete: boolean;
}

/**
 * The one truth about the export jobs of the account that is open. Views keep nothing of their own: they listen here.
 *
 * A refresh reads the account anew while the old rows stay; rows that were not seen again go when the whole reading
 * has succeeded. Opening another account or choosing another predictor forgets everything, and whatever an earlier
 * request still returns is dropped.
 */
export class JobStore {
  readonly #options: JobStoreOptions;
  readonly #table = new JobTable();
  readonly #changes = new Emitter<StoreChange>();
  #forecast: ForecastPort | undefined;
  #predictorArn: string | undefined;
  /** What is shown. */
  #listing: JobListing | undefined;
  /** What is being read to replace `#listing`; the same object while nothing else could be shown. */
  #next: JobListing | undefined;
  /** The other way to read the account; empty until somebody asks for it. */
  #lists: PredictorLists | undefined;
  #reading: Promise<void> | undefined;
  #readingError: DomainError | undefined;
  /** Groups whose next page was asked for while the account is read: it is read afterwards. */
  readonly #waiting = new Set<StatusGroupId>();
  #count = 0;
  /** How many calls of `loadAll` are under way. */
  #readingAll = 0;
  /** When the account was opened; what was asked before belongs to another one. */
  #openedAt = 0;
  #pruneAt: number | undefined;

  readonly onDidChange = this.#changes.event;

  constructor(options: JobStoreOptions) {
    this.#options = options;
  }

  /** Nothing was read yet, and nothing is being read. */
  get untouched(): boolean {
    return this.#listing === undefined && this.#reading === undefined && this.#readingError === undefined;
  }

  /** Something is being read. */
  get busy(): boolean {
    // Between two pages of "Load All" nothing is loading for a moment, and yet it goes on.
    if (this.#reading !== undefined || this.#lists?.loading || this.#readingAll > 0) return true;
    return this.#listing?.cursors.some(({ loading }) => loading) ?? false;
  }

  /** Something failed that is not one group's matter: nothing could be read. Rows from before are still there. */
  get error(): DomainError | undefined {
    return this.#readingError ?? (this.#listing?.blank ? this.#listing.error : undefined);
  }

  get predictorArn(): string | undefined {
    return this.#predictorArn;
  }

  /** Number of jobs that are loaded. */
  get size(): number {
    return this.#table.size;
  }

  /** Every list was read to its end. */
  get complete(): boolean {
    return this.#listing?.complete ?? false;
  }

  job(arn: string): ExportJob | undefined {
    return this.#table.get(arn);
  }

  jobs(): ExportJob[] {
    return this.#table.all();
  }

  group(id: StatusGroupId): JobGroup {
    const cursors = this.#listing?.cursorsOf(id) ?? [];
    return {
      id,
      jobs: this.#table.inGroup(id),
      hasMore: cursors.some(({ hasMore }) => hasMore),
      loading: this.#waiting.has(id) || cursors.some(({ loading }) => loading),
      error: cursors.find(({ error }) => error !== undefined)?.error,
    };
  }

  /** The groups that have something to show, in the order in which they are shown. */
  groups(): JobGroup[] {
    return STATUS_GROUPS.map(({ id }) => this.group(id)).filter(
      (group) => group.jobs.length > 0 || this.#offers(group),
    );
  }

  /** The list of predictors, for `predictorGroups`. */
  get predictorList(): PredictorListState {
    return this.#lists?.state ?? { asked: false, hasMore: false, loading: false, error: undefined };
  }

  /** The predictors that are loaded, each with its jobs; only the one by which the account is filtered, if any. */
  predictorGroups(): PredictorGroup[] {
    const lists = this.#lists;
    if (!lists) return [];
    const wanted = lists.predictors.filter(({ arn }) => this.#predictorArn === undefined || arn === this.#predictorArn);
    return wanted.map((predictor) => {
      const cursor = lists.cursor(predictor.arn);
      return {
        predictor,
        jobs: this.#table.ofPredictor(predictor.arn),
        opened: cursor !== undefined,
        hasMore: cursor?.hasMore ?? true,
        loading: cursor?.loading ?? false,
        error: cursor?.error,
      };
    });
  }

  /** Reads the first predictors, unless that was done. Never rejects: see `predictorList`. */
  async readPredictors(): Promise<void> {
    await this.#lists?.start();
  }

  async loadMorePredictors(): Promise<void> {
    await this.#lists?.more();
  }

  /** Reads the first jobs of a predictor, unless that was done. Never rejects: see its group. */
  async openPredictor(predictorArn: string): Promise<void> {
    await this.#lists?.open(predictorArn);
  }

  async loadMoreOfPredictor(predictorArn: string): Promise<void> {
    await this.#lists?.moreJobs(predictorArn);
  }

  /** Shows another account, or another view of it: everything that is known is forgotten, then read anew. */
  async open(forecast: ForecastPort, predictorArn?: string): Promise<void> {
    this.close();
    this.#forecast = forecast;
    this.#predictorArn = predictorArn;
    const lists: PredictorLists = new PredictorLists(this.#context(forecast, () => lists === this.#lists));
    this.#lists = lists;
    await this.refresh();
  }

  /** Forgets everything; answers that are still on their way will be dropped. */
  close(): void {
    this.#listing?.close();
    this.#next?.close();
    this.#lists?.close();
    this.#openedAt = this.tick();
    this.#forecast = undefined;
    this.#predictorArn = undefined;
    this.#listing = undefined;
    this.#next = undefined;
    this.#lists = undefined;
    this.#reading = undefined;
    this.#readingError = undefined;
    this.#pruneAt = undefined;
    this.#waiting.clear();
    this.#table.clear();
    this.#changed();
  }

  /** Reads the account again, as deep as it was loaded. Never rejects: see `error`. Joins a reading under way. */
  refresh(): Promise<void> {
    if (!this.#forecast) return Promise.resolve();
    this.#reading ??= this.#readAnew(this.#forecast);
    return this.#reading;
  }

  /** Tries again whatever failed last; reads the account when nothing was read. Joins a reading under way. */
  async retry(): Promise<void> {
    const listing = this.#listing;
    if (this.#reading || this.error || !listing?.failed) return this.refresh();
    await listing.retry();
    this.#prune(listing);
  }

  /**
   * Reads the next page of a group, or the one that failed. Does nothing when there is none; joins a read that is
   * under way; waits for a reading of the account.
   */
  async loadMore(id: StatusGroupId): Promise<void> {
    const opened = this.#openedAt;
    if (this.#reading) {
      this.#waiting.add(id);
      this.#changed(new Set([id]));
      await this.#readings();
      if (opened !== this.#openedAt) return;
      this.#waiting.delete(id);
      this.#changed(new Set([id]));
    }
    const listing = this.#listing;
    if (!listing) return;
    await Promise.all(
      listing
        .cursorsOf(id)
        .filter(({ hasMore }) => hasMore)
        .map((cursor) => cursor.next()),
    );
    this.#prune(listing);
  }

  /**
   * Reads every list to its end, all lists side by side; returns when done, when the lists that are left have failed,
   * or at once when the signal is aborted (what has been read stays). A failed account is tried again first.
   */
  async loadAll(signal: AbortSignal, onProgress: (progress: LoadAllProgress) => void): Promise<void> {
    if (signal.aborted) return;
    this.#readingAll += 1;
    try {
      await unlessAborted(this.#readAll(signal, onProgress), signal);
    } catch (error) {
      if (!isCancelled(error)) throw error;
    } finally {
      this.#readingAll -= 1;
      this.#changed(new Set(this.groups().map(({ id }) => id)));
    }
  }

  /** The number to put on what is about to be asked outside of the store's own lists; see `put`. */
  tick(): number {
    this.#count += 1;
    return this.#count;
  }

  /** Adds knowledge gained elsewhere (Describe, an action, the watcher). `asked` was taken before the request left. */
  put(jobs: readonly ExportJob[], asked: number): void {
    if (asked <= this.#openedAt) return;
    this.#changed(this.#table.merge(jobs, { asked, answered: this.tick() }));
  }

  /**
   * Shows what the service was asked to do as if it were done, marked as such (`isExpected`) until it tells of the job.
   * `asked` was taken before the request left.
   */
  expect(job: ExportJob, asked: number): void {
    if (asked <= this.#openedAt) return;
    this.#changed(this.#table.merge([job], { asked, answered: this.tick() }, true));
  }

  /** What is shown of the job was asked for, and is not confirmed by the service yet. */
  isExpected(arn: string): boolean {
    return this.#table.isExpected(arn);
  }

  /** The service says that a job is gone. */
  forget(arn: string): void {
    this.#changed(this.#table.forget(arn, this.tick()));
  }

  dispose(): void {
    this.close();
    this.#changes.dispose();
  }

  /** A group without a job is worth a row when there is something to press: its next page, or a retry. */
  #offers({ id, error }: JobGroup): boolean {
    if (this.#listing?.mode !== 'byStatus' || this.error) return false;
    return error !== undefined || this.#listing.cursorsOf(id).some(({ hasMore, pages }) => hasMore && pages > 0);
  }

  async #readAnew(forecast: ForecastPort): Promise<void> {
    const started = this.tick();
    const before = this.#listing;
    // Pages that the old lists still wait for are part of the plan; their late answers are dropped.
    before?.interrupt();
    const next: JobListing = new JobListing({
      context: this.#context(forecast, () => next === this.#next || next === this.#listing),
      predictorArn: this.#predictorArn,
      seenStatuses: () => new Set(this.#table.all().map(({ status }) => status)),
      plan: before?.plan(this.size),
    });
    this.#next = next;
    this.#readingError = undefined;
    this.#listing ??= next;
    // Lets refresh() set #reading before anything is announced.
    await Promise.resolve();
    this.#changed();
    await Promise.all([next.read(), this.#lists?.reread()]);
    if (next !== this.#next) return;
    this.#next = undefined;
    this.#reading = undefined;
    if (before && next.error) {
      // The old lists and their tokens are worth more than new ones that have all failed.
      this.#readingError = next.error;
      next.close();
    } else {
      before?.close();
      this.#listing = next;
      this.#pruneAt = started;
      this.#prune(next);
    }
    this.#changed();
  }

  /** Waits until the account is not being read. */
  async #readings(): Promise<void> {
    while (this.#reading) await this.#reading;
  }

  async #readAll(signal: AbortSignal, onProgress: (progress: LoadAllProgress) => void): Promise<void> {
    const opened = this.#openedAt;
    const isOver = (): boolean => signal.aborted || opened !== this.#openedAt;
    const isReplaced = (listing: JobListing): boolean => this.#reading !== undefined || listing !== this.#listing;
    const report = (): void => {
      if (!isOver()) onProgress({ loaded: this.size, complete: this.complete });
    };
    const readToEnd = async (listing: JobListing, cursor: JobCursor): Promise<void> => {
      while (cursor.hasMore && !isOver() && !isReplaced(listing)) {
        const { pages } = cursor;
        await cursor.next();
        report();
        if (cursor.pages === pages) return;
      }
    };
    await this.#readings();
    if (this.error) await this.retry();
    if (this.error) return;
    // A refresh in between replaces the lists: then the new ones are read to their end.
    for (let listing = this.#listing; listing && !isOver(); listing = this.#listing) {
      const lists = listing;
      report();
      await Promise.all(lists.cursors.map((cursor) => readToEnd(lists, cursor)));
      this.#prune(lists);
      if (!isReplaced(lists)) return;
      await this.#readings();
    }
  }

  /** Once a reading has wholly succeeded, the rows that it did not see again are gone from the service. */
  #prune(listing: JobListing): void {
    if (this.#pruneAt === undefined || listing !== this.#listing || !listing.settled) return;
    if (this.#lists?.settled === false) return;
    // A row that none of the lists would show cannot be missed by them.
    const gone = this.#table.unseenSince(this.#pruneAt).filter(({ status }) => listing.covers(status));
    this.#pruneAt = undefined;
    this.#changed(this.#table.remove(gone.map(({ arn }) => arn)));
  }

  #context(forecast: ForecastPort, isCurrent: () => boolean): Omit<CursorContext, 'signal'> {
    return {
      forecast,
      log: this.#options.log,
      pageSize: () => this.#options.pageSize(),
      tick: () => this.tick(),
      onPage: (jobs: readonly ExportJob[], reading: Reading) => this.#changed(this.#table.merge(jobs, reading)),
      onState: ({ status }) => {
        if (isCurrent()) this.#changed(status === undefined ? undefined : new Set([groupOfStatus(status)]));
      },
    };
  }

  #changed(groups?: ReadonlySet<StatusGroupId>): void {
    if (groups?.size === 0) return;
    this.#changes.fire({ groups });
  }
}
