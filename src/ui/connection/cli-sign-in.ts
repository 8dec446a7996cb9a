import * as vscode from 'vscode';
import type { SignInWay } from '../../domain/ports';
import { signInCommand } from '../../domain/sign-in-command';

/** Runs the sign-in in a terminal, where the person sees what the AWS CLI asks. */
export function signInByTerminal(way: SignInWay): void {
  const command = signInCommand(way);
  const name = vscode.l10n.t('AWS Sign-In');
  // One terminal, however often it is asked for.
  const terminal =
    vscode.window.terminals.find((one) => one.name === name && one.exitStatus === undefined) ??
    vscode.window.createTerminal({ name, isTransient: true });
  terminal.show();
  if (command === undefined) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Sign in with the AWS CLI for profile “{0}”; this window goes on by itself.', way.profile),
    );
    return;
  }
  terminal.sendText(command);
}
