import type { ComparedItem } from '../../../domain/results-port';
import type { Formats } from '../../formats';
import type { ChartColors } from './colors';
import type { Figure, Shape } from './figure';
import { niceTicks } from './series-figure';

export interface ScatterFigureOptions {
  readonly names: readonly [left: string, right: string];
  readonly metric: string;
  readonly formats: Formats;
  readonly colors: ChartColors;
}

const SIZE = { width: 720, height: 720 } as const;
const PLOT = { left: 90, right: 690, top: 60, bottom: 640 } as const;

/** The scatter plot as a picture that stands alone. */
export function scatterFigure(points: readonly ComparedItem[], options: ScatterFigureOptions): Figure {
  const { names, metric, formats, colors } = options;
  let [least, most] = [0, 0];
  for (const { left, right } of points) {
    least = Math.min(least, left ?? 0, right ?? 0);
    most = Math.max(most, left ?? 0, right ?? 0);
  }
  const ticks = niceTicks(least, most, 6);
  const [low = 0, high = 1] = [ticks[0], ticks.at(-1)];
  const part = (value: number): number => (value - low) / (high - low || 1);
  const x = (value: number): number => PLOT.left + part(value) * (PLOT.right - PLOT.left);
  const y = (value: number): number => PLOT.bottom - part(value) * (PLOT.bottom - PLOT.top);
  const quiet = { kind: 'text', color: colors.quiet, size: 12 } as const;
  return {
    ...SIZE,
    background: colors.background,
    font: 'system-ui, sans-serif',
    shapes: [
      { kind: 'text', at: [20, 32], text: metric, color: colors.text, size: 20, anchor: 'start', bold: true },
      { ...quiet, at: [PLOT.left, 50], text: `↑ ${names[1]}`, anchor: 'start' },
      { ...quiet, at: [PLOT.right, SIZE.height - 24], text: `${names[0]} →`, anchor: 'end' },
      ...ticks.flatMap((value): Shape[] => [
        {
          kind: 'line',
          color: colors.grid,
          width: 0.5,
          points: [
            [PLOT.left, y(value)],
            [PLOT.right, y(value)],
          ],
        },
        {
          kind: 'line',
          color: colors.grid,
          width: 0.5,
          points: [
            [x(value), PLOT.top],
            [x(value), PLOT.bottom],
          ],
        },
        { ...quiet, at: [PLOT.left - 8, y(value) + 4], text: formats.amount(value), anchor: 'end' },
        { ...quiet, at: [x(value), PLOT.bottom + 20], text: formats.amount(value), anchor: 'middle' },
      ]),
      {
        kind: 'line',
        color: colors.quiet,
        width: 1,
        dash: [4, 4],
        points: [
          [x(low), y(low)],
          [x(high), y(high)],
        ],
      },
      ...points.map(({ left, right }): Shape => ({
        kind: 'dot',
        at: [x(left ?? 0), y(right ?? 0)],
        radius: 3,
        color: colors.band(0.5),
      })),
    ],
  };
}
