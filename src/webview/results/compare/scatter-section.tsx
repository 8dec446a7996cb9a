import { t } from '@vscode/l10n';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import type { ComparedItem, Comparison } from '../../../domain/results-port';
import { Section } from '../../components/section';
import { usePage } from '../../page';
import { useColors, type ChartColors } from '../chart/colors';
import { figurePng, figureSvg } from '../chart/figure';
import { scatterFigure } from '../chart/scatter-figure';
import type { ValueColumn } from '../columns';
import { itemName } from '../items/item-name';
import type { Client } from '../results-view';
import { SaveMenu } from '../save-menu';

export interface ScatterProps {
  readonly answer: Comparison;
  readonly names: readonly [left: string, right: string];
  readonly column: ValueColumn;
  readonly write: (value: number | null) => string;
  readonly client: Client;
}

const HEIGHT = 260;

/** A point for each item: above the diagonal the right export has the larger value. */
export function ScatterSection({ answer, names, column, write, client }: ScatterProps) {
  const place = useRef<HTMLDivElement>(null);
  const colors = useColors();
  const { formats } = usePage();
  const [hovered, setHovered] = useState<ComparedItem | undefined>(undefined);
  // uPlot wants its first axis in ascending order.
  const points = answer.scatter
    .filter(({ left, right }) => left !== null && right !== null)
    .sort((a, b) => (a.left ?? 0) - (b.left ?? 0));
  const edge = edgeOf(points);
  const beyond = points.filter(({ left, right }) => Math.max(left ?? 0, right ?? 0) > edge).length;
  const above = points.filter(({ difference }) => (difference ?? 0) > 0).length;
  const summary = t(
    '{0} items: {1} has the larger {2} for {3}, {4} for {5}.',
    formats.count(points.length),
    names[1],
    column.short,
    formats.count(above),
    names[0],
    formats.count(points.filter(({ difference }) => (difference ?? 0) < 0).length),
  );
  useLayoutEffect(() => {
    const element = place.current;
    if (!element || points.length === 0) return undefined;
    const plot = draw(element, points, edge, names, colors, (index) =>
      setHovered(index === undefined ? undefined : points[index]),
    );
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [answer, colors]);
  const save = async (format: 'svg' | 'png'): Promise<unknown> => {
    const figure = scatterFigure(points, { names, metric: column.short, formats, colors });
    const content = format === 'svg' ? figureSvg(figure) : await figurePng(figure);
    return client.request('saveImage', { format, name: `comparison ${column.short}`, content });
  };
  return (
    <Section
      id="scatter"
      title={t('{0} of each item', column.short)}
      actions={
        <SaveMenu
          id="save-scatter"
          choices={[
            { id: 'png', label: t('Chart as PNG…'), save: () => save('png') },
            { id: 'svg', label: t('Chart as SVG…'), save: () => save('svg') },
          ]}
        />
      }
    >
      <figure class="chart-figure">
        <div class="chart-place" ref={place} role="img" aria-label={summary} />
        <figcaption class="chart-summary">
          {hovered
            ? `${itemName(hovered.key).slice(0, 80)}: ${write(hovered.left)} · ${write(hovered.right)}`
            : [
                summary,
                t('On the line both are equal; the table has the numbers.'),
                ...(beyond > 0 ? [t('Items beyond the edge, drawn on it: {0}.', formats.count(beyond))] : []),
              ].join(' ')}
        </figcaption>
      </figure>
    </Section>
  );
}

function draw(
  element: HTMLElement,
  points: readonly ComparedItem[],
  edge: number,
  names: readonly [left: string, right: string],
  colors: ChartColors,
  hover: (index: number | undefined) => void,
): uPlot {
  const left = points.map((point) => Math.min(edge, point.left ?? 0));
  const right = points.map((point) => Math.min(edge, point.right ?? 0));
  const [least, most] = [Math.min(0, ...left, ...right), Math.max(...left, ...right)];
  const range: [number, number] = [least, most + (most - least || 1) * 0.05];
  const axis: uPlot.Axis = {
    stroke: colors.quiet,
    font: `11px ${getComputedStyle(document.body).fontFamily}`,
    labelFont: `11px ${getComputedStyle(document.body).fontFamily}`,
    labelSize: 18,
    grid: { stroke: colors.grid, width: 0.5 },
    ticks: { stroke: colors.grid, width: 1, size: 4 },
  };
  return new uPlot(
    {
      width: element.clientWidth,
      height: HEIGHT,
      legend: { show: false },
      cursor: { drag: { x: false, y: false }, x: false, y: false },
      scales: { x: { time: false, range: () => range }, y: { range: () => range } },
      axes: [
        { ...axis, label: names[0], size: 32 },
        { ...axis, label: names[1], size: 56 },
      ],
      series: [
        {},
        {
          stroke: colors.forecast,
          paths: () => null,
          points: { show: true, size: 5, fill: colors.band(0.6), width: 0 },
        },
      ],
      hooks: {
        drawAxes: [
          (plot) => {
            const { ctx } = plot;
            ctx.save();
            ctx.strokeStyle = colors.quiet;
            ctx.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
            ctx.beginPath();
            ctx.moveTo(plot.valToPos(range[0], 'x', true), plot.valToPos(range[0], 'y', true));
            ctx.lineTo(plot.valToPos(range[1], 'x', true), plot.valToPos(range[1], 'y', true));
            ctx.stroke();
            ctx.restore();
          },
        ],
        setCursor: [(plot) => hover(nearest(plot, points, edge))],
      },
    },
    [left, right],
    element,
  );
}

/** Pixels around the mouse in which a point is meant. */
const NEAR = 24;

function nearest(plot: uPlot, points: readonly ComparedItem[], edge: number): number | undefined {
  const { left = -1, top = -1 } = plot.cursor;
  if (left < 0 || top < 0) return undefined;
  let best: number | undefined;
  let least = NEAR ** 2;
  points.forEach((point, index) => {
    const distance =
      (plot.valToPos(Math.min(edge, point.left ?? 0), 'x') - left) ** 2 +
      (plot.valToPos(Math.min(edge, point.right ?? 0), 'y') - top) ** 2;
    if (distance >= least) return;
    least = distance;
    best = index;
  });
  return best;
}

/** Part of the values that decides how far the plot reaches: a few items with next to no demand would crush all others. */
const INSIDE = 0.98;

/** The largest value that is drawn at its place. */
function edgeOf(points: readonly ComparedItem[]): number {
  const sorted = points.flatMap(({ left, right }) => [left ?? 0, right ?? 0]).sort((a, b) => a - b);
  const [most = 1, usual = 1] = [sorted.at(-1), sorted[Math.floor(INSIDE * (sorted.length - 1))]];
  return usual > 0 && most > 3 * usual ? 1.25 * usual : most;
}
