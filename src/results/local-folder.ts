/** Lists an export that was copied to this machine, as `aws s3 sync` leaves it. */
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import type { ListedFile } from '../domain/export-files';
import { ResultsError } from '../domain/results-error';
import { translate } from './engine-errors';

const INNER = new Set(['forecasted-values', 'accuracy-metrics-values']);
const MAX_FILES = 200_000;

export interface ListedFolder {
  /** The folder that the keys start from: the given one, or its parent when one of the two inner folders was given. */
  readonly path: string;
  readonly files: readonly ListedFile[];
}

/** Rejects with `ResultsError` `unreadable` or `changed`. */
export async function listFolder(folder: string): Promise<ListedFolder> {
  const path = INNER.has(basename(folder)) ? dirname(folder) : folder;
  try {
    const entries = await readdir(path, { recursive: true, withFileTypes: true });
    if (entries.length > MAX_FILES) throw new ResultsError('unknownShape', 'The folder holds too many files');
    const files: ListedFile[] = [];
    for (const entry of entries) {
      if (!entry.isFile()) continue;
      const file = join(entry.parentPath, entry.name);
      const { size, mtimeMs } = await stat(file);
      files.push({ key: relative(path, file).split(sep).join('/'), size, etag: String(mtimeMs) });
    }
    return { path, files };
  } catch (error) {
    throw translate(error);
  }
}
