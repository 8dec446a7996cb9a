/**
 * The yardstick: DuckDB alone, in a plain script, running the same SQL on the same files, without a second process, a
 * store or messages. Prints its times as JSON: `tsx duckdb-alone.ts FOLDER THREADS MEMORY ITEM`.
 */
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Database } from '../../src/results/database';
import { Ingest } from '../../src/results/ingest';
import { itemSeries, itemsPage } from '../../src/results/item-queries';
import type { PartFile } from '../../src/results/read-parts';
import { exportSummary } from '../../src/results/summary-query';
import { filesIn } from '../support/exports/engine';

export interface AloneTimes {
  readonly summary: number;
  /** Processor time until then, seconds. */
  readonly processor: number;
  readonly sort: number;
  readonly series: number;
}

async function main([folder = '', threads = '2', memory = '', itemId = '']: readonly string[]): Promise<AloneTimes> {
  const files = await filesIn(folder);
  const parts = (['accuracy', 'forecast'] as const).flatMap((kind) =>
    files[kind].map(({ key, size }): PartFile => {
      return { kind, format: files.format, path: path.join(folder, key), name: path.basename(key), size };
    }),
  );
  const { signal } = new AbortController();
  const before = process.cpuUsage();
  const started = performance.now();
  const database = await Database.open({
    memoryLimit: Number(memory),
    threads: Number(threads),
    tempFolder: path.join(tmpdir(), `duckdb-alone-${process.pid}`),
    tempLimit: 50e9,
  });
  await database.run(`ATTACH ':memory:' AS alone`, signal);
  const ingest = new Ingest(database, 'alone', signal, () => undefined);
  await ingest.add(parts);
  const { meta, forecast } = await ingest.finish();
  const rows = `(${forecast.tables.map((table) => `SELECT * FROM ${table}`).join(' UNION ALL ')})`;
  const tables = { database, catalog: 'alone', forecast: rows, isNumbered: false, layout: meta.layout };
  await exportSummary(tables, signal);
  const summary = performance.now() - started;
  const { user, system } = process.cpuUsage(before);
  const sorting = performance.now();
  await itemsPage(tables, { sort: { by: 'errorShare', descending: true }, offset: 0, limit: 50 }, signal);
  const sort = performance.now() - sorting;
  const reading = performance.now();
  await itemSeries(tables, { itemId, dimensions: [] }, signal);
  return { summary, processor: (user + system) / 1e6, sort, series: performance.now() - reading };
}

main(process.argv.slice(2)).then(
  (times) => {
    console.log(JSON.stringify(times));
    process.exit(0);
  },
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
