/** Puts right what single batches cannot know: rows in disorder, windows in several batches, rows that occur twice. */
import type { AccuracySchema } from '../domain/export-schema';
import type { PartKind } from '../domain/export-files';
import type { DataNote } from '../domain/results-port';
import { cellSums } from './cells';
import type { Database } from './database';
import type { Layout } from './layout';
import { fileMetricColumn, keyColumns } from './layout';

export interface MendContext {
  readonly database: Database;
  readonly catalog: string;
  readonly layout: Layout;
  readonly signal: AbortSignal;
}

/** A table of forecast rows, and what `cellSums` makes of it. */
export interface TableWithSums {
  readonly table: string;
  readonly sums: string;
}

export interface MendedForecast {
  /** Together they hold every forecast row once, and each item's window in one of them. */
  readonly tables: readonly TableWithSums[];
  readonly duplicates: DataNote | undefined;
  /** Milliseconds between rows, the shortest; 0 when no window has two rows. */
  readonly step: number;
  /** Milliseconds from the first to the last step of the longest window. */
  readonly length: number;
  /** Rows of the longest window. */
  readonly points: number;
}

/** Values of two copies of a row that differ by less are the same: real copies differ in the last digit. */
const SAME = 1e-6;

/**
 * Windows whose rows do not lie in one piece and in order are sorted; where that shows rows that occur twice, one of
 * each is kept.
 */
export async function mendForecast(
  { database, catalog, layout, signal }: MendContext,
  tables: readonly TableWithSums[],
  season: number,
): Promise<MendedForecast> {
  const run = (sql: string): Promise<void> => database.run(sql, signal);
  const key = [...keyColumns(layout), 'ws'];
  const order = [...key, 'ts'].join(', ');
  const values = ['y', ...(layout.hasMean ? ['mean'] : []), ...layout.levels.map((_, index) => `q${index + 1}`)];

  /** Moves the rows of some windows into a new table, in order. */
  const moveOut = async (from: readonly TableWithSums[], windows: string, name: string, filter: string) => {
    const whole = await isWhole(from, windows);
    const rows = from
      .map(({ table }) => `SELECT * FROM ${table}${whole ? '' : ` SEMI JOIN ${windows} USING (${key.join(', ')})`}`)
      .join(' UNION ALL ');
    const moved = { table: `${catalog}.raw_${name}`, sums: `${catalog}.sums_${name}` };
    await run(`CREATE TABLE ${moved.table} AS SELECT * FROM (${rows}) ${filter} ORDER BY ${order}`);
    for (const name of from.flatMap(({ table, sums }) => [table, sums])) {
      const match = key.map((column) => `t.${column} = s.${column}`).join(' AND ');
      await run(whole ? `DROP TABLE ${name}` : `DELETE FROM ${name} t USING ${windows} s WHERE ${match}`);
    }
    await run(`CREATE TABLE ${moved.sums} AS ${cellSums(moved.table, layout, season)}`);
    return { moved, left: whole ? [] : from };
  };
  const isWhole = async (from: readonly TableWithSums[], windows: string): Promise<boolean> => {
    const all = from.map(({ sums }) => `SELECT n FROM ${sums}`).join(' UNION ALL ');
    const [row] = await database.rows(
      `SELECT (SELECT sum(n) FROM (${all}))::DOUBLE, (SELECT sum(n) FROM ${windows})::DOUBLE`,
      signal,
    );
    return row?.[0] === row?.[1];
  };
  const findSuspects = async (from: readonly TableWithSums[], name: string): Promise<boolean> => {
    const all = from.map(({ sums }) => `SELECT ${key.join(', ')}, n, chain FROM ${sums}`).join(' UNION ALL ');
    await run(
      `CREATE TABLE ${name} AS SELECT ${key.join(', ')}, sum(n) AS n FROM (${all})
       GROUP BY ${key.join(', ')} HAVING count(*) > 1 OR bool_or(chain <> n - 1)`,
    );
    const [row] = await database.rows(`SELECT count(*)::DOUBLE FROM ${name}`, signal);
    return Number(row?.[0]) > 0;
  };

  let mended = [...tables];
  let duplicates: DataNote | undefined;
  if (await findSuspects(mended, `${catalog}.disorder`)) {
    const sorted = await moveOut(mended, `${catalog}.disorder`, 'sorted', '');
    mended = [...sorted.left, sorted.moved];
    // In order of time, only a row that occurs twice can break the chain.
    if (await findSuspects([sorted.moved], `${catalog}.twice`)) {
      const rows = `${sorted.moved.table} SEMI JOIN ${catalog}.twice USING (${key.join(', ')})`;
      duplicates = await countDuplicates(database, rows, order, values, signal, 'forecast');
      const single = await moveOut([sorted.moved], `${catalog}.twice`, 'single', onlyOne(order, values));
      mended = [...sorted.left, ...single.left, single.moved];
    }
  }
  const sums = mended.map((name) => `SELECT n, step, ws, we FROM ${name.sums}`).join(' UNION ALL ');
  const [facts] = await database.rows(
    `SELECT min(step)::DOUBLE, max(epoch_ms(we) - epoch_ms(ws))::DOUBLE, max(n)::DOUBLE FROM (${sums})`,
    signal,
  );
  const [step = 0, length = 0, points = 0] = (facts ?? []).map((value) => Number(value ?? 0));
  return { tables: mended, duplicates, step, length, points };
}

async function countDuplicates(
  database: Database,
  rows: string,
  key: string,
  values: readonly string[],
  signal: AbortSignal,
  folder: PartKind,
): Promise<DataNote | undefined> {
  const differ = values.length === 0 ? 'false' : values.map(differs).join(' OR ');
  const [twice] = await database.rows(
    `SELECT coalesce(sum(n - 1), 0)::DOUBLE, count(*) FILTER (differ)::DOUBLE FROM (
       SELECT count(*) AS n, ${differ} AS differ FROM ${rows} GROUP BY ${key} HAVING count(*) > 1)`,
    signal,
  );
  const [dropped = 0, differing = 0] = (twice ?? []).map(Number);
  return dropped === 0 ? undefined : { kind: 'duplicates', folder, dropped, differing };
}

/** Keeps one row per key: of copies that differ the one with the smallest values, so that the outcome is always the same. */
function onlyOne(key: string, values: readonly string[]): string {
  const order = values.length === 0 ? '' : `ORDER BY ${values.map((name) => `${name} NULLS LAST`).join(', ')}`;
  return `QUALIFY row_number() OVER (PARTITION BY ${key} ${order}) = 1`;
}

function differs(name: string): string {
  return `(max(${name}) - min(${name}) > ${SAME} * greatest(1, abs(max(${name}))) OR count(${name}) NOT IN (0, count(*)))`;
}

/** Makes the table `accuracy` of all accuracy rows, each once, with the dimensions in the order of the layout. */
export async function mendAccuracy(
  { database, catalog, layout, signal }: MendContext,
  tables: readonly string[],
  schema: AccuracySchema | undefined,
): Promise<DataNote | undefined> {
  const key = [...keyColumns(layout), 'win', 'ws', 'we'].join(', ');
  const values = [
    ...layout.fileLevels.map((_, index) => `fl${index + 1}`),
    ...layout.fileMetrics.map(fileMetricColumn),
  ];
  if (tables.length === 0 || !schema) {
    const texts = [...keyColumns(layout), 'win'].map((name) => `${name} VARCHAR`).join(', ');
    await database.run(`CREATE TABLE ${catalog}.accuracy (${texts}, ws TIMESTAMP, we TIMESTAMP)`, signal);
    return undefined;
  }
  const dimensions = layout.dimensions.map((name, index) => {
    const place = schema.dimensions.findIndex((dimension) => dimension.name.toLowerCase() === name.toLowerCase());
    return `d${place + 1} AS d${index + 1}`;
  });
  const columns = ['item_id', ...dimensions, 'win', 'ws', 'we', ...values].join(', ');
  const all = `(${tables.map((table) => `SELECT ${columns} FROM ${table}`).join(' UNION ALL ')})`;
  const duplicates = await countDuplicates(database, all, key, values, signal, 'accuracy');
  const filter = duplicates ? onlyOne(key, values) : '';
  await database.run(`CREATE TABLE ${catalog}.accuracy AS SELECT * FROM ${all} ${filter} ORDER BY ${key}`, signal);
  return duplicates;
}
