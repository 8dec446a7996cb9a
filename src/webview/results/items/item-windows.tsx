import { t } from '@vscode/l10n';
import type { ColumnId, ExportShape, ResultsSummary, Series } from '../../../domain/results-port';
import { usePage } from '../../page';
import { valueColumns, writeValue } from '../columns';

interface ItemWindowsProps {
  readonly series: Series;
  readonly shape: ExportShape;
  readonly summary: ResultsSummary;
  readonly numberOf: (start: number) => number;
}

const LEFT_OUT: ReadonlySet<ColumnId> = new Set(['errorShare', 'windowsDefined']);

/** The item's metrics in each window, the newest first. */
export function ItemWindows({ series, shape, summary, numberOf }: ItemWindowsProps) {
  const { formats } = usePage();
  // Without forecasts there is nothing but what the accuracy files say.
  const isStated = shape.rows === 0;
  const columns = valueColumns(shape, summary).filter(
    ({ id, group }) => (group === 'file') === isStated && !LEFT_OUT.has(id),
  );
  return (
    <div
      class="table-scroll"
      role="region"
      aria-label={t('Metrics of the item in each window')}
      tabIndex={0}
      id="item-windows"
    >
      <table>
        <caption class="spoken">{t('Metrics of the item in each window')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('Window')}</th>
            <th scope="col">{t('First step')}</th>
            {columns.map(({ id, short, long }) => (
              <th key={id} scope="col" class="number">
                <abbr title={long}>{short}</abbr>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...series.windows].reverse().map(({ start, values }) => (
            <tr key={start}>
              <th scope="row">{numberOf(start)}</th>
              <td>{formats.dataTime(start)}</td>
              {columns.map((column) => {
                const value = values[column.id] ?? null;
                return (
                  <td key={column.id} class="number">
                    {value === null ? (
                      <abbr class="quiet" title={t('Not defined')}>
                        –
                      </abbr>
                    ) : (
                      writeValue(formats, column, value)
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
