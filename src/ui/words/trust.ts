import * as vscode from 'vscode';
import type { Trust } from '../../domain/trust-policy';

/** The policy could not be read: that is not to say that it trusts nobody. */
export function isUnreadable({ reasons }: Trust): boolean {
  return reasons.some(({ code }) => code === 'unreadable');
}

/** What is to be said beside a role: nothing when Forecast can surely assume it. */
export function trustWords(trust: Trust): string {
  const { canAssume, reasons } = trust;
  if (canAssume === 'yes') return '';
  if (isUnreadable(trust)) return `$(warning) ${vscode.l10n.t('its trust policy cannot be read')}`;
  const details = reasons.flatMap((reason) => {
    switch (reason.code) {
      case 'condition':
        return reason.verdict === 'met' ? [] : [`${reason.key} ${reason.operator} ${reason.values.join(', ')}`.trim()];
      case 'anyPrincipal':
        return [vscode.l10n.t('it trusts everybody')];
      case 'denied':
        return [vscode.l10n.t('a statement denies it')];
      case 'unreadable':
        return [];
      case 'serviceNotTrusted':
        return [vscode.l10n.t('it does not trust forecast.amazonaws.com')];
      case 'actionNotAllowed':
        return [vscode.l10n.t('it does not allow sts:AssumeRole')];
    }
  });
  const why = details.join('; ');
  if (canAssume === 'no') return `$(warning) ${vscode.l10n.t('Amazon Forecast cannot assume it: {0}', why)}`;
  return `$(warning) ${vscode.l10n.t('under a condition: {0}', why)}`;
}
