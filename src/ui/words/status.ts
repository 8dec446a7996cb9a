import * as vscode from 'vscode';
import type { JobStatus, StatusGroupId } from '../../domain/status';
import { isKnownStatus } from '../../domain/status';

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

const ICONS: Readonly<Record<JobStatus, readonly [icon: string, color: string]>> = {
  CREATE_PENDING: ['clock', 'charts.yellow'],
  CREATE_IN_PROGRESS: ['sync~spin', 'charts.blue'],
  ACTIVE: ['pass', 'charts.green'],
  CREATE_FAILED: ['error', 'errorForeground'],
  CREATE_STOPPING: ['stop-circle', 'charts.orange'],
  CREATE_STOPPED: ['circle-slash', 'descriptionForeground'],
  DELETE_PENDING: ['trash', 'descriptionForeground'],
  DELETE_IN_PROGRESS: ['trash', 'charts.orange'],
  DELETE_FAILED: ['warning', 'charts.orange'],
};

/** The product icon of a status, in a colour of the theme. */
export function statusIcon(status: string): vscode.ThemeIcon {
  const [icon, color] = isKnownStatus(status) ? ICONS[status] : (['question', 'descriptionForeground'] as const);
  return new vscode.ThemeIcon(icon, new vscode.ThemeColor(color));
}
