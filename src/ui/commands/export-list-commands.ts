import * as vscode from 'vscode';
import type { JobView } from '../../app/job-view';
import type { ExportJob } from '../../domain/export-job';
import type { Log } from '../../domain/ports';
import { jobsToCsv, jobsToJson } from '../../domain/table-export';
import { COMMANDS } from '../contribution';
import { openedConnection, type JobCommandParts } from './job-arguments';
import { registerCommands } from './registry';

export interface ExportListContext extends JobCommandParts {
  readonly filters: JobView;
  readonly log: Log;
}

/** Writes the list that is shown, filters applied, into a document; saving it is the person's choice. */
export function registerExportListCommands(context: ExportListContext): vscode.Disposable {
  return registerCommands(context.log, {
    [COMMANDS.exportListAsCsv]: () => open(context, jobsToCsv, 'csv'),
    [COMMANDS.exportListAsJson]: () => open(context, jobsToJson, 'json'),
  });
}

async function open(
  context: ExportListContext,
  write: (jobs: readonly ExportJob[]) => string,
  format: 'csv' | 'json',
): Promise<void> {
  await openedConnection(context);
  const { filters, store } = context;
  const groups = filters.groups();
  const jobs = groups.flatMap((group) => group.jobs);
  // Without an extension for CSV, VS Code has no such language; it is plain text then.
  const languages = await vscode.languages.getLanguages();
  const language = languages.includes(format) ? format : 'plaintext';
  const document = await vscode.workspace.openTextDocument({ language, content: write(jobs) });
  await vscode.window.showTextDocument(document, { preview: false });
  const more = groups.some(({ hasMore }) => hasMore) && !store.complete;
  const told = more
    ? vscode.l10n.t('{0} jobs that are loaded; more exist. “Load All” reads them.', jobs.length)
    : vscode.l10n.t('{0} jobs', jobs.length);
  vscode.window.setStatusBarMessage(told, 8000);
}
