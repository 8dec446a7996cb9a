import type { DomainError } from '../domain/errors';
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
}

const UNFILTERED = '';

/** One reading of an account: the lists it takes, and how deep each was read. A refresh makes a new one. */
export class JobListing {
  readonly #context: CursorContext;
  #abort = new AbortController();
  readonly #predictorArn: string | undefined;
  readonly #seenStatuses: () => Iterable<string>;
  #mode: ListingMode = 'whole';
  #unfiltered: JobCursor | undefined;
  #byStatus: ReadonlyMap<string, JobCursor> = new Map();

  /** @param seenStatuses every status that occurs in the rows read so far, known or not */
  constructor(
    context: Omit<CursorContext, 'signal'>,
    predictorArn: string | undefined,
    seenStatuses: () => Iterable<string>,
  ) {
    this.#context = { ...context, signal: () => this.#abort.signal };
    this.#predictorArn = predictorArn;
    this.#seenStatuses = seenStatuses;
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

  /** Every list failed, so the cause is not one list's. */
  get error(): DomainError | undefined {
    const { cursors } = this;
    return cursors.length > 0 && cursors.every(({ error }) => error !== undefined) ? cursors[0]?.error : undefined;
  }

  get failed(): boolean {
    return this.cursors.some(({ error }) => error !== undefined);
  }

  get complete(): boolean {
    return this.cursors.every(({ hasMore }) => !hasMore);
  }

  /**
   * What the next listing needs to show as much as this one does.
   * @param fitsOnePage every job there is was read, and one page would hold them all
   */
  plan(fitsOnePage: boolean): ListingPlan {
    return {
      mode: fitsOnePage ? 'whole' : this.#mode,
      depths: new Map(this.cursors.map((cursor) => [cursor.query.status ?? UNFILTERED, cursor.depth])),
    };
  }

  /** Reads the account; resolves when every list has been read to its depth or has failed. */
  async read(plan?: ListingPlan): Promise<void> {
    if (plan?.mode === 'byStatus') {
      await this.#readByStatus(plan.depths);
      return;
    }
    const unfiltered = new JobCursor(this.#query(), this.#context);
    this.#unfiltered = unfiltered;
    const { signal } = this.#abort;
    await unfiltered.readTo(1);
    if (!unfiltered.hasMore || unfiltered.error || signal.aborted) return;
    if (plan?.mode === 'unfiltered') {
      this.#mode = 'unfiltered';
      await unfiltered.readTo(plan.depths.get(UNFILTERED) ?? 1);
      return;
    }
    await this.#readByStatus(new Map());
  }

  /** Ends all requests under way and drops their answers. The lists can be read on afterwards. */
  interrupt(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
  }

  /** Tries again what failed. */
  async retry(): Promise<void> {
    await Promise.all(this.cursors.filter(({ error }) => error !== undefined).map((cursor) => cursor.next()));
    if (this.#mode === 'whole' && this.#unfiltered?.hasMore && !this.#unfiltered.error) {
      await this.#readByStatus(new Map());
    }
  }

  async #readByStatus(depths: ReadonlyMap<string, number>): Promise<void> {
    const { log, onState } = this.#context;
    const { signal } = this.#abort;
    // A status that is not in the documentation has a list of its own once a row has shown that it exists.
    const unknown = [...this.#seenStatuses(), ...depths.keys()].filter((s) => s !== UNFILTERED && !isKnownStatus(s));
    const statuses = [...new Set<string>([...JOB_STATUSES, ...unknown])];
    this.#byStatus = new Map(statuses.map((status) => [status, new JobCursor(this.#query(status), this.#context)]));
    this.#mode = 'byStatus';
    onState({});
    await Promise.all([...this.#byStatus].map(([status, cursor]) => cursor.readTo(depths.get(status) ?? 1)));
    const refusal = this.error && this.cursors.find(({ error }) => error?.kind === 'invalidInput')?.error;
    if (!refusal || signal.aborted) return;
    log.warn(
      `The service refuses the Status filter (${refusal.message}). ` +
        'One unfiltered list is read instead, so a group may be incomplete until every page is loaded.',
    );
    this.#mode = 'unfiltered';
    this.#unfiltered ??= new JobCursor(this.#query(), this.#context);
    onState({});
    await this.#unfiltered.readTo(1);
  }

  #query(status?: string): JobQuery {
    return {
      ...(status === undefined ? {} : { status }),
      ...(this.#predictorArn === undefined ? {} : { predictorArn: this.#predictorArn }),
    };
  }
}
