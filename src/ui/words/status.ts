import * as vscode from 'vscode';
import type { JobStatus, StatusGroupId } from '../../domain/status';
import { isKnownStatus } from '../../domain/status';
import type { StatusLook, Tone } from '../../protocol/details';

/** The label of a status group. */
export function groupLabel(group: StatusGroupId): string {
  switch (group) {
    case 'inProgress':
      return vscode.l10n.t('In Progress');
    case 'pending':
      return vscode.l10n.t('Pending');
    case 'stopping':
      return vscode.l10n.t('Stopping');
    case 'failed':
      return vscode.l10n.t('Failed');
    case 'active':
      return vscode.l10n.t('Active');
    case 'stopped':
      return vscode.l10n.t('Stopped');
    case 'deleting':
      return vscode.l10n.t('Deleting');
    case 'deleteFailed':
      return vscode.l10n.t('Delete Failed');
    case 'other':
      return vscode.l10n.t('Other');
  }
}

/** A status in plain words; a status that is not known is shown in the service's spelling. */
export function statusWord(status: string): string {
  if (!isKnownStatus(status)) return status === '' ? vscode.l10n.t('Unknown status') : status;
  switch (status) {
    case 'CREATE_PENDING':
      return vscode.l10n.t('Pending');
    case 'CREATE_IN_PROGRESS':
      return vscode.l10n.t('In Progress');
    case 'ACTIVE':
      return vscode.l10n.t('Active');
    case 'CREATE_FAILED':
      return vscode.l10n.t('Failed');
    case 'CREATE_STOPPING':
      return vscode.l10n.t('Stopping');
    case 'CREATE_STOPPED':
      return vscode.l10n.t('Stopped');
    case 'DELETE_PENDING':
      return vscode.l10n.t('Deletion Pending');
    case 'DELETE_IN_PROGRESS':
      return vscode.l10n.t('Deleting');
    case 'DELETE_FAILED':
      return vscode.l10n.t('Delete Failed');
  }
}

const COLORS: Readonly<Record<Tone, string>> = {
  neutral: 'descriptionForeground',
  waiting: 'charts.yellow',
  running: 'charts.blue',
  success: 'charts.green',
  warning: 'list.warningForeground',
  failure: 'errorForeground',
};

const ICONS: Readonly<Record<JobStatus, readonly [icon: string, tone: Tone]>> = {
  CREATE_PENDING: ['clock', 'waiting'],
  CREATE_IN_PROGRESS: ['sync~spin', 'running'],
  ACTIVE: ['pass', 'success'],
  CREATE_FAILED: ['error', 'failure'],
  CREATE_STOPPING: ['stop-circle', 'warning'],
  CREATE_STOPPED: ['circle-slash', 'neutral'],
  DELETE_PENDING: ['trash', 'neutral'],
  DELETE_IN_PROGRESS: ['trash', 'warning'],
  DELETE_FAILED: ['warning', 'warning'],
};

function iconOf(status: string): readonly [icon: string, tone: Tone] {
  return isKnownStatus(status) ? ICONS[status] : ['question', 'neutral'];
}

/** The product icon of a status, in a colour of the theme. */
export function statusIcon(status: string): vscode.ThemeIcon {
  const [icon, tone] = iconOf(status);
  return new vscode.ThemeIcon(icon, new vscode.ThemeColor(COLORS[tone]));
}

/** How a page shows a status: the same word and icon as the tree. */
export function statusLook(status: string): StatusLook {
  const [icon, tone] = iconOf(status);
  const [name = icon, modifier] = icon.split('~');
  return { word: statusWord(status), icon: name, spins: modifier === 'spin', tone };
}
