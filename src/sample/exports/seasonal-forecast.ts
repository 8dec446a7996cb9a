/**
 * An honest, simple forecast: the mean of the same step in the seasons before the window, and quantiles from the errors
 * that the same rule made just before it. Nothing of the window itself is used.
 */
import type { Rhythm } from './demand';

export interface WindowForecast {
  readonly mean: readonly number[];
  /** In the order of the levels that were asked for, each with a value for every step. */
  readonly quantiles: readonly (readonly number[])[];
}

/** Forecasts `horizon` steps of `demand` from `origin` on. */
export function seasonalForecast(
  demand: readonly number[],
  origin: number,
  horizon: number,
  rhythm: Rhythm,
  levels: readonly number[],
): WindowForecast {
  const points = Array.from({ length: horizon }, (_, ahead) => seasonalMean(demand, origin + ahead, origin, rhythm));
  const errors = Array.from({ length: rhythm.residuals }, (_, back) => {
    const step = origin - 1 - back;
    return (demand[step] ?? 0) - seasonalMean(demand, step, step, rhythm);
  }).sort((a, b) => a - b);
  const meanError = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  return {
    mean: points.map((point) => point + meanError),
    quantiles: levels.map((level) => {
      const shift = empiricalQuantile(errors, level);
      return points.map((point) => point + shift);
    }),
  };
}

/** The mean of the same step in the last seasons that were over at `origin`. */
function seasonalMean(demand: readonly number[], step: number, origin: number, { season, lags }: Rhythm): number {
  let sum = 0;
  let from = step - season;
  while (from >= origin) from -= season;
  for (let lag = 0; lag < lags; lag++) sum += demand[from - lag * season] ?? 0;
  return sum / lags;
}

/** Linear between the two nearest of the sorted values. */
function empiricalQuantile(sorted: readonly number[], level: number): number {
  const place = level * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}
