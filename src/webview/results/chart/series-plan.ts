import { t } from '@vscode/l10n';
import type { Series } from '../../../domain/results-port';
import { quantileName } from '../columns';

/** What of a series is drawn, and how its columns lie in the chart. */
export interface SeriesPlan {
  /** Seconds, as uPlot wants them. */
  readonly times: readonly number[];
  /** Steps that stand for no data: they end a line between two windows. */
  readonly isBreak: readonly boolean[];
  readonly lines: readonly PlannedLine[];
  readonly bands: readonly PlannedBand[];
  readonly windows: readonly { readonly number: number; readonly start: number; readonly end: number }[];
}

export interface PlannedLine {
  readonly id: string;
  readonly name: string;
  readonly role: 'actual' | 'mean' | 'median' | 'quantile';
  /** Undefined values are passed over, null ones end the line. */
  readonly values: readonly (number | null | undefined)[];
}

/** The place between two quantiles. */
export interface PlannedBand {
  readonly id: string;
  readonly name: string;
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
  /** 0 for the widest. */
  readonly depth: number;
}

/** @param numberOf The number of the window that starts at a time, 1 for the newest of the export. */
export function planSeries(series: Series, numberOf: (start: number) => number): SeriesPlan {
  const { timestamps, windows, quantiles, mean, actual } = series;
  const step = shortestStep(timestamps);
  const order = withBreaks(timestamps, step, new Set(windows.map(({ start }) => start)));
  const stretch = (values: readonly (number | null)[]): (number | null)[] =>
    order.map(({ index }) => (index === undefined ? null : (values[index] ?? null)));
  const median = quantiles.find(({ level }) => level === 0.5);
  const pairs = bandPairs(quantiles.map(({ level }) => level));
  const inBands = new Set(pairs.flat());
  const single = quantiles.filter(({ level }) => level !== 0.5 && !inBands.has(level));
  const valuesOf = (level: number) => quantiles.find((one) => one.level === level)?.values ?? [];
  return {
    times: order.map(({ time }) => time / 1000),
    isBreak: order.map(({ index }) => index === undefined),
    lines: [
      {
        id: 'actual',
        name: t('Actual'),
        role: 'actual',
        // Demand goes on from one window to the next, a forecast does not.
        values: order.map(({ index, isGap }) => (index === undefined ? (isGap ? null : undefined) : actual[index])),
      },
      ...(mean ? [{ id: 'mean', name: t('Mean'), role: 'mean' as const, values: stretch(mean) }] : []),
      ...(median
        ? [
            {
              id: 'median',
              name: t('Median (P50)'),
              role: mean ? ('median' as const) : ('mean' as const),
              values: stretch(median.values),
            },
          ]
        : []),
      ...single.map(({ level, values }) => ({
        id: quantileName(level),
        name: quantileName(level),
        role: 'quantile' as const,
        values: stretch(values),
      })),
    ],
    bands: pairs.map(([low, high], depth) => ({
      id: `${low}-${high}`,
      name: t('{0} to {1}', quantileName(low), quantileName(high)),
      low: stretch(valuesOf(low)),
      high: stretch(valuesOf(high)),
      depth,
    })),
    windows: windows.map(({ start, end }) => ({
      number: numberOf(start),
      start: start / 1000,
      end: end / 1000,
    })),
  };
}

/** Quantiles below the median with those above it, the outermost first: `P10` with `P90`. */
export function bandPairs(levels: readonly number[]): (readonly [low: number, high: number])[] {
  const low = levels.filter((level) => level < 0.5).sort((a, b) => a - b);
  const high = levels.filter((level) => level > 0.5).sort((a, b) => b - a);
  return low.slice(0, high.length).flatMap((level, index) => {
    const other = high[index];
    return other === undefined ? [] : [[level, other] as const];
  });
}

interface Place {
  readonly time: number;
  /** Absent for a break. */
  readonly index?: number;
  /** Steps are missing here: nothing goes on. */
  readonly isGap?: boolean;
}

/** The steps, with a break between windows so that no line of a forecast runs from one into the next. */
function withBreaks(timestamps: readonly number[], step: number, starts: ReadonlySet<number>): Place[] {
  return timestamps.flatMap((time, index) => {
    const before = timestamps[index - 1];
    const here: Place = { time, index };
    if (before === undefined) return [here];
    const isGap = time - before > 1.75 * step;
    if (!isGap && !starts.has(time)) return [here];
    return [{ time: (before + time) / 2, isGap }, here];
  });
}

function shortestStep(timestamps: readonly number[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (let index = 1; index < timestamps.length; index += 1) {
    const step = (timestamps[index] ?? 0) - (timestamps[index - 1] ?? 0);
    if (step > 0) least = Math.min(least, step);
  }
  return least;
}
