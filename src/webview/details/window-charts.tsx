import { t } from '@vscode/l10n';
import type { AccuracyRow, AccuracyTable } from '../../protocol/details';
import { usePage } from '../page';
import type { Formats } from '../formats';
import { averageLoss, errorMetrics, type MetricColumn } from './metric-words';

/** A small chart for each metric that there is: the windows in the order of time, and the average as a line. */
export function WindowCharts({ table }: { readonly table: AccuracyTable }) {
  const metrics = [averageLoss(), ...errorMetrics()].filter(({ of }) =>
    [...table.windows, ...(table.average ? [table.average] : [])].some((row) => of(row) !== undefined),
  );
  const oldestFirst = [...table.windows].reverse();
  return (
    <figure class="charts" aria-label={t('Metrics of the windows, oldest first')}>
      {metrics.map((metric) => (
        <WindowChart key={metric.id} metric={metric} windows={oldestFirst} average={table.average} />
      ))}
    </figure>
  );
}

interface WindowChartProps {
  readonly metric: MetricColumn;
  /** Oldest first. */
  readonly windows: readonly AccuracyRow[];
  readonly average: AccuracyRow | undefined;
}

/** In the chart's own units; the height of the bars leaves room for nothing else. */
const SIZE = { width: 100, height: 40 } as const;
const GAP = 0.22;

function WindowChart({ metric, windows, average }: WindowChartProps) {
  const { formats } = usePage();
  const mean = average && metric.of(average);
  const values = windows.map((row) => ({ row, value: metric.of(row) }));
  return (
    <div class="chart">
      <div class="chart-name" title={metric.long}>
        {metric.short}
      </div>
      <div class="chart-value">{mean === undefined ? '–' : formats.metric(mean)}</div>
      {windows.length > 1 && (
        <svg
          role="img"
          aria-label={summary(metric, values, mean, formats)}
          viewBox={`0 0 ${SIZE.width} ${SIZE.height}`}
          preserveAspectRatio="none"
        >
          <Bars values={values} mean={mean} formats={formats} />
        </svg>
      )}
    </div>
  );
}

interface WindowValue {
  readonly row: AccuracyRow;
  readonly value: number | undefined;
}

interface BarsProps {
  readonly values: readonly WindowValue[];
  readonly mean: number | undefined;
  readonly formats: Formats;
}

function Bars({ values, mean, formats }: BarsProps) {
  const most = Math.max(...values.map(({ value = 0 }) => value), mean ?? 0, Number.MIN_VALUE);
  const slot = SIZE.width / values.length;
  const heightOf = (value: number): number => (Math.max(value, 0) / most) * SIZE.height;
  return (
    <>
      {values.map(({ row, value }, index) =>
        value === undefined ? null : (
          <rect
            key={row.window}
            class="bar"
            x={index * slot + (slot * GAP) / 2}
            y={SIZE.height - Math.max(heightOf(value), 0.75)}
            width={slot * (1 - GAP)}
            height={Math.max(heightOf(value), 0.75)}
          >
            <title>{t('Window {0}: {1}', row.window ?? '', formats.metric(value))}</title>
          </rect>
        ),
      )}
      {mean !== undefined && (
        <line class="mean" x1={0} x2={SIZE.width} y1={SIZE.height - heightOf(mean)} y2={SIZE.height - heightOf(mean)} />
      )}
      <line class="base" x1={0} x2={SIZE.width} y1={SIZE.height} y2={SIZE.height} />
    </>
  );
}

/** The chart in words: what its bars show at a glance. */
function summary(
  metric: MetricColumn,
  values: readonly WindowValue[],
  mean: number | undefined,
  formats: Formats,
): string {
  const known = values.flatMap(({ row, value }) => (value === undefined ? [] : [{ window: row.window ?? 0, value }]));
  const best = known.reduce(
    (least, one) => (one.value < least.value ? one : least),
    known[0] ?? { window: 0, value: 0 },
  );
  const worst = known.reduce((most, one) => (one.value > most.value ? one : most), best);
  return t(
    '{0} of {1} windows: average {2}, best {3} in window {4}, worst {5} in window {6}.',
    metric.short,
    known.length,
    mean === undefined ? '–' : formats.metric(mean),
    formats.metric(best.value),
    best.window,
    formats.metric(worst.value),
    worst.window,
  );
}
