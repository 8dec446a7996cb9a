/** Creates an export so that it is never created twice, whatever happens to the connection. */
import { createFailure, type CreateFailure } from '../domain/create-failures';
import { isCancelled, toDomainError, type DomainError } from '../domain/errors';
import type { ExportJob, NewExportJob } from '../domain/export-job';
import type { CallOptions, Clock, ForecastPort } from '../domain/ports';
import { findExport } from './find-export';

export type CreateExportResult =
  /** `job` is there when it was looked up after a lost answer. */
  | { readonly result: 'created'; readonly arn: string; readonly job?: ExportJob }
  /**
   * This request created nothing. `attempt` is there when an earlier one was sent whose outcome is still not known: pass
   * it on, or a job that it made after all would be taken for somebody else's.
   */
  | {
      readonly result: 'failed';
      readonly failure: CreateFailure;
      readonly error: DomainError;
      readonly attempt?: CreateAttempt;
    }
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

/**
 * A request whose outcome is not known. Made and stored with the draft before the request leaves, for the window may
 * close before the answer comes; kept until the outcome is known.
 */
export interface CreateAttempt {
  /** When it was first sent, epoch milliseconds. */
  readonly sentAt: number;
}

/** Milliseconds between looks at the account: a request that was cut off may still be at work on the other side. */
const LOOKS = [0, 2000, 5000] as const;

export interface CreateOptions extends CallOptions {
  /** What was stored before sending; by default made now. */
  readonly attempt?: CreateAttempt;
  /** The attempt was sent before, and its outcome is not known. */
  readonly isRepeated?: boolean;
}

/**
 * Sends exactly one request. When its outcome is unknown (a lost connection, no answer in time, an answer that is not
 * the service's, a fault of the service, given up by its signal) the account is asked before anything else is offered.
 *
 * Of a repeated attempt a name that is taken may be the job of the attempt itself, which counts as created. Rejects with
 * nothing.
 */
export async function createExport(
  port: ForecastPort,
  clock: Clock,
  job: NewExportJob,
  { attempt = { sentAt: clock.now() }, isRepeated = false, ...options }: CreateOptions = {},
): Promise<CreateExportResult> {
  try {
    return { result: 'created', arn: await port.createExportJob(job, options) };
  } catch (thrown) {
    const error = toDomainError(thrown);
    const failure = createFailure(error, job);
    const ownName = failure.next === 'nameTaken' && isRepeated;
    // A request that was given up may have arrived like one that was lost.
    if (failure.next === 'outcomeUnknown' || ownName || isCancelled(thrown)) {
      return checkExport(port, clock, job, attempt, error);
    }
    return { result: 'failed', failure, error, ...(isRepeated && { attempt }) };
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
