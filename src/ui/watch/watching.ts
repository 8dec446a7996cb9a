import * as vscode from 'vscode';
import type { AccountSession } from '../../app/account-session';
import type { JobStore } from '../../app/job-store';
import type { JobWatcher } from '../../app/job-watcher';
import type { Log } from '../../domain/ports';
import { registerWatchCommands } from '../commands/watch-commands';
import { Notifications } from '../notifications';
import type { Settings } from '../settings';
import { StatusItem } from '../status-bar/status-item';
import type { WatchFolder } from './watch-folder';

export interface WatchingContext {
  readonly watcher: JobWatcher;
  readonly folder: WatchFolder;
  readonly session: AccountSession;
  readonly store: JobStore;
  readonly settings: Settings;
  readonly log: Log;
}

/** Shows the watch: status bar, notifications, commands; and lets it know whether anybody looks at this window. */
export function registerWatching(context: WatchingContext): vscode.Disposable {
  const { watcher, folder } = context;
  watcher.focused = vscode.window.state.focused;
  void watcher.start();
  void folder.clean();
  return vscode.Disposable.from(
    new StatusItem(context),
    new Notifications({ ...context, claims: folder }),
    registerWatchCommands(context),
    vscode.window.onDidChangeWindowState(({ focused }) => (watcher.focused = focused)),
  );
}
