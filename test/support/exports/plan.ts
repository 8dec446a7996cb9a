/** What a generated export looks like. The same plan always makes the same files. */
export interface ExportPlan {
  readonly seed: number;
  readonly jobName: string;
  readonly items: number;
  readonly windows: number;
  /** Time steps per window. */
  readonly horizon: number;
  readonly step: 'quarterHour' | 'hour' | 'day' | 'week' | 'month';
  readonly dimensions: readonly string[];
  readonly quantiles: readonly number[];
  readonly mean: boolean;
  readonly parts: number;
  /** Every so-and-so-many-th item has a window that is `not defined` and has no forecast rows. 0 for none. */
  readonly notDefinedEvery?: number;
  /** Every so-and-so-many-th row is written twice, the copy with another last digit. 0 for none. */
  readonly duplicateEvery?: number;
  /** Every so-and-so-many-th row lacks its target value. 0 for none. */
  readonly missingEvery?: number;
  /** Rows of one part in random order instead of window by window. */
  readonly shuffled?: boolean;
  /** The columns of exports before August 2021. */
  readonly oldColumns?: boolean;
  /** The files' WAPE divided by the sum of actuals, as documented, instead of the sum that published files hold. */
  readonly normalisedWape?: boolean;
  /** Ids that a program might stumble over, used for the first items. */
  readonly ids?: readonly string[];
}

/** A small export in CSV, with one part and nothing unusual in it. */
export const PLAIN_PLAN: ExportPlan = {
  seed: 7,
  jobName: 'plain',
  items: 40,
  windows: 2,
  horizon: 24,
  step: 'hour',
  dimensions: [],
  quantiles: [0.1, 0.5, 0.9],
  mean: true,
  parts: 1,
};

export const TIMESTAMP = '2021-12-14T13-20-10Z';

/** A small, well-spread generator of numbers from 0 to 1 (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const START = Date.UTC(2021, 5, 1);
const MILLISECONDS = { quarterHour: 900_000, hour: 3_600_000, day: 86_400_000, week: 604_800_000 };

/** The time of a step, counted over all windows. */
export function timeOfStep(plan: ExportPlan, step: number): number {
  if (plan.step === 'month') return Date.UTC(2015, step, 1);
  return START + step * MILLISECONDS[plan.step];
}

/** `2021-06-01T00:00:00`, as window times are written; forecast times have a `Z` behind it. */
export function isoTime(time: number): string {
  return new Date(time).toISOString().slice(0, 19);
}

export function quantileName(level: number): string {
  return `p${Math.round(level * 100)}`;
}
