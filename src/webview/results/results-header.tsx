import { t } from '@vscode/l10n';
import type { ResultsModel } from '../../protocol/results';
import { Button } from '../components/button';
import { CopyButton } from '../components/copy-button';
import { usePage } from '../page';
import { quantileName } from './columns';
import type { Client } from './results-view';

/** Which export this is, and how much of it there is. */
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
      {content.state === 'ready' && <Extent shape={content.shape} />}
    </header>
  );
}

function Extent({ shape }: { readonly shape: Extract<ResultsModel['content'], { state: 'ready' }>['shape'] }) {
  const { formats } = usePage();
  const { items, windows, horizon, quantiles, hasMean, dimensions, rows } = shape;
  const [first, last] = [windows[0], windows.at(-1)];
  const facts: readonly (readonly [name: string, value: string])[] = [
    [t('Items'), formats.count(items)],
    [t('Windows'), formats.count(windows.length)],
    [t('Horizon'), horizon === 1 ? t('1 step') : t('{0} steps', formats.count(horizon))],
    [t('Quantiles'), [...(hasMean ? [t('Mean')] : []), ...quantiles.map(quantileName)].join(', ') || '–'],
    ...(dimensions.length > 0 ? [[t('Dimensions'), dimensions.join(', ')] as const] : []),
    ...(first && last
      ? [[t('Period'), `${formats.dataTime(first.start)} – ${formats.dataTime(last.end)}`] as const]
      : []),
    [t('Forecast rows'), formats.count(rows)],
  ];
  return (
    <dl class="extent">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
