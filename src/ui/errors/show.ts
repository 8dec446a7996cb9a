import * as vscode from 'vscode';
import { isCancelled, logText, toDomainError } from '../../domain/errors';
import type { Log } from '../../domain/ports';
import { COMMANDS } from '../contribution';
import { wordsOf } from './results-words';

/**
 * Tells of a failed command, with the actions that help. `Retry` runs the command itself again. Cancellation is never
 * told. The one place where an error becomes a notification.
 */
export async function showError(error: unknown, log: Log, retry: () => void): Promise<void> {
  if (isCancelled(error)) return;
  const { title, advice, actions } = wordsOf(error);
  const { operation } = toDomainError(error).facts;
  log.error(`${operation ?? 'Command'} failed: ${logText(error, { withRequestId: true })}`);
  const labels = actions.slice(0, 3).map(({ label }) => label);
  const picked = await vscode.window.showErrorMessage(`${title}. ${advice}`, ...labels);
  const action = actions.find(({ label }) => label === picked);
  if (!action) return;
  if (action.command === COMMANDS.retry) retry();
  else await vscode.commands.executeCommand(action.command);
}
