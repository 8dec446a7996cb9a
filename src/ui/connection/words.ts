import * as vscode from 'vscode';
import type { EnvironmentSource, FileProblem, ProfileKind } from '../../domain/profiles';

export function kindWord(kind: ProfileKind): string {
  const t = vscode.l10n.t;
  switch (kind) {
    case 'keys':
      return t('access keys');
    case 'sso':
      return t('single sign-on');
    case 'role':
      return t('assumes a role');
    case 'process':
      return t('credential process');
    case 'login':
      return t('console sign-in');
    case 'webIdentity':
      return t('web identity');
    case 'none':
      return t('no credentials');
  }
}

export function kindIcon(kind: ProfileKind): string {
  switch (kind) {
    case 'keys':
      return 'key';
    case 'sso':
    case 'login':
      return 'account';
    case 'role':
      return 'person';
    case 'process':
      return 'gear';
    case 'webIdentity':
      return 'globe';
    case 'none':
      return 'circle-slash';
  }
}

/** What is used while no profile is chosen. */
export function environmentWords(source: EnvironmentSource): string {
  const t = vscode.l10n.t;
  switch (source.kind) {
    case 'profile':
      return source.variable === undefined
        ? t('profile {0}', source.profile)
        : t('profile {0}, from {1}', source.profile, source.variable);
    case 'keys':
      return t('access keys of {0}', source.variable);
    case 'machine':
      return t('what this machine offers');
  }
}

export function problemWords({ file, line, reason }: FileProblem): { readonly title: string; readonly detail: string } {
  const t = vscode.l10n.t;
  return { title: line === undefined ? file : t('{0}, line {1}', file, line), detail: reasonWords(reason) };
}

function reasonWords(reason: FileProblem['reason']): string {
  const t = vscode.l10n.t;
  switch (reason) {
    case 'unreadable':
      return t('The file cannot be read.');
    case 'unclosedSection':
      return t('The section has no closing bracket; its settings do not count.');
    case 'unknownSection':
      return t('The section names no profile: the config file has [profile NAME], the credentials file [NAME].');
    case 'notASetting':
      return t('The line is no setting: it should be “name = value”.');
    case 'outsideSection':
      return t('The setting stands above the first section and does not count.');
    case 'refusedFile':
      return t('For this name the AWS SDK refuses the whole file.');
  }
}
