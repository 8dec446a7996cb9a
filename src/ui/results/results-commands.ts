import * as vscode from 'vscode';
import { exportsInFolder, type FolderExport, type ListFolder } from '../../app/results/folders';
import type { ResultsTarget } from '../../app/results/source';
import { cancellable } from '../cancellable';
import type { Log } from '../../domain/ports';
import { registerCommands } from '../commands/registry';
import { COMMANDS } from '../contribution';
import { openResults } from './results-editor';

export interface ResultsCommandParts {
  readonly listFolder: ListFolder;
  readonly log: Log;
}

/** Opens an export that was copied to this machine before: no AWS is needed. */
export function registerResultsCommands({ listFolder, log }: ResultsCommandParts): vscode.Disposable {
  return registerCommands(log, {
    [COMMANDS.openResultsFolder]: async (argument) => {
      const target = await chooseFolderExport(listFolder, folderOf(argument));
      if (target) await openResults(target);
    },
  });
}

/** Asks for a folder, and for one of its exports when it holds several. Rejects with `missingFiles` when it holds none. */
export async function chooseFolderExport(list: ListFolder, given?: string): Promise<ResultsTarget | undefined> {
  const t = vscode.l10n.t;
  const folder =
    given ??
    (
      await vscode.window.showOpenDialog({
        canSelectFolders: true,
        canSelectFiles: false,
        title: t('Open the folder of an export'),
        openLabel: t('Open Results'),
      })
    )?.[0]?.fsPath;
  if (folder === undefined) return undefined;
  const exports = await findExports(list, folder);
  const chosen = exports.length === 1 ? exports[0] : await pickExport(exports);
  return chosen && { identity: chosen.identity, title: chosen.files.jobName };
}

/** Looks through the folder, with progress that can be cancelled. */
function findExports(list: ListFolder, folder: string): Promise<readonly FolderExport[]> {
  const t = vscode.l10n.t;
  return cancellable(t('Looking for exports in {0}', folder), (signal) =>
    exportsInFolder(list, folder, { signal, onUnreadable: tellUnreadable }),
  );
}

function tellUnreadable(folders: readonly string[]): void {
  const t = vscode.l10n.t;
  const [first = ''] = folders;
  const words =
    folders.length === 1
      ? t('A subfolder may not be read and was passed over: {0}', first)
      : t('{0} subfolders may not be read and were passed over, among them {1}', folders.length, first);
  void vscode.window.showWarningMessage(words);
}

async function pickExport(exports: readonly FolderExport[]): Promise<FolderExport | undefined> {
  const t = vscode.l10n.t;
  const picked = await vscode.window.showQuickPick(
    exports.map((one) => ({
      label: one.files.jobName,
      description: new Date(one.exportedAt).toLocaleString(vscode.env.language),
      detail: one.files.root,
      one,
    })),
    {
      title: t('Open Results'),
      placeHolder: t('The folder holds several exports: choose one'),
      matchOnDescription: true,
      matchOnDetail: true,
    },
  );
  return picked?.one;
}

/** A folder of the explorer, or a path. */
function folderOf(argument: unknown): string | undefined {
  if (typeof argument === 'string') return argument;
  return argument instanceof vscode.Uri && argument.scheme === 'file' ? argument.fsPath : undefined;
}

/** A way to another export, beside the pages that are open. */
export interface ExportChooser {
  readonly label: string;
  readonly icon: string;
  readonly choose: () => Promise<ResultsTarget | undefined>;
}

/** Asks for the export that another one is compared with. */
export async function chooseOther(
  open: readonly ResultsTarget[],
  choosers: readonly ExportChooser[],
): Promise<ResultsTarget | undefined> {
  const t = vscode.l10n.t;
  const pages = open.map((target) => ({
    label: target.title,
    description: target.identity.kind === 'folder' ? target.identity.path : target.identity.arn,
    iconPath: new vscode.ThemeIcon('graph-line'),
    choose: () => Promise.resolve<ResultsTarget | undefined>(target),
  }));
  const ways = choosers.map(({ label, icon, choose }) => ({ label, iconPath: new vscode.ThemeIcon(icon), choose }));
  const separator = (label: string) => ({ label, kind: vscode.QuickPickItemKind.Separator, choose: undefined });
  const picked = await vscode.window.showQuickPick(
    [...(pages.length > 0 ? [separator(t('Open results')), ...pages, separator(t('Others'))] : []), ...ways],
    { title: t('Compare With'), placeHolder: t('The export to compare with'), matchOnDescription: true },
  );
  return picked?.choose?.();
}
