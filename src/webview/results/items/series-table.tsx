import { t } from '@vscode/l10n';
import type { Series } from '../../../domain/results-port';
import { usePage } from '../../page';
import { quantileName } from '../columns';
import { DataGrid, type GridColumn } from '../grid/data-grid';
import { isoTime } from '../iso-time';

interface SeriesTableProps {
  readonly series: Series;
  readonly numberOf: (start: number) => number;
}

interface Column {
  readonly heading: string;
  readonly values: readonly (number | null)[];
}

function valueColumns({ actual, mean, quantiles }: Series): readonly Column[] {
  return [
    { heading: t('Actual'), values: actual },
    ...(mean ? [{ heading: t('Mean'), values: mean }] : []),
    ...quantiles.map(({ level, values }) => ({ heading: quantileName(level), values })),
  ];
}

function windowOf({ windows }: Series, time: number): number | undefined {
  return windows.find(({ start, end }) => time >= start && time <= end)?.start;
}

/** The numbers behind the chart. */
export function SeriesTable({ series, numberOf }: SeriesTableProps) {
  const { formats } = usePage();
  const columns: GridColumn<number>[] = [
    { id: 'time', heading: t('Time'), width: 190, cell: (time) => formats.dataTime(time) },
    {
      id: 'window',
      heading: t('Window'),
      width: 80,
      isNumber: true,
      cell: (time) => {
        const start = windowOf(series, time);
        return start === undefined ? '–' : numberOf(start);
      },
    },
    ...valueColumns(series).map(({ heading, values }) => ({
      id: heading,
      heading,
      width: 96,
      isNumber: true,
      cell: (_: number, index: number) => {
        const value = values[index] ?? null;
        return value === null ? '–' : formats.amount(value);
      },
    })),
  ];
  return (
    <DataGrid
      id="series-table"
      label={t('Values of the item')}
      columns={columns}
      total={series.timestamps.length}
      row={(index) => series.timestamps[index]}
      empty={t('No values')}
    />
  );
}

/** The same for a file, with every digit. */
export function seriesRows(series: Series, numberOf: (start: number) => number) {
  const columns = valueColumns(series);
  return {
    headings: ['timestamp', 'window', ...columns.map(({ heading }) => heading)],
    rows: series.timestamps.map((time, index) => {
      const start = windowOf(series, time);
      return [
        isoTime(time),
        start === undefined ? null : numberOf(start),
        ...columns.map(({ values }) => values[index] ?? null),
      ];
    }),
  };
}
