import * as vscode from 'vscode';
import type { JobActions } from '../../app/job-actions';
import { isCancelled, logText, toDomainError, type DomainError } from '../../domain/errors';
import type { ExportJob, Tag } from '../../domain/export-job';
import type { Connection, Log } from '../../domain/ports';
import { cancellable } from '../cancellable';
import { canDelete, canStop } from '../../domain/status';
import { tagCalls } from '../../domain/tags';
import { COMMANDS } from '../contribution';
import { errorWords } from '../errors/words';
import type { Remark } from '../pickers/choice';
import { askTags } from '../pickers/tags';
import { statusWord } from '../words/status';
import { jobFor, jobsFor, openedConnection, type JobCommandParts } from './job-arguments';
import { registerCommands } from './registry';

export interface JobCommandContext extends JobCommandParts {
  readonly actions: JobActions;
  readonly log: Log;
}

/** Commands that change jobs. Each takes a row, a job's ARN, or nothing (then it asks). */
export function registerJobCommands(context: JobCommandContext): vscode.Disposable {
  return registerCommands(context.log, {
    [COMMANDS.stopJob]: (...args) => stopJobs(context, args),
    [COMMANDS.deleteJob]: (...args) => deleteJobs(context, args),
    [COMMANDS.editTags]: (...args) => editTags(context, args),
  });
}

async function stopJobs(context: JobCommandContext, args: readonly unknown[]): Promise<void> {
  const jobs = await jobsFor(context, args, vscode.l10n.t('Stop Export Job'), ({ status }) => canStop(status));
  const allowed = await onlyAllowed(
    jobs,
    canStop,
    vscode.l10n.t('Only exports that are pending or in progress can be stopped.'),
  );
  if (allowed.length === 0) return;
  const stop = vscode.l10n.t('Stop');
  const picked = await vscode.window.showWarningMessage(
    allowed.length === 1
      ? vscode.l10n.t('Stop the export “{0}”?', allowed[0]?.name ?? '')
      : vscode.l10n.t('Stop {0} exports?', allowed.length),
    {
      modal: true,
      detail: [
        vscode.l10n.t('A stopped export cannot be resumed.'),
        ...namesOf(allowed),
        ...skippedOf(jobs, canStop, vscode.l10n.t('Left out, because they do not run:')),
      ].join('\n\n'),
    },
    stop,
  );
  if (picked !== stop) return;
  const { forecast } = await openedConnection(context);
  await each(context, allowed, (job) => context.actions.stop(forecast, job.arn), {
    progress: vscode.l10n.t('Stopping exports'),
    one: (job) => vscode.l10n.t('The export “{0}” was not stopped', job.name),
    many: (count) => vscode.l10n.t('{0} exports were not stopped', count),
  });
}

async function deleteJobs(context: JobCommandContext, args: readonly unknown[]): Promise<void> {
  const jobs = await jobsFor(context, args, vscode.l10n.t('Delete Export Job'), ({ status }) => canDelete(status));
  const allowed = await onlyAllowed(
    jobs,
    canDelete,
    vscode.l10n.t('An export can be deleted once it has ended. Stop it first.'),
  );
  if (allowed.length === 0) return;
  const remove = vscode.l10n.t('Delete');
  const picked = await vscode.window.showWarningMessage(
    allowed.length === 1
      ? vscode.l10n.t('Delete the export job “{0}”?', allowed[0]?.name ?? '')
      : vscode.l10n.t('Delete {0} export jobs?', allowed.length),
    {
      modal: true,
      detail: [
        vscode.l10n.t('Only the job goes. Its exported files in S3 stay.'),
        ...namesOf(allowed),
        ...skippedOf(jobs, canDelete, vscode.l10n.t('Left out, because they have not ended:')),
      ].join('\n\n'),
    },
    remove,
  );
  if (picked !== remove) return;
  const { forecast } = await openedConnection(context);
  await each(context, allowed, (job) => context.actions.delete(forecast, job.arn), {
    progress: vscode.l10n.t('Deleting export jobs'),
    one: (job) => vscode.l10n.t('The export job “{0}” was not deleted', job.name),
    many: (count) => vscode.l10n.t('{0} export jobs were not deleted', count),
  });
}

/** Of what was selected, what the state allows; says so when nothing is left. */
async function onlyAllowed(
  jobs: readonly ExportJob[],
  allows: (status: string) => boolean,
  rule: string,
): Promise<readonly ExportJob[]> {
  const allowed = jobs.filter(({ status }) => allows(status));
  const [refused] = jobs;
  if (allowed.length === 0 && refused) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('“{0}” is: {1}. {2}', refused.name, statusWord(refused.status), rule),
    );
  }
  return Promise.resolve(allowed);
}

/** The names of several jobs, for a question; the question itself names a single one. */
function namesOf(jobs: readonly ExportJob[]): string[] {
  return jobs.length < 2 ? [] : [listed(jobs.map(({ name }) => name))];
}

/** What was selected and stays as it is, with the state that is the reason. */
function skippedOf(jobs: readonly ExportJob[], allows: (status: string) => boolean, head: string): string[] {
  const skipped = jobs.filter(({ status }) => !allows(status));
  if (skipped.length === 0) return [];
  return [`${head}\n${listed(skipped.map(({ name, status }) => `${name} (${statusWord(status)})`))}`];
}

function listed(texts: readonly string[]): string {
  const most = 10;
  const lines = texts.slice(0, most).map((text) => `• ${text}`);
  if (texts.length > most) lines.push(vscode.l10n.t('… and {0} more', texts.length - most));
  return lines.join('\n');
}

interface ActionWords {
  readonly progress: string;
  one(job: ExportJob): string;
  many(count: number): string;
}

/** Acts on one job after the other; what fails is told together, and what did not fail stands. */
async function each(
  { store, log }: JobCommandContext,
  jobs: readonly ExportJob[],
  act: (job: ExportJob) => Promise<void>,
  words: ActionWords,
): Promise<void> {
  const failures: { job: ExportJob; error: DomainError }[] = [];
  const one = async (job: ExportJob): Promise<void> => {
    try {
      await act(job);
    } catch (error) {
      if (isCancelled(error)) throw error;
      failures.push({ job, error: toDomainError(error) });
    }
  };
  await oneByOne(jobs, words.progress, one);
  const [first] = failures;
  if (!first) return;
  for (const { job, error } of failures) {
    log.error(`${job.name}: ${logText(error, { withRequestId: true })}`);
  }
  const now = store.job(first.job.arn);
  const { title, advice } = errorWords(first.error);
  const truth =
    now && now.status !== first.job.status ? [vscode.l10n.t('It is now: {0}.', statusWord(now.status))] : [];
  const head = failures.length === 1 ? words.one(first.job) : words.many(failures.length);
  const showLog = vscode.l10n.t('Show Log');
  void vscode.window.showErrorMessage([`${head}: ${title}.`, ...truth, advice].join(' '), showLog).then((picked) => {
    if (picked === showLog) void vscode.commands.executeCommand(COMMANDS.showLog);
  });
}

/** Several jobs take their time: it is told how far the work is, and the rest can be called off. */
async function oneByOne(
  jobs: readonly ExportJob[],
  title: string,
  act: (job: ExportJob) => Promise<void>,
): Promise<void> {
  const [only] = jobs;
  if (jobs.length === 1 && only) return act(only);
  await cancellable(title, async (signal, progress) => {
    for (const [index, job] of jobs.entries()) {
      if (signal.aborted) return;
      progress.report({ message: `${index + 1}/${jobs.length}`, increment: 100 / jobs.length });
      await act(job);
    }
  });
}

async function editTags(context: JobCommandContext, args: readonly unknown[]): Promise<void> {
  const job = await jobFor(context, args, vscode.l10n.t('Edit Tags'));
  if (!job) return;
  const { forecast } = await openedConnection(context);
  let before = await readTags(forecast, job);
  let tags = before;
  let notice: Remark | undefined;
  for (;;) {
    const outcome = await askTags({
      title: vscode.l10n.t('Tags of {0}', job.name),
      tags,
      ...(notice && { notice }),
      stays: true,
      doneWith: () => vscode.l10n.t('Save'),
      onChange: (changed) => (tags = changed),
    });
    if (outcome.kind !== 'answer') {
      const next = tagCalls(before, tags).length === 0 ? 'leave' : await askToLeaveTags(job);
      if (next === 'leave') return;
      if (next === 'stay') continue;
    }
    try {
      const calls = await context.actions.changeTags(forecast, job.arn, before, tags);
      const told =
        calls === 0 ? vscode.l10n.t('The tags are unchanged') : vscode.l10n.t('The tags of {0} are saved', job.name);
      vscode.window.setStatusBarMessage(told, 4000);
      return;
    } catch (error) {
      if (isCancelled(error)) throw error;
      const refusal = toDomainError(error);
      context.log.error(`The tags of ${job.arn} were not saved: ${logText(refusal)}`);
      const { title, advice } = errorWords(refusal);
      notice = { severity: 'error', message: vscode.l10n.t('Not saved: {0}. {1}', title, advice) };
      // Of two calls one may have been taken.
      before = await readTags(forecast, job).catch(() => before);
    }
  }
}

async function askToLeaveTags({ name }: ExportJob): Promise<'save' | 'leave' | 'stay'> {
  const save = vscode.l10n.t('Save');
  const discard = vscode.l10n.t('Discard');
  const picked = await vscode.window.showWarningMessage(
    vscode.l10n.t('Save the changed tags of “{0}”?', name),
    { modal: true },
    save,
    discard,
  );
  if (picked === undefined) return 'stay';
  return picked === save ? 'save' : 'leave';
}

async function readTags(forecast: Connection['forecast'], { arn, name }: ExportJob): Promise<readonly Tag[]> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Reading the tags of {0}', name) },
    () => forecast.listTags(arn),
  );
}
