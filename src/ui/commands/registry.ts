import * as vscode from 'vscode';
import type { Log } from '../../domain/ports';
import type { COMMANDS } from '../contribution';
import { showError } from '../errors/show';

type CommandId = (typeof COMMANDS)[keyof typeof COMMANDS];

/** A command; what it throws is shown and logged, and can be retried. */
export type CommandHandler = (...args: readonly unknown[]) => void | Promise<void>;

/** Registers commands so that no failure of theirs is lost. */
export function registerCommands(
  log: Log,
  handlers: Readonly<Partial<Record<CommandId, CommandHandler>>>,
): vscode.Disposable {
  return vscode.Disposable.from(
    ...Object.entries(handlers).map(([id, handler]) => {
      const run = async (...args: readonly unknown[]): Promise<void> => {
        try {
          await handler(...args);
        } catch (error) {
          // Not awaited: a notification stays for as long as the person likes, a command does not.
          void showError(error, log, () => void run(...args));
        }
      };
      return vscode.commands.registerCommand(id, run);
    }),
  );
}
