import * as vscode from 'vscode';
import type { Trust } from '../../domain/trust-policy';

/** What is to be said beside a role: nothing when Forecast can surely assume it. */
export function trustWords({ canAssume, reasons }: Trust): string {
  if (canAssume === 'yes') return '';
  const details = reasons.flatMap((reason) => {
    switch (reason.code) {
      case 'condition':
        return reason.verdict === 'met' ? [] : [`${reason.key} ${reason.operator} ${reason.values.join(', ')}`.trim()];
      case 'anyPrincipal':
        return [vscode.l10n.t('it trusts everybody')];
      case 'denied':
        return [vscode.l10n.t('a statement denies it')];
      case 'unreadable':
        return [vscode.l10n.t('its trust policy cannot be read')];
      case 'serviceNotTrusted':
        return [vscode.l10n.t('it does not trust forecast.amazonaws.com')];
      case 'actionNotAllowed':
        return [vscode.l10n.t('it does not allow sts:AssumeRole')];
    }
  });
  return `$(warning) ${vscode.l10n.t('under a condition: {0}', details.join('; '))}`;
}
