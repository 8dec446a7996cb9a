import * as vscode from 'vscode';
import { resolveFolder, type ListFolder } from '../../app/results-folders';
import type { ResolveResults } from '../../app/results-source';
import { SharedEngine } from '../../app/shared-engine';
import type { Log } from '../../domain/ports';
import type { ResultsEngine } from '../../domain/results-port';
import type { Settings } from '../settings';
import { chooseFolderExport, chooseOther, registerResultsCommands } from './results-commands';
import { ResultsEditor } from './results-editor';

/** The bundle that reads exports, loaded at the first use. */
export interface ResultsBundle {
  createResultsEngine(options: { workerPath: string; cacheFolder: string; cacheLimit: number }): ResultsEngine;
  readonly listFolder: ListFolder;
}

export interface ResultsParts {
  readonly context: vscode.ExtensionContext;
  readonly settings: Settings;
  readonly log: Log;
  readonly load: () => Promise<ResultsBundle>;
}

/** The results page, and the command that opens a folder. */
export function registerResults({ context, settings, log, load }: ResultsParts): vscode.Disposable {
  const { extensionUri, globalStorageUri } = context;
  const engine = new SharedEngine(async () => {
    const { createResultsEngine } = await load();
    return createResultsEngine({
      workerPath: vscode.Uri.joinPath(extensionUri, 'dist', 'results-worker.js').fsPath,
      cacheFolder: vscode.Uri.joinPath(globalStorageUri, 'results').fsPath,
      cacheLimit: settings.resultsCacheLimit,
    });
  });
  const listFolder: ListFolder = async (folder) => (await load()).listFolder(folder);
  const fromFolder = resolveFolder(listFolder);
  const resolve: ResolveResults = (identity, options) =>
    identity.kind === 'folder'
      ? fromFolder(identity, options)
      : Promise.reject(new Error(vscode.l10n.t('This export cannot be found any more')));
  const folder = {
    label: vscode.l10n.t('Choose Folder…'),
    icon: 'folder-opened',
    choose: () => chooseFolderExport(listFolder),
  };
  return vscode.Disposable.from(
    engine,
    ResultsEditor.register({
      extensionUri,
      engine,
      resolve,
      chooseOther: (open) => chooseOther(open, [folder]),
      log,
    }),
    registerResultsCommands({ listFolder, log }),
  );
}
