import { isDomainError } from '../domain/errors';
import type { ExportJob } from '../domain/export-job';
import type { ForecastPort, Log } from '../domain/ports';
import { JOB_STATUSES } from '../domain/status';
import type { WatchedJob } from './watch-list';

/** The longest page there is: a poll is to cost as few requests as it can. */
const PAGE_SIZE = 100;
/** More pages than the documented quota of 1,000 jobs can fill; guards against a list that does not end. */
const MOST_PAGES = 12;
/** So many jobs are asked for one by one in one poll; the others wait for the next. */
const MOST_DESCRIBED = 10;

export interface PollContext {
  readonly forecast: ForecastPort;
  readonly signal: AbortSignal;
  readonly log: Log;
  /** The jobs that are watched at this moment. */
  watched(): readonly WatchedJob[];
  /** A number that only grows; see `JobStore.put`. */
  tick(): number;
  /** Takes in rows that a request told that left at `asked`. */
  learn(jobs: readonly ExportJob[], asked: number): void;
  /** A job was asked for by its ARN; `undefined` when it does not exist. */
  described(arn: string, job: ExportJob | undefined, asked: number): void;
}

export interface PollReport {
  readonly requests: number;
  /** Some jobs had to wait for the next poll. */
  readonly unfinished: boolean;
}

/**
 * Looks at the watched jobs once: one list for each status that they have, filtered by it; and where a job is no longer
 * in its list, a Describe that tells what became of it.
 */
export class WatchPoll {
  readonly #context: PollContext;
  #requests = 0;

  constructor(context: PollContext) {
    this.#context = context;
  }

  /**
   * @param listStatuses false when the service is known to refuse the Status filter: then every job is described
   * @throws DomainError, Cancelled
   */
  async run(listStatuses: boolean): Promise<PollReport> {
    const missing = new Map<string, string>();
    for (const status of this.#statuses()) {
      for (const arn of await this.#missingFrom(status, listStatuses)) missing.set(arn, status);
    }
    // A job that has moved into a list that was read after its own is not missing.
    const vanished = this.#context.watched().filter(({ job }) => missing.get(job.arn) === job.status);
    for (const { job } of vanished.slice(0, MOST_DESCRIBED)) await this.#describe(job.arn);
    return { requests: this.#requests, unfinished: vanished.length > MOST_DESCRIBED };
  }

  /** The statuses of the watched jobs in the order in which a job goes through them, so that none slips through. */
  #statuses(): string[] {
    const occurring = new Set(this.#context.watched().map(({ job }) => job.status));
    const known: readonly string[] = JOB_STATUSES;
    return [...known.filter((status) => occurring.has(status)), ...[...occurring].filter((s) => !known.includes(s))];
  }

  /** Reads a status' list as far as is needed to find its watched jobs; returns those that are not in it. */
  async #missingFrom(status: string, list: boolean): Promise<ReadonlySet<string>> {
    const context = this.#context;
    const { forecast, signal } = context;
    const wanted = new Set(context.watched().flatMap(({ job }) => (job.status === status ? [job.arn] : [])));
    if (!list || status === '') return wanted;
    let nextToken: string | undefined;
    for (let page = 0; page < MOST_PAGES && wanted.size > 0; page += 1) {
      const asked = context.tick();
      this.#requests += 1;
      const request = { status, maxResults: PAGE_SIZE, ...(nextToken === undefined ? {} : { nextToken }) };
      const { items, nextToken: following } = await forecast.listExportJobs(request, { signal });
      signal.throwIfAborted();
      context.learn(items, asked);
      for (const { arn } of items) wanted.delete(arn);
      if (following === undefined || following === nextToken) break;
      nextToken = following;
    }
    return wanted;
  }

  async #describe(arn: string): Promise<void> {
    const context = this.#context;
    const { forecast, signal, log } = context;
    const asked = context.tick();
    this.#requests += 1;
    let job: ExportJob | undefined;
    try {
      job = await forecast.describeExportJob(arn, { signal });
    } catch (error) {
      if (!isDomainError(error) || error.kind !== 'notFound') throw error;
      log.debug(`Watched job no longer exists: ${arn}`);
    }
    signal.throwIfAborted();
    context.described(arn, job, asked);
  }
}
