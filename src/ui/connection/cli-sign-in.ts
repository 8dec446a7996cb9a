import * as vscode from 'vscode';
import type { SignInWay } from '../../domain/ports';

/** Names that every shell takes as they are. */
const PLAIN = /^[\w.@+:/-]+$/u;

/** Names that every shell takes as they are between double quotes. */
const QUOTABLE = /^[\w.@+:/ ,=()#&-]+$/u;

/** The command of the AWS CLI with which a person signs in; undefined for a name that shells would take apart. */
export function signInCommand({ kind, profile }: SignInWay): string | undefined {
  const command = kind === 'sso' ? 'aws sso login' : 'aws login';
  if (PLAIN.test(profile) && !profile.startsWith('-')) return `${command} --profile ${profile}`;
  return QUOTABLE.test(profile) && !profile.startsWith('-') ? `${command} --profile "${profile}"` : undefined;
}

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
