import * as vscode from 'vscode';
import { resolveJob } from '../../app/results/job-results';
import { resolveFolder, type ListFolder } from '../../app/results/folders';
import type { ResolveResults } from '../../app/results/source';
import { SharedEngine } from '../../app/results/shared-engine';
import type { Log } from '../../domain/ports';
import type { ResultsEngine } from '../../domain/results-port';
import type { JobCommandParts } from '../commands/job-arguments';
import type { Settings } from '../settings';
import { jobChooser, registerJobResults } from './job-commands';
import { chooseFolderExport, chooseOther, registerResultsCommands } from './results-commands';
import { ResultsEditor } from './results-editor';

/** The bundle that reads exports, loaded at the first use. */
export interface ResultsBundle {
  readonly createResultsEngine: (options: {
    workerPath: string;
    cacheFolder: string;
    cacheLimit: number;
  }) => ResultsEngine;
  readonly listFolder: ListFolder;
}

export interface ResultsParts extends JobCommandParts {
  readonly context: vscode.ExtensionContext;
  readonly settings: Settings;
  readonly log: Log;
  readonly load: () => Promise<ResultsBundle>;
}

/** The results page, and the commands that open the export of a job or of a folder. */
export function registerResults(parts: ResultsParts): vscode.Disposable {
  const { context, settings, log, load } = parts;
  const { extensionUri, globalStorageUri } = context;
  const engine = new SharedEngine(async () => {
    const { createResultsEngine } = await load();
    return createResultsEngine({
      workerPath: vscode.Uri.joinPath(extensionUri, 'dist', 'results-worker.js').fsPath,
      cacheFolder: vscode.Uri.joinPath(globalStorageUri, 'results').fsPath,
      cacheLimit: settings.resultsCacheLimit,
    });
  });
  const listFolder: ListFolder = async (from, options) => (await load()).listFolder(from, options);
  const fromFolder = resolveFolder(listFolder);
  const fromJob = resolveJob(parts);
  const resolve: ResolveResults = (identity, options) =>
    identity.kind === 'folder' ? fromFolder(identity, options) : fromJob(identity, options);
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
      chooseOther: (open) => chooseOther(open, [jobChooser(parts), folder]),
      log,
    }),
    registerResultsCommands({ listFolder, log }),
    registerJobResults(parts),
  );
}
