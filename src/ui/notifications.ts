import * as vscode from 'vscode';
import type { JobWatcher } from '../app/job-watcher';
import { Notices, type Claims, type Notice } from '../app/notices';
import { isSignedOut } from '../app/sign-in-problem';
import type { DomainError } from '../domain/errors';
import { errorWords } from './errors/words';
import { COMMANDS } from './contribution';
import type { Settings } from './settings';
import { ARN_COMMANDS } from './status-bar/job-actions';

export interface NotificationContext {
  readonly watcher: JobWatcher;
  readonly claims: Claims;
  readonly settings: Settings;
}

/** Tells the person, once over all windows, that a watched export has finished or failed; and that watching pauses. */
export class Notifications implements vscode.Disposable {
  readonly #watcher: JobWatcher;
  readonly #subscriptions: { dispose(): void }[];

  constructor({ watcher, claims, settings }: NotificationContext) {
    this.#watcher = watcher;
    const notices = new Notices({
      transitions: watcher.onTransition,
      claims,
      wants: ({ outcome }) =>
        settings.notifications === 'all' || (settings.notifications === 'failures' && outcome === 'failed'),
    });
    this.#subscriptions = [
      notices,
      notices.onNotice((notice) => void this.#tell(notice)),
      watcher.onDidPause((error) => void this.#tellPause(error)),
    ];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #tell({ job, to, outcome }: Notice): Promise<void> {
    const t = vscode.l10n.t;
    const actions = new Map([
      ...(outcome === 'finished' ? ([[t('Open Results'), ARN_COMMANDS.openResults]] as const) : []),
      [t('Open Details'), ARN_COMMANDS.openDetails],
      [t('Open Destination'), ARN_COMMANDS.openDestination],
    ]);
    const message = job.message ?? '';
    const labels = [...actions.keys()];
    const picked =
      outcome === 'finished'
        ? await vscode.window.showInformationMessage(t('Export “{0}” has finished.', job.name), ...labels)
        : await vscode.window.showErrorMessage(failure(job.name, to, message), ...labels);
    const command = picked === undefined ? undefined : actions.get(picked);
    if (command === undefined) return;
    this.#watcher.markSeen();
    await vscode.commands.executeCommand(command, job.arn);
  }

  async #tellPause(error: DomainError): Promise<void> {
    const { title, advice } = errorWords(error);
    // Trying again would fail again while somebody is signed out.
    const isOut = isSignedOut(error);
    const retry = isOut ? vscode.l10n.t('Sign In Again') : vscode.l10n.t('Retry');
    const connection = vscode.l10n.t('Choose Profile');
    const words = vscode.l10n.t('Watching running exports is paused. {0}. {1}', title, advice);
    const picked = await vscode.window.showWarningMessage(words, retry, connection);
    if (picked === retry && isOut) await vscode.commands.executeCommand(COMMANDS.signIn);
    else if (picked === retry) this.#watcher.resume();
    else if (picked === connection) await vscode.commands.executeCommand(COMMANDS.selectProfile);
  }
}

function failure(name: string, to: string | undefined, message: string): string {
  const sentence =
    to === 'DELETE_FAILED'
      ? vscode.l10n.t('Export “{0}” could not be deleted.', name)
      : vscode.l10n.t('Export “{0}” has failed.', name);
  return message === '' ? sentence : `${sentence} ${message}`;
}
