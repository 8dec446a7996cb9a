import * as vscode from 'vscode';
import type { AccountSession } from '../../app/account-session';
import type { JobWatcher } from '../../app/job-watcher';
import { COMMANDS } from '../contribution';
import type { Settings } from '../settings';
import { newsEndsAt, summarize, summaryTooltip } from './summary';

export interface StatusItemContext {
  readonly watcher: JobWatcher;
  readonly session: AccountSession;
  readonly settings: Settings;
}

const ID = 'watcher';

/** The status bar item: there while watched jobs run or something is new, and gone when there is nothing to say. */
export class StatusItem implements vscode.Disposable {
  readonly #context: StatusItemContext;
  readonly #subscriptions: { dispose(): void }[];
  #item: vscode.StatusBarItem | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(context: StatusItemContext) {
    this.#context = context;
    const update = (): void => this.#update();
    this.#subscriptions = [
      context.watcher.onDidChange(update),
      context.session.onDidChange(update),
      context.settings.onDidChangeWatching(update),
    ];
    update();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#item?.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #update(): void {
    clearTimeout(this.#timer);
    const { watcher, session, settings } = this.#context;
    const now = Date.now();
    const summary = settings.showStatusBar ? summarize(watcher, now) : undefined;
    const { connection } = session;
    if (!summary || !connection) {
      this.#item?.hide();
      return;
    }
    const item = (this.#item ??= this.#create());
    item.text = summary.text;
    item.accessibilityInformation = { label: summary.label, role: 'button' };
    item.backgroundColor = summary.background && new vscode.ThemeColor(summary.background);
    const name = connection.account === 'sample' ? vscode.l10n.t('Sample account') : connection.profile;
    const account = [name, connection.region, ...(session.accountId === undefined ? [] : [session.accountId])];
    item.tooltip = summaryTooltip(watcher, account.join(' · '));
    item.show();
    const end = newsEndsAt(watcher, now);
    if (end !== undefined) this.#timer = setTimeout(() => this.#update(), Math.max(0, end - now));
  }

  #create(): vscode.StatusBarItem {
    const item = vscode.window.createStatusBarItem(ID, vscode.StatusBarAlignment.Left);
    // The name under which it is hidden and shown in the status bar's own menu.
    item.name = vscode.l10n.t('Forecast Backtests');
    item.command = COMMANDS.showWatchedJobs;
    return item;
  }
}
