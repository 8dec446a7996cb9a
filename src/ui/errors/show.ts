import * as vscode from 'vscode';
import { isCancelled, logText, toDomainError } from '../../domain/errors';
import type { Log } from '../../domain/ports';
import { COMMANDS } from '../contribution';
import { wordsOf } from './results-words';

/** Tells of a failed command, with the actions that help. `Retry` runs the command itself again. */
export async function showError(error: unknown, log: Log, retry: () => void): Promise<void> {
  if (isCancelled(error)) return;
  const { operation } = toDomainError(error).facts;
  log.error(`${operation ?? 'Command'} failed: ${logText(error, { withRequestId: true })}`);
  await tellError(error, retry);
}

/** Tells all that is known of a failure that the log has already. */
export async function showProblem(error: unknown, retry: () => void): Promise<void> {
  const { requestId } = toDomainError(error).facts;
  const isTold = requestId === undefined || wordsOf(error).advice.includes(requestId);
  await tellError(error, retry, isTold ? undefined : vscode.l10n.t('Request id: {0}', requestId));
}

/** Cancellation is never told. The one place where an error becomes a notification. */
async function tellError(error: unknown, retry: () => void, more?: string): Promise<void> {
  if (isCancelled(error)) return;
  const { title, advice, actions } = wordsOf(error);
  const labels = actions.slice(0, 3).map(({ label }) => label);
  const text = `${title}. ${advice}`;
  const picked = await vscode.window.showErrorMessage(more === undefined ? text : `${text} ${more}`, ...labels);
  const action = actions.find(({ label }) => label === picked);
  if (!action) return;
  if (action.command === COMMANDS.retry) retry();
  else await vscode.commands.executeCommand(action.command);
}
