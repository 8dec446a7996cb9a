/** The export as a whole: pooled per window as the console shows it, and how each metric is spread over the items. */
import type { ColumnId, Distribution, ResultsSummary, Values, WindowRow } from '../domain/results-port';
import { meanOfDefined, ZERO_SUM } from '../domain/metrics';
import type { Tables } from './item-queries';
import { number, toValues } from './item-queries';
import type { Layout } from './layout';
import { errorBasis, isAmount, valueColumns } from './layout';

/** SQL of each pooled value over the cells of one window. */
function pooled(layout: Layout): Map<ColumnId, string> {
  const divided = (numerator: string, condition: string): string => {
    const demand = `sum(sy) FILTER (${condition})`;
    const total = `sum(${numerator}) FILTER (${condition})`;
    return `CASE WHEN ${demand} < ${ZERO_SUM} THEN ${total} ELSE ${total} / ${demand} END`;
  };
  const columns = new Map<ColumnId, string>();
  const losses = layout.levels.map((_, index) => divided(`2 * l_q${index + 1}`, `wql_${index + 1} IS NOT NULL`));
  layout.levels.forEach((level, index) => {
    const defined = `coverage_${index + 1} IS NOT NULL`;
    columns.set(`wql:${level}`, losses[index] ?? 'NULL');
    columns.set(`coverage:${level}`, `sum(v_q${index + 1}) FILTER (${defined}) / sum(n) FILTER (${defined})`);
  });
  if (losses.length > 0) {
    columns.set('averageWql', `(${losses.map((loss) => `(${loss})`).join(' + ')}) / ${losses.length}`);
  }
  if (layout.hasMean) {
    columns.set('wape', divided('ae', 'wape IS NOT NULL'));
    columns.set('rmse', 'sqrt(sum(se) FILTER (rmse IS NOT NULL) / sum(n) FILTER (rmse IS NOT NULL))');
    columns.set('mape', 'avg(mape)');
    columns.set('mase', 'avg(mase)');
  }
  if (errorBasis(layout) !== 'none') {
    columns.set('bias', divided('be', 'bias IS NOT NULL'));
    columns.set('absoluteError', 'sum(absolute_error)');
  }
  for (const [id, column] of valueColumns(layout)) {
    if (id.startsWith('file:')) columns.set(id, `avg(${column})`);
  }
  columns.set('demand', 'sum(demand)');
  return columns;
}

export async function exportSummary(tables: Tables, signal: AbortSignal): Promise<ResultsSummary> {
  const { layout } = tables;
  const windows = await windowRows(tables, signal);
  const ids = windows[0] ? (Object.keys(windows[0].values) as ColumnId[]) : [];
  const overall: Values = Object.fromEntries(
    ids.map((id) => {
      const values = windows.map((window) => window.values[id] ?? null);
      return [id, isAmount(id) ? sumOfDefined(values) : meanOfDefined(values)];
    }),
  );
  return {
    overall,
    windows,
    distributions: await distributions(tables, signal),
    errorBasis: errorBasis(layout),
  };
}

function sumOfDefined(values: readonly (number | null)[]): number | null {
  const defined = values.filter((value) => value !== null);
  return defined.length === 0 ? null : defined.reduce((sum, value) => sum + value, 0);
}

async function windowRows({ database, catalog, layout }: Tables, signal: AbortSignal): Promise<WindowRow[]> {
  const columns = pooled(layout);
  const ids = [...columns.keys()];
  const rows = await database.rows(
    `SELECT epoch_ms(ws)::DOUBLE, epoch_ms(max(we))::DOUBLE,
       count(*) FILTER (windows_defined = 1)::DOUBLE, count(*) FILTER (windows_defined = 0)::DOUBLE,
       ${[...columns.values()].map((sql) => `(${sql})::DOUBLE`).join(', ')}
     FROM ${catalog}.cell GROUP BY ws ORDER BY ws`,
    signal,
  );
  return rows.map((row) => {
    const values = toValues(ids, row, 4);
    return {
      start: Number(row[0]),
      end: Number(row[1]),
      items: Number(row[2]),
      itemsNotDefined: Number(row[3]),
      values,
    };
  });
}

const LEVELS = [0.1, 0.25, 0.5, 0.75, 0.9];

async function distributions(
  { database, catalog, layout }: Tables,
  signal: AbortSignal,
): Promise<Partial<Record<ColumnId, Distribution>>> {
  const columns = [...valueColumns(layout)];
  const [row = []] = await database.rows(
    `SELECT ${columns
      .map(
        ([, name]) =>
          `count(${name})::DOUBLE, avg(${name})::DOUBLE, min(${name})::DOUBLE, max(${name})::DOUBLE, quantile_cont(${name}, [${LEVELS.join(', ')}])`,
      )
      .join(', ')} FROM ${catalog}.item`,
    signal,
  );
  return Object.fromEntries(
    columns.map(([id], index) => {
      const [count, mean, min, max, quantiles] = row.slice(5 * index, 5 * index + 5);
      const [p10, p25, median, p75, p90] = LEVELS.map((_, place) => number((quantiles as unknown[] | null)?.[place]));
      const distribution: Distribution = {
        count: Number(count),
        mean: number(mean),
        min: number(min),
        p10: p10 ?? null,
        p25: p25 ?? null,
        median: median ?? null,
        p75: p75 ?? null,
        p90: p90 ?? null,
        max: number(max),
      };
      return [id, distribution];
    }),
  );
}
