import { t } from '@vscode/l10n';
import type { ExportShape } from '../../../domain/results-port';
import { usePage } from '../../page';
import { quantileName } from '../columns';

/** How much of it there is. */
export function Extent({ shape }: { readonly shape: ExportShape }) {
  const { formats } = usePage();
  const { items, windows, horizon, quantiles, hasMean, dimensions, rows } = shape;
  const [first, last] = [windows[0], windows.at(-1)];
  const facts: readonly (readonly [name: string, value: string])[] = [
    [t('Items'), formats.count(items)],
    [t('Windows'), formats.count(windows.length)],
    ...(horizon === 0
      ? []
      : [[t('Horizon'), horizon === 1 ? t('1 step') : t('{0} steps', formats.count(horizon))] as const]),
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
