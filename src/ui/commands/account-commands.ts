import * as vscode from 'vscode';
import type { AccountSession } from '../../app/account-session';
import type { JobView } from '../../app/job-view';
import { COMMANDS, SETTINGS_SECTION, VIEW_JOBS } from '../contribution';
import type { OutputLog } from '../output-log';
import type { Settings } from '../settings';
import { registerCommands } from './registry';

export interface AccountCommandContext {
  readonly session: AccountSession;
  readonly filters: JobView;
  readonly settings: Settings;
  readonly log: OutputLog;
}

/** Commands that choose the account, and the log. */
export function registerAccountCommands({ session, filters, settings, log }: AccountCommandContext): vscode.Disposable {
  const show = async (account: 'aws' | 'sample'): Promise<void> => {
    await settings.setAccount(account);
    filters.nameFilter = '';
    await vscode.commands.executeCommand(`${VIEW_JOBS}.focus`);
    await session.reopen();
  };
  return registerCommands(log, {
    [COMMANDS.exploreSampleData]: () => show('sample'),
    [COMMANDS.leaveSampleData]: () => show('aws'),
    [COMMANDS.openConnectionSettings]: async () => {
      await vscode.commands.executeCommand('workbench.action.openSettings', `${SETTINGS_SECTION}.`);
    },
    [COMMANDS.showLog]: () => log.show(),
  });
}
