/** The results engine: DuckDB in a process of its own, and a folder of local stores. */
import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import { isCancelled } from '../domain/errors';
import type { ExportFiles, ExportPart, PartKind } from '../domain/export-files';
import type { CallOptions } from '../domain/ports';
import { unlessAborted } from '../domain/unless-aborted';
import type {
  CompareRequest,
  Comparison,
  ItemKey,
  ItemsPage,
  ItemsRequest,
  OpenedExport,
  OpenOptions,
  OpenRequest,
  QueryResult,
  ResultsEngine,
  ResultsSummary,
  Series,
  StoreResult,
  TableSchema,
} from '../domain/results-port';
import { isResultsError, ResultsError } from '../domain/results-error';
import { Cache, fingerprint } from './cache';
import { downloadParts } from './download';
import { translate } from './engine-errors';
import type { OpenedInWorker } from './messages';
import type { PartFile } from './read-parts';
import { WorkerProcess } from './worker-process';

export interface EngineOptions {
  readonly worker: { readonly path: string; readonly execArgv?: readonly string[] };
  /** A folder of the extension's own. */
  readonly cacheFolder: string;
  /** Bytes of stores and downloads to keep. */
  readonly cacheLimit: number;
  /** Bytes of memory that the engine may take before it moves data to the disk. */
  readonly memoryLimit: number;
  /** Bytes that it may move there. */
  readonly tempLimit: number;
  readonly threads: number;
  /** Parts that are downloaded at once. */
  readonly concurrency: number;
}

interface Entry {
  readonly storePath: string;
  /** The process that holds it. */
  generation: number;
  /** It can be attached again by another process. */
  isStored: boolean;
  stored: Promise<StoreResult>;
  /** Lets others remove the store. */
  readonly release: () => Promise<void>;
}

export class DuckDbEngine implements ResultsEngine {
  readonly #cache: Cache;
  readonly #worker: WorkerProcess;
  readonly #entries = new Map<string, Entry>();
  readonly #progress = new Map<string, (bytes: number, rows: number, phase: 'read' | 'compute') => void>();
  #prepared: Promise<void> | undefined;
  #opened = 0;

  readonly #options: EngineOptions;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#cache = new Cache(options.cacheFolder, options.cacheLimit);
    const { memoryLimit, tempLimit, threads } = options;
    const settings = { memoryLimit, tempLimit, threads, tempFolder: this.#cache.spillFolder };
    this.#worker = new WorkerProcess({ ...options.worker, settings }, ({ id, bytes, rows, phase }) =>
      this.#progress.get(id)?.(bytes, rows, phase),
    );
  }

  /** The engine's process id while it runs: to watch what it uses. */
  get pid(): number | undefined {
    return this.#worker.pid;
  }

  async open(request: OpenRequest, options: OpenOptions = {}): Promise<OpenedExport> {
    const { source, files } = request;
    if (files.forecast.length + files.accuracy.length === 0) {
      throw new ResultsError('missingFiles', 'The export has no files');
    }
    try {
      await (this.#prepared ??= this.#cache.prepare());
    } catch (error) {
      this.#prepared = undefined;
      throw translate(error);
    }
    this.#opened += 1;
    const id = `${files.jobName}:${this.#opened}`;
    const print = fingerprint(source.kind === 'folder' ? source.path : source.bucket, files);
    const storePath = this.#cache.storePath(print);
    const release = await this.#cache.lease(print);
    try {
      const generation = await this.#worker.generation();
      const found = await this.#worker.call('attach', { id, path: storePath }, options);
      if (!found) return await this.#bring(id, request, { print, generation, release }, options);
      await this.#cache.touch(storePath);
      const stored = Promise.resolve<StoreResult>({ kind: 'stored', bytes: 0 });
      this.#entries.set(id, { storePath, generation, isStored: true, stored, release });
      return { id, ...found, fromStore: true, stored };
    } catch (error) {
      await release();
      throw error;
    }
  }

  /** Reads the files of an export that is not stored yet, and stores it. */
  async #bring(
    id: string,
    request: OpenRequest,
    { print, generation, release }: { print: string; generation: number; release: () => Promise<void> },
    options: OpenOptions,
  ): Promise<OpenedExport> {
    const storePath = this.#cache.storePath(print);
    const parts = await this.#take(request, print);
    try {
      const opened = await this.#read(id, request, parts.folder, options);
      const stored = this.#store(id, print).finally(() => parts.release(false));
      const entry: Entry = { storePath, generation, isStored: false, stored, release };
      void stored.then(({ kind }) => (entry.isStored = kind === 'stored'));
      this.#entries.set(id, entry);
      return { id, ...opened, fromStore: false, stored };
    } catch (error) {
      await this.#worker.call('close', { id }).catch(() => undefined);
      // A failed attempt may leave memory taken that only the end of the process gives back.
      const isStarved = isResultsError(error) && ['outOfMemory', 'diskFull'].includes(error.kind);
      if (isStarved && [...this.#entries.values()].every(({ isStored }) => isStored)) this.#worker.restartIfIdle();
      // What has arrived is kept for the next try, unless the fault is in the files themselves.
      await parts.release(isResultsError(error) ? !['badPart', 'changed'].includes(error.kind) : true);
      throw error;
    } finally {
      this.#progress.delete(id);
    }
  }

  async #take(
    { source }: OpenRequest,
    print: string,
  ): Promise<{ folder: string; release: (keep: boolean) => Promise<void> }> {
    if (source.kind === 'folder') return { folder: source.path, release: () => Promise.resolve() };
    try {
      const { path, release } = await this.#cache.partsFolder(print);
      return { folder: path, release };
    } catch (error) {
      throw translate(error);
    }
  }

  async #read(id: string, request: OpenRequest, folder: string, options: OpenOptions): Promise<OpenedInWorker> {
    const { source, files } = request;
    const { onProgress } = options;
    const stop = new AbortController();
    // Every part that is being downloaded or read listens.
    setMaxListeners(0, stop.signal);
    const cancel = (): void => stop.abort();
    options.signal?.addEventListener('abort', cancel);
    // It may have been given up before anybody listened.
    if (options.signal?.aborted) cancel();
    const call = { signal: stop.signal };
    const all = partsOf(files);
    const bytesTotal = all.reduce((sum, { part }) => sum + part.size, 0);
    let rows = 0;
    let downloaded = 0;
    this.#progress.set(id, (bytes, count, phase) => {
      rows = count;
      if (source.kind === 'folder' || phase === 'compute') onProgress?.({ phase, bytesDone: bytes, bytesTotal, rows });
    });
    const reading: Promise<unknown>[] = [];
    const failures: unknown[] = [];
    const add = (parts: readonly PartFile[]): void => {
      const read = this.#worker.call('addParts', { id, parts }, call).catch((error: unknown) => {
        // A part that cannot be read ends the download of the others; the first fault is the one to tell.
        failures.push(error);
        stop.abort();
      });
      reading.push(read);
    };
    try {
      await this.#worker.call('begin', { id }, call);
      if (source.kind === 'folder') {
        add(all.map(({ kind, part }) => toPartFile(kind, files, part, join(folder, ...part.key.split('/')))));
      } else {
        const kinds = new Map(all.map(({ kind, part }) => [part, kind]));
        await downloadParts({
          store: source.store,
          bucket: source.bucket,
          parts: all.map(({ part }) => part),
          format: files.format,
          folder,
          concurrency: this.#options.concurrency,
          signal: stop.signal,
          onBytes: (bytes) => {
            downloaded += bytes;
            onProgress?.({ phase: 'download', bytesDone: downloaded, bytesTotal, rows });
          },
          onPart: (part, path) => add([toPartFile(kinds.get(part) ?? 'forecast', files, part, path)]),
        });
      }
      await Promise.all(reading);
      if (failures.length > 0) throw failures[0];
      return await this.#worker.call('finish', { id }, call);
    } catch (error) {
      if (isCancelled(error) && failures.length > 0 && !options.signal?.aborted) throw failures[0];
      throw error;
    } finally {
      options.signal?.removeEventListener('abort', cancel);
    }
  }

  /** Writes the store behind the reader's back; nothing depends on its success. */
  async #store(id: string, print: string): Promise<StoreResult> {
    const path = this.#cache.storePath(print);
    try {
      const result = await this.#worker.call('store', { id, path, temporary: this.#cache.temporaryPath(print) });
      await this.#cache.evict(new Set([path]));
      return result;
    } catch (error) {
      if (isCancelled(error)) return { kind: 'notStored', reason: 'closed', message: '' };
      const known = translate(error);
      const reason = isResultsError(known) && known.kind === 'diskFull' ? 'diskFull' : 'failed';
      return { kind: 'notStored', reason, message: known.message };
    }
  }

  async summary(id: string, options?: CallOptions): Promise<ResultsSummary> {
    await this.#require(id);
    return this.#worker.call('summary', { id }, options);
  }

  async items(id: string, request: ItemsRequest, options?: CallOptions): Promise<ItemsPage> {
    await this.#require(id);
    return this.#worker.call('items', { id, request }, options);
  }

  async series(id: string, key: ItemKey, options?: CallOptions): Promise<Series> {
    await this.#require(id);
    return this.#worker.call('series', { id, key }, options);
  }

  async compare(request: CompareRequest, options?: CallOptions): Promise<Comparison> {
    await this.#require(request.left);
    await this.#require(request.right);
    return this.#worker.call('compare', { request }, options);
  }

  async tables(id: string, options?: CallOptions): Promise<readonly TableSchema[]> {
    return this.#askStore(id, options, () => this.#worker.call('tables', { id }, options));
  }

  async query(id: string, sql: string, maxRows: number, options?: CallOptions): Promise<QueryResult> {
    return this.#askStore(id, options, () => this.#worker.call('query', { id, sql, maxRows }, options));
  }

  async close(id: string): Promise<void> {
    const entry = this.#entries.get(id);
    if (!entry) return;
    this.#entries.delete(id);
    await this.#worker.call('close', { id }).catch(() => undefined);
    await entry.release();
  }

  dispose(): void {
    for (const { release } of this.#entries.values()) void release();
    this.#entries.clear();
    this.#worker.dispose();
  }

  /** An export that was stored is attached again when the process that held it has ended. */
  async #require(id: string): Promise<void> {
    const entry = this.#entries.get(id);
    if (!entry) throw new ResultsError('notOpen', 'The export is not open');
    const generation = await this.#worker.generation();
    if (entry.generation === generation) return;
    const found = await this.#worker.call('attach', { id, path: entry.storePath });
    if (!found) throw new ResultsError('notOpen', 'The engine ended before the export was stored: open it again');
    entry.generation = generation;
  }

  /** Asks about the store itself. When its file has gone the export counts as closed, so that it is opened again. */
  async #askStore<T>(id: string, { signal }: CallOptions = {}, question: () => Promise<T>): Promise<T> {
    await unlessAborted(this.#requireStored(id), signal);
    try {
      return await question();
    } catch (error) {
      if (isResultsError(error) && error.kind === 'notOpen') await this.close(id);
      throw error;
    }
  }

  async #requireStored(id: string): Promise<void> {
    await this.#require(id);
    const result = await this.#entries.get(id)?.stored;
    if (result?.kind === 'notStored') {
      throw new ResultsError(
        result.reason === 'diskFull' ? 'diskFull' : 'notOpen',
        `The export is not stored: ${result.message}`,
      );
    }
  }
}

interface KindOfPart {
  readonly kind: PartKind;
  readonly part: ExportPart;
}

/** The accuracy files first: they are small, and nothing of them is left to do when the last forecast part arrives. */
function partsOf(files: ExportFiles): KindOfPart[] {
  return [
    ...files.accuracy.map((part) => ({ kind: 'accuracy' as const, part })),
    ...files.forecast.map((part) => ({ kind: 'forecast' as const, part })),
  ];
}

function toPartFile(kind: PartKind, files: ExportFiles, part: ExportPart, path: string): PartFile {
  return { kind, format: files.format, path, name: part.key.slice(part.key.lastIndexOf('/') + 1), size: part.size };
}
