/** The engine's own process: takes calls from the extension, one answer each, and ends when the extension does. */
import { dirname } from 'node:path';
import { Cancelled, isCancelled, isDomainError } from '../domain/errors';
import type { StoreResult } from '../domain/results-port';
import { isResultsError, ResultsError } from '../domain/results-error';
import { compareExports } from './compare-query';
import { Database } from './database';
import { translate } from './engine-errors';
import { Ingest } from './ingest';
import type { Tables } from './item-queries';
import { itemSeries, itemsPage } from './item-queries';
import type { ForecastTables, StoreMeta } from './layout';
import type { CallName, Calls, FromWorker, ToWorker, WireError, WorkerSettings } from './messages';
import type { SandboxOptions } from './sandbox';
import { querySandbox, sandboxTables } from './sandbox';
import { attachStore, storeGone, writeStore } from './store';
import { exportSummary } from './summary-query';

interface OpenExport {
  /** The attached database with the tables; another one once the export is stored. */
  catalog: string;
  meta: StoreMeta | undefined;
  forecast: ForecastTables;
  ingest: Ingest | undefined;
  /** The store's file, once there is one. */
  path: string | undefined;
  /** Queries that are under way: a catalog is let go only when nobody reads it. */
  readonly readers: Set<Promise<unknown>>;
  readonly closed: AbortController;
}

type Handlers = {
  [Name in CallName]: (params: Calls[Name]['params'], signal: AbortSignal) => Promise<Calls[Name]['answer']>;
};

const exports = new Map<string, OpenExport>();
let database: Database | undefined;
let settings: WorkerSettings | undefined;
let catalogs = 0;

function engine(): Database {
  if (!database) throw new ResultsError('unknown', 'The engine has not been started');
  return database;
}

function opened(id: string): OpenExport {
  const found = exports.get(id);
  if (!found) throw new ResultsError('notOpen', 'The export is not open');
  return found;
}

function nextCatalog(): string {
  catalogs += 1;
  return `export_${catalogs}`;
}

async function read<T>(id: string, work: (tables: Tables) => Promise<T>): Promise<T> {
  const entry = opened(id);
  const { meta, catalog } = entry;
  if (!meta) throw new ResultsError('notOpen', 'The export has not been read yet');
  const { tables, isNumbered } = entry.forecast;
  const forecast =
    tables.length === 1
      ? (tables[0] ?? '')
      : `(${tables.map((table) => `SELECT * FROM ${table}`).join(' UNION ALL ')})`;
  const reading = work({ database: engine(), catalog, forecast, isNumbered, layout: meta.layout });
  entry.readers.add(reading);
  try {
    return await reading;
  } finally {
    entry.readers.delete(reading);
  }
}

async function release(entry: OpenExport, catalog: string): Promise<void> {
  await Promise.allSettled(entry.readers);
  await engine().run(`DETACH DATABASE IF EXISTS ${catalog}`, new AbortController().signal);
}

/** A reader's own query may take half of what the engine may. */
function sandbox(): SandboxOptions {
  if (!settings) throw new ResultsError('unknown', 'The engine has not been started');
  const { memoryLimit, tempLimit, threads, tempFolder } = settings;
  return { memoryLimit: memoryLimit / 2, tempLimit: tempLimit / 2, threads, tempRoot: dirname(tempFolder) };
}

const handlers: Handlers = {
  start: async (params) => {
    settings = params;
    database ??= await Database.open(params);
    return null;
  },
  attach: async ({ id, path }, signal) => {
    const catalog = nextCatalog();
    const meta = await attachStore(engine(), catalog, path, signal);
    if (!meta) return null;
    const forecast = { tables: [`${catalog}.forecast`], isNumbered: true };
    exports.set(id, {
      catalog,
      meta,
      path,
      forecast,
      ingest: undefined,
      readers: new Set(),
      closed: new AbortController(),
    });
    return { shape: meta.shape, notes: meta.notes };
  },
  begin: async ({ id }, signal) => {
    const catalog = nextCatalog();
    await engine().run(`ATTACH ':memory:' AS ${catalog}`, signal);
    const closed = new AbortController();
    const ingest = new Ingest(engine(), catalog, closed.signal, (progress) =>
      send({ kind: 'progress', id, ...progress }),
    );
    exports.set(id, {
      catalog,
      meta: undefined,
      path: undefined,
      forecast: { tables: [], isNumbered: false },
      ingest,
      readers: new Set(),
      closed,
    });
    return null;
  },
  addParts: async ({ id, parts }) => {
    await opened(id).ingest?.add(parts);
    return null;
  },
  finish: async ({ id }) => {
    const entry = opened(id);
    if (!entry.ingest) throw new ResultsError('notOpen', 'The export is not being read');
    const { meta, forecast } = await entry.ingest.finish();
    entry.meta = meta;
    entry.forecast = forecast;
    entry.ingest = undefined;
    return { shape: meta.shape, notes: meta.notes };
  },
  store: async ({ id, path, temporary }) => {
    const entry = opened(id);
    const { meta, catalog, forecast } = entry;
    if (!meta) throw new ResultsError('notOpen', 'The export has not been read yet');
    const bytes = await writeStore(engine(), catalog, forecast, meta, path, temporary, entry.closed.signal);
    const stored = nextCatalog();
    if (!(await attachStore(engine(), stored, path, entry.closed.signal))) throw storeGone();
    entry.catalog = stored;
    entry.forecast = { tables: [`${stored}.forecast`], isNumbered: true };
    entry.path = path;
    await release(entry, catalog);
    return { kind: 'stored', bytes } satisfies StoreResult;
  },
  summary: ({ id }, signal) => read(id, (tables) => exportSummary(tables, signal)),
  items: ({ id, request }, signal) => read(id, (tables) => itemsPage(tables, request, signal)),
  series: ({ id, key }, signal) => read(id, (tables) => itemSeries(tables, key, signal)),
  compare: ({ request }, signal) =>
    read(request.left, (left) => read(request.right, (right) => compareExports(left, right, request, signal))),
  tables: ({ id }, signal) => sandboxTables(stored(id), sandbox(), signal),
  query: ({ id, sql, maxRows }, signal) => querySandbox(stored(id), sql, maxRows, sandbox(), signal),
  close: async ({ id }) => {
    const entry = exports.get(id);
    if (!entry) return null;
    exports.delete(id);
    entry.closed.abort();
    await release(entry, entry.catalog);
    return null;
  },
};

function stored(id: string): string {
  const { path } = opened(id);
  if (path === undefined) throw storeGone();
  return path;
}

function toWire(error: unknown): WireError {
  const known = translate(error);
  if (isCancelled(known)) return { type: 'cancelled' };
  if (isDomainError(known)) return { type: 'domain', kind: known.kind, message: known.message, facts: known.facts };
  const { kind, message, facts } = isResultsError(known) ? known : new ResultsError('unknown', known.message);
  return { type: 'results', kind, message, facts };
}

function send(message: FromWorker): void {
  // The channel closes when the extension ends; nobody is left to hear the answer.
  if (process.connected) process.send?.(message);
}

const running = new Map<number, AbortController>();

async function answer({ call, name, params }: Extract<ToWorker, { kind: 'call' }>): Promise<void> {
  const controller = new AbortController();
  running.set(call, controller);
  try {
    const handler = handlers[name] as (params: unknown, signal: AbortSignal) => Promise<unknown>;
    const value = await handler(params, controller.signal);
    if (controller.signal.aborted) throw new Cancelled();
    send({ kind: 'answer', call, value });
  } catch (error) {
    send({ kind: 'error', call, error: toWire(error) });
  } finally {
    running.delete(call);
  }
}

process.on('message', (message: ToWorker) => {
  if (message.kind === 'cancel') running.get(message.call)?.abort();
  else void answer(message);
});
process.on('disconnect', () => process.exit(0));
