import * as vscode from 'vscode';
import type { JobStore } from '../../app/job-store';
import type { JobWatcher } from '../../app/job-watcher';
import { exportDuration, type ExportJob } from '../../domain/export-job';
import { duration } from '../../domain/relative-time';
import { isFinished, STATUS_GROUPS } from '../../domain/status';
import { errorWords } from '../errors/words';
import { statusIcon, statusWord } from '../words/status';
import { ago } from '../words/time';
import { jobActions, type JobAction } from './job-actions';
import { runningWords } from './summary';

export interface WatchPickContext {
  readonly watcher: JobWatcher;
  readonly store: JobStore;
}

interface JobRow extends vscode.QuickPickItem {
  readonly job?: ExportJob;
  readonly buttons?: readonly (vscode.QuickInputButton & { readonly action: JobAction })[];
  readonly resume?: true;
}

interface ActionRow extends vscode.QuickPickItem {
  readonly action: JobAction;
}

const MOST_RECENT = 12;

/**
 * Lists the watched jobs and those that ended lately. A row's buttons act at once; choosing a row offers the same
 * actions, and more, as a second step, so that the keyboard reaches all of them.
 */
export async function showWatchedJobs(context: WatchPickContext): Promise<void> {
  for (;;) {
    const job = await pickJob(context);
    if (!job) return;
    const done = await pickAction(job, await jobActions(job, context.watcher));
    if (done) return;
  }
}

/** Resolves with the job of which the person wants to see the actions. */
async function pickJob({ watcher, store }: WatchPickContext): Promise<ExportJob | undefined> {
  const picker = vscode.window.createQuickPick<JobRow>();
  picker.title = vscode.l10n.t('Watched and Recent Exports');
  picker.placeholder = vscode.l10n.t('Choose an export to see what can be done with it');
  picker.matchOnDescription = true;
  picker.matchOnDetail = true;

  let turn = 0;
  const show = async (): Promise<void> => {
    turn += 1;
    const mine = turn;
    const rows = await rowsOf(watcher, store);
    // Rows that were asked for later may be there already.
    if (mine !== turn) return;
    const active = picker.activeItems[0]?.job?.arn;
    picker.keepScrollPosition = true;
    picker.items = rows;
    const kept = rows.find(({ job }) => job !== undefined && job.arn === active);
    if (kept) picker.activeItems = [kept];
  };

  const subscription = watcher.onDidChange(() => void show());
  try {
    return await new Promise<ExportJob | undefined>((resolve) => {
      picker.onDidHide(() => resolve(undefined));
      picker.onDidAccept(() => {
        const [row] = picker.selectedItems;
        if (row?.resume) watcher.resume();
        else if (row?.job) resolve(row.job);
      });
      picker.onDidTriggerItemButton(({ button }) => {
        resolve(undefined);
        void (button as NonNullable<JobRow['buttons']>[number]).action.run();
      });
      picker.show();
      void show();
    });
  } finally {
    subscription.dispose();
    picker.dispose();
    watcher.markSeen();
  }
}

/** @returns false when the person went back to the list */
async function pickAction(job: ExportJob, actions: readonly JobAction[]): Promise<boolean> {
  const picker = vscode.window.createQuickPick<ActionRow>();
  picker.title = escapeIcons(job.name);
  picker.placeholder = `${statusWord(job.status)}. ${vscode.l10n.t('Choose what to do')}`;
  picker.buttons = [vscode.QuickInputButtons.Back];
  picker.items = actions.map((action) => ({
    label: action.label,
    iconPath: new vscode.ThemeIcon(action.icon),
    action,
  }));
  try {
    return await new Promise<boolean>((resolve) => {
      picker.onDidHide(() => resolve(true));
      picker.onDidTriggerButton(() => resolve(false));
      picker.onDidAccept(() => {
        const [row] = picker.selectedItems;
        if (!row) return;
        resolve(true);
        void row.action.run();
      });
      picker.show();
    });
  } finally {
    picker.dispose();
  }
}

async function rowsOf(watcher: JobWatcher, store: JobStore): Promise<JobRow[]> {
  const running = watcher.running.map(({ job }) => job);
  const recent = recentJobs(watcher, store);
  const rows = (jobs: readonly ExportJob[]): Promise<JobRow[]> =>
    Promise.all(jobs.map(async (job) => rowOf(job, await jobActions(job, watcher))));
  const all = [
    ...problemRow(watcher),
    ...(running.length > 0 ? [separator(vscode.l10n.t('Running'))] : []),
    ...(await rows(running)),
    ...(recent.length > 0 ? [separator(vscode.l10n.t('Recent'))] : []),
    ...(await rows(recent)),
  ];
  return all.length > 0 ? all : [{ label: vscode.l10n.t('No export is running, and none has ended lately') }];
}

function problemRow({ problem }: JobWatcher): JobRow[] {
  if (!problem) return [];
  const { title, advice } = errorWords(problem.error);
  return [
    {
      label: vscode.l10n.t('Try Again'),
      detail: `${title}. ${advice}`,
      iconPath: new vscode.ThemeIcon('refresh'),
      alwaysShow: true,
      resume: true,
    },
  ];
}

/** The jobs that ended last: of this watch, and of those that the store has loaded. */
function recentJobs(watcher: JobWatcher, store: JobStore): ExportJob[] {
  const jobs = new Map<string, ExportJob>();
  for (const { job } of watcher.results) jobs.set(job.arn, store.job(job.arn) ?? job);
  for (const { id, statuses } of STATUS_GROUPS) {
    if (!statuses.some(isFinished)) continue;
    for (const job of store.group(id).jobs.slice(0, MOST_RECENT)) jobs.set(job.arn, job);
  }
  return [...jobs.values()]
    .filter(({ arn }) => !watcher.isWatched(arn))
    .sort((a, b) => (b.modifiedAt ?? 0) - (a.modifiedAt ?? 0))
    .slice(0, MOST_RECENT);
}

function rowOf(job: ExportJob, actions: readonly JobAction[]): JobRow {
  const ended = isFinished(job.status);
  const took = exportDuration(job, ended);
  const detail = job.message ?? job.destination?.path;
  return {
    label: escapeIcons(job.name),
    description: ended
      ? [
          statusWord(job.status),
          ...(job.modifiedAt === undefined ? [] : [ago(job.modifiedAt)]),
          ...(took === undefined ? [] : [vscode.l10n.t('took {0}', duration(took))]),
        ].join(' · ')
      : runningWords(job.status, job.createdAt),
    ...(detail === undefined ? {} : { detail: escapeIcons(detail) }),
    iconPath: stillIcon(job.status),
    buttons: actions
      .filter(({ inline }) => inline)
      .map((action) => ({ iconPath: new vscode.ThemeIcon(action.icon), tooltip: action.label, action })),
    job,
  };
}

/** A row of a quick pick has no room for an icon that turns: it would touch the name. */
function stillIcon(status: string): vscode.ThemeIcon {
  return new vscode.ThemeIcon(statusIcon(status).id.replace('~spin', ''));
}

function separator(label: string): JobRow {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

/** Quick picks draw `$(name)` as an icon; a service's words are not to. */
function escapeIcons(text: string): string {
  return text.replace(/\$\(/gu, '\\$(');
}
