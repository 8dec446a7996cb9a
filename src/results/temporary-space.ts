/** Where an engine moves what does not fit into its memory, and how much of the disk it may take for that. */
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { DuckDBInstance } from '@duckdb/node-api';
import { literal } from './layout';

export interface TemporarySpace {
  /** Made when it is needed, and removed with the instance. The folder that holds it is there. */
  readonly folder: string;
  /** Bytes at most. */
  readonly limit: number;
  /** Share of the free disk at most, 0 to 1. */
  readonly share: number;
}

/**
 * Gives an instance its space. DuckDB 1.5 takes both settings at its creation as well, but then keeps to the folder only
 * and not to the limit.
 */
export async function useTemporarySpace(
  instance: DuckDBInstance,
  { folder, limit, share }: TemporarySpace,
): Promise<void> {
  const disk = await statfs(dirname(folder)).catch(() => undefined);
  const bytes = disk ? Math.min(limit, share * disk.bavail * disk.bsize) : limit;
  const connection = await instance.connect();
  try {
    await connection.run(`SET temp_directory = ${literal(folder)}`);
    await connection.run(`SET max_temp_directory_size = '${Math.floor(bytes / 1024)}KiB'`);
  } finally {
    connection.closeSync();
  }
}
