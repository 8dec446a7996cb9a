import { t } from '@vscode/l10n';
import { ScrollTable } from '../../components/scroll-table';
import { Section } from '../../components/section';
import { WindowChart } from '../../components/window-chart';
import { usePage } from '../../page';
import { useColors } from '../chart/colors';
import { figurePng, figureSvg } from '../chart/figure';
import { windowsFigure } from '../chart/windows-figure';
import { headlineColumns, valueColumns, writeValue } from '../columns';
import { isoTime } from '../iso-time';
import type { ExportProps } from '../results-view';
import { SaveMenu } from '../save-menu';
import { ValueCells, ValueHeads } from '../value-cells';

/** The metrics of each window, as the Forecast console shows them, recomputed from the files. */
export function WindowsSection({ content: { shape, summary }, client, title }: ExportProps) {
  const { formats } = usePage();
  const all = valueColumns(shape, summary);
  const charts = headlineColumns(all);
  const columns = [
    ...all.filter(({ id }) => id.startsWith('wql:')),
    ...charts,
    ...all.filter(({ id }) => id === 'bias' || id.startsWith('coverage:')),
  ];
  // The number of a window counts from the newest, as in the console.
  const windows = summary.windows.map((row, index) => ({ row, number: summary.windows.length - index }));
  const rows = [...windows].reverse();
  const save = (format: 'csv' | 'markdown') =>
    client.request('saveTable', {
      format,
      name: 'windows',
      headings: ['window', 'first_step', 'last_step', 'items', 'not_defined', ...columns.map(({ short }) => short)],
      rows: rows.map(({ row, number }) => [
        number,
        isoTime(row.start),
        isoTime(row.end),
        row.items,
        row.itemsNotDefined,
        ...columns.map(({ id }) => row.values[id] ?? null),
      ]),
    });
  const colors = useColors();
  const saveImage = async (format: 'svg' | 'png') => {
    const panels = charts.map((column) => ({
      name: column.short,
      mean: summary.overall[column.id] ?? null,
      values: windows.map(({ row, number }) => ({ window: number, value: row.values[column.id] ?? null })),
      write: (value: number) => writeValue(formats, column, value),
    }));
    const figure = windowsFigure(panels, title, colors);
    const content = format === 'svg' ? figureSvg(figure) : await figurePng(figure);
    return client.request('saveImage', { format, name: 'windows', content });
  };
  return (
    <Section
      id="windows"
      title={t('Backtest windows')}
      actions={
        <SaveMenu
          id="save-windows"
          choices={[
            { id: 'png', label: t('Charts as PNG…'), save: () => saveImage('png') },
            { id: 'svg', label: t('Charts as SVG…'), save: () => saveImage('svg') },
            { id: 'csv', label: t('Table as CSV…'), save: () => save('csv') },
            { id: 'markdown', label: t('Table as Markdown…'), save: () => save('markdown') },
          ]}
        />
      }
    >
      <p class="quiet">
        {shape.rows === 0
          ? t('Mean over the items, as the accuracy files have them.')
          : t(
              'Pooled over the items of a window: losses and errors are summed, then divided by the summed demand. The average is the mean of the windows.',
            )}
      </p>
      {windows.length > 1 && (
        <figure class="charts" aria-label={t('Metrics of the windows, oldest first')}>
          {charts.map((column) => (
            <WindowChart
              key={column.id}
              name={column.short}
              long={column.long}
              values={windows.map(({ row, number }) => ({
                window: number,
                value: row.values[column.id] ?? undefined,
              }))}
              mean={summary.overall[column.id] ?? undefined}
              write={(value) => writeValue(formats, column, value)}
            />
          ))}
        </figure>
      )}
      <ScrollTable id="windows-table" name={t('Metrics of each backtest window')}>
        <thead>
          <tr>
            <th scope="col">{t('Window')}</th>
            <th scope="col">{t('First step')}</th>
            <th scope="col">{t('Last step')}</th>
            <th scope="col" class="number">
              {t('Items')}
            </th>
            <th scope="col" class="number">
              <abbr title={t('Items without metrics in this window')}>{t('Not defined')}</abbr>
            </th>
            <ValueHeads columns={columns} />
          </tr>
        </thead>
        <tbody>
          <tr class="average">
            <th scope="row">{t('Average')}</th>
            <td colSpan={4} />
            <ValueCells columns={columns} values={summary.overall} />
          </tr>
          {rows.map(({ row, number }) => (
            <tr key={row.start}>
              <th scope="row">{t('Window {0}', number)}</th>
              <td>{formats.dataTime(row.start)}</td>
              <td>{formats.dataTime(row.end)}</td>
              <td class="number">{formats.count(row.items)}</td>
              <td class="number">{formats.count(row.itemsNotDefined)}</td>
              <ValueCells columns={columns} values={row.values} />
            </tr>
          ))}
        </tbody>
      </ScrollTable>
    </Section>
  );
}
