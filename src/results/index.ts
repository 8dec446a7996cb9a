/** Everything that reads exports, loaded at the first use. The worker's bundle lies beside this one. */
import { availableParallelism, totalmem } from 'node:os';
import type { ResultsEngine } from '../domain/results-port';
import { DuckDbEngine } from './engine';

export { listFolder } from './local-folder';

const MEGABYTE = 1024 * 1024;

export interface ResultsOptions {
  /** The bundle of the engine's process. */
  readonly workerPath: string;
  readonly cacheFolder: string;
  /** Bytes. */
  readonly cacheLimit: number;
}

/** An engine that takes a fair part of this machine. */
export function createResultsEngine(options: ResultsOptions): ResultsEngine {
  const { workerPath, cacheFolder, cacheLimit } = options;
  return new DuckDbEngine({
    worker: { path: workerPath },
    cacheFolder,
    cacheLimit,
    memoryLimit: Math.min(4096 * MEGABYTE, Math.max(512 * MEGABYTE, totalmem() * 0.3)),
    tempLimit: 200 * 1024 * MEGABYTE,
    threads: Math.max(1, Math.min(8, availableParallelism())),
    concurrency: 8,
  });
}
