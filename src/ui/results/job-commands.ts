import * as vscode from 'vscode';
import { exportsOfJob, type ExportOfJob, type ExportsOfJob } from '../../app/results/job-results';
import type { ResultsTarget } from '../../app/results/source';
import { exportTime } from '../../domain/export-files';
import type { ExportJob } from '../../domain/export-job';
import type { Connection, Log } from '../../domain/ports';
import { hasResults } from '../../domain/status';
import { jobFor, openedConnection, type JobCommandParts } from '../commands/job-arguments';
import { registerCommands } from '../commands/registry';
import { COMMANDS } from '../contribution';
import { statusWord } from '../words/status';
import { dateTime } from '../words/time';
import type { ExportChooser } from './results-commands';
import { openResults } from './results-editor';

export interface JobResultsParts extends JobCommandParts {
  readonly log: Log;
}

/** Opens what a job has exported: from its row, its ARN, or the job that the person picks. */
export function registerJobResults(parts: JobResultsParts): vscode.Disposable {
  return registerCommands(parts.log, {
    [COMMANDS.openResults]: async (...args) => {
      const target = await chooseJobResults(parts, vscode.l10n.t('Open Results'), args);
      if (target) await openResults(target);
    },
  });
}

/** The way to the export of another job, for a comparison. */
export function jobChooser(parts: JobResultsParts): ExportChooser {
  return {
    label: vscode.l10n.t('Choose Export Job…'),
    icon: 'list-tree',
    choose: () => chooseJobResults(parts, vscode.l10n.t('Compare With'), []),
  };
}

async function chooseJobResults(
  parts: JobResultsParts,
  title: string,
  args: readonly unknown[],
): Promise<ResultsTarget | undefined> {
  const job = await jobFor(parts, args, title, ({ status }) => hasResults(status));
  if (!job) return undefined;
  if (!hasResults(job.status)) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('“{0}” is: {1}. Results exist once the export is active.', job.name, statusWord(job.status)),
    );
    return undefined;
  }
  const connection = await openedConnection(parts);
  const { own, candidates } = await findWithProgress(connection, job);
  return (own ?? (await pickExport(job, candidates)))?.target;
}

async function findWithProgress(connection: Connection, job: ExportJob): Promise<ExportsOfJob> {
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Window,
      title: vscode.l10n.t('Looking for the files of {0}', job.name),
    },
    () => exportsOfJob(connection, job),
  );
}

/** Asks which export of a destination is meant, when the files do not say it. */
async function pickExport(job: ExportJob, candidates: readonly ExportOfJob[]): Promise<ExportOfJob | undefined> {
  const t = vscode.l10n.t;
  const isNamed = candidates.some(({ files }) => files.jobName === job.name);
  const picked = await vscode.window.showQuickPick(
    candidates.map((one) => ({
      label: one.files.jobName,
      description: dateTime(exportTime(one.files.timestamp)),
      detail: t(
        '{0} forecast and {1} accuracy files, {2}',
        one.files.forecast.length,
        one.files.accuracy.length,
        one.files.format === 'csv' ? 'CSV' : 'Parquet',
      ),
      one,
    })),
    {
      title: t('Results of {0}', job.name),
      placeHolder: isNamed
        ? t('The destination holds several exports of this name: choose one')
        : t('The destination holds no export of this name: choose another'),
      matchOnDescription: true,
    },
  );
  return picked?.one;
}
