/**
 * The accuracy metrics of Amazon Forecast, for one item (and dimension combination) in one backtest window.
 *
 * Formulas: Amazon Forecast developer guide, "Evaluating Predictor Accuracy". Where the files differ from the guide, or
 * the guide is silent, published exports and replies of the service decide; each such place says so.
 */

/** One time step. Missing values are null. */
export interface ForecastPoint {
  readonly actual: number | null;
  readonly mean: number | null;
  /** In the order of the quantile levels. */
  readonly quantiles: readonly (number | null)[];
}

export interface WindowMetrics {
  /** Weighted quantile loss per level, in the order of the levels. */
  readonly wql: readonly (number | null)[];
  readonly averageWql: number | null;
  /** Divided by the sum of the actual values, as the documentation defines it. */
  readonly wape: number | null;
  /** The sum of absolute errors, which the item rows of published accuracy files call WAPE. Measured with the basis. */
  readonly absoluteError: number | null;
  readonly rmse: number | null;
  readonly mape: number | null;
  readonly mase: number | null;
  /** (sum of forecasts - sum of actuals) / sum of |actuals|: above zero when the basis is too high. */
  readonly bias: number | null;
  /** Share of actual values at or below each quantile's forecast. */
  readonly coverage: readonly (number | null)[];
}

/**
 * Which forecast the absolute error and the bias are measured with. RMSE, WAPE, MAPE and MASE are always those of the
 * mean; an export without it still shows by its median which items matter.
 */
export type ErrorBasis = 'mean' | 'median' | 'none';

export interface MetricOptions {
  /** Quantile levels between 0 and 1, in the order of `ForecastPoint.quantiles`. */
  readonly levels: readonly number[];
  /** The seasonal distance in steps, see `seasonality`. */
  readonly season: number;
  readonly basis: ErrorBasis;
}

/** A sum of demand so small that the documentation's "approximately zero" applies. */
export const ZERO_SUM = 1e-10;

/** Divides by the sum of demand; when that is zero the numerator itself is the metric (developer guide). */
function normalise(numerator: number, demand: number): number {
  return demand < ZERO_SUM ? numerator : numerator / demand;
}

/** The mean of the defined values, null when there is none: how `Summary` follows from the `Computed` rows. */
export function meanOfDefined(values: readonly (number | null)[]): number | null {
  const defined = values.filter((value) => value !== null);
  return defined.length === 0 ? null : sum(defined) / defined.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/**
 * All metrics of one window. A metric is null ("not defined") when there is no row, or when a value it needs is missing
 * in any row: the service leaves out windows with missing values, and half a window would be another metric.
 *
 * @param points in order of time, without duplicates
 */
export function windowMetrics(points: readonly ForecastPoint[], options: MetricOptions): WindowMetrics {
  const { levels, season, basis } = options;
  const actuals = complete(points.map(({ actual }) => actual));
  const means = complete(points.map(({ mean }) => mean));
  const columns = levels.map((_, index) => complete(points.map(({ quantiles }) => quantiles[index] ?? null)));
  const demand = actuals ? sum(actuals.map(Math.abs)) : 0;
  const wql = levels.map((level, index) => {
    const quantile = columns[index];
    return actuals && quantile ? normalise(2 * pinballLoss(actuals, quantile, level), demand) : null;
  });
  const coverage = columns.map((quantile) =>
    actuals && quantile ? actuals.filter((y, t) => y <= at(quantile, t)).length / actuals.length : null,
  );
  const measured = basis === 'mean' ? means : basis === 'median' ? columns[levels.indexOf(0.5)] : undefined;
  return {
    wql,
    averageWql: wql.includes(null) ? null : meanOfDefined(wql),
    coverage,
    absoluteError: actuals && measured ? sum(absoluteErrors(actuals, measured)) : null,
    bias: actuals && measured ? normalise(sum(actuals.map((y, t) => at(measured, t) - y)), demand) : null,
    ...(actuals && means ? meanMetrics(actuals, means, demand, season) : NO_MEAN_METRICS),
  };
}

const NO_MEAN_METRICS = { wape: null, rmse: null, mape: null, mase: null };

function meanMetrics(actuals: readonly number[], means: readonly number[], demand: number, season: number) {
  const errors = absoluteErrors(actuals, means);
  const total = sum(errors);
  return {
    wape: normalise(total, demand),
    rmse: Math.sqrt(sum(errors.map((error) => error * error)) / errors.length),
    // Steps without demand add nothing and still count: fits the published rows.
    mape: sum(actuals.map((y, t) => (y === 0 ? 0 : at(errors, t) / Math.abs(y)))) / errors.length,
    mase: scaledError(total / errors.length, actuals, season),
  };
}

function absoluteErrors(actuals: readonly number[], forecast: readonly number[]): number[] {
  return actuals.map((y, t) => Math.abs(y - at(forecast, t)));
}

/** The values when all are there and there is at least one. */
function complete(values: readonly (number | null)[]): number[] | undefined {
  const there = values.filter((value) => value !== null);
  return there.length === values.length && there.length > 0 ? there : undefined;
}

function at(values: readonly number[], index: number): number {
  return values[index] ?? Number.NaN;
}

function pinballLoss(actuals: readonly number[], quantile: readonly number[], level: number): number {
  return sum(
    actuals.map((y, t) => level * Math.max(y - at(quantile, t), 0) + (1 - level) * Math.max(at(quantile, t) - y, 0)),
  );
}

/**
 * MASE. The guide scales by the training data; the service scales inside the test window, shown by published replies
 * and rows. Demand that never changes has the scale 0 and the MASE 0 in the published rows.
 */
function scaledError(meanError: number, actuals: readonly number[], season: number): number {
  const steps = actuals.slice(season).map((y, t) => Math.abs(y - at(actuals, t)));
  const scale = steps.length === 0 ? 0 : sum(steps) / steps.length;
  return scale === 0 ? 0 : meanError / scale;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * The seasonal distance of MASE in steps: a day for steps of minutes and hours, a year for months, else 1; and 1 when
 * the window is not longer than the season. The rule of GluonTS; published hourly windows of 24 steps and daily ones
 * agree with it.
 *
 * @param step seconds from one time step to the next; the shortest one where months differ
 * @param length steps in the window
 */
export function seasonality(step: number, length: number): number {
  const season = wholeSeason(step);
  return season < length ? season : 1;
}

function wholeSeason(step: number): number {
  if (step <= 0) return 1;
  const whole = (seconds: number): number => (seconds % step === 0 ? seconds / step : 1);
  if (step < DAY) return whole(DAY);
  const months = step / (30.44 * DAY);
  if (step < 28 * DAY || Math.abs(step - Math.round(months) * 30.44 * DAY) > 3 * DAY) return 1;
  return 12 % Math.round(months) === 0 ? 12 / Math.round(months) : 1;
}
