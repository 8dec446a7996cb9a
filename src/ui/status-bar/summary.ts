import * as vscode from 'vscode';
import type { JobWatcher } from '../../app/job-watcher';
import type { JobResult } from '../../app/watch-list';
import { COMMANDS } from '../contribution';
import { errorWords } from '../errors/words';
import { statusWord } from '../words/status';
import { ago } from '../words/time';

export interface Summary {
  /** With one icon. */
  readonly text: string;
  /** What a screen reader says. */
  readonly label: string;
  readonly background: 'statusBarItem.errorBackground' | 'statusBarItem.warningBackground' | undefined;
}

/** A success is news for so long; a failure stays until it is looked at. */
const NEWS = 10 * 60_000;
type Row = readonly [name: string, words: string, message: string | undefined];

/** Rows of the tooltip. */
const MOST_ROWS = 10;

/** What the status bar has to say; undefined when that is nothing. */
export function summarize(watcher: JobWatcher, now: number): Summary | undefined {
  const t = vscode.l10n.t;
  const watched = watcher.running.length;
  const deleting = watcher.running.filter(({ job }) => job.status.startsWith('DELETE_')).length;
  const running = watched - deleting;
  const news = newsOf(watcher.results, now);
  const failed = news.filter(({ outcome }) => outcome === 'failed').length;
  const words = (icon: string, sentence: string, background?: Summary['background']): Summary => ({
    text: `$(${icon}) ${sentence}`,
    label: t('Forecast Backtests: {0}. Press to show the jobs.', sentence),
    background,
  });
  if (watched > 0 && watcher.problem?.paused) {
    return words('debug-pause', t('Watching exports is paused'), 'statusBarItem.warningBackground');
  }
  if (watched > 0) {
    const count = running > 0 ? runningCount(running) : deletingCount(deleting);
    return words('sync~spin', failed > 0 ? t('{0}, {1} failed', count, failed) : count);
  }
  if (failed > 0) {
    const sentence = failed === 1 ? t('1 export failed') : t('{0} exports failed', failed);
    return words('error', sentence, 'statusBarItem.errorBackground');
  }
  const [last] = news;
  if (!last) return undefined;
  if (last.outcome === 'stopped') return words('circle-slash', t('1 export stopped'));
  const finished = news.filter(({ outcome }) => outcome === 'finished').length;
  return words('pass', finished === 1 ? t('1 export finished') : t('{0} exports finished', finished));
}

function runningCount(count: number): string {
  return count === 1 ? vscode.l10n.t('1 export running') : vscode.l10n.t('{0} exports running', count);
}

function deletingCount(count: number): string {
  return count === 1 ? vscode.l10n.t('Deleting 1 export') : vscode.l10n.t('Deleting {0} exports', count);
}

/** When what the status bar says becomes old; undefined when it does not by itself. */
export function newsEndsAt({ results }: JobWatcher, now: number): number | undefined {
  const ends = newsOf(results, now).flatMap(({ outcome, at }) => (outcome === 'failed' ? [] : [at + NEWS]));
  return ends.length === 0 ? undefined : Math.min(...ends);
}

/** The jobs behind the summary, as Markdown; every word of the service goes in as text. */
export function summaryTooltip(watcher: JobWatcher, account: string): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString();
  tooltip.appendMarkdown('**').appendText(vscode.l10n.t('Backtest exports')).appendMarkdown('**');
  tooltip.appendText(` · ${account}`).appendMarkdown('\n\n');
  const { problem, running, results } = watcher;
  if (problem) {
    const { title, advice } = errorWords(problem.error);
    tooltip.appendText(`${title}. ${advice}`).appendMarkdown('\n\n');
  }
  const rows: Row[] = [
    ...running.map(({ job }): Row => [job.name, runningWords(job.status, job.createdAt), undefined]),
    ...results.map(({ job, at }): Row => [job.name, `${statusWord(job.status)} · ${ago(at)}`, job.message]),
  ];
  for (const [name, words, message] of rows.slice(0, MOST_ROWS)) {
    tooltip.appendMarkdown('- ').appendText(`${name}: ${words}`);
    if (message) tooltip.appendText(` · ${oneLine(message)}`);
    tooltip.appendMarkdown('\n');
  }
  if (rows.length > MOST_ROWS) {
    tooltip.appendMarkdown('\n').appendText(vscode.l10n.t('and {0} more', rows.length - MOST_ROWS));
  }
  // Only these may be called from the tooltip: names in it come from the service.
  tooltip.isTrusted = { enabledCommands: [COMMANDS.selectProfile, COMMANDS.selectRegion] };
  const link = (words: string, command: string): string => `[${words}](command:${command})`;
  tooltip.appendMarkdown(
    `\n\n${link(vscode.l10n.t('Choose Profile'), COMMANDS.selectProfile)} · ${link(vscode.l10n.t('Choose Region'), COMMANDS.selectRegion)}`,
  );
  return tooltip;
}

export function runningWords(status: string, createdAt: number | undefined): string {
  const word = statusWord(status);
  return createdAt === undefined ? word : vscode.l10n.t('{0} · created {1}', word, ago(createdAt));
}

function newsOf(results: readonly JobResult[], now: number): JobResult[] {
  return results.filter(({ seen, outcome, at }) => !seen && (outcome === 'failed' || now - at < NEWS));
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
