import { resourceName } from '../domain/arn';
import type { ExportJob } from '../domain/export-job';
import { isKnownStatus, isTransient } from '../domain/status';
import type { SavedWatch } from './watch-storage';

/** How a watch ended. `failed` is a failed export or a failed deletion: `job.status` tells which. */
export type JobOutcome = 'finished' | 'failed' | 'stopped' | 'deleted';

/** A watched job has another status. */
export interface JobTransition {
  /** As it is now; as it was last seen when it is gone. */
  readonly job: ExportJob;
  /** The empty string when the job was chosen by its ARN and nothing was known of it. */
  readonly from: string;
  /** Undefined when the job no longer exists. */
  readonly to: string | undefined;
  /** Undefined while the service works on, and when an announced deletion was taken back. */
  readonly outcome: JobOutcome | undefined;
}

/** How a watched export ended; kept for the status bar. */
export interface JobResult {
  readonly job: ExportJob;
  readonly outcome: Exclude<JobOutcome, 'deleted'>;
  /** When it was learnt, epoch milliseconds. */
  readonly at: number;
  /** The person has looked at it. */
  readonly seen: boolean;
}

export interface WatchedJob {
  readonly job: ExportJob;
  /** Since when it is watched, epoch milliseconds. */
  readonly since: number;
}

const MOST_RESULTS = 10;
const RESULT_LIFE = 24 * 3_600_000;
/** An export that is watched for so long without an end belongs to an account that nobody opens any more. */
const WATCH_LIFE = 30 * 24 * 3_600_000;

/** The jobs that are watched, by ARN, with the last knowledge of each; and how the last watches ended. */
export class WatchList {
  readonly #watched = new Map<string, WatchedJob>();
  readonly #muted = new Set<string>();
  #results: readonly JobResult[] = [];

  get size(): number {
    return this.#watched.size;
  }

  get jobs(): readonly WatchedJob[] {
    return [...this.#watched.values()];
  }

  /** Newest first. */
  get results(): readonly JobResult[] {
    return this.#results;
  }

  get(arn: string): WatchedJob | undefined {
    return this.#watched.get(arn);
  }

  /** The person does not want to hear of this job. */
  isMuted(arn: string): boolean {
    return this.#muted.has(arn);
  }

  /** Watches a job on which the service works, unless the person has said not to. @returns whether that is new */
  track(job: ExportJob, now: number): boolean {
    if (!isTransient(job.status) || this.#watched.has(job.arn) || this.#muted.has(job.arn)) return false;
    this.#watched.set(job.arn, { job, since: now });
    return true;
  }

  /** Watches a job because somebody asked for it; nothing may be known of it but the ARN. */
  choose(arn: string, job: ExportJob | undefined, now: number): void {
    this.#muted.delete(arn);
    if (this.#watched.has(arn) || (job && hasEnded(job.status))) return;
    this.#watched.set(arn, { job: job ?? { arn, name: resourceName(arn), status: '' }, since: now });
  }

  mute(arn: string): void {
    this.#muted.add(arn);
    this.#watched.delete(arn);
  }

  /** Takes in what is known of a job now; tells when that is a change of status of a watched job. */
  observe(job: ExportJob, now: number): JobTransition | undefined {
    const known = this.#watched.get(job.arn);
    if (!known) {
      if (hasEnded(job.status)) this.#muted.delete(job.arn);
      return undefined;
    }
    if (known.job === job) return undefined;
    const from = known.job.status;
    if (from === job.status) {
      this.#watched.set(job.arn, { ...known, job });
      return undefined;
    }
    const outcome = outcomeOf(from, job.status);
    if (hasEnded(job.status)) this.#watched.delete(job.arn);
    else this.#watched.set(job.arn, { ...known, job });
    if (outcome) this.#remember({ job, outcome, at: now, seen: false });
    return { job, from, to: job.status, outcome };
  }

  /** The service says that the job does not exist. */
  gone(arn: string): JobTransition | undefined {
    const known = this.#watched.get(arn);
    this.#watched.delete(arn);
    this.#muted.delete(arn);
    return known && { job: known.job, from: known.job.status, to: undefined, outcome: 'deleted' };
  }

  /** Puts a job behind the others, so that every one gets its turn when not all can be asked for at once. */
  postpone(arn: string): void {
    const known = this.#watched.get(arn);
    if (!known) return;
    this.#watched.delete(arn);
    this.#watched.set(arn, known);
  }

  /** @returns whether there was anything that had not been looked at */
  markSeen(): boolean {
    if (this.#results.every(({ seen }) => seen)) return false;
    this.#results = this.#results.map((result) => ({ ...result, seen: true }));
    return true;
  }

  snapshot(): SavedWatch {
    return { watched: this.jobs, muted: [...this.#muted], results: this.#results };
  }

  /** Forgets everything, then knows what was saved; what is too old is left out. */
  restore({ watched, muted, results }: SavedWatch, now: number): void {
    this.#watched.clear();
    this.#muted.clear();
    for (const one of watched) if (now - one.since < WATCH_LIFE) this.#watched.set(one.job.arn, one);
    for (const arn of muted) this.#muted.add(arn);
    this.#results = results.filter(({ at }) => now - at < RESULT_LIFE).slice(0, MOST_RESULTS);
  }

  #remember(result: JobResult): void {
    const others = this.#results.filter(({ job }) => job.arn !== result.job.arn);
    this.#results = [result, ...others].slice(0, MOST_RESULTS);
  }
}

/** The status will not change by itself. A status that is not known may be one on which the service works. */
export function hasEnded(status: string): boolean {
  return isKnownStatus(status) && !isTransient(status);
}

function outcomeOf(from: string, to: string): Exclude<JobOutcome, 'deleted'> | undefined {
  if (to === 'DELETE_FAILED') return 'failed';
  // A deletion that the service refused, after it was shown as begun: the job is only what it was before.
  if (from.startsWith('DELETE_')) return undefined;
  if (to === 'ACTIVE') return 'finished';
  if (to === 'CREATE_FAILED') return 'failed';
  return to === 'CREATE_STOPPED' ? 'stopped' : undefined;
}
