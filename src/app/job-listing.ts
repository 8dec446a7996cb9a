import { logText, type DomainError } from '../domain/errors';
import { groupOfStatus, isKnownStatus, JOB_STATUSES, type StatusGroupId } from '../domain/status';
import { JobCursor, type CursorContext, type JobQuery } from './job-cursor';

/**
 * How the account is read:
 * - `whole`: one unfiltered list that fitted into one page;
 * - `byStatus`: one filtered list for each status;
 * - `unfiltered`: one unfiltered list page by page, because the service refuses the status filter.
 */
export type ListingMode = 'whole' | 'byStatus' | 'unfiltered';

/** What a listing has to know of the one it replaces, to show as much as before. */
export interface ListingPlan {
  readonly mode: ListingMode;
  /** Pages to read of each list, by status; the unfiltered list has the key `''`. */
  readonly depths: ReadonlyMap<string, number>;
  /** How many jobs were shown, should the lists turn out to be divided otherwise. */
  readonly rows: number;
}

export interface ListingOptions {
  readonly context: Omit<CursorContext, 'signal'>;
  readonly predictorArn: string | undefined;
  /** Every status that occurs in the rows read so far, known or not. */
  readonly seenStatuses: () => Iterable<string>;
  /** Absent for the first reading of an account. */
  readonly plan: ListingPlan | undefined;
}

const UNFILTERED = '';
const FIRST_READING: ListingPlan = { mode: 'whole', depths: new Map(), rows: 0 };

/** One reading of an account: the lists it takes, and how deep each was read. A refresh makes a new one. */
export class JobListing {
  readonly #context: CursorContext;
  readonly #predictorArn: string | undefined;
  readonly #seenStatuses: () => Iterable<string>;
  readonly #plan: ListingPlan;
  #abort = new AbortController();
  #mode: ListingMode;
  #unfiltered: JobCursor | undefined;
  #byStatus: ReadonlyMap<string, JobCursor> = new Map();

  constructor({ context, predictorArn, seenStatuses, plan = FIRST_READING }: ListingOptions) {
    // A signal of its own for every run: many listeners on one and the same would look like a leak to Node.
    this.#context = { ...context, signal: () => AbortSignal.any([this.#abort.signal]) };
    this.#predictorArn = predictorArn;
    this.#seenStatuses = seenStatuses;
    this.#plan = plan;
    this.#mode = plan.mode;
  }

  get mode(): ListingMode {
    return this.#mode;
  }

  get cursors(): readonly JobCursor[] {
    if (this.#mode === 'byStatus') return [...this.#byStatus.values()];
    return this.#unfiltered ? [this.#unfiltered] : [];
  }

  /** The lists whose next pages may hold more jobs of a group. */
  cursorsOf(group: StatusGroupId): readonly JobCursor[] {
    if (this.#mode !== 'byStatus') return this.cursors;
    return this.cursors.filter(({ query }) => groupOfStatus(query.status ?? '') === group);
  }

  /** One of the lists would show a job of this status. */
  covers(status: string): boolean {
    return this.#mode !== 'byStatus' || this.#byStatus.has(status);
  }

  /** Every list failed, so the cause is not one list's. */
  get error(): DomainError | undefined {
    const { cursors } = this;
    return cursors.length > 0 && cursors.every(({ error }) => error !== undefined) ? cursors[0]?.error : undefined;
  }

  get failed(): boolean {
    return this.cursors.some(({ error }) => error !== undefined);
  }

  /** Not a single page of these lists was read. */
  get blank(): boolean {
    return this.cursors.every(({ pages }) => pages === 0);
  }

  /** Every list was read as deep as it is meant to be, without a failure. */
  get settled(): boolean {
    return this.cursors.length > 0 && this.cursors.every(({ settled }) => settled);
  }

  /** Every list was read to its end. */
  get complete(): boolean {
    return this.cursors.length > 0 && this.cursors.every(({ hasMore }) => !hasMore);
  }

  /**
   * What the next listing needs to show as much as this one does.
   * @param rows how many jobs are shown
   */
  plan(rows: number): ListingPlan {
    const fitsOnePage = this.complete && rows <= this.#context.pageSize();
    return {
      // A service that has refused the filter once is not asked for it again.
      mode: fitsOnePage && this.#mode === 'byStatus' ? 'whole' : this.#mode,
      depths: new Map(this.cursors.map((cursor) => [cursor.query.status ?? UNFILTERED, cursor.depth])),
      rows,
    };
  }

  /** Reads the account; resolves when every list has been read to its depth or has failed. */
  async read(): Promise<void> {
    const { signal } = this.#abort;
    if (this.#mode === 'byStatus') {
      await this.#readByStatus(signal);
      return;
    }
    const unfiltered = new JobCursor(this.#query(), this.#context);
    this.#unfiltered = unfiltered;
    await unfiltered.readTo(this.#mode === 'unfiltered' ? (this.#plan.depths.get(UNFILTERED) ?? 1) : 1);
    const isLarge = unfiltered.pages > 0 && unfiltered.hasMore;
    if (this.#mode === 'whole' && isLarge && !signal.aborted) await this.#readByStatus(signal);
  }

  /** Ends all requests under way and drops their answers. The lists can be read on afterwards. */
  interrupt(): void {
    if (this.#abort.signal.aborted) return;
    this.#abort.abort();
    this.#abort = new AbortController();
  }

  /** Ends all requests under way, drops their answers, and asks for nothing more. */
  close(): void {
    this.#abort.abort();
  }

  /** Tries again the lists that failed. */
  async retry(): Promise<void> {
    const { signal } = this.#abort;
    await Promise.all(this.cursors.filter(({ error }) => error !== undefined).map((cursor) => cursor.next()));
    await this.#fallBackIfRefused(signal);
  }

  async #readByStatus(signal: AbortSignal): Promise<void> {
    const { depths } = this.#plan;
    // A status that is not in the documentation has a list of its own once a row has shown that it exists.
    const unknown = [...this.#seenStatuses(), ...depths.keys()].filter((s) => s !== UNFILTERED && !isKnownStatus(s));
    const statuses = [...new Set<string>([...JOB_STATUSES, ...unknown])];
    this.#byStatus = new Map(statuses.map((status) => [status, new JobCursor(this.#query(status), this.#context)]));
    this.#mode = 'byStatus';
    this.#context.onState({});
    await Promise.all([...this.#byStatus].map(([status, cursor]) => cursor.readTo(depths.get(status) ?? 1)));
    await this.#fallBackIfRefused(signal);
  }

  /** One refused list is enough: without it, jobs would be missing. */
  async #fallBackIfRefused(signal: AbortSignal): Promise<void> {
    const refusal = this.cursors.find(({ error, pages }) => error?.kind === 'invalidInput' && pages === 0)?.error;
    if (!refusal || this.#mode !== 'byStatus' || signal.aborted) return;
    this.#context.log.warn(
      `The service refuses the Status filter (${logText(refusal)}). ` +
        'One unfiltered list is read instead, so a group may be incomplete until every page is loaded.',
    );
    this.#mode = 'unfiltered';
    this.#unfiltered ??= new JobCursor(this.#query(), this.#context);
    this.#context.onState({});
    await this.#unfiltered.readTo(Math.max(1, Math.ceil(this.#plan.rows / this.#context.pageSize())));
  }

  #query(status?: string): JobQuery {
    return {
      ...(status === undefined ? {} : { status }),
      ...(this.#predictorArn === undefined ? {} : { predictorArn: this.#predictorArn }),
    };
  }
}
