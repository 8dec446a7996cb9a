import { t } from '@vscode/l10n';
import type { AccuracyRow, AccuracyTable as Table } from '../../protocol/details';
import { Missing } from '../components/missing';
import { ScrollTable } from '../components/scroll-table';
import { usePage } from '../page';
import { averageLoss, errorMetrics, quantileLoss, type MetricColumn } from './metric-words';

/** Average and windows, newest first: the columns of the Forecast console. */
export function AccuracyTable({ table }: { readonly table: Table }) {
  const { formats } = usePage();
  const losses = [
    ...table.quantiles.map((quantile, index) => quantileLoss(quantile, formats.quantile(quantile), index)),
    averageLoss(),
  ];
  const errors = errorMetrics();
  const type = table.forecastType;
  return (
    <ScrollTable id="accuracy-table" name={t('Accuracy of each backtest window')}>
      <thead>
        <tr class="groups">
          <td colSpan={4} />
          <th scope="colgroup" colSpan={losses.length} class="group">
            {t('Weighted quantile loss (wQL)')}
          </th>
          <th scope="colgroup" colSpan={errors.length} class="group">
            {type === undefined || type === 'mean' ? t('Metrics of the mean') : t('Metrics of the {0} quantile', type)}
          </th>
        </tr>
        <tr>
          <th scope="col">{t('Evaluation')}</th>
          <th scope="col">{t('Window start')}</th>
          <th scope="col">{t('Window end')}</th>
          <th scope="col" class="number">
            {t('Items')}
          </th>
          {[...losses, ...errors].map(({ id, short, long }, index) => (
            <th key={id} scope="col" class={index === 0 || index === losses.length ? 'number first' : 'number'}>
              <abbr title={long}>{short}</abbr>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.average && <Row row={table.average} losses={losses} errors={errors} />}
        {table.windows.map((row) => (
          <Row key={row.window} row={row} losses={losses} errors={errors} />
        ))}
      </tbody>
    </ScrollTable>
  );
}

interface RowProps {
  readonly row: AccuracyRow;
  readonly losses: readonly MetricColumn[];
  readonly errors: readonly MetricColumn[];
}

function Row({ row, losses, errors }: RowProps) {
  const { formats } = usePage();
  const { window, start, end, items } = row;
  return (
    <tr class={window === undefined ? 'average' : undefined}>
      <th scope="row">{window === undefined ? t('Backtest average') : t('Backtest window {0}', window)}</th>
      <td>{start === undefined ? <Missing word={t('none')} /> : <DataTime time={start} />}</td>
      <td>{end === undefined ? <Missing word={t('none')} /> : <DataTime time={end} />}</td>
      <td class="number">{items === undefined ? <Missing word={t('none')} /> : formats.count(items)}</td>
      {[...losses, ...errors].map(({ id, of }, index) => {
        const value = of(row);
        return (
          <td key={id} class={index === 0 || index === losses.length ? 'number first' : 'number'}>
            {value === undefined ? <Missing word={t('none')} /> : formats.metric(value)}
          </td>
        );
      })}
    </tr>
  );
}

function DataTime({ time }: { readonly time: number }) {
  const { formats } = usePage();
  return <time dateTime={new Date(time).toISOString().slice(0, 19)}>{formats.dataTime(time)}</time>;
}
