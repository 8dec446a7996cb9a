/** Opening an export of ten million forecast rows, as CSV and as Parquet, beside DuckDB alone and beside the bare download. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg } from 'node:os';
import path from 'node:path';
import type { ExportFiles } from '../../src/domain/export-files';
import type { ExportSource } from '../../src/domain/results-port';
import type { DuckDbEngine } from '../../src/results/engine';
import { filesIn, makeEngine } from '../support/exports/engine';
import type { ServedFolder } from '../support/exports/http-store';
import { serveFolder } from '../support/exports/http-store';
import { itemIdOf } from '../support/exports/rows';
import type { ExportPlan } from '../support/exports/plan';
import { writeCsvExport, writeParquetExport } from '../support/exports/write';
import { PROJECT } from '../support/paths';
import type { AloneTimes } from './duckdb-alone';

/** `csv`, `parquet`, both when it is not set; anything else only generates the files. */
const FORMAT = process.env['BENCH_FORMAT'];
/** `disk`, `s3`, both when it is not set. */
const SOURCE = process.env['BENCH_SOURCE'];
/** Rows in millions; 10 unless BENCH_ROWS says otherwise. */
const MILLIONS = Number(process.env['BENCH_ROWS'] ?? 10);
const MEMORY = 4 * 1024 ** 3;
const THREADS = availableParallelism();
const BYTES_PER_SECOND = 125_000_000;
const CONCURRENCY = 8;
const FOLDER = path.join(PROJECT, 'out', 'bench');

const PLAN: ExportPlan = {
  seed: 7,
  jobName: 'bench',
  items: Math.round((MILLIONS * 1_000_000) / (5 * 24)),
  windows: 5,
  horizon: 24,
  step: 'hour',
  dimensions: [],
  quantiles: [0.1, 0.5, 0.9],
  mean: true,
  parts: 26,
  notDefinedEvery: 1000,
};

interface Measured {
  readonly summary: number;
  /** Processor time of the engine's process until then, seconds; other programs on the machine do not change it. */
  readonly processor: number;
  readonly sort: number;
  readonly seriesEarly: number;
  readonly stored: number;
  /** Median and worst of 50 items. */
  readonly series: readonly [number, number];
  /** Processor time of one of them, milliseconds. */
  readonly seriesProcessor: number;
  readonly peakMegabytes: number;
  readonly storeMegabytes: number;
}

export async function benchResults(): Promise<void> {
  const [csv, parquet] = await prepare();
  console.log(
    `${cpus()[0]?.model ?? 'unknown processor'}, ${THREADS} threads, load ${loadavg()[0]?.toFixed(1) ?? '?'} before the run`,
  );
  for (const [title, folder] of [
    ['CSV', csv],
    ['Parquet', parquet],
  ] as const) {
    if (FORMAT !== undefined && FORMAT !== title.toLowerCase()) continue;
    const files = await filesIn(folder);
    const bytes = [...files.forecast, ...files.accuracy].reduce((sum, { size }) => sum + size, 0);
    console.log(
      `\n${title}: ${PLAN.items} items, ${(bytes / 1e6).toFixed(0)} MB in ${files.forecast.length} + ${files.accuracy.length} parts`,
    );
    warm(folder, files);
    if (SOURCE !== 's3') report(await fromDisk(folder, files));
    if (SOURCE !== 'disk') report(await fromS3(title, folder, files));
  }
  console.log(`\nload ${loadavg()[0]?.toFixed(1) ?? '?'} after the run`);
}

type Row = readonly string[];

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`;

async function fromDisk(folder: string, files: ExportFiles): Promise<readonly Row[]> {
  const alone = runAlone(folder);
  const local = await measure({ kind: 'folder', path: folder }, files);
  return [
    [
      'first summary, files on this disk',
      seconds(local.summary),
      `DuckDB alone ${seconds(alone.summary)}`,
      ratio(local.summary, alone.summary, 1.2),
    ],
    [
      'the same in processor time',
      `${local.processor.toFixed(2)} s`,
      `DuckDB alone ${alone.processor.toFixed(2)} s`,
      ratio(local.processor, alone.processor, undefined),
    ],
    [
      'items sorted by error, 50 of them',
      `${local.sort.toFixed(0)} ms`,
      `DuckDB alone ${alone.sort.toFixed(0)} ms`,
      '',
    ],
    [
      'one series, before it is stored',
      `${local.seriesEarly.toFixed(0)} ms`,
      `DuckDB alone ${alone.series.toFixed(0)} ms`,
      '',
    ],
    [
      'one series, stored: median, worst of 50',
      local.series.map((value) => `${value.toFixed(0)} ms`).join(', '),
      `processor ${local.seriesProcessor.toFixed(0)} ms`,
      goal(local.series[1] < 50, 'under 50 ms'),
    ],
    ['stored in item order after another', seconds(local.stored), `${local.storeMegabytes.toFixed(0)} MB`, ''],
    [
      'peak memory of the engine',
      `${local.peakMegabytes.toFixed(0)} MB`,
      `limit ${(MEMORY / 1024 ** 2).toFixed(0)} MB`,
      '',
    ],
  ];
}

async function fromS3(title: string, folder: string, files: ExportFiles): Promise<readonly Row[]> {
  const served = await serveFolder(folder, BYTES_PER_SECOND);
  try {
    const raw = await download(served, files);
    const remote = await measure({ kind: 'objects', store: served.store, bucket: 'bench' }, files);
    return [
      [
        'first summary, download at 125 MB/s',
        seconds(remote.summary),
        `download alone ${seconds(raw)}`,
        ratio(remote.summary, raw, title === 'CSV' ? 1.15 : undefined),
      ],
      [
        'the engine’s processor time for it',
        `${remote.processor.toFixed(2)} s`,
        `${THREADS} threads`,
        'what the threads cannot do in the time of the download comes on top of it',
      ],
    ];
  } finally {
    served.stop();
  }
}

/** Generates the files once; they are kept in out/bench for the next run with the same plan. */
async function prepare(): Promise<[string, string]> {
  const [csv, parquet, mark] = ['csv', 'parquet', 'plan.json'].map((name) => path.join(FOLDER, name));
  if (csv === undefined || parquet === undefined || mark === undefined) throw new Error('unreachable');
  if (!existsSync(mark) || readFileSync(mark, 'utf8') !== JSON.stringify(PLAN)) {
    rmSync(FOLDER, { recursive: true, force: true });
    mkdirSync(FOLDER, { recursive: true });
    const started = performance.now();
    const rows = writeCsvExport(PLAN, csv);
    const names = readdirSync(csv, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.csv') && statSync(path.join(csv, file)).size > 0,
    );
    await writeParquetExport(csv, parquet, names, 'typed');
    writeFileSync(mark, JSON.stringify(PLAN));
    console.log(`${rows} rows generated in ${((performance.now() - started) / 1000).toFixed(0)} s`);
  }
  return [csv, parquet];
}

/** Reads every file once, so that all that follow find them in the operating system's memory. */
function warm(folder: string, files: ExportFiles): void {
  for (const { key } of [...files.forecast, ...files.accuracy]) readFileSync(path.join(folder, key));
}

function runAlone(folder: string): AloneTimes {
  const script = path.join(PROJECT, 'test', 'bench', 'duckdb-alone.ts');
  const run = spawnSync(
    process.execPath,
    ['--import=tsx', script, folder, String(THREADS), String(MEMORY), itemIdOf(PLAN, 4711)],
    { encoding: 'utf8', cwd: PROJECT },
  );
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout) as AloneTimes;
}

async function timed<T>(work: () => Promise<T>): Promise<[number, T]> {
  const started = performance.now();
  const result = await work();
  return [performance.now() - started, result];
}

async function measure(source: ExportSource, files: ExportFiles): Promise<Measured> {
  const cache = path.join(FOLDER, 'cache');
  rmSync(cache, { recursive: true, force: true });
  const engine = makeEngine(cache, {
    memoryLimit: MEMORY,
    threads: THREADS,
    tempLimit: 50e9,
    cacheLimit: 50e9,
    concurrency: CONCURRENCY,
  });
  try {
    const [summary, opened] = await timed(async () => {
      const one = await engine.open({ source, files });
      await engine.summary(one.id);
      return one;
    });
    const processor = processorSeconds(engine);
    const [sort, page] = await timed(() =>
      engine.items(opened.id, { sort: { by: 'errorShare', descending: true }, offset: 0, limit: 50 }),
    );
    const [first] = page.rows;
    if (!first) throw new Error('No items');
    const [seriesEarly] = await timed(() => engine.series(opened.id, first.key));
    const [stored, result] = await timed(() => opened.stored);
    await engine.series(opened.id, first.key);
    const series: number[] = [];
    const before = processorSeconds(engine);
    for (const { key } of page.rows) series.push((await timed(() => engine.series(opened.id, key)))[0]);
    const seriesProcessor = ((processorSeconds(engine) - before) * 1000) / series.length;
    series.sort((a, b) => a - b);
    return {
      summary,
      processor,
      sort,
      seriesEarly,
      stored,
      series: [series[Math.floor(series.length / 2)] ?? 0, series.at(-1) ?? 0],
      seriesProcessor,
      peakMegabytes: peakMegabytes(engine),
      storeMegabytes: result.kind === 'stored' ? result.bytes / 1e6 : 0,
    };
  } finally {
    engine.dispose();
    rmSync(cache, { recursive: true, force: true });
  }
}

/** Linux only; the kernel counts in hundredths of a second. */
function processorSeconds(engine: DuckDbEngine): number {
  const file = `/proc/${engine.pid ?? 0}/stat`;
  if (!existsSync(file)) return Number.NaN;
  const [user, system] = readFileSync(file, 'utf8')
    .replace(/^.*\) /u, '')
    .split(' ')
    .slice(11, 13)
    .map(Number);
  return ((user ?? 0) + (system ?? 0)) / 100;
}

/** The most memory that the engine's process ever had; Linux only. */
function peakMegabytes(engine: DuckDbEngine): number {
  const status = `/proc/${engine.pid ?? 0}/status`;
  if (!existsSync(status)) return Number.NaN;
  return Number(/VmHWM:\s+(\d+) kB/u.exec(readFileSync(status, 'utf8'))?.[1]) / 1024;
}

/** Only brings the parts onto the disk, as many at once as the engine does. */
async function download({ store }: ServedFolder, files: ExportFiles): Promise<number> {
  const folder = path.join(FOLDER, 'download');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const waiting = [...files.accuracy, ...files.forecast];
  const [milliseconds] = await timed(() =>
    Promise.all(
      Array.from({ length: CONCURRENCY }, async () => {
        for (let part = waiting.shift(); part; part = waiting.shift()) {
          const file = await open(path.join(folder, path.basename(part.key)), 'w');
          for await (const chunk of await store.get({ bucket: 'bench', key: part.key })) await file.write(chunk);
          await file.close();
        }
      }),
    ),
  );
  rmSync(folder, { recursive: true, force: true });
  return milliseconds;
}

function ratio(own: number, other: number, limit: number | undefined): string {
  const times = own / other;
  const text = `${times.toFixed(2)} times`;
  return limit === undefined ? text : `${text}, ${goal(times <= limit, `at most ${limit}`)}`;
}

function goal(reached: boolean, words: string): string {
  return `${reached ? 'reached' : 'NOT REACHED'}: ${words}`;
}

function report(rows: readonly (readonly string[])[]): void {
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows)
    console.log(`  ${row.map((text, column) => text.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
}
