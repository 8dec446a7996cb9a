import { t } from '@vscode/l10n';
import type { Distribution, ExportShape, ResultsSummary } from '../../../domain/results-port';
import { usePage } from '../../page';
import { headlineColumns, valueColumns, writeValue, type ValueColumn } from '../columns';

interface TilesProps {
  readonly shape: ExportShape;
  readonly summary: ResultsSummary;
}

/** The metrics of the whole export, each with how it is spread over the items. */
export function MetricTiles({ shape, summary }: TilesProps) {
  const columns = valueColumns(shape, summary);
  const shown = [...headlineColumns(columns), ...columns.filter(({ id }) => id === 'bias')];
  return (
    <ul class="tiles" aria-label={t('Metrics of the whole export')}>
      {shown.map((column) => (
        <Tile
          key={column.id}
          column={column}
          value={summary.overall[column.id] ?? null}
          distribution={summary.distributions[column.id]}
        />
      ))}
    </ul>
  );
}

interface TileProps {
  readonly column: ValueColumn;
  readonly value: number | null;
  readonly distribution: Distribution | undefined;
}

function Tile({ column, value, distribution }: TileProps) {
  const { formats } = usePage();
  const write = (one: number | null): string => (one === null ? '–' : writeValue(formats, column, one));
  const short = (one: number | null): string =>
    one === null ? '–' : formats.short(one, column.kind === 'signedPercent');
  return (
    <li class="tile" id={`tile-${column.id}`}>
      <div class="tile-name" title={column.long}>
        {column.short}
      </div>
      <div class="tile-value">{write(value)}</div>
      {distribution && distribution.count > 0 && (
        <>
          <Spread distribution={distribution} />
          <dl class="tile-spread">
            <div>
              <dt title={t('Mean over the items')}>{t('Item mean')}</dt>
              <dd>{write(distribution.mean)}</dd>
            </div>
            <div>
              <dt title={t('Half of the items lies below')}>{t('Item median')}</dt>
              <dd>{write(distribution.median)}</dd>
            </div>
            <div>
              <dt title={t('A tenth of the items lies below, a tenth above')}>{t('10–90 %')}</dt>
              <dd>{`${short(distribution.p10)}…${short(distribution.p90)}`}</dd>
            </div>
          </dl>
        </>
      )}
    </li>
  );
}

const SIZE = { width: 100, height: 12 } as const;

/** A box from the 25 % to the 75 % item, whiskers to 10 % and 90 %, a line at the median. The numbers stand below it. */
function Spread({ distribution: { p10, p25, median, p75, p90 } }: { readonly distribution: Distribution }) {
  if (p10 === null || p25 === null || median === null || p75 === null || p90 === null) return null;
  const least = Math.min(0, p10);
  const most = Math.max(0, p90);
  const x = (value: number): number => ((value - least) / (most - least || 1)) * SIZE.width;
  const middle = SIZE.height / 2;
  return (
    <svg class="spread" viewBox={`0 0 ${SIZE.width} ${SIZE.height}`} preserveAspectRatio="none" aria-hidden="true">
      <line class="spread-base" x1={0} x2={SIZE.width} y1={middle} y2={middle} />
      <line class="spread-whisker" x1={x(p10)} x2={x(p90)} y1={middle} y2={middle} />
      <rect class="spread-box" x={x(p25)} width={Math.max(0.5, x(p75) - x(p25))} y={1} height={SIZE.height - 2} />
      <line class="spread-median" x1={x(median)} x2={x(median)} y1={0} y2={SIZE.height} />
    </svg>
  );
}
