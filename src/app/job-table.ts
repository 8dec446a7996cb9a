import type { ExportJob } from '../domain/export-job';
import { groupOfStatus, type StatusGroupId } from '../domain/status';

/**
 * When a piece of knowledge was gained, on a counter that only grows: `asked` when the request left, `answered` when
 * its answer came. What the service said is true for some moment between the two.
 */
export interface Reading {
  readonly asked: number;
  readonly answered: number;
}

interface Row {
  readonly job: ExportJob;
  /** The reading that `job` comes from. */
  readonly reading: Reading;
  /** When the job was last told of by any answer, even by one that was too old to count. */
  readonly seen: number;
  /** `job` is what the service was asked to do; it has not told of it yet. */
  readonly expected: boolean;
}

/** All jobs that are known, one row for each ARN, indexed by status group. Keeps the newest knowledge of each job. */
export class JobTable {
  readonly #rows = new Map<string, Row>();
  readonly #groups = new Map<StatusGroupId, Set<string>>();
  readonly #sorted = new Map<StatusGroupId, readonly ExportJob[]>();
  /** ARNs by predictor, as far as the predictor of a job is known. */
  readonly #predictors = new Map<string, Set<string>>();
  /** When the service said of a job that it is gone; answers that were asked for before do not bring it back. */
  readonly #gone = new Map<string, number>();

  get size(): number {
    return this.#rows.size;
  }

  get(arn: string): ExportJob | undefined {
    return this.#rows.get(arn)?.job;
  }

  all(): ExportJob[] {
    return Array.from(this.#rows.values(), ({ job }) => job);
  }

  /** The jobs of a group, newest first. The service documents no order, so the order is made here. */
  inGroup(group: StatusGroupId): readonly ExportJob[] {
    let jobs = this.#sorted.get(group);
    if (!jobs) {
      jobs = Array.from(this.#groups.get(group) ?? [], (arn) => this.#rows.get(arn)?.job)
        .filter((job) => job !== undefined)
        .sort(newestFirst);
      this.#sorted.set(group, jobs);
    }
    return jobs;
  }

  /** The jobs that are known to be of a predictor, newest first. */
  ofPredictor(predictorArn: string): readonly ExportJob[] {
    return Array.from(this.#predictors.get(predictorArn) ?? [], (arn) => this.#rows.get(arn)?.job)
      .filter((job) => job !== undefined)
      .sort(newestFirst);
  }

  /** What is shown of the job was asked for, and is not confirmed by the service yet. */
  isExpected(arn: string): boolean {
    return this.#rows.get(arn)?.expected ?? false;
  }

  /**
   * Merges rows by ARN; returns the groups whose content changed. Older knowledge never replaces newer. `expected` rows
   * are not what the service said but what it was asked to do: any answer that was asked for later replaces them.
   */
  merge(jobs: Iterable<ExportJob>, reading: Reading, expected = false): Set<StatusGroupId> {
    const changed = new Set<StatusGroupId>();
    for (const job of jobs) {
      if (reading.asked < (this.#gone.get(job.arn) ?? 0)) continue;
      const known = this.#rows.get(job.arn);
      const newer = !known || (known.expected ? reading.asked > known.reading.answered : isNewer(job, reading, known));
      const merged = newer ? withLastingFields(job, known?.job) : withLastingFields(known.job, job);
      this.#rows.set(job.arn, {
        job: merged,
        reading: newer ? reading : known.reading,
        seen: Math.max(reading.answered, known?.seen ?? 0),
        expected: newer ? expected : known.expected,
      });
      if (known && sameFacts(known.job, merged) && (!newer || known.expected === expected)) continue;
      const group = groupOfStatus(merged.status);
      if (known) {
        const before = groupOfStatus(known.job.status);
        if (before !== group) this.#leave(before, job.arn);
        changed.add(before);
      }
      this.#enter(group, job.arn);
      this.#noteToPredictor(merged);
      changed.add(group);
    }
    return changed;
  }

  /** Forgets jobs; returns the groups whose content changed. */
  remove(arns: Iterable<string>): Set<StatusGroupId> {
    const changed = new Set<StatusGroupId>();
    for (const arn of arns) {
      const row = this.#rows.get(arn);
      if (!row) continue;
      this.#rows.delete(arn);
      this.#predictors.get(row.job.predictorArn ?? '')?.delete(arn);
      const group = groupOfStatus(row.job.status);
      this.#leave(group, arn);
      changed.add(group);
    }
    return changed;
  }

  /** Forgets a job of which the service said, at `now` on the counter of `Reading`, that it is gone. */
  forget(arn: string, now: number): Set<StatusGroupId> {
    this.#gone.set(arn, now);
    return this.remove([arn]);
  }

  /** The jobs of which no answer has told that came at `tick` or later. */
  unseenSince(tick: number): ExportJob[] {
    return [...this.#rows.values()].filter(({ seen }) => seen < tick).map(({ job }) => job);
  }

  clear(): void {
    this.#rows.clear();
    this.#groups.clear();
    this.#sorted.clear();
    this.#predictors.clear();
    this.#gone.clear();
  }

  #noteToPredictor({ arn, predictorArn }: ExportJob): void {
    if (predictorArn === undefined) return;
    const arns = this.#predictors.get(predictorArn);
    if (arns) arns.add(arn);
    else this.#predictors.set(predictorArn, new Set([arn]));
  }

  #enter(group: StatusGroupId, arn: string): void {
    const arns = this.#groups.get(group);
    if (arns) arns.add(arn);
    else this.#groups.set(group, new Set([arn]));
    this.#sorted.delete(group);
  }

  #leave(group: StatusGroupId, arn: string): void {
    this.#groups.get(group)?.delete(arn);
    this.#sorted.delete(group);
  }
}

function newestFirst(a: ExportJob, b: ExportJob): number {
  return (b.createdAt ?? 0) - (a.createdAt ?? 0) || (a.arn < b.arn ? -1 : a.arn > b.arn ? 1 : 0);
}

/**
 * A request that left after the other's answer had come knows better. When the two overlapped in time the order of
 * the service's own clock decides (LastModificationTime moves on while a job runs), and else the later answer.
 */
function isNewer(job: ExportJob, reading: Reading, known: Row): boolean {
  if (reading.asked > known.reading.answered) return true;
  if (reading.answered < known.reading.asked) return false;
  const times = [job.modifiedAt, known.job.modifiedAt] as const;
  if (times[0] !== undefined && times[1] !== undefined && times[0] !== times[1]) return times[0] > times[1];
  return reading.answered >= known.reading.answered;
}

/**
 * A list does not tell the predictor, format and role that a Describe told before; these never change, as long as it
 * is the same job and not a later one that was given the name of a deleted one.
 */
function withLastingFields(job: ExportJob, other: ExportJob | undefined): ExportJob {
  if (!other || (job.createdAt ?? other.createdAt) !== (other.createdAt ?? job.createdAt)) return job;
  const { predictorArn, format, createdAt, destination } = other;
  return {
    ...(predictorArn === undefined ? {} : { predictorArn }),
    ...(format === undefined ? {} : { format }),
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(destination === undefined ? {} : { destination }),
    ...job,
  };
}

function sameFacts(a: ExportJob, b: ExportJob): boolean {
  return (
    a.name === b.name &&
    a.status === b.status &&
    a.message === b.message &&
    a.createdAt === b.createdAt &&
    a.modifiedAt === b.modifiedAt &&
    a.predictorArn === b.predictorArn &&
    a.format === b.format &&
    a.destination?.path === b.destination?.path &&
    a.destination?.roleArn === b.destination?.roleArn &&
    a.destination?.kmsKeyArn === b.destination?.kmsKeyArn
  );
}
