import * as vscode from 'vscode';
import type { VisibleGroup } from '../../app/job-view';
import { isSignedOut } from '../../app/sign-in-problem';
import type { DomainError } from '../../domain/errors';
import { exportDuration, type ExportJob } from '../../domain/export-job';
import { duration } from '../../domain/relative-time';
import { canDelete, canStop, hasResults, isFinished, isTransient, type StatusGroupId } from '../../domain/status';
import { COMMANDS } from '../contribution';
import { errorWords } from '../errors/words';
import { groupLabel, statusIcon, statusWord } from '../words/status';
import { ago, dateTime } from '../words/time';
import type { LoadMoreNode, NoteNode } from './nodes';

const EXPANDED: ReadonlySet<StatusGroupId> = new Set(['inProgress', 'pending', 'failed']);

export function groupItem(group: VisibleGroup): vscode.TreeItem {
  const label = groupLabel(group.id);
  const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(label, EXPANDED.has(group.id) ? Expanded : Collapsed);
  item.id = `group:${group.id}`;
  item.description = groupCount(group);
  item.contextValue = ['group', ...(group.hasMore ? ['hasMore'] : [])].join(' ');
  item.tooltip = group.hasMore
    ? vscode.l10n.t('{0}: {1} jobs loaded, more exist', label, group.loaded)
    : vscode.l10n.t('{0}: {1} jobs', label, group.loaded);
  item.accessibilityInformation = { label: item.tooltip };
  return item;
}

/** `12`, `100+` while more pages exist, `3 of 100+` under a name filter. */
function groupCount({ jobs, loaded, hasMore }: VisibleGroup): string {
  const total = `${loaded}${hasMore ? '+' : ''}`;
  return jobs.length === loaded ? total : vscode.l10n.t('{0} of {1}', jobs.length, total);
}

/** How a job's row looks beyond what the job itself says. */
export interface JobLook {
  /** What is shown was asked for, and is not confirmed by the service yet. */
  readonly isExpected?: boolean;
  /** No group above the row says the status, so the row does. */
  readonly saysStatus?: boolean;
  readonly isWatched?: boolean;
}

export function jobItem(
  job: ExportJob,
  { isExpected = false, saysStatus = false, isWatched = false }: JobLook = {},
): vscode.TreeItem {
  const item = new vscode.TreeItem(job.name, vscode.TreeItemCollapsibleState.None);
  const word = statusWord(job.status);
  const created = job.createdAt === undefined ? '' : ago(job.createdAt);
  const requested = isExpected ? [vscode.l10n.t('requested, not confirmed yet')] : [];
  item.id = job.arn;
  item.description = [...(saysStatus ? [word] : []), ...requested, ...(created === '' ? [] : [created])].join(' · ');
  item.iconPath = statusIcon(job.status);
  item.contextValue = [
    'job',
    ...(canStop(job.status) ? ['canStop'] : []),
    ...(canDelete(job.status) ? ['canDelete'] : []),
    ...(isTransient(job.status) ? ['running', isWatched ? 'watched' : 'unwatched'] : []),
    ...(hasResults(job.status) ? ['active'] : []),
  ].join(' ');
  item.accessibilityInformation = {
    label: [
      created === '' ? `${job.name}, ${word}` : vscode.l10n.t('{0}, {1}, created {2}', job.name, word, created),
      ...requested,
    ].join(', '),
  };
  return item;
}

/** Everything the list tells of a job. Texts of the service go in as text, never as Markdown. */
export function jobTooltip(job: ExportJob): vscode.MarkdownString {
  const took = exportDuration(job, isFinished(job.status));
  const rows: [string, string | undefined][] = [
    [vscode.l10n.t('Status'), statusWord(job.status)],
    [vscode.l10n.t('Message'), job.message],
    [vscode.l10n.t('Destination'), job.destination?.path],
    [vscode.l10n.t('Created'), job.createdAt === undefined ? undefined : dateTime(job.createdAt)],
    [
      isFinished(job.status) ? vscode.l10n.t('Finished') : vscode.l10n.t('Last modified'),
      job.modifiedAt === undefined ? undefined : dateTime(job.modifiedAt),
    ],
    [vscode.l10n.t('Duration'), took === undefined ? undefined : duration(took)],
    ['ARN', job.arn],
  ];
  const tooltip = new vscode.MarkdownString();
  tooltip.appendMarkdown('**').appendText(job.name).appendMarkdown('**\n\n');
  for (const [label, value] of rows) {
    if (value === undefined || value === '') continue;
    // Two spaces at the end of a line: a line break, not a new paragraph.
    tooltip.appendMarkdown('**').appendText(label).appendMarkdown(':** ').appendText(value).appendMarkdown('  \n');
  }
  return tooltip;
}

export function loadMoreItem({ group, state }: LoadMoreNode): vscode.TreeItem {
  return readOnItem(`loadMore:${group}`, groupLabel(group), { kind: 'group', group }, state);
}

/** The row at the end of a list: press it to read on. `argument` is what the command gets. */
export function readOnItem(id: string, list: string, argument: unknown, state: LoadMoreNode['state']): vscode.TreeItem {
  const item = new vscode.TreeItem('', vscode.TreeItemCollapsibleState.None);
  item.id = id;
  const command = { command: COMMANDS.loadMore, arguments: [argument] };
  if (state.loading) {
    item.label = vscode.l10n.t('Loading…');
    item.iconPath = new vscode.ThemeIcon('loading~spin');
    item.contextValue = 'loadMore loading';
  } else if (state.error && !isSignedOut(state.error)) {
    const { title, advice } = errorWords(state.error);
    item.label = vscode.l10n.t('Retry');
    item.description = title;
    item.tooltip = `${title}. ${advice}`;
    item.iconPath = new vscode.ThemeIcon('refresh', new vscode.ThemeColor('errorForeground'));
    item.contextValue = 'loadMore hasMore error';
    item.command = { ...command, title: vscode.l10n.t('Retry') };
    item.accessibilityInformation = {
      label: vscode.l10n.t('Retry loading more jobs of {0}: {1}', list, title),
    };
  } else {
    item.label = vscode.l10n.t('Load more…');
    item.iconPath = new vscode.ThemeIcon('chevron-down');
    item.contextValue = 'loadMore hasMore';
    item.command = { ...command, title: vscode.l10n.t('Load more…') };
    item.accessibilityInformation = {
      label: vscode.l10n.t('Load more jobs of {0}', list),
    };
  }
  return item;
}

/** The one row that speaks for all lists that failed because the person is signed out. */
function signedOutItem(error: DomainError): vscode.TreeItem {
  const { title, advice } = errorWords(error);
  const item = new vscode.TreeItem(vscode.l10n.t('Sign in again'), vscode.TreeItemCollapsibleState.None);
  item.id = 'problem';
  item.description = title;
  item.tooltip = `${title}. ${advice}`;
  item.iconPath = new vscode.ThemeIcon('account', new vscode.ThemeColor('list.warningForeground'));
  item.contextValue = 'problem error';
  item.command = { command: COMMANDS.signIn, title: vscode.l10n.t('Sign in again') };
  item.accessibilityInformation = { label: vscode.l10n.t('{0}. Press to sign in again.', title) };
  return item;
}

export function problemItem(error: DomainError): vscode.TreeItem {
  if (isSignedOut(error)) return signedOutItem(error);
  const { title, advice } = errorWords(error);
  const item = new vscode.TreeItem(vscode.l10n.t('{0} — Retry', title), vscode.TreeItemCollapsibleState.None);
  item.id = 'problem';
  item.description = advice;
  item.tooltip = `${title}. ${advice}`;
  item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  item.contextValue = 'problem error';
  item.command = { command: COMMANDS.retry, title: vscode.l10n.t('Retry') };
  item.accessibilityInformation = { label: vscode.l10n.t('{0}. {1} Press to retry.', title, advice) };
  return item;
}

export function noteItem({ id, text }: NoteNode): vscode.TreeItem {
  const item = new vscode.TreeItem('', vscode.TreeItemCollapsibleState.None);
  item.id = id;
  item.description = text;
  item.contextValue = 'note';
  item.accessibilityInformation = { label: text };
  return item;
}
