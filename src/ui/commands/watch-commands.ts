import type * as vscode from 'vscode';
import type { AccountSession } from '../../app/account-session';
import type { JobStore } from '../../app/job-store';
import type { JobWatcher } from '../../app/job-watcher';
import type { Log } from '../../domain/ports';
import { COMMANDS } from '../contribution';
import { showWatchedJobs } from '../status-bar/watch-pick';
import { isTreeNode } from '../tree/nodes';
import { registerCommands } from './registry';
import { openedList } from './job-arguments';

export interface WatchCommandContext {
  readonly watcher: JobWatcher;
  readonly store: JobStore;
  readonly session: AccountSession;
  readonly log: Log;
}

/** Commands that choose what is watched, and the list behind the status bar item. */
export function registerWatchCommands({ watcher, store, session, log }: WatchCommandContext): vscode.Disposable {
  return registerCommands(log, {
    [COMMANDS.watchJob]: (...args) => forEachJob(args, (arn) => watcher.watch(arn)),
    [COMMANDS.unwatchJob]: (...args) => forEachJob(args, (arn) => watcher.unwatch(arn)),
    [COMMANDS.showWatchedJobs]: async () => {
      await openedList({ session });
      await showWatchedJobs({ watcher, store });
    },
  });
}

/** Jobs come as a row of the tree with all selected rows, or as an ARN. */
function forEachJob([first, selection]: readonly unknown[], act: (arn: string) => void): void {
  for (const one of Array.isArray(selection) ? (selection as unknown[]) : [first]) {
    if (typeof one === 'string') act(one);
    else if (isTreeNode(one) && one.kind === 'job') act(one.job.arn);
  }
}
