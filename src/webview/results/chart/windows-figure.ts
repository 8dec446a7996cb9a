import { t } from '@vscode/l10n';
import type { ChartColors } from './colors';
import type { Figure, Point, Shape } from './figure';

/** One metric in every window, oldest first. */
export interface WindowsPanel {
  readonly name: string;
  readonly mean: number | null;
  readonly values: readonly { readonly window: number; readonly value: number | null }[];
  readonly write: (value: number) => string;
}

const PANEL = { width: 240, height: 240, gap: 24 } as const;
const TOP = 60;
const BARS = { top: TOP + 60, bottom: TOP + PANEL.height - 30 } as const;

/** The bars of all windows as a picture that stands alone. */
export function windowsFigure(panels: readonly WindowsPanel[], title: string, colors: ChartColors): Figure {
  return {
    width: Math.max(520, panels.length * (PANEL.width + PANEL.gap) + PANEL.gap),
    height: TOP + PANEL.height + 16,
    background: colors.background,
    font: 'system-ui, sans-serif',
    shapes: [
      { kind: 'text', at: [PANEL.gap, 36], text: title, color: colors.text, size: 20, anchor: 'start', bold: true },
      ...panels.flatMap((panel, index) => shapes(panel, PANEL.gap + index * (PANEL.width + PANEL.gap), colors)),
    ],
  };
}

function shapes({ name, mean, values, write }: WindowsPanel, left: number, colors: ChartColors): Shape[] {
  const most = Math.max(...values.map(({ value }) => value ?? 0), mean ?? 0, Number.MIN_VALUE);
  const slot = PANEL.width / Math.max(1, values.length);
  const y = (value: number): number => BARS.bottom - (Math.max(0, value) / most) * (BARS.bottom - BARS.top);
  const across = (height: number): Point[] => [
    [left, height],
    [left + PANEL.width, height],
  ];
  return [
    { kind: 'text', at: [left, TOP + 14], text: name, color: colors.quiet, size: 12, anchor: 'start' },
    {
      kind: 'text',
      at: [left, TOP + 38],
      text: mean === null ? '–' : write(mean),
      color: colors.text,
      size: 20,
      anchor: 'start',
    },
    ...values.flatMap(({ window, value }, index): Shape[] => {
      const [from, to] = [left + slot * (index + 0.12), left + slot * (index + 0.88)];
      const label = { kind: 'text', color: colors.quiet, size: 11, anchor: 'middle' } as const;
      const number: Shape = { ...label, at: [(from + to) / 2, BARS.bottom + 18], text: t('Window {0}', window) };
      if (value === null) return [number];
      const corners: Point[] = [
        [from, BARS.bottom],
        [from, y(value)],
        [to, y(value)],
        [to, BARS.bottom],
      ];
      return [{ kind: 'area', points: corners, color: colors.forecast }, number];
    }),
    { kind: 'line', points: across(BARS.bottom), color: colors.quiet, width: 1 },
    ...(mean === null
      ? []
      : [{ kind: 'line', points: across(y(mean)), color: colors.text, width: 1, dash: [3, 3] } as const]),
  ];
}
