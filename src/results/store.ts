/**
 * One export's tables as one database file, in the order of items, so that one item's rows lie side by side. A file is
 * written under another name and renamed when it is whole: whatever stands under the final name is complete.
 */
import { rename, rm, stat } from 'node:fs/promises';
import { ResultsError } from '../domain/results-error';
import { dimensionColumns, quantileColumn, sqlColumn } from '../domain/results-sql';
import type { Database } from './database';
import type { ForecastTables, Layout, StoreMeta } from './layout';
import { identifier, keyColumns, literal, STORE_VERSION, valueColumns } from './layout';

/** Copies the tables of `source` into a new file and puts it in its place. Returns its size in bytes. */
export async function writeStore(
  database: Database,
  source: string,
  forecast: ForecastTables,
  meta: StoreMeta,
  path: string,
  temporary: string,
  signal: AbortSignal,
): Promise<number> {
  const catalog = `${source}_new`;
  await database.run(`ATTACH ${literal(temporary)} AS ${catalog}`, signal);
  try {
    const rows = forecast.tables.map((table) => `SELECT * FROM ${table}`).join(' UNION ALL ');
    const key = keyColumns(meta.layout).join(', ');
    const create = (table: string, select: string): Promise<void> =>
      database.run(`CREATE TABLE ${catalog}.${table} AS ${select}`, signal);
    await create(
      'item',
      `SELECT (row_number() OVER (ORDER BY ${key}))::INTEGER AS s, * FROM ${source}.item ORDER BY s`,
    );
    const numbered = (table: string, order: string): string =>
      `SELECT i.s, t.* FROM ${table} t JOIN ${catalog}.item i USING (${key}) ORDER BY ${order}`;
    await create('forecast', numbered(`(${rows})`, 'i.s, t.ws, t.ts'));
    await create('cell', numbered(`${source}.cell`, 'i.s, t.ws'));
    await create('accuracy', `SELECT * FROM ${source}.accuracy`);
    for (const view of views(catalog, meta.layout)) await database.run(view, signal);
    await database.run(`CREATE TABLE ${catalog}.meta AS SELECT ${literal(JSON.stringify(meta))} AS json`, signal);
    await database.run(`CHECKPOINT ${catalog}`, signal);
  } catch (error) {
    await database.run(`DETACH ${catalog}`, NEVER);
    await rm(temporary, { force: true });
    await rm(`${temporary}.wal`, { force: true });
    throw error;
  }
  await database.run(`DETACH ${catalog}`, NEVER);
  const { size } = await stat(temporary);
  try {
    await rename(temporary, path);
  } catch (error) {
    // On Windows a file that another window has open cannot be replaced; it is the same store.
    await rm(temporary, { force: true });
    if (!(await stat(path).catch(() => undefined))) throw error;
  }
  return size;
}

const NEVER = new AbortController().signal;

/** Attaches a store for reading; undefined when it is of another version or damaged. */
export async function attachStore(
  database: Database,
  catalog: string,
  path: string,
  signal: AbortSignal,
): Promise<StoreMeta | undefined> {
  try {
    await database.run(`ATTACH ${literal(path)} AS ${catalog} (READ_ONLY)`, signal);
  } catch (error) {
    if (signal.aborted) throw error;
    return undefined;
  }
  try {
    const [row] = await database.rows(`SELECT json FROM ${catalog}.meta`, signal);
    const meta = JSON.parse(String(row?.[0])) as StoreMeta;
    if (meta.version === STORE_VERSION) return meta;
  } catch (error) {
    if (signal.aborted) throw error;
  }
  await database.run(`DETACH ${catalog}`, NEVER);
  return undefined;
}

/** Makes views for people who write SQL: the files' own column names, and metrics by their names. */
function views(catalog: string, layout: Layout): string[] {
  const metrics = new Map([...valueColumns(layout)].map(([id, column]) => [column, sqlColumn(id)]));
  const dimensions = dimensionColumns(layout.dimensions).map((name, index) => `d${index + 1} AS ${identifier(name)}`);
  const values = [...metrics].map(([column, name]) => `${column} AS ${identifier(name)}`);
  const windowTimes = ['ws AS backtestwindow_start_time', 'we AS backtestwindow_end_time'];
  const quantiles = layout.levels.map((level, index) => `q${index + 1} AS ${quantileColumn(level)}`);
  const stated = [...metrics].filter(([, name]) => name.startsWith('file_'));
  const view = (name: string, columns: readonly string[], table: string): string =>
    `CREATE VIEW ${catalog}.${name} AS SELECT ${columns.join(', ')} FROM ${table}`;
  return [
    view(
      'forecasted_values',
      [
        'item_id',
        ...dimensions,
        'ts AS "timestamp"',
        'y AS target_value',
        ...windowTimes,
        ...(layout.hasMean ? ['mean'] : []),
        ...quantiles,
      ],
      'forecast',
    ),
    view(
      'accuracy_metrics_values',
      [
        'item_id',
        ...dimensions,
        'win AS backtest_window',
        ...windowTimes,
        ...stated.map(([column, name]) => `${column} AS ${identifier(name.slice('file_'.length))}`),
      ],
      'accuracy',
    ),
    view('item_metrics', ['item_id', ...dimensions, ...values], 'item'),
    view('window_metrics', ['item_id', ...dimensions, ...windowTimes, 'n AS points', ...values], 'cell'),
  ];
}

/** The tables that `views` makes, in the order in which a reader should see them. */
export const VIEWS = ['item_metrics', 'window_metrics', 'forecasted_values', 'accuracy_metrics_values'] as const;

export function storeGone(): ResultsError {
  return new ResultsError('notOpen', 'The export is not stored on this machine');
}
