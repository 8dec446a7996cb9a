import { t } from '@vscode/l10n';
import type { DetailsAction, DetailsModel } from '../../protocol/details';
import { Button, IconButton } from '../components/button';
import { StatusBadge } from '../components/status-badge';
import type { Asks } from './asks';

interface ActionLook {
  readonly action: DetailsAction;
  readonly label: () => string;
  readonly icon: string;
}

/** In the order in which they are offered; each only where the status allows it. */
const HEADER_ACTIONS: readonly ActionLook[] = [
  { action: 'openResults', label: () => t('Open Results'), icon: 'graph-line' },
  { action: 'openDestination', label: () => t('Open Destination'), icon: 'link-external' },
  { action: 'exportAgain', label: () => t('Export Again…'), icon: 'debug-rerun' },
  { action: 'stop', label: () => t('Stop'), icon: 'debug-stop' },
  { action: 'delete', label: () => t('Delete…'), icon: 'trash' },
  { action: 'copyCli', label: () => t('Copy CLI Command'), icon: 'terminal' },
];

export function Header({ model, asks }: { readonly model: DetailsModel; readonly asks: Asks }) {
  const { name, place, job } = model;
  const actions = HEADER_ACTIONS.filter(({ action }) => job?.actions.includes(action));
  // The next step, once there is one: nobody is led to stop what runs.
  const next = actions.some(({ action }) => action === 'openResults') ? 'openResults' : 'openDestination';
  const primary = job?.isRunning === true ? undefined : job?.hasFailed === true ? 'exportAgain' : next;
  return (
    <header class="head">
      <div class="head-line">
        <h1 id="title" tabIndex={-1}>
          {name}
        </h1>
        {job && <StatusBadge look={job.status} />}
        {job && <IconButton id="refresh" icon="refresh" label={t('Refresh')} press={() => asks.reload('all')} />}
      </div>
      <p class="subtitle">
        {place.account === 'sample'
          ? t('Backtest export job · sample account · {0}', place.region)
          : t('Backtest export job · account {0} · {1}', place.accountNumber, place.region)}
      </p>
      {actions.length > 0 && (
        <div class="buttons" role="toolbar" aria-label={t('Actions')}>
          {actions.map(({ action, label, icon }) => (
            <Button
              key={action}
              id={`act-${action}`}
              icon={icon}
              kind={action === primary ? 'primary' : 'secondary'}
              press={() => asks.act(action)}
            >
              {label()}
            </Button>
          ))}
        </div>
      )}
    </header>
  );
}
