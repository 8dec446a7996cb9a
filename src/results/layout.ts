/**
 * How an export lies in tables, and which column holds what. Columns have fixed short names inside, so that no name that
 * a customer chose can collide with one of ours:
 *
 * forecast   item_id, d1.., ts, y, ws, we, [mean], q1..         one row per time step
 * accuracy   item_id, d1.., win, ws, we, fl1.., f_wape, ..      the rows of the accuracy files
 * cell       item_id, d1.., ws, we, sums and metrics            one row per item and window
 * item       item_id, d1.., metrics                             one row per item
 *
 * In a store, `item`, `cell` and `forecast` begin with `s`, the item's number in order. The engine finds rows by the smallest
 * and largest value of each block, of texts by their first eight bytes only: ids that begin alike would be found by
 * reading everything.
 */
import type { FileMetric } from '../domain/export-schema';
import { FILE_METRICS } from '../domain/export-schema';
import type { ErrorBasis } from '../domain/metrics';
import type { ColumnId, DataNote, ExportShape } from '../domain/results-port';

/** Raised whenever the tables or their meaning change: older stores are then read again. */
export const STORE_VERSION = 3;

export interface Layout {
  readonly dimensions: readonly string[];
  readonly levels: readonly number[];
  readonly hasMean: boolean;
  readonly fileLevels: readonly number[];
  readonly fileMetrics: readonly FileMetric[];
}

/** Where the forecast rows are. */
export interface ForecastTables {
  /** Together they hold every row once. */
  readonly tables: readonly string[];
  /** There is one table, its rows lie by item, window and time, and `s` numbers the items. */
  readonly isNumbered: boolean;
}

/** What the store says about itself. */
export interface StoreMeta {
  readonly version: number;
  readonly layout: Layout;
  readonly shape: ExportShape;
  readonly notes: readonly DataNote[];
}

export function errorBasis(layout: Layout): ErrorBasis {
  if (layout.hasMean) return 'mean';
  return layout.levels.includes(0.5) ? 'median' : 'none';
}

/** The column of the forecast that `errorBasis` names. */
export function basisColumn(layout: Layout): string | undefined {
  if (layout.hasMean) return 'mean';
  const median = layout.levels.indexOf(0.5);
  return median < 0 ? undefined : `q${median + 1}`;
}

export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** `item_id, d1, d2`: what identifies a series. */
export function keyColumns(layout: Layout, alias?: string): string[] {
  const prefix = alias === undefined ? '' : `${alias}.`;
  return [`${prefix}item_id`, ...layout.dimensions.map((_, index) => `${prefix}d${index + 1}`)];
}

const SIMPLE: Readonly<Record<string, string>> = {
  averageWql: 'average_wql',
  wape: 'wape',
  rmse: 'rmse',
  mape: 'mape',
  mase: 'mase',
  bias: 'bias',
  absoluteError: 'absolute_error',
  errorShare: 'error_share',
  demand: 'demand',
  windowsDefined: 'windows_defined',
};

export function fileMetricColumn(metric: FileMetric): string {
  return metric === 'averageWql' ? 'f_average_wql' : `f_${metric}`;
}

/** What adds up over windows. Everything else is a mean over the windows in which it is defined. */
export function isAmount(id: ColumnId): boolean {
  return id === 'absoluteError' || id === 'demand';
}

/** SQL of one item's value of a column over several of its windows. */
export function overWindows(column: string, from = column): string {
  return column === SIMPLE['absoluteError'] || column === SIMPLE['demand'] ? `sum(${from})` : `avg(${from})`;
}

/** Every value column of `cell` and `item`, with the id by which the port speaks of it. */
export function valueColumns(layout: Layout): ReadonlyMap<ColumnId, string> {
  const columns = new Map<ColumnId, string>();
  const mean = layout.hasMean ? (['wape', 'rmse', 'mape', 'mase'] as const) : [];
  const basis = errorBasis(layout) === 'none' ? [] : (['bias', 'absoluteError', 'errorShare'] as const);
  const wql = layout.levels.length > 0 ? (['averageWql'] as const) : [];
  for (const id of [...wql, ...mean, ...basis, 'demand', 'windowsDefined'] as const) {
    columns.set(id, SIMPLE[id] ?? id);
  }
  layout.levels.forEach((level, index) => {
    columns.set(`wql:${level}`, `wql_${index + 1}`);
    columns.set(`coverage:${level}`, `coverage_${index + 1}`);
  });
  for (const metric of FILE_METRICS) {
    if (layout.fileMetrics.includes(metric)) columns.set(`file:${metric}`, fileMetricColumn(metric));
  }
  layout.fileLevels.forEach((level, index) => columns.set(`file:wql:${level}`, `fl${index + 1}`));
  return columns;
}
