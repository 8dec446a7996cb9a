/** Creates an export so that it is never created twice, whatever happens to the connection. */
import { createFailure, type CreateFailure } from '../domain/create-failures';
import { isCancelled, toDomainError, type DomainError } from '../domain/errors';
import type { ExportJob, NewExportJob } from '../domain/export-job';
import type { Clock, ForecastPort } from '../domain/ports';
import { findExport } from './find-export';

export type CreateExportResult =
  /** `job` is there when it was looked up after a lost answer. */
  | { readonly result: 'created'; readonly arn: string; readonly job?: ExportJob }
  /** Nothing was created. */
  | { readonly result: 'failed'; readonly failure: CreateFailure; readonly error: DomainError }
  /**
   * The answer was lost, and the account has no such job. Trying again under the same name is safe: should the first
   * request arrive late after all, the service refuses the second by the name. Pass this `attempt` on.
   */
  | { readonly result: 'notFound'; readonly attempt: CreateAttempt; readonly error: DomainError }
  /** The answer was lost, and the account could not be asked (`check` says why). Only `checkExport` may follow. */
  | {
      readonly result: 'uncertain';
      readonly attempt: CreateAttempt;
      readonly error: DomainError;
      readonly check: DomainError;
    };

/** A request whose outcome is not known. Keep it with the draft until the outcome is. */
export interface CreateAttempt {
  /** When it was first sent, epoch milliseconds. */
  readonly sentAt: number;
}

/** Milliseconds between looks at the account: a request that was cut off may still be at work on the other side. */
const LOOKS = [0, 2000, 5000] as const;

/**
 * Sends exactly one request. When its outcome is unknown (a lost connection, no answer in time, an answer that is not
 * the service's, a fault of the service) the account is asked before anything else is offered.
 *
 * `earlier` is the attempt of a previous call that ended in `notFound`: a name that is taken may then be the job of that
 * attempt, which counts as created. Rejects with nothing.
 */
export async function createExport(
  port: ForecastPort,
  clock: Clock,
  job: NewExportJob,
  earlier?: CreateAttempt,
): Promise<CreateExportResult> {
  const attempt = earlier ?? { sentAt: clock.now() };
  try {
    return { result: 'created', arn: await port.createExportJob(job) };
  } catch (thrown) {
    const error = toDomainError(thrown);
    const failure = createFailure(error, job);
    const ownName = failure.next === 'nameTaken' && earlier !== undefined;
    // A request that was given up may have arrived like one that was lost.
    if (failure.next === 'outcomeUnknown' || ownName || isCancelled(thrown)) {
      return checkExport(port, clock, job, attempt, error);
    }
    return { result: 'failed', failure, error };
  }
}

/**
 * Asks the account for the job of an attempt, a few times over some seconds. `error` is why the outcome is unknown.
 * A job of that name which is not the one asked for means that the name was taken.
 */
export async function checkExport(
  port: ForecastPort,
  clock: Clock,
  job: NewExportJob,
  attempt: CreateAttempt,
  error: DomainError,
): Promise<CreateExportResult> {
  try {
    for (const wait of LOOKS) {
      if (wait > 0) await pause(clock, wait);
      const found = await findExport(port, job, attempt.sentAt);
      if (found.found === 'same') return { result: 'created', arn: found.job.arn, job: found.job };
      if (found.found === 'other') {
        return { result: 'failed', failure: { next: 'nameTaken', arn: found.job.arn }, error };
      }
    }
    return { result: 'notFound', attempt, error };
  } catch (thrown) {
    return { result: 'uncertain', attempt, error, check: toDomainError(thrown) };
  }
}

function pause(clock: Clock, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(milliseconds, resolve);
  });
}
