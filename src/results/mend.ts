/** Puts right what single batches cannot know: rows in disorder, windows in several batches, rows that occur twice. */
import type { AccuracySchema } from '../domain/export-schema';
import type { DataNote } from '../domain/results-port';
import { cellSums } from './cells';
import type { Database } from './database';
import type { Layout } from './layout';
import { fileMetricColumn, keyColumns } from './layout';

export interface MendedForecast {
  /** Together they hold every forecast row once. */
  readonly tables: readonly string[];
  /** The sums of each of `tables`. */
  readonly sums: readonly string[];
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

export async function mendForecast(
  database: Database,
  catalog: string,
  layout: Layout,
  tables: readonly string[],
  season: number,
  signal: AbortSignal,
): Promise<MendedForecast> {
  const key = [...keyColumns(layout), 'ws'];
  const keyList = key.join(', ');
  const sumsTables = tables.map((_, index) => `${catalog}.sums_${index + 1}`);
  const all = sumsTables.map((table) => `SELECT ${keyList}, n, chain FROM ${table}`).join(' UNION ALL ');
  await database.run(
    `CREATE TABLE ${catalog}.suspect AS
     SELECT ${keyList}, sum(n) AS n FROM (${all}) GROUP BY ${keyList} HAVING count(*) > 1 OR bool_or(chain <> n - 1)`,
    signal,
  );
  const [suspects] = await database.rows(`SELECT count(*)::DOUBLE, sum(n)::DOUBLE FROM ${catalog}.suspect`, signal);
  let mended = { tables: [...tables], sums: sumsTables };
  let duplicates: DataNote | undefined;
  if (Number(suspects?.[0]) > 0) {
    const rows = tables
      .map((table) => `SELECT * FROM ${table} SEMI JOIN ${catalog}.suspect USING (${keyList})`)
      .join(' UNION ALL ');
    await database.run(`CREATE TABLE ${catalog}.disorder AS ${rows}`, signal);
    const [whole] = await database.rows(`SELECT sum(n)::DOUBLE FROM (${all})`, signal);
    if (Number(whole?.[0]) === Number(suspects?.[1])) {
      for (const table of [...tables, ...sumsTables]) await database.run(`DROP TABLE ${table}`, signal);
      mended = { tables: [], sums: [] };
    } else {
      const match = key.map((name) => `t.${name} = s.${name}`).join(' AND ');
      for (const table of [...tables, ...sumsTables]) {
        await database.run(`DELETE FROM ${table} t USING ${catalog}.suspect s WHERE ${match}`, signal);
      }
    }
    duplicates = await dropDuplicates(database, catalog, layout, Number(suspects?.[1]), signal);
    await database.run(
      `CREATE TABLE ${catalog}.sums_mended AS ${cellSums(`${catalog}.raw_mended`, layout, season || 1)}`,
      signal,
    );
    mended.tables.push(`${catalog}.raw_mended`);
    mended.sums.push(`${catalog}.sums_mended`);
  }
  const sums = mended.sums.map((table) => `SELECT n, step, ws, we FROM ${table}`).join(' UNION ALL ');
  const [facts] = await database.rows(
    `SELECT min(step)::DOUBLE, max(epoch_ms(we) - epoch_ms(ws))::DOUBLE, max(n)::DOUBLE FROM (${sums})`,
    signal,
  );
  const [step, length, points] = [0, 1, 2].map((index) => Number(facts?.[index] ?? 0));
  return { ...mended, duplicates, step: step ?? 0, length: length ?? 0, points: points ?? 0 };
}

/** Makes `raw_mended`, in order of time, from `disorder`. Of copies that differ the smallest values are kept. */
async function dropDuplicates(
  database: Database,
  catalog: string,
  layout: Layout,
  rows: number,
  signal: AbortSignal,
): Promise<DataNote | undefined> {
  const key = [...keyColumns(layout), 'ws', 'ts'].join(', ');
  const values = ['y', ...(layout.hasMean ? ['mean'] : []), ...layout.levels.map((_, index) => `q${index + 1}`)];
  const differ = values.map(differs).join(' OR ');
  const [twice] = await database.rows(
    `SELECT coalesce(sum(n - 1), 0)::DOUBLE, count(*) FILTER (differ)::DOUBLE FROM (
       SELECT count(*) AS n, ${differ} AS differ FROM ${catalog}.disorder GROUP BY ${key} HAVING count(*) > 1)`,
    signal,
  );
  const dropped = Number(twice?.[0]);
  const source =
    dropped === 0
      ? `SELECT * FROM ${catalog}.disorder`
      : `SELECT * FROM ${catalog}.disorder
         QUALIFY row_number() OVER (PARTITION BY ${key} ORDER BY ${values.map((name) => `${name} NULLS LAST`).join(', ')}) = 1`;
  await database.run(`CREATE TABLE ${catalog}.raw_mended AS ${source} ORDER BY ${key}`, signal);
  await database.run(`DROP TABLE ${catalog}.disorder`, signal);
  if (dropped === 0 || rows === 0) return undefined;
  return { kind: 'duplicates', folder: 'forecast', dropped, differing: Number(twice?.[1]) };
}

function differs(name: string): string {
  return `(max(${name}) - min(${name}) > ${SAME} * greatest(1, abs(max(${name}))) OR count(${name}) NOT IN (0, count(*)))`;
}

/** Makes the table `accuracy` of all accuracy rows, each once, with the dimensions in the order of the layout. */
export async function mendAccuracy(
  database: Database,
  catalog: string,
  layout: Layout,
  tables: readonly string[],
  schema: AccuracySchema | undefined,
  signal: AbortSignal,
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
  const all = tables.map((table) => `SELECT ${columns} FROM ${table}`).join(' UNION ALL ');
  const differ = values.length === 0 ? 'false' : values.map(differs).join(' OR ');
  const [twice] = await database.rows(
    `SELECT coalesce(sum(n - 1), 0)::DOUBLE, count(*) FILTER (differ)::DOUBLE FROM (
       SELECT count(*) AS n, ${differ} AS differ FROM (${all}) GROUP BY ${key} HAVING count(*) > 1)`,
    signal,
  );
  const dropped = Number(twice?.[0]);
  const order = values.map((name) => `${name} NULLS LAST`).join(', ');
  const once =
    dropped === 0
      ? all
      : `SELECT * FROM (${all}) QUALIFY row_number() OVER (PARTITION BY ${key} ORDER BY ${order || 'item_id'}) = 1`;
  await database.run(`CREATE TABLE ${catalog}.accuracy AS SELECT * FROM (${once}) ORDER BY ${key}`, signal);
  if (dropped === 0) return undefined;
  return { kind: 'duplicates', folder: 'accuracy', dropped, differing: Number(twice?.[1]) };
}
