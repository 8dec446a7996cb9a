/**
 * The metric formulas of `domain/metrics` as SQL over whole tables, one row per item and window.
 *
 * Scaling (MASE) needs the rows of a window in order of time. Published exports hold each item's window in one piece
 * and in order, so one pass over the rows as they lie is enough; `chain` counts the rows that directly follow their
 * predecessor. A window in one piece, in order and without duplicates has `chain = n - 1`; any other is `suspect` and
 * gets sorted and de-duplicated first.
 */
import { ZERO_SUM } from '../domain/metrics';
import type { Layout } from './layout';
import { basisColumn, errorBasis, fileMetricColumn, keyColumns, overWindows } from './layout';

const list = (...parts: readonly (string | readonly string[])[]): string => parts.flat().join(', ');

/** Sums per item and window of one table of forecast rows. */
export function cellSums(table: string, layout: Layout, season: number): string {
  const key = [...keyColumns(layout), 'ws'];
  const basis = basisColumn(layout);
  const sums = [
    'max(we) AS we',
    'count(*) AS n',
    'count(y) AS ny',
    'sum(abs(y)) AS sy',
    'sum(y) AS ty',
    ...(layout.hasMean
      ? [
          'count(mean) AS nm',
          'sum((y - mean) * (y - mean)) AS se',
          'sum(CASE WHEN y = 0 THEN 0 ELSE abs((y - mean) / y) END) AS ape',
        ]
      : []),
    ...(basis === undefined
      ? []
      : [`count(${basis}) AS nb`, `sum(abs(y - ${basis})) AS ae`, `sum(${basis} - y) AS be`]),
    ...layout.levels.flatMap((level, index) => {
      const q = `q${index + 1}`;
      return [
        `count(${q}) AS n_${q}`,
        `sum(${level} * greatest(y - ${q}, 0) + ${oneMinus(level)} * greatest(${q} - y, 0)) AS l_${q}`,
        `count(*) FILTER (y <= ${q}) AS v_${q}`,
      ];
    }),
    ...crossing(layout),
  ];
  const same = (suffix: string): string => key.map((name) => `${name} = ${name}_${suffix}`).join(' AND ');
  const lags = [...key, 'ts'].map((name) => `lag(${name}) OVER () AS ${name}_1`);
  const seasonLags =
    season === 1
      ? ['lag(y) OVER () AS y_m']
      : [...key, 'y'].map((name) => `lag(${name}, ${season}) OVER () AS ${name}_m`);
  const inSeason = same(season === 1 ? '1' : 'm');
  return `
    WITH sums AS (SELECT ${list(key, sums)} FROM ${table} GROUP BY ${list(key)}),
    chains AS (
      SELECT ${list(key)},
        count(*) FILTER (${same('1')} AND ts > ts_1) AS chain,
        min(epoch_ms(ts) - epoch_ms(ts_1)) FILTER (${same('1')} AND ts > ts_1) AS step,
        sum(abs(y - y_m)) FILTER (${inSeason}) AS ss,
        count(*) FILTER (${inSeason}) AS sn
      FROM (SELECT ${list(key, 'ts', 'y', lags, seasonLags)} FROM ${table})
      GROUP BY ${list(key)}
    )
    SELECT * FROM sums JOIN chains USING (${list(key)})`;
}

/** 1 - 0.9 is not 0.1 in binary; both ways of writing it are within 1e-16. */
function oneMinus(level: number): string {
  return `(1 - ${level})`;
}

function crossing(layout: Layout): string[] {
  const pairs = layout.levels.slice(1).map((_, index) => `q${index + 1} > q${index + 2}`);
  return [pairs.length === 0 ? '0 AS crossed' : `count(*) FILTER (${pairs.join(' OR ')}) AS crossed`];
}

/** The metric columns, from the sums of `cellSums`; a metric that lacks a value in any row is null. */
export function metricColumns(layout: Layout): string[] {
  const normalised = (numerator: string): string =>
    `CASE WHEN sy < ${ZERO_SUM} THEN ${numerator} ELSE (${numerator}) / sy END`;
  const when = (condition: string, value: string, name: string): string =>
    `CASE WHEN ny = n AND ${condition} THEN ${value} END AS ${name}`;
  const wql = layout.levels.map((_, index) => `wql_${index + 1}`);
  return [
    ...layout.levels.map((_, i) => when(`n_q${i + 1} = n`, normalised(`2 * l_q${i + 1}`), `wql_${i + 1}`)),
    ...layout.levels.map((_, i) => when(`n_q${i + 1} = n`, `v_q${i + 1} / n`, `coverage_${i + 1}`)),
    ...(wql.length === 0 ? [] : [`(${wql.join(' + ')}) / ${wql.length} AS average_wql`]),
    ...(layout.hasMean
      ? [
          when('nm = n', normalised('ae'), 'wape'),
          when('nm = n', 'sqrt(se / n)', 'rmse'),
          when('nm = n', 'ape / n', 'mape'),
          when('nm = n', 'CASE WHEN sn = 0 OR ss = 0 THEN 0 ELSE (ae / n) / (ss / sn) END', 'mase'),
        ]
      : []),
    ...(errorBasis(layout) === 'none'
      ? []
      : [when('nb = n', normalised('be'), 'bias'), when('nb = n', 'ae', 'absolute_error')]),
  ];
}

/**
 * The final table of items and windows: the computed cells beside what the accuracy files say of them. Windows that the
 * service left out are in the accuracy files only.
 */
export function cellTable(cells: string, accuracy: string, layout: Layout): string {
  const key = [...keyColumns(layout), 'ws'];
  const fileValues = [
    ...layout.fileLevels.map((_, index) => `fl${index + 1}`),
    ...layout.fileMetrics.map(fileMetricColumn),
  ];
  const metrics = metricColumns(layout);
  const defined =
    layout.levels.length > 0
      ? 'average_wql'
      : layout.hasMean
        ? 'wape'
        : `coalesce(${list(fileValues.length > 0 ? fileValues : 'ny')})`;
  const share =
    errorBasis(layout) === 'none'
      ? []
      : ['absolute_error / nullif(sum(absolute_error) OVER (PARTITION BY ws), 0) AS error_share'];
  return `
    WITH computed AS (SELECT *, ${list(metrics)} FROM ${cells}),
    stated AS (
      SELECT ${list(
        key,
        'max(we) AS f_we',
        fileValues.map((name) => `any_value(${name}) AS ${name}`),
      )}
      FROM ${accuracy} WHERE win = 'computed' GROUP BY ${list(key)}
    ),
    joined AS (
      SELECT * EXCLUDE (we, f_we), coalesce(we, f_we) AS we, ty AS demand,
        CASE WHEN ${defined} IS NULL THEN 0 ELSE 1 END AS windows_defined
      FROM computed FULL JOIN stated USING (${list(key)})
    )
    SELECT ${list('*', share)} FROM joined ORDER BY ${list(key)}`;
}

/** The table of items: a metric is the plain mean of the item's defined windows, as in `Summary` rows; an amount their sum. */
export function itemTable(cell: string, accuracy: string, layout: Layout): string {
  const key = keyColumns(layout);
  const metrics = metricColumns(layout).map((column) => column.slice(column.lastIndexOf(' AS ') + 4));
  const fileValues = [
    ...layout.fileLevels.map((_, index) => `fl${index + 1}`),
    ...layout.fileMetrics.map(fileMetricColumn),
  ];
  const share =
    errorBasis(layout) === 'none' ? [] : ['absolute_error / nullif(sum(absolute_error) OVER (), 0) AS error_share'];
  return `
    WITH computed AS (
      SELECT ${list(
        key,
        metrics.map((name) => `${overWindows(name)} AS ${name}`),
      )},
        sum(demand) AS demand, sum(windows_defined)::DOUBLE AS windows_defined, count(*) AS windows, sum(n) AS points
      FROM ${cell} GROUP BY ${list(key)}
    ),
    stated AS (
      SELECT ${list(
        key,
        fileValues.map((name) => `any_value(${name}) AS ${name}`),
      )}
      FROM ${accuracy} WHERE win = 'summary' GROUP BY ${list(key)}
    )
    SELECT ${list('* REPLACE (coalesce(windows_defined, 0) AS windows_defined)', share)}
    FROM computed FULL JOIN stated USING (${list(key)}) ORDER BY ${list(key)}`;
}
