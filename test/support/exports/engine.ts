/** A real results engine in a process of its own, with everything it keeps in a temporary folder. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';
import type { ExportFiles } from '../../../src/domain/export-files';
import { groupExportFiles } from '../../../src/domain/export-files';
import type { OpenedExport, OpenOptions } from '../../../src/domain/results-port';
import type { EngineOptions } from '../../../src/results/engine';
import { DuckDbEngine } from '../../../src/results/engine';
import { listFolder } from '../../../src/results/local-folder';
import { PROJECT } from '../paths';

let worker: string | undefined;

/** Bundles the engine's process as the build does. */
export function workerPath(): string {
  if (worker !== undefined) return worker;
  worker = path.join(PROJECT, 'out', `results-worker-under-test-${process.pid}.js`);
  buildSync({
    entryPoints: [path.join(PROJECT, 'src', 'results', 'worker-start.ts')],
    outfile: worker,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    minify: true,
    external: ['@duckdb/node-bindings-*'],
    logLevel: 'error',
  });
  const built = worker;
  process.once('exit', () => rmSync(built, { force: true }));
  return worker;
}

const MEGABYTE = 1024 * 1024;

export function makeEngine(cacheFolder: string, changes: Partial<EngineOptions> = {}): DuckDbEngine {
  return new DuckDbEngine({
    worker: { path: workerPath() },
    cacheFolder,
    cacheLimit: 1024 * MEGABYTE,
    memoryLimit: 512 * MEGABYTE,
    tempLimit: 1024 * MEGABYTE,
    threads: 2,
    concurrency: 4,
    ...changes,
  });
}

export function temporaryFolder(): string {
  return mkdtempSync(path.join(tmpdir(), 'results-test-'));
}

/** The newest export in a folder. */
export async function filesIn(folder: string): Promise<ExportFiles> {
  const { exports } = groupExportFiles((await listFolder(folder)).files);
  const [newest] = exports;
  if (!newest) throw new Error(`${folder} holds no export`);
  return newest;
}

export async function openFolder(engine: DuckDbEngine, folder: string, options?: OpenOptions): Promise<OpenedExport> {
  return engine.open({ source: { kind: 'folder', path: folder }, files: await filesIn(folder) }, options);
}

export interface Recomputed {
  readonly rows: number;
  readonly copies: number;
  readonly season: number;
  readonly cells: Readonly<Record<string, Readonly<Record<string, number | null>>>>;
  readonly items: Readonly<Record<string, Readonly<Record<string, number | null>>>>;
  readonly windows: Readonly<Record<string, Readonly<Record<string, number | null>>>>;
  readonly overall: Readonly<Record<string, number | null>>;
}

/** Every metric of a CSV export as `recompute.py` computes it. Needs Python 3.7 or newer on the path. */
export function recompute(folder: string): Recomputed {
  const script = path.join(PROJECT, 'test', 'support', 'exports', 'recompute.py');
  const run = spawnSync(process.platform === 'win32' ? 'python' : 'python3', [script, folder], {
    encoding: 'utf8',
    maxBuffer: 512 * MEGABYTE,
  });
  if (run.status !== 0) throw new Error(`Python could not recompute the metrics: ${run.error?.message ?? run.stderr}`);
  return JSON.parse(run.stdout) as Recomputed;
}
