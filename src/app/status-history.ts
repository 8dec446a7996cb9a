import type { ExportJob } from '../domain/export-job';
import type { Clock } from '../domain/ports';
import { isTransient } from '../domain/status';
import type { Subscription } from './event';
import type { JobStore, StoreChange } from './job-store';

/** A status, and when this program first saw the job in it (epoch milliseconds). The service tells no such times. */
export interface SeenStatus {
  readonly status: string;
  readonly at: number;
}

/** Where the history outlives a window. What is read may be anything: an older version, or another window, wrote it. */
export interface HistoryStorage {
  read(): unknown;
  write(value: unknown): void;
}

interface JobHistory {
  /** A name that is deleted can be used again: another creation time is another job. */
  readonly createdAt: number | undefined;
  readonly seen: readonly SeenStatus[];
}

/** The groups whose jobs move on by themselves. */
const MOVING = ['inProgress', 'pending', 'stopping', 'deleting'] as const;

/** Jobs that are remembered, those that changed last; and statuses of each. A job passes through fewer than ten. */
const LIMITS = { jobs: 300, statuses: 20 } as const;

/** How long changes are gathered before they are written, in milliseconds. */
const WRITE_AFTER = 500;

export interface StatusHistoryOptions {
  readonly store: JobStore;
  readonly clock: Clock;
  readonly storage: HistoryStorage;
}

/**
 * The statuses in which each running job was seen, for its timeline. Follows the store. A job that had ended before it
 * was first seen has no history: its creation and its end are all there is to tell, and the service tells both.
 */
export class StatusHistory {
  readonly #options: StatusHistoryOptions;
  /** In the order of the last change, the newest last. */
  readonly #jobs: Map<string, JobHistory>;
  readonly #subscription: Subscription;
  #cancelWrite: (() => void) | undefined;

  constructor(options: StatusHistoryOptions) {
    this.#options = options;
    this.#jobs = new Map(readHistory(options.storage.read()));
    this.#subscription = options.store.onDidChange((change) => this.#follow(change));
  }

  /** Oldest first. */
  seen(job: Pick<ExportJob, 'arn' | 'createdAt'>): readonly SeenStatus[] {
    const history = this.#jobs.get(job.arn);
    return history && isSameJob(history, job) ? history.seen : [];
  }

  dispose(): void {
    this.#subscription.dispose();
    if (this.#cancelWrite) this.#write();
  }

  #follow({ groups }: StoreChange): void {
    const { store } = this.#options;
    for (const group of MOVING) {
      if (groups && !groups.has(group)) continue;
      for (const job of store.group(group).jobs) this.#see(job);
    }
    // Jobs that were running when last seen, wherever they are now.
    for (const [arn, { seen }] of [...this.#jobs]) {
      const last = seen.at(-1);
      const job = last && isTransient(last.status) ? store.job(arn) : undefined;
      if (job) this.#see(job);
    }
  }

  #see(job: ExportJob): void {
    const known = this.#jobs.get(job.arn);
    const same = known && isSameJob(known, job) ? known : undefined;
    if (same?.seen.at(-1)?.status === job.status) return;
    const seen = [...(same?.seen ?? []), { status: job.status, at: this.#options.clock.now() }];
    this.#jobs.delete(job.arn);
    this.#jobs.set(job.arn, { createdAt: job.createdAt ?? same?.createdAt, seen: seen.slice(-LIMITS.statuses) });
    for (const [arn] of this.#jobs) {
      if (this.#jobs.size <= LIMITS.jobs) break;
      this.#jobs.delete(arn);
    }
    this.#cancelWrite ??= this.#options.clock.after(WRITE_AFTER, () => this.#write());
  }

  #write(): void {
    this.#cancelWrite?.();
    this.#cancelWrite = undefined;
    this.#options.storage.write(Object.fromEntries(this.#jobs));
  }
}

function isSameJob(history: JobHistory, job: Pick<ExportJob, 'createdAt'>): boolean {
  return history.createdAt === undefined || job.createdAt === undefined || history.createdAt === job.createdAt;
}

function readHistory(value: unknown): [string, JobHistory][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([arn, entry]: [string, unknown]): [string, JobHistory][] => {
    if (typeof entry !== 'object' || entry === null) return [];
    const { createdAt, seen } = entry as { createdAt?: unknown; seen?: unknown };
    if (!Array.isArray(seen)) return [];
    return [[arn, { createdAt: typeof createdAt === 'number' ? createdAt : undefined, seen: seen.filter(isSeen) }]];
  });
}

function isSeen(value: unknown): value is SeenStatus {
  if (typeof value !== 'object' || value === null) return false;
  const { status, at } = value as { status?: unknown; at?: unknown };
  return typeof status === 'string' && typeof at === 'number';
}
