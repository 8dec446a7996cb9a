/**
 * What an export of a predictor holds: which series, which of their windows, in which parts. All of it is known without
 * making a single row, so that a listing can tell the sizes of files that nobody has read yet.
 */
import { backtestWindows, STEP } from '../forecast/backtest-windows';
import type { Predictor } from '../forecast/resources';
import { hash } from '../random';

/** More rows make a file that nobody waits for; more files make a listing that nobody reads. */
const ROWS_OF_PART = 20_000;
const MOST_PARTS = 200;

/** Stores that sell an item, where the forecast has a dimension. */
const STORES = 8;

export interface SampleExport {
  readonly seed: number;
  readonly predictor: Predictor;
  readonly horizon: number;
  /** Milliseconds. */
  readonly step: number;
  /** First time steps, oldest first. */
  readonly windows: readonly number[];
  readonly levels: readonly number[];
  readonly parts: number;
}

export interface SeriesKey {
  readonly itemId: string;
  readonly dimensions: readonly string[];
}

export function sampleExport(predictor: Predictor, seed: number): SampleExport {
  const { horizon, frequency, itemCount, forecastTypes } = predictor;
  const windows = backtestWindows(predictor)
    .map(({ start }) => start)
    .reverse();
  return {
    seed,
    predictor,
    horizon,
    step: STEP[frequency],
    windows,
    levels: forecastTypes.filter((type) => type !== 'mean').map(Number),
    parts: Math.min(MOST_PARTS, Math.max(2, Math.ceil((itemCount * windows.length * horizon) / ROWS_OF_PART))),
  };
}

/** The series of one part. They are dealt out in turn, as the service's parts hold items in no order. */
export function* seriesOfPart({ predictor, parts }: SampleExport, part: number): Iterable<number> {
  for (let series = part; series < predictor.itemCount; series += parts) yield series;
}

/** Names have one length, so that rows have as well. */
export function seriesKey({ predictor }: SampleExport, series: number): SeriesKey {
  const { dimensions } = predictor;
  const item = dimensions.length > 0 ? Math.floor(series / STORES) : series;
  return {
    itemId: `sku_${String(item).padStart(6, '0')}`,
    dimensions: dimensions.map(() => `store_${(series % STORES) + 1}`),
  };
}

/**
 * Which windows of a series are defined, oldest first. An item that came late lacks the first ones, a few items lack one
 * in between: the service leaves out windows with missing values, and writes `not defined` for their metrics.
 */
export function definedWindows({ seed, predictor, windows }: SampleExport, series: number): readonly boolean[] {
  const draw = hash(`${seed}/${predictor.arn}/missing/${series}`);
  const share = draw % 1000;
  const which = (draw >>> 10) % windows.length;
  if (share < 30) return windows.map((_, window) => window > which);
  if (share < 45) return windows.map((_, window) => window !== which);
  return windows.map(() => true);
}

/** The columns of a forecasts file, by their published names. */
export function forecastColumns({ predictor: { dimensions, forecastTypes } }: SampleExport): readonly string[] {
  const types = forecastTypes.map((type) => (type === 'mean' ? type : `p${Math.round(Number(type) * 100)}`));
  return ['item_id', ...dimensions, 'timestamp', 'target_value', ...WINDOW, ...types];
}

/** The columns of an accuracy file, by their published names. */
export function accuracyColumns({ predictor: { dimensions }, levels }: SampleExport): readonly string[] {
  const losses = levels.map((level) => `wQL[${level}]`);
  return ['item_id', ...dimensions, 'backtest_window', ...WINDOW, ...losses, ...METRICS];
}

const WINDOW = ['backtestwindow_start_time', 'backtestwindow_end_time'] as const;
const METRICS = ['Average wQL', 'RMSE', 'WAPE', 'MAPE', 'MASE'] as const;
