/** Lists an export that was copied to this machine, as `aws s3 sync` leaves it. */
import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { Cancelled } from '../domain/errors';
import type { ListedFile } from '../domain/export-files';
import type { CallOptions } from '../domain/ports';
import { ResultsError } from '../domain/results-error';
import { translate } from './engine-errors';

const INNER = new Set(['forecasted-values', 'accuracy-metrics-values']);
const MAX_ENTRIES = 200_000;
/** What a part can end with. A folder may hold any number of other files. */
const PART = /\.(?:csv|parquet)$/iu;

export interface ListedFolder {
  /** The folder that the keys start from: the given one, or its parent when one of the two inner folders was given. */
  readonly path: string;
  /** Those that may be parts of an export. */
  readonly files: readonly ListedFile[];
  /** Subfolders that this user may not read. Neither of the two folders of an export is among them. */
  readonly unreadable: readonly string[];
}

export interface ListFolderOptions extends CallOptions {
  /** Files and folders to look at. */
  readonly limit?: number;
}

/** Rejects with `ResultsError` `unreadable`, `changed` or `tooManyFiles`, or with `Cancelled`. */
export async function listFolder(folder: string, options: ListFolderOptions = {}): Promise<ListedFolder> {
  const { signal, limit = MAX_ENTRIES } = options;
  const path = INNER.has(basename(folder)) ? dirname(folder) : folder;
  const files: ListedFile[] = [];
  const unreadable: string[] = [];
  const waiting = [path];
  let seen = 0;
  try {
    for (let here = waiting.pop(); here !== undefined; here = waiting.pop()) {
      if (signal?.aborted) throw new Cancelled();
      const entries = await entriesOf(here, here === path);
      if (!entries) unreadable.push(here);
      seen += entries?.length ?? 0;
      if (seen > limit) throw new ResultsError('tooManyFiles', `More than ${limit} files and folders: ${path}`);
      for (const entry of entries ?? []) {
        const inner = join(here, entry.name);
        if (entry.isDirectory()) waiting.push(inner);
        if (!entry.isFile() || !PART.test(entry.name)) continue;
        if (signal?.aborted) throw new Cancelled();
        const { size, mtimeMs } = await stat(inner);
        files.push({ key: relative(path, inner).split(sep).join('/'), size, etag: String(mtimeMs) });
      }
    }
  } catch (error) {
    throw translate(error);
  }
  return { path, files, unreadable };
}

/** Undefined for a subfolder that may not be read and is not needed. */
async function entriesOf(folder: string, isNeeded: boolean): Promise<readonly Dirent[] | undefined> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isNeeded || INNER.has(basename(folder))) throw error;
    return undefined;
  }
}
