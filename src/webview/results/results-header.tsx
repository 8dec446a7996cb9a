import { t } from '@vscode/l10n';
import type { ResultsModel } from '../../protocol/results';
import { Button } from '../components/button';
import { CopyButton } from '../components/copy-button';
import { usePage } from '../page';
import type { Client } from './results-view';

/** Which export this is. */
export function ResultsHeader({ model, client }: { readonly model: ResultsModel; readonly client: Client }) {
  const { formats } = usePage();
  const { title, place, exportedAt, format, content } = model;
  return (
    <header class="results-head">
      <div class="results-title">
        <h1 tabIndex={-1}>{title}</h1>
        {content.state === 'ready' && (
          <Button id="reload" icon="refresh" kind="link" press={() => client.request('reload', {})}>
            {t('Reload')}
          </Button>
        )}
      </div>
      {place !== undefined && (
        <p class="results-place quiet">
          <span class="code">{place}</span>
          <CopyButton
            id="copy-place"
            label={t('Copy Location')}
            text={place}
            copy={(text) => client.request('copy', { text })}
          />
          {format !== undefined && <span>{format === 'csv' ? 'CSV' : 'Parquet'}</span>}
          {exportedAt !== undefined && <span>{t('exported {0}', formats.moment(exportedAt))}</span>}
        </p>
      )}
    </header>
  );
}
