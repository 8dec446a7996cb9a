import { t } from '@vscode/l10n';
import type { Formats } from '../../formats';
import type { ChartColors } from './colors';
import type { Figure, Point, Shape } from './figure';
import type { PlannedLine, SeriesPlan } from './series-plan';

export interface SeriesFigureOptions {
  readonly title: string;
  readonly subtitle: string;
  readonly formats: Formats;
  readonly colors: ChartColors;
}

const SIZE = { width: 1200, height: 520 } as const;
const PLOT = { left: 80, right: 1180, top: 110, bottom: 470 } as const;

/** The item's chart as a picture that stands alone: with its title, legend and axes. */
export function seriesFigure(plan: SeriesPlan, options: SeriesFigureOptions): Figure {
  const { title, subtitle, formats, colors } = options;
  const [first = 0, last = 1] = [plan.times[0], plan.times.at(-1)];
  const [least, most] = extremes(plan);
  const ticks = niceTicks(least, most, 6);
  const low = Math.min(least, ticks[0] ?? least);
  const high = Math.max(most, ticks.at(-1) ?? most);
  const x = (time: number): number => PLOT.left + ((time - first) / (last - first || 1)) * (PLOT.right - PLOT.left);
  const y = (value: number): number => PLOT.bottom - ((value - low) / (high - low || 1)) * (PLOT.bottom - PLOT.top);
  const quiet = { kind: 'text', color: colors.quiet, size: 12 } as const;
  return {
    ...SIZE,
    background: colors.background,
    font: 'system-ui, sans-serif',
    shapes: [
      { kind: 'text', at: [20, 32], text: title, color: colors.text, size: 20, anchor: 'start', bold: true },
      { ...quiet, at: [20, 54], text: subtitle, anchor: 'start' },
      ...legend(plan, colors),
      ...ticks.flatMap((value): Shape[] => [
        {
          kind: 'line',
          points: [
            [PLOT.left, y(value)],
            [PLOT.right, y(value)],
          ],
          color: colors.grid,
          width: 0.5,
        },
        { ...quiet, at: [PLOT.left - 8, y(value) + 4], text: formats.amount(value), anchor: 'end' },
      ]),
      ...timeTicks(first, last).map((time): Shape => ({
        ...quiet,
        at: [x(time), PLOT.bottom + 22],
        text: formats.dataTime(time * 1000),
        anchor: 'middle',
      })),
      ...plan.windows.flatMap(({ number, start }, index): Shape[] => {
        const before = plan.windows[index - 1];
        const border = x(before ? (before.end + start) / 2 : start);
        const label: Shape = {
          ...quiet,
          at: [border + 6, PLOT.top - 6],
          text: t('Window {0}', number),
          anchor: 'start',
        };
        if (!before) return [label];
        const points: Point[] = [
          [border, PLOT.top - 16],
          [border, PLOT.bottom],
        ];
        return [label, { kind: 'line', points, color: colors.quiet, width: 1, dash: [4, 4] }];
      }),
      ...plan.bands.flatMap(({ low: lower, high: upper, depth }) =>
        runs(plan.times, upper).map((run): Shape => {
          const back = run.map(([index]) => [x(plan.times[index] ?? 0), y(lower[index] ?? 0)] as const).reverse();
          const there = run.map(([index, value]) => [x(plan.times[index] ?? 0), y(value)] as const);
          return { kind: 'area', points: [...there, ...back], color: colors.band(depth === 0 ? 0.14 : 0.2) };
        }),
      ),
      // The actual values are drawn last, on top of everything.
      ...[...plan.lines].reverse().flatMap(({ values, role }) =>
        runs(plan.times, values).map((run): Shape => ({
          kind: 'line',
          points: run.map(([index, value]) => [x(plan.times[index] ?? 0), y(value)] as const),
          ...lineLook(role, colors),
        })),
      ),
    ],
  };
}

function lineLook(role: PlannedLine['role'], colors: ChartColors) {
  switch (role) {
    case 'actual':
      return { color: colors.actual, width: 1.5 };
    case 'mean':
      return { color: colors.forecast, width: 2 };
    case 'median':
      return { color: colors.median, width: 1.5, dash: [5, 4] };
    case 'quantile':
      return { color: colors.other, width: 1, dash: [2, 3] };
  }
}

function legend(plan: SeriesPlan, colors: ChartColors): Shape[] {
  const entries = [
    ...plan.lines.map(({ name, role }) => ({ name, look: lineLook(role, colors) })),
    ...plan.bands.map(({ name, depth }) => ({
      name,
      look: { color: colors.band(depth === 0 ? 0.25 : 0.45), width: 10 },
    })),
  ];
  let at = 20;
  return entries.flatMap(({ name, look }): Shape[] => {
    const start = at;
    // Without a canvas at hand: about as wide as text of this size is.
    at += 48 + name.length * 7.2;
    const points: Point[] = [
      [start, 74],
      [start + 24, 74],
    ];
    return [
      { kind: 'line', points, ...look },
      { kind: 'text', at: [start + 30, 78], text: name, color: colors.text, size: 12, anchor: 'start' },
    ];
  });
}

/** Pieces of a line without a gap, as indexes and values; what is undefined is passed over. */
function runs(times: readonly number[], values: readonly (number | null | undefined)[]): [number, number][][] {
  const found: [number, number][][] = [];
  let run: [number, number][] = [];
  times.forEach((_, index) => {
    const value = values[index];
    if (value === undefined) return;
    if (value === null) {
      if (run.length > 0) found.push(run);
      run = [];
    } else run.push([index, value]);
  });
  return run.length > 0 ? [...found, run] : found;
}

function extremes({ lines, bands }: SeriesPlan): [least: number, most: number] {
  let [least, most] = [0, 0];
  for (const values of [...lines.map((line) => line.values), ...bands.flatMap(({ low, high }) => [low, high])]) {
    for (const value of values) {
      least = Math.min(least, value ?? 0);
      most = Math.max(most, value ?? 0);
    }
  }
  return [least, most];
}

/** Round numbers from below the least to above the most value. */
export function niceTicks(least: number, most: number, wanted: number): number[] {
  const rough = (most - least || 1) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((one) => one * power >= rough) ?? 10) * power;
  const from = Math.floor(least / step);
  const to = Math.ceil(most / step);
  return Array.from({ length: to - from + 1 }, (_, index) => (from + index) * step);
}

function timeTicks(first: number, last: number): number[] {
  const count = 5;
  return Array.from({ length: count }, (_, index) => first + ((last - first) * (index + 0.5)) / count);
}
