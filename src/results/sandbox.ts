/**
 * Runs a reader's own SQL. It gets an engine of its own that can see one store, read-only, and nothing else: no files,
 * no network, no settings.
 */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance, StatementType } from '@duckdb/node-api';
import type { Cell, QueryResult, TableSchema } from '../domain/results-port';
import { Cancelled } from '../domain/errors';
import { ResultsError } from '../domain/results-error';
import { translate } from './engine-errors';
import { literal } from './layout';
import { storeGone, VIEWS } from './store';
import { useTemporarySpace } from './temporary-space';

export interface SandboxOptions {
  /** Bytes. */
  readonly memoryLimit: number;
  readonly threads: number;
  /** The folder that holds what does not fit into memory, as long as the query runs. */
  readonly tempRoot: string;
  /** Bytes that may lie there. */
  readonly tempLimit: number;
}

let queries = 0;

/** Ends with the process that it belongs to, so that it is removed when that one could not do so. */
function temporaryName(): string {
  queries += 1;
  return `sql-${queries}.${process.pid}`;
}

const READS: ReadonlySet<StatementType> = new Set([StatementType.SELECT, StatementType.EXPLAIN]);

export async function querySandbox(
  path: string,
  sql: string,
  maxRows: number,
  options: SandboxOptions,
  signal: AbortSignal,
): Promise<QueryResult> {
  const started = performance.now();
  const tempFolder = join(options.tempRoot, temporaryName());
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${Math.round(options.memoryLimit / 1024)}KiB`,
    threads: String(options.threads),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  // The engine's own choice would be the folder in which the program was started.
  await useTemporarySpace(instance, { folder: tempFolder, limit: options.tempLimit, share: 0.5 });
  const connection = await instance.connect();
  const interrupt = (): void => connection.interrupt();
  signal.addEventListener('abort', interrupt);
  try {
    if (!existsSync(path)) throw storeGone();
    await connection.run(`ATTACH ${literal(path)} AS export (READ_ONLY)`);
    await connection.run(`USE export; SET enable_external_access = false; SET lock_configuration = true`);
    const statements = await connection.extractStatements(sql);
    if (statements.count !== 1) throw new ResultsError('badQuery', 'Write exactly one statement');
    const prepared = await statements.prepare(0);
    if (!READS.has(prepared.statementType))
      throw new ResultsError('badQuery', 'Only SELECT and EXPLAIN can be run here');
    const reader = await prepared.streamAndReadUntil(maxRows + 1);
    const names = reader.columnNames();
    const types = reader.columnTypes().map(String);
    const rows = reader.getRowsJson().slice(0, maxRows);
    return {
      columns: names.map((name, index) => ({ name, type: types[index] ?? '' })),
      rows: rows.map((row) => row.map((value, index) => toCell(value, types[index] ?? ''))),
      truncated: reader.currentRowCount > maxRows,
      milliseconds: performance.now() - started,
    };
  } catch (error) {
    if (signal.aborted) throw new Cancelled();
    const known = translate(error);
    const isEngineTrouble =
      known instanceof ResultsError && ['outOfMemory', 'diskFull', 'notOpen'].includes(known.kind);
    if (isEngineTrouble) throw known;
    throw new ResultsError('badQuery', error instanceof Error ? error.message : String(error), {}, { cause: error });
  } finally {
    signal.removeEventListener('abort', interrupt);
    connection.closeSync();
    instance.closeSync();
    await rm(tempFolder, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Whole numbers come as text when they could be too large for a number; lists and structures are shown as JSON. */
function toCell(value: unknown, type: string): Cell {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return value;
  if (typeof value !== 'string') return JSON.stringify(value);
  const isWhole = /^U?(?:BIG|HUGE)INT$/u.test(type) && Number.isSafeInteger(Number(value));
  return isWhole ? Number(value) : value;
}

export async function sandboxTables(
  path: string,
  options: SandboxOptions,
  signal: AbortSignal,
): Promise<TableSchema[]> {
  const { rows } = await querySandbox(
    path,
    `SELECT table_name, column_name, data_type FROM duckdb_columns()
     WHERE database_name = 'export' ORDER BY table_name, column_index`,
    10_000,
    options,
    signal,
  );
  return VIEWS.map((name) => ({
    name,
    columns: rows
      .filter(([table]) => table === name)
      .map(([, column, type]) => ({ name: String(column), type: String(type) })),
  }));
}
