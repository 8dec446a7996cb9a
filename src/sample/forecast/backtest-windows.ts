import type { Predictor } from './resources';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

/** Milliseconds between two time steps of a predictor. */
export const STEP: Readonly<Record<Predictor['frequency'], number>> = { H: HOUR, D: DAY, W: 7 * DAY };

export interface BacktestWindow {
  /** The first time step, epoch milliseconds. */
  readonly start: number;
  /** The first time step after the window. */
  readonly end: number;
}

/** A predictor's backtest windows: contiguous, newest first, the last one ending on the day of its creation. */
export function backtestWindows({ frequency, horizon, timeline, backtestWindows }: Predictor): BacktestWindow[] {
  const length = horizon * STEP[frequency];
  const lastDay = Math.floor(timeline[0].at / DAY) * DAY;
  return Array.from({ length: backtestWindows }, (_, index) => ({
    start: lastDay - (index + 1) * length,
    end: lastDay - index * length,
  }));
}
