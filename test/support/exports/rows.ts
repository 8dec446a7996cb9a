/** The rows of a generated export: a demand history with trend, season, rare and dead items, and a plain forecast of it. */
import { meanOfDefined, seasonality, windowMetrics } from '../../../src/domain/metrics';
import type { ErrorBasis, ForecastPoint } from '../../../src/domain/metrics';
import type { ExportPlan } from './plan';
import { randomNumbers, timeOfStep } from './plan';

export interface GeneratedWindow {
  readonly itemId: string;
  readonly dimensions: readonly string[];
  readonly window: number;
  readonly start: number;
  readonly end: number;
  /** Empty when the window is not defined. */
  readonly points: readonly (ForecastPoint & { readonly time: number })[];
}

export function itemIdOf(plan: ExportPlan, item: number): string {
  return plan.ids?.[item] ?? `item_${String(item).padStart(6, '0')}`;
}

/** All windows of one item, oldest first. */
export function itemWindows(plan: ExportPlan, item: number): GeneratedWindow[] {
  const random = randomNumbers(plan.seed * 1_000_003 + item);
  const level = 20 * random() ** 3 * 10 + 0.5;
  const trend = (random() - 0.5) / 100;
  const season = random() * 0.6;
  const isRare = item % 7 === 3;
  const isDead = item % 11 === 5;
  const skill = 0.8 + 0.4 * random();
  const dimensions = plan.dimensions.map((_, index) => ['north', 'south', 'east'][(item + index) % 3] ?? '');
  return Array.from({ length: plan.windows }, (_, window) => {
    const first = window * plan.horizon;
    const start = timeOfStep(plan, first);
    const end = timeOfStep(plan, first + plan.horizon - 1);
    const points = Array.from({ length: plan.horizon }, (_, index) => {
      const step = first + index;
      const expected = level * (1 + trend * step) * (1 + season * Math.sin((2 * Math.PI * step) / 24));
      const noise = random() + random() + random() - 1.5;
      const demand = Math.max(0, Math.round(expected * (1 + noise * 0.6)));
      const actual = isDead || (isRare && random() < 0.9) ? 0 : demand;
      const centre = (isDead ? 0.02 : isRare ? expected / 10 : expected) * skill + (random() - 0.5) * 0.1;
      const spread = Math.abs(centre) * 0.5 + 0.05;
      const quantiles = plan.quantiles.map((quantile) => centre + spread * Math.log(quantile / (1 - quantile)));
      return { time: timeOfStep(plan, step), actual, mean: plan.mean ? centre : null, quantiles };
    });
    const every = plan.notDefinedEvery ?? 0;
    const isNotDefined = every > 0 && item % every === every - 1 && window === item % plan.windows;
    const missing = plan.missingEvery ?? 0;
    return {
      itemId: itemIdOf(plan, item),
      dimensions,
      window,
      start,
      end,
      points: isNotDefined
        ? []
        : points.map((point, index) =>
            missing > 0 && (item * 31 + window * 7 + index) % missing === 0 ? { ...point, actual: null } : point,
          ),
    };
  });
}

/** Values of one row of the accuracy file; null is written as `not defined`. */
export interface AccuracyValues {
  readonly wql: readonly (number | null)[];
  readonly averageWql: number | null;
  readonly rmse: number | null;
  readonly wape: number | null;
  readonly mape: number | null;
  readonly mase: number | null;
}

export function accuracyOf(plan: ExportPlan, { points }: GeneratedWindow): AccuracyValues {
  const basis: ErrorBasis = plan.mean ? 'mean' : 'median';
  const step = (timeOfStep(plan, 1) - timeOfStep(plan, 0)) / 1000;
  const season = seasonality(plan.step === 'month' ? 28 * 86_400 : step, plan.horizon);
  // The service knows the mean even where it was not asked to export it; a median stands in for it here.
  const median = plan.quantiles.indexOf(0.5);
  const known = plan.mean ? points : points.map((point) => ({ ...point, mean: point.quantiles[median] ?? null }));
  const metrics = windowMetrics(known, { levels: plan.quantiles, season, basis });
  return { ...metrics, wape: plan.normalisedWape ? metrics.wape : metrics.absoluteError };
}

export function summaryOf(plan: ExportPlan, rows: readonly AccuracyValues[]): AccuracyValues {
  const mean = (pick: (row: AccuracyValues) => number | null): number | null => meanOfDefined(rows.map(pick));
  return {
    wql: plan.quantiles.map((_, index) => mean(({ wql }) => wql[index] ?? null)),
    averageWql: mean(({ averageWql }) => averageWql),
    rmse: mean(({ rmse }) => rmse),
    wape: mean(({ wape }) => wape),
    mape: mean(({ mape }) => mape),
    mase: mean(({ mase }) => mase),
  };
}
