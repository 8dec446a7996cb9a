import * as vscode from 'vscode';
import type { JobWatcher } from '../../app/job-watcher';
import type { ExportJob } from '../../domain/export-job';
import { canStop, hasResults, isTransient } from '../../domain/status';
import { COMMANDS } from '../contribution';

/** Something that can be done with a job from a list of jobs. */
export interface JobAction {
  readonly label: string;
  readonly icon: string;
  /** Also a button on the job's row. */
  readonly inline: boolean;
  run(): PromiseLike<unknown>;
}

/** Commands that take a job's ARN. They are offered as far as they are registered. */
export const ARN_COMMANDS = {
  openDetails: COMMANDS.openDetails,
  openResults: COMMANDS.openResults,
  openDestination: COMMANDS.openDestination,
  stop: COMMANDS.stopJob,
} as const;

/** What the job's status allows, the most useful first. */
export async function jobActions(job: ExportJob, watcher: JobWatcher): Promise<JobAction[]> {
  const registered = new Set(await vscode.commands.getCommands(true));
  const t = vscode.l10n.t;
  const byArn = (command: string, label: string, icon: string, inline: boolean): JobAction[] =>
    registered.has(command)
      ? [{ label, icon, inline, run: () => vscode.commands.executeCommand(command, job.arn) }]
      : [];
  const copy = (text: string, label: string, icon: string, inline: boolean): JobAction => ({
    label,
    icon,
    inline,
    run: () => vscode.env.clipboard.writeText(text),
  });
  const isWatched = watcher.isWatched(job.arn);
  return [
    ...byArn(ARN_COMMANDS.openDetails, t('Open Details'), 'go-to-file', true),
    ...(hasResults(job.status) ? byArn(ARN_COMMANDS.openResults, t('Open Results'), 'graph-line', true) : []),
    ...(job.destination
      ? byArn(ARN_COMMANDS.openDestination, t('Open Destination in the S3 Console'), 'link-external', false)
      : []),
    ...(canStop(job.status) ? byArn(ARN_COMMANDS.stop, t('Stop Export…'), 'debug-stop', true) : []),
    copy(job.arn, t('Copy ARN'), 'copy', true),
    ...(job.destination ? [copy(job.destination.path, t('Copy S3 URI'), 'copy', false)] : []),
    ...(isWatched ? byArn(COMMANDS.unwatchJob, t('Stop Watching'), 'eye-closed', false) : []),
    ...(!isWatched && isTransient(job.status) ? byArn(COMMANDS.watchJob, t('Watch'), 'eye', false) : []),
  ];
}
