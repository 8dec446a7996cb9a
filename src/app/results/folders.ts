import { exportTime, groupExportFiles, type ExportFiles, type ListedFile } from '../../domain/export-files';
import type { CallOptions } from '../../domain/ports';
import { ResultsError } from '../../domain/results-error';
import { exportKey, type ResolveResults, type ResultsIdentity } from './source';

export type FolderIdentity = Extract<ResultsIdentity, { kind: 'folder' }>;

/** Lists a local folder; the path that is answered is the one that the keys start from. */
export type ListFolder = (
  folder: string,
  options?: CallOptions,
) => Promise<{
  readonly path: string;
  readonly files: readonly ListedFile[];
  /** Subfolders that could not be looked into. */
  readonly unreadable: readonly string[];
}>;

export interface FindOptions extends CallOptions {
  /** Told of subfolders that were passed over, when there are any. */
  readonly onUnreadable?: (folders: readonly string[]) => void;
}

export interface FolderExport {
  readonly identity: FolderIdentity;
  readonly files: ExportFiles;
  /** Epoch milliseconds. */
  readonly exportedAt: number;
}

/** The exports in a folder, newest first. Rejects with `missingFiles` when it holds none. */
export async function exportsInFolder(
  list: ListFolder,
  folder: string,
  options: FindOptions = {},
): Promise<readonly FolderExport[]> {
  const { path, files, unreadable } = await list(folder, options);
  const { exports, emptyParts } = groupExportFiles(files);
  if (exports.length === 0) {
    const reason = emptyParts > 0 ? 'Every part in the folder is empty' : 'The folder holds no part of an export';
    const passed = unreadable.length === 0 ? '' : `. These could not be read: ${unreadable.slice(0, 3).join(', ')}`;
    throw new ResultsError('missingFiles', `${reason}: ${path}${passed}`);
  }
  if (unreadable.length > 0) options.onUnreadable?.(unreadable);
  return exports.map((one) => ({
    identity: { kind: 'folder', path, exportKey: exportKey(one) },
    files: one,
    exportedAt: exportTime(one.timestamp),
  }));
}

/** Finds the files of a folder's export again. Rejects with `missingFiles` when they are not there any more. */
export function resolveFolder(list: ListFolder): ResolveResults<FolderIdentity> {
  return async ({ path, exportKey: key }, options) => {
    const found = (await exportsInFolder(list, path, options)).find(({ identity }) => identity.exportKey === key);
    if (!found) throw new ResultsError('missingFiles', `The export is no longer in ${path}`);
    return { request: { source: { kind: 'folder', path }, files: found.files }, place: path };
  };
}
