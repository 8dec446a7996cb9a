import { resourceName } from './arn';
import type { AccuracyMetrics, EvaluatedWindow } from './export-job';

/** The error metrics beside the quantile losses, in the order in which the Forecast console shows them. */
export const ERROR_METRICS = ['wape', 'rmse', 'mape', 'mase'] as const;

export type ErrorMetric = (typeof ERROR_METRICS)[number];

/** One line of the table. A value that the service did not give is undefined. */
export interface AccuracyRow extends Readonly<Partial<Record<ErrorMetric, number>>> {
  /** 1 for the newest window; undefined for the average over the windows. */
  readonly window?: number;
  /** Epoch milliseconds; `end` is exclusive. The service's times have no zone of their own: read them as UTC. */
  readonly start?: number;
  readonly end?: number;
  readonly items?: number;
  /** One for each of the table's quantiles. */
  readonly losses: readonly (number | undefined)[];
  readonly averageLoss?: number;
}

/** How good a predictor was in its backtest, as the Forecast console shows it. */
export interface AccuracyTable {
  /** Of a legacy AutoML predictor each algorithm that was tried has a table of its own. */
  readonly algorithm?: string;
  /** Ascending, 0 to 1. */
  readonly quantiles: readonly number[];
  /** What the error metrics measure: `mean`, or a quantile. Undefined when there are none. */
  readonly forecastType?: string;
  readonly average?: AccuracyRow;
  /** Newest first. */
  readonly windows: readonly AccuracyRow[];
}

/** One table for each evaluation that holds any number; none when the predictor offers no accuracy. */
export function accuracyTables({ evaluations }: AccuracyMetrics): AccuracyTable[] {
  return evaluations.flatMap(({ algorithmArn, windows }) => {
    const table = accuracyTable(windows);
    if (!table.average && table.windows.length === 0) return [];
    return [{ ...(algorithmArn === undefined ? {} : { algorithm: resourceName(algorithmArn) }), ...table }];
  });
}

function accuracyTable(all: readonly EvaluatedWindow[]): Omit<AccuracyTable, 'algorithm'> {
  const losses = all.flatMap((window) => window.weightedQuantileLosses);
  const quantiles = [...new Set(losses.map(({ quantile }) => quantile))].sort((a, b) => a - b);
  const types = all.flatMap(({ errors }) => errors.map(({ forecastType }) => forecastType ?? 'mean'));
  const forecastType = types.includes('mean') ? 'mean' : types[0];
  const rowOf = (window: EvaluatedWindow): AccuracyRow => accuracyRow(window, quantiles, forecastType);
  const windows = all
    .filter(({ type }) => type !== 'SUMMARY')
    // The service lists them newest first today, but does not promise it.
    .sort((a, b) => (b.start ?? 0) - (a.start ?? 0))
    .map((window, index) => ({ window: index + 1, ...rowOf(window) }));
  const summary = all.find(({ type }) => type === 'SUMMARY');
  const average = summary ? rowOf(summary) : meanRow(windows);
  return {
    quantiles,
    ...(forecastType === undefined ? {} : { forecastType }),
    ...(average ? { average: withoutRange(average) } : {}),
    windows,
  };
}

function accuracyRow(
  window: EvaluatedWindow,
  quantiles: readonly number[],
  forecastType: string | undefined,
): AccuracyRow {
  const { start, end, itemCount: items, averageWeightedQuantileLoss: averageLoss } = window;
  const errors = window.errors.find((one) => (one.forecastType ?? 'mean') === forecastType) ?? {};
  return {
    ...(start === undefined ? {} : { start }),
    ...(end === undefined ? {} : { end }),
    ...(items === undefined ? {} : { items }),
    losses: quantiles.map((quantile) => window.weightedQuantileLosses.find((one) => one.quantile === quantile)?.loss),
    ...(averageLoss === undefined ? {} : { averageLoss }),
    ...present(ERROR_METRICS.map((metric) => [metric, errors[metric]])),
  };
}

/** The service's own summary is the plain mean of the windows (measured on published replies), so a missing one can be made. */
function meanRow(windows: readonly AccuracyRow[]): AccuracyRow | undefined {
  const [first] = windows;
  if (!first) return undefined;
  const averageLoss = mean(windows.map((row) => row.averageLoss));
  return {
    losses: first.losses.map((_, index) => mean(windows.map(({ losses }) => losses[index]))),
    ...(averageLoss === undefined ? {} : { averageLoss }),
    ...present(ERROR_METRICS.map((metric) => [metric, mean(windows.map((row) => row[metric]))])),
  };
}

/** The console shows no dates and no number of items beside the average: they differ from window to window. */
function withoutRange(row: AccuracyRow): AccuracyRow {
  const { losses, averageLoss } = row;
  return {
    losses,
    ...(averageLoss === undefined ? {} : { averageLoss }),
    ...present(ERROR_METRICS.map((metric) => [metric, row[metric]])),
  };
}

/** Undefined unless every value is there: a mean over some windows would pass for one over all. */
function mean(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  if (known.length === 0 || known.length < values.length) return undefined;
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}

function present(
  entries: readonly (readonly [ErrorMetric, number | undefined])[],
): Partial<Record<ErrorMetric, number>> {
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
