/**
 * The life of a resource as a list of steps in time. What the service would do later is written down at once and read
 * by the clock, so nothing runs in the background and a test can move the clock as it likes.
 */
import type { JobStatus } from '../../domain/status';
import type { SampleTimings } from '../options';

/** The resource no longer exists. */
export const GONE = 'GONE';

export interface Step {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly status: JobStatus | typeof GONE;
  readonly message?: string;
}

/** In order of time, never empty; the first step is the creation. */
export type Timeline = readonly [Step, ...Step[]];

/** The step that is in force. */
export function stepAt(timeline: Timeline, now: number): Step {
  for (let index = timeline.length - 1; index > 0; index--) {
    const step = timeline[index];
    if (step && step.at <= now) return step;
  }
  return timeline[0];
}

/**
 * `LastModificationTime`, epoch milliseconds. Source: API reference, DescribePredictorBacktestExportJob. While an
 * export runs or is being stopped it is the current time; otherwise the time of the last change of status.
 */
export function lastModification(timeline: Timeline, now: number): number {
  const step = stepAt(timeline, now);
  return step.status === 'CREATE_IN_PROGRESS' || step.status === 'CREATE_STOPPING' ? now : step.at;
}

/** A creation that runs its course. With `failure`, it ends in CREATE_FAILED with that message. */
export function creation(now: number, timings: SampleTimings, failure?: string): Timeline {
  const started = now + timings.pending;
  const ended = started + timings.running;
  return [
    { at: now, status: 'CREATE_PENDING' },
    { at: started, status: 'CREATE_IN_PROGRESS' },
    failure === undefined ? { at: ended, status: 'ACTIVE' } : { at: ended, status: 'CREATE_FAILED', message: failure },
  ];
}

/** Pending or running work can be stopped; it cannot be resumed. */
export function stop(timeline: Timeline, now: number, timings: SampleTimings): Timeline {
  return [
    ...until(timeline, now),
    { at: now, status: 'CREATE_STOPPING' },
    { at: now + timings.stopping, status: 'CREATE_STOPPED' },
  ];
}

export function deletion(timeline: Timeline, now: number, timings: SampleTimings): Timeline {
  const started = now + timings.deletePending;
  return [
    ...until(timeline, now),
    { at: now, status: 'DELETE_PENDING' },
    { at: started, status: 'DELETE_IN_PROGRESS' },
    { at: started + timings.deleting, status: GONE },
  ];
}

const STOPPABLE: ReadonlySet<string> = new Set<JobStatus>(['CREATE_PENDING', 'CREATE_IN_PROGRESS']);

/** StopResource has an effect. */
export const isStoppable = (status: string) => STOPPABLE.has(status);

const DELETABLE: ReadonlySet<string> = new Set<JobStatus>([
  'ACTIVE',
  'CREATE_FAILED',
  'CREATE_STOPPED',
  'DELETE_FAILED',
]);

/** By analogy with DeleteForecastExportJob; no precondition is documented for backtest exports. */
export const isDeletable = (status: string) => DELETABLE.has(status);

function until(timeline: Timeline, now: number): Timeline {
  const [first, ...rest] = timeline;
  return [first, ...rest.filter(({ at }) => at <= now)];
}
