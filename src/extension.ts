import type * as vscode from 'vscode';
import { AccountSession } from './app/account-session';
import { JobActions } from './app/job-actions';
import { JobStore } from './app/job-store';
import { JobView } from './app/job-view';
import { JobWatcher } from './app/job-watcher';
import { StatusHistory } from './app/status-history';
import { watchFiles } from './aws/file-watch';
import { listProfiles } from './aws/profiles';
import { sharedFiles } from './aws/shared-files';
import { lazyConnect } from './lazy-connect';
import { registerAccountCommands } from './ui/commands/account-commands';
import { registerExportCommands } from './ui/commands/export-commands';
import { registerListCommands } from './ui/commands/list-commands';
import { registerConnectionCommands } from './ui/connection/connection-commands';
import { MfaPrompt } from './ui/connection/mfa-prompt';
import { RecentChoices } from './ui/connection/recent-choices';
import { registerDetailsCommands } from './ui/details/details-commands';
import { DetailsEditor } from './ui/details/details-editor';
import { historyStorage } from './ui/details/history-storage';
import { OutputLog } from './ui/output-log';
import { registerResults } from './ui/results/register-results';
import { Settings } from './ui/settings';
import { systemClock } from './ui/system-clock';
import { JobsView } from './ui/tree/jobs-view';
import { WatchFolder } from './ui/watch/watch-folder';
import { registerWatching } from './ui/watch/watching';

/** What the extension lets its tests see. */
export interface ExtensionApi {
  readonly store: JobStore;
  readonly session: AccountSession;
  readonly watcher: JobWatcher;
}

/** Registers views and commands, nothing else: the SDK is loaded by the first request. */
export function activate(context: vscode.ExtensionContext): ExtensionApi {
  const log = new OutputLog();
  const settings = new Settings(context);
  const store = new JobStore({ log, pageSize: () => settings.pageSize });
  const filters = new JobView(store, settings.grouping);
  const { configFilepath, filepath } = sharedFiles(process.env);
  const session = new AccountSession({
    connect: lazyConnect(log, settings, new MfaPrompt()),
    store,
    log,
    choice: () => settings.connectionChoice(),
    configFiles: [configFilepath, filepath],
    watchFiles,
  });
  const folder = new WatchFolder(context.globalStorageUri.fsPath, log);
  const watcher = new JobWatcher({ session, store, storage: folder, clock: systemClock, random: Math.random, log });
  const history = new StatusHistory({ store, clock: systemClock, storage: historyStorage(context.globalState) });
  const actions = new JobActions({ store, follower: watcher, log });
  const view = new JobsView(store, filters, session, watcher);
  context.subscriptions.push(
    log,
    store,
    filters,
    session,
    watcher,
    history,
    view,
    registerListCommands({ store, filters, session, view, settings, log }),
    registerExportCommands({ context, store, filters, session, view, actions, log }),
    registerAccountCommands({ session, filters, settings, log }),
    registerConnectionCommands({
      session,
      filters,
      settings,
      recent: new RecentChoices(context.globalState),
      listProfiles: () => listProfiles(process.env),
      log,
    }),
    registerWatching({ watcher, folder, session, store, settings, log }),
    registerDetailsCommands({ store, session, log }),
    DetailsEditor.register({ extensionUri: context.extensionUri, store, session, history, log }),
    registerResults({ context, session, store, settings, log, load: () => import('./results/index') }),
    settings.onDidChangeConnection(() => void session.reopen()),
  );
  return { store, session, watcher };
}
