import { t } from '@vscode/l10n';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import { IconButton } from '../../components/button';
import { usePage } from '../../page';
import type { ChartColors } from './colors';
import { useColors } from './colors';
import type { PlannedBand, PlannedLine, SeriesPlan } from './series-plan';

export interface SeriesChartProps {
  readonly plan: SeriesPlan;
  /** The chart in words. */
  readonly summary: string;
}

const HEIGHT = 240;

/** Actual values against the forecast: bands between quantiles, borders of windows, zoom, values where the mouse is. */
export function SeriesChart({ plan, summary }: SeriesChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const [index, setIndex] = useState<number | undefined>(undefined);
  const colors = useColors();
  const { announce, formats } = usePage();
  const read = useReadout(plan);

  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    const drawn = draw(element, plan, colors, setIndex);
    plot.current = drawn;
    const observer = new ResizeObserver(() => drawn.setSize({ width: element.clientWidth, height: HEIGHT }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      drawn.destroy();
      plot.current = undefined;
    };
  }, [plan, colors]);
  useEffect(() => setIndex(undefined), [plan]);

  const zoom = (factor: number): void => {
    if (plot.current) zoomBy(plot.current, plan, factor);
  };
  const move = (steps: number): void => {
    const to = nextStep(plan, index, steps);
    plot.current?.setCursor({ left: plot.current.valToPos(plan.times[to] ?? 0, 'x'), top: HEIGHT / 3 });
    setIndex(to);
    announce(
      read(to)
        .map(([name, value]) => `${name} ${value}`)
        .join(', '),
    );
  };
  const press = (event: KeyboardEvent): void => {
    const actions: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => move(-1),
      ArrowRight: () => move(1),
      Home: () => move(Number.NEGATIVE_INFINITY),
      End: () => move(Number.POSITIVE_INFINITY),
      '+': () => zoom(0.5),
      '-': () => zoom(2),
      '0': () => zoom(Number.POSITIVE_INFINITY),
    };
    const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : actions[event.key];
    if (!action) return;
    action();
    event.preventDefault();
  };
  const nothing = async (work: () => void): Promise<void> => {
    work();
    return Promise.resolve();
  };

  return (
    <figure class="chart-figure">
      <div class="chart-bar">
        <Legend
          plan={plan}
          index={index}
          time={index === undefined ? '' : formats.dataTime((plan.times[index] ?? 0) * 1000)}
        />
        <div class="chart-buttons">
          <IconButton id="zoom-in" icon="zoom-in" label={t('Zoom in')} press={() => nothing(() => zoom(0.5))} />
          <IconButton id="zoom-out" icon="zoom-out" label={t('Zoom out')} press={() => nothing(() => zoom(2))} />
          <IconButton
            id="zoom-all"
            icon="screen-full"
            label={t('Show everything')}
            press={() => nothing(() => zoom(Number.POSITIVE_INFINITY))}
          />
        </div>
      </div>
      <div
        id="item-chart"
        class="chart-place"
        ref={place}
        role="application"
        tabIndex={0}
        aria-roledescription={t('chart')}
        aria-label={t('{0} Arrow keys read the values, plus and minus zoom, 0 shows everything.', summary)}
        onKeyDown={press}
      />
      <figcaption class="chart-summary">{summary}</figcaption>
    </figure>
  );
}

interface LegendProps {
  readonly plan: SeriesPlan;
  readonly index: number | undefined;
  readonly time: string;
}

/** What the lines and bands are, and their values where the mouse or the keyboard is. */
function Legend({ plan, index, time }: LegendProps) {
  const read = useReadout(plan);
  const values = new Map(index === undefined ? [] : read(index));
  return (
    <div class="legend">
      {plan.lines.map(({ id, name, role }) => (
        <LegendEntry key={id} kind={role} name={name} value={values.get(name)} />
      ))}
      {plan.bands.map(({ id, name, depth }) => (
        <LegendEntry key={id} kind={`band band-${Math.min(depth, 2)}`} name={name} value={values.get(name)} />
      ))}
      {time !== '' && <span class="legend-time">{time}</span>}
    </div>
  );
}

function LegendEntry({
  kind,
  name,
  value,
}: {
  readonly kind: string;
  readonly name: string;
  readonly value: string | undefined;
}) {
  return (
    <span class="legend-entry">
      <span class={`swatch swatch-${kind}`} aria-hidden="true" />
      <span>{name}</span>
      {value !== undefined && <span class="legend-value">{value}</span>}
    </span>
  );
}

function useReadout(plan: SeriesPlan): (index: number) => readonly (readonly [name: string, value: string])[] {
  const { formats } = usePage();
  return useMemo(() => {
    const write = (value: number | null | undefined): string =>
      value === null || value === undefined ? '–' : formats.amount(value);
    return (index) => [
      [t('Time'), formats.dataTime((plan.times[index] ?? 0) * 1000)],
      ...plan.lines.map(({ name, values }) => [name, write(values[index])] as const),
      ...plan.bands.map(({ name, low, high }) => [name, `${write(low[index])} – ${write(high[index])}`] as const),
    ];
  }, [plan, formats]);
}

/** The next step that holds data. */
function nextStep(plan: SeriesPlan, from: number | undefined, steps: number): number {
  const last = plan.times.length - 1;
  const clamp = (index: number): number => Math.min(last, Math.max(0, index));
  if (!Number.isFinite(steps)) return steps < 0 ? 0 : last;
  const next = from === undefined ? (steps > 0 ? 0 : last) : clamp(from + steps);
  return plan.isBreak[next] === true ? clamp(next + Math.sign(steps)) : next;
}

function zoomBy(plot: uPlot, plan: SeriesPlan, factor: number): void {
  const [first = 0, last = 1] = [plan.times[0], plan.times.at(-1)];
  const { min = first, max = last } = plot.scales['x'] ?? {};
  const at =
    plot.cursor.left !== undefined && plot.cursor.left >= 0 ? plot.posToVal(plot.cursor.left, 'x') : (min + max) / 2;
  const half = Math.min(((max - min) * factor) / 2, last - first);
  const from = Math.max(first, at - half);
  const to = Math.min(last, at + half);
  plot.setScale(
    'x',
    factor === Number.POSITIVE_INFINITY || to - from >= last - first
      ? { min: first, max: last }
      : { min: from, max: to },
  );
}

function lineStyle(role: PlannedLine['role'], colors: ChartColors): uPlot.Series {
  switch (role) {
    case 'actual':
      return { stroke: colors.actual, width: 1.5, points: { show: true, size: 4, fill: colors.actual } };
    case 'mean':
      return { stroke: colors.forecast, width: 2, points: { show: false } };
    case 'median':
      return { stroke: colors.median, width: 1.5, dash: [5, 4], points: { show: false } };
    case 'quantile':
      return { stroke: colors.other, width: 1, dash: [2, 3], points: { show: false } };
  }
}

function draw(
  element: HTMLElement,
  plan: SeriesPlan,
  colors: ChartColors,
  hover: (index: number | undefined) => void,
): uPlot {
  const edges = (band: PlannedBand): uPlot.Series[] => {
    const edge: uPlot.Series = { stroke: colors.band(0.35), width: 0.5, points: { show: false } };
    // What lies between is filled from the upper edge to the lower one.
    return band.depth >= 0 ? [edge, edge] : [];
  };
  const axis: uPlot.Axis = {
    stroke: colors.quiet,
    font: `11px ${getComputedStyle(document.body).fontFamily}`,
    grid: { stroke: colors.band(0), width: 0 },
    ticks: { stroke: colors.grid, width: 1, size: 4 },
  };
  const lines = plan.lines.map(({ role }) => lineStyle(role, colors)).reverse();
  const strokes = lines.map(({ stroke }) => (typeof stroke === 'string' ? stroke : colors.text));
  const options: uPlot.Options = {
    width: element.clientWidth,
    height: HEIGHT,
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
    legend: { show: false },
    padding: [18, 12, 0, 0],
    cursor: {
      x: true,
      y: false,
      drag: { x: true, y: false },
      points: {
        size: 7,
        width: 0,
        // The edges of a band are no lines of their own.
        fill: (_, index) => strokes[index - 1 - 2 * plan.bands.length] ?? 'transparent',
      },
    },
    axes: [axis, { ...axis, size: 58, grid: { stroke: colors.grid, width: 0.5 } }],
    scales: { x: { time: true }, y: { range: (_, min, max) => valueRange(min, max) } },
    series: [{}, ...plan.bands.flatMap(edges), ...lines],
    bands: plan.bands.map(({ depth }, index) => ({
      series: [2 * index + 1, 2 * index + 2],
      fill: colors.band(depth === 0 ? 0.14 : 0.2),
    })),
    hooks: {
      drawClear: [(plot) => drawWindows(plot, plan, colors)],
      setCursor: [
        ({ cursor }) => {
          const index = cursor.idx ?? undefined;
          const isOutside = cursor.left === undefined || cursor.left < 0;
          hover(isOutside || index === undefined ? undefined : plan.isBreak[index] ? index + 1 : index);
        },
      ],
    },
  };
  const data = [
    plan.times,
    ...plan.bands.flatMap(({ low, high }) => [high, low]),
    // The actual values are drawn last, on top of everything.
    ...plan.lines.map(({ values }) => values).reverse(),
  ] as unknown as uPlot.AlignedData;
  return new uPlot(options, data, element);
}

/** Zero belongs to the picture of an amount; negative forecasts do occur. */
function valueRange(min: number | null, max: number | null): [number, number] {
  const low = Math.min(0, min ?? 0);
  const high = Math.max(0, max ?? 1);
  const air = (high - low || 1) * 0.06;
  return [low < 0 ? low - air : 0, high + air];
}

/** A dashed line at each border and the window's number above. */
function drawWindows(plot: uPlot, plan: SeriesPlan, colors: ChartColors): void {
  const { ctx, bbox } = plot;
  const pixel = devicePixelRatio;
  ctx.save();
  ctx.font = `${11 * pixel}px ${getComputedStyle(document.body).fontFamily}`;
  ctx.textBaseline = 'bottom';
  for (const [index, { number, start, end }] of plan.windows.entries()) {
    const before = plan.windows[index - 1];
    const left = plot.valToPos(before === undefined ? start : (before.end + start) / 2, 'x', true);
    const right = plot.valToPos(end, 'x', true);
    const from = Math.max(left, bbox.left);
    if (right < bbox.left || left > bbox.left + bbox.width) continue;
    if (index > 0 && left >= bbox.left) {
      ctx.strokeStyle = colors.quiet;
      ctx.lineWidth = pixel;
      ctx.setLineDash([4 * pixel, 4 * pixel]);
      ctx.beginPath();
      ctx.moveTo(left, bbox.top - 14 * pixel);
      ctx.lineTo(left, bbox.top + bbox.height);
      ctx.stroke();
    }
    ctx.fillStyle = colors.quiet;
    const label = t('Window {0}', number);
    const room = Math.min(right, bbox.left + bbox.width) - from;
    if (ctx.measureText(label).width < room) ctx.fillText(label, from + 4 * pixel, bbox.top - 2 * pixel);
  }
  ctx.restore();
}
