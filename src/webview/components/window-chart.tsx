import { t } from '@vscode/l10n';

export interface WindowValue {
  /** The window's number, 1 for the newest. */
  readonly window: number;
  readonly value: number | undefined;
}

export interface WindowChartProps {
  /** The metric, and its name in full. */
  readonly name: string;
  readonly long: string;
  /** Oldest first. */
  readonly values: readonly WindowValue[];
  readonly mean: number | undefined;
  readonly write: (value: number) => string;
}

/** In the chart's own units; the height of the bars leaves room for nothing else. */
const SIZE = { width: 100, height: 40 } as const;
const GAP = 0.22;

/** One metric: its average in large, a bar for each window in the order of time, and the average as a line. */
export function WindowChart({ name, long, values, mean, write }: WindowChartProps) {
  return (
    <div class="chart">
      <div class="chart-name" title={long}>
        {name}
      </div>
      <div class="chart-value">{mean === undefined ? '–' : write(mean)}</div>
      {values.length > 1 && (
        <svg
          role="img"
          aria-label={summary(name, values, mean, write)}
          viewBox={`0 0 ${SIZE.width} ${SIZE.height}`}
          preserveAspectRatio="none"
        >
          <Bars values={values} mean={mean} write={write} />
        </svg>
      )}
    </div>
  );
}

type BarsProps = Pick<WindowChartProps, 'values' | 'mean' | 'write'>;

function Bars({ values, mean, write }: BarsProps) {
  const most = Math.max(...values.map(({ value = 0 }) => value), mean ?? 0, Number.MIN_VALUE);
  const slot = SIZE.width / values.length;
  const heightOf = (value: number): number => (Math.max(value, 0) / most) * SIZE.height;
  return (
    <>
      {values.map(({ window, value }, index) =>
        value === undefined ? null : (
          <rect
            key={window}
            class="bar"
            x={index * slot + (slot * GAP) / 2}
            y={SIZE.height - Math.max(heightOf(value), 0.75)}
            width={slot * (1 - GAP)}
            height={Math.max(heightOf(value), 0.75)}
          >
            <title>{t('Window {0}: {1}', window, write(value))}</title>
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
  name: string,
  values: readonly WindowValue[],
  mean: number | undefined,
  write: (value: number) => string,
): string {
  const known = values.flatMap(({ window, value }) => (value === undefined ? [] : [{ window, value }]));
  const best = known.reduce(
    (least, one) => (one.value < least.value ? one : least),
    known[0] ?? { window: 0, value: 0 },
  );
  const worst = known.reduce((most, one) => (one.value > most.value ? one : most), best);
  return t(
    '{0} of {1} windows: average {2}, best {3} in window {4}, worst {5} in window {6}.',
    name,
    known.length,
    mean === undefined ? '–' : write(mean),
    write(best.value),
    best.window,
    write(worst.value),
    worst.window,
  );
}
