/** The rows of one series, from its demand to the metrics of its windows, in the values that the files hold. */
import { meanOfDefined, seasonality, windowMetrics } from '../../domain/metrics';
import { demandHistory, historyLength, RHYTHMS } from './demand';
import { definedWindows, type SampleExport } from './export-plan';
import { asWritten } from './number-text';
import { seasonalForecast } from './seasonal-forecast';

export interface SeriesWindow {
  /** The first time step, epoch milliseconds. */
  readonly start: number;
  /** The last time step inside. */
  readonly end: number;
  readonly points: readonly SeriesPoint[];
}

export interface SeriesPoint {
  readonly time: number;
  readonly actual: number;
  readonly mean: number;
  /** In the order of the export's levels. */
  readonly quantiles: readonly number[];
}

/** The windows of a series, oldest first; those that are not defined have no points. */
export function seriesWindows(plan: SampleExport, series: number): readonly SeriesWindow[] {
  const { seed, predictor, windows, horizon, step, levels } = plan;
  const rhythm = RHYTHMS[predictor.frequency];
  const tested = windows.length * horizon;
  const before = historyLength(rhythm, horizon);
  const demand = demandHistory(seed, `${predictor.arn}/${series}`, rhythm, before + tested, tested);
  const defined = definedWindows(plan, series);
  return windows.map((start, window) => {
    const end = start + (horizon - 1) * step;
    if (defined[window] !== true) return { start, end, points: [] };
    const origin = before + window * horizon;
    const { mean, quantiles } = seasonalForecast(demand, origin, horizon, rhythm, levels);
    const points = mean.map((value, ahead) => ({
      time: start + ahead * step,
      actual: demand[origin + ahead] ?? 0,
      mean: asWritten(value),
      quantiles: quantiles.map((column) => asWritten(column[ahead] ?? 0)),
    }));
    return { start, end, points };
  });
}

/** The metrics of one row of an accuracy file, in the order of its columns; null is `not defined`. */
export type AccuracyRow = readonly (number | null)[];

/**
 * One row for each window and the summary: the plain mean of the defined windows. As in published files, `WAPE` is the
 * sum of absolute errors and not divided by demand, and RMSE, WAPE, MAPE and MASE are those of the mean forecast even
 * where that is not exported.
 */
export function accuracyRows(plan: SampleExport, windows: readonly SeriesWindow[]): readonly AccuracyRow[] {
  const season = seasonality(plan.step / 1000, plan.horizon);
  const rows = windows.map(({ points }): AccuracyRow => {
    const metrics = windowMetrics(points, { levels: plan.levels, season, basis: 'mean' });
    const { wql, averageWql, rmse, absoluteError, mape, mase } = metrics;
    return [...wql, averageWql, rmse, absoluteError, mape, mase];
  });
  const columns = plan.levels.length + 5;
  const summary = Array.from({ length: columns }, (_, column) => meanOfDefined(rows.map((row) => row[column] ?? null)));
  return [...rows, summary];
}
