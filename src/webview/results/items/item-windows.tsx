import { t } from '@vscode/l10n';
import type { ColumnId, ExportShape, ResultsSummary, Series } from '../../../domain/results-port';
import { ScrollTable } from '../../components/scroll-table';
import { usePage } from '../../page';
import { valueColumns } from '../columns';
import { ValueCells, ValueHeads } from '../value-cells';

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
    <ScrollTable id="item-windows" name={t('Metrics of the item in each window')}>
      <thead>
        <tr>
          <th scope="col">{t('Window')}</th>
          <th scope="col">{t('First step')}</th>
          <ValueHeads columns={columns} />
        </tr>
      </thead>
      <tbody>
        {[...series.windows].reverse().map(({ start, values }) => (
          <tr key={start}>
            <th scope="row">{numberOf(start)}</th>
            <td>{formats.dataTime(start)}</td>
            <ValueCells columns={columns} values={values} />
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}
