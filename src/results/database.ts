/** The engine's connection: one instance per worker process, one connection per piece of work so that each can be interrupted. */
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { DuckDBInstance } from '@duckdb/node-api';
import { Cancelled } from '../domain/errors';
import { translate } from './engine-errors';
import { useTemporarySpace } from './temporary-space';

export interface DatabaseOptions {
  /** Bytes of memory before the engine moves data to `tempFolder`. */
  readonly memoryLimit: number;
  readonly threads: number;
  readonly tempFolder: string;
  /** Bytes that may lie in `tempFolder`. */
  readonly tempLimit: number;
}

export type Params = Record<string, DuckDBValue>;

export class Database {
  readonly #instance: DuckDBInstance;

  private constructor(instance: DuckDBInstance) {
    this.#instance = instance;
  }

  static async open(options: DatabaseOptions): Promise<Database> {
    const instance = await DuckDBInstance.create(':memory:', {
      memory_limit: `${Math.round(options.memoryLimit / 1024)}KiB`,
      threads: String(options.threads),
      // Nothing is ever fetched from the network: what the engine needs is linked into it.
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      errors_as_json: 'false',
    });
    await useTemporarySpace(instance, { folder: options.tempFolder, limit: options.tempLimit, share: 0.9 });
    return new Database(instance);
  }

  /** Runs statements and forgets their results. */
  async run(sql: string, signal: AbortSignal, params?: Params): Promise<void> {
    await this.use(signal, (connection) => connection.run(sql, params));
  }

  async rows(sql: string, signal: AbortSignal, params?: Params): Promise<unknown[][]> {
    const reader = await this.use(signal, (connection) => connection.runAndReadAll(sql, params));
    return reader.getRowsJS();
  }

  async objects(sql: string, signal: AbortSignal, params?: Params): Promise<Record<string, unknown>[]> {
    const reader = await this.use(signal, (connection) => connection.runAndReadAll(sql, params));
    return reader.getRowObjectsJS();
  }

  async columns(sql: string, signal: AbortSignal, params?: Params): Promise<Record<string, unknown[]>> {
    const reader = await this.use(signal, (connection) => connection.runAndReadAll(sql, params));
    return reader.getColumnsObjectJS();
  }

  /** Lends a connection; aborting interrupts its query and rejects with `Cancelled`. */
  async use<T>(signal: AbortSignal, work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    if (signal.aborted) throw new Cancelled();
    const connection = await this.#instance.connect();
    const interrupt = (): void => connection.interrupt();
    signal.addEventListener('abort', interrupt);
    try {
      return await work(connection);
    } catch (error) {
      throw isAborted(signal) ? new Cancelled() : translate(error);
    } finally {
      signal.removeEventListener('abort', interrupt);
      connection.closeSync();
    }
  }

  close(): void {
    this.#instance.closeSync();
  }
}

/** Read anew: the compiler takes what it saw before an `await` for granted. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
