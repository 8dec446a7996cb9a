import { t } from '@vscode/l10n';
import type { OpeningExport } from '../../protocol/results';
import { Button } from '../components/button';
import { Pending } from '../components/problem-note';
import { usePage } from '../page';
import type { Client } from './results-view';

/** How far opening has come, and the way to give it up. */
export function Opening({ content, client }: { readonly content: OpeningExport; readonly client: Client }) {
  const { formats } = usePage();
  const { phase, bytesDone, bytesTotal, rows } = content;
  const share = bytesTotal === 0 ? undefined : Math.min(1, bytesDone / bytesTotal);
  return (
    <section class="opening" aria-label={t('Opening the export')}>
      <Pending text={phaseText(phase)} />
      <progress
        aria-label={phaseText(phase)}
        max={1}
        {...(share === undefined || phase === 'compute' ? {} : { value: share })}
      />
      <p class="quiet opening-numbers">
        {bytesTotal > 0 && t('{0} of {1}', formats.bytes(bytesDone), formats.bytes(bytesTotal))}
        {rows > 0 && ` · ${t('{0} rows', formats.count(rows))}`}
      </p>
      <div class="buttons">
        <Button id="cancel-opening" press={() => client.request('cancel', {})}>
          {t('Cancel')}
        </Button>
      </div>
    </section>
  );
}

function phaseText(phase: OpeningExport['phase']): string {
  switch (phase) {
    case 'find':
      return t('Looking for the files…');
    case 'download':
      return t('Downloading the files…');
    case 'read':
      return t('Reading the files…');
    case 'compute':
      return t('Computing the metrics…');
  }
}
