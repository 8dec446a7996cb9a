/** The accuracy of a predictor, from the same rows that its exports hold. */
import { seasonality, windowMetrics, ZERO_SUM } from '../../domain/metrics';
import type { SampleExport } from './export-plan';
import { seriesWindows, type SeriesPoint } from './series-rows';

/** One window over all its series. */
export interface WindowAccuracy {
  readonly items: number;
  /** In the order of the export's levels. */
  readonly wql: readonly number[];
  readonly wape: number;
  readonly rmse: number;
  readonly mape: number;
  readonly mase: number;
}

/** So many series are a good estimate of all, and take a fraction of a second. */
const MOST_SERIES = 4000;

interface Sums {
  items: number;
  points: number;
  demand: number;
  readonly losses: number[];
  errors: number;
  squares: number;
  mape: number;
  mase: number;
}

/**
 * Oldest window first. Losses and absolute errors are summed before they are divided by the summed demand; MAPE and MASE
 * are means over series, which is not documented.
 */
export function windowAccuracy(plan: SampleExport): readonly WindowAccuracy[] {
  const { predictor, windows, levels } = plan;
  const sums = windows.map((): Sums => {
    return { items: 0, points: 0, demand: 0, losses: levels.map(() => 0), errors: 0, squares: 0, mape: 0, mase: 0 };
  });
  for (let series = 0; series < Math.min(predictor.itemCount, MOST_SERIES); series++) {
    for (const [window, { points }] of seriesWindows(plan, series).entries()) {
      const own = sums[window];
      if (own && points.length > 0) add(own, points, plan);
    }
  }
  const share = Math.min(1, MOST_SERIES / predictor.itemCount);
  return sums.map(({ items, points, demand, losses, errors, squares, mape, mase }) => ({
    items: Math.round(items / share),
    wql: losses.map((loss) => loss / demand),
    wape: errors / demand,
    rmse: Math.sqrt(squares / points),
    mape: mape / items,
    mase: mase / items,
  }));
}

function add(own: Sums, points: readonly SeriesPoint[], { levels, step, horizon }: SampleExport): void {
  const season = seasonality(step / 1000, horizon);
  const { wql, absoluteError, rmse, mape, mase } = windowMetrics(points, { levels, season, basis: 'mean' });
  const demand = points.reduce((sum, { actual }) => sum + Math.abs(actual), 0);
  own.items += 1;
  own.points += points.length;
  own.demand += demand;
  // Without demand the metric is the sum itself.
  wql.forEach(
    (loss, index) => (own.losses[index] = (own.losses[index] ?? 0) + (loss ?? 0) * (demand < ZERO_SUM ? 1 : demand)),
  );
  own.errors += absoluteError ?? 0;
  own.squares += (rmse ?? 0) ** 2 * points.length;
  own.mape += mape ?? 0;
  own.mase += mase ?? 0;
}
