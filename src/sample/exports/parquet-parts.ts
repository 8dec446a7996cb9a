/**
 * Parts in Parquet. How the service writes them was never published; here times and numbers have types, and `Average wQL`
 * has no blank in its name, which Spark's writer refuses.
 *
 * A file's size has to be known before it is made: it is what the rows take at most, and what they do not take is filled
 * up between the last page and the footer. Readers start at the footer, which is at the end, and find pages by their
 * distance from the start.
 */
import type { ColumnSource } from 'hyparquet-writer';
import {
  accuracyColumns,
  definedWindows,
  forecastColumns,
  seriesKey,
  seriesOfPart,
  type SampleExport,
} from './export-plan';
import { partOfBytes, type Part } from './part';
import { accuracyRows, seriesWindows } from './series-rows';

type Column = Omit<ColumnSource, 'data'> & { readonly data: unknown[] };

export function parquetForecastPart(plan: SampleExport, part: number): Part {
  const { dimensions, forecastTypes } = plan.predictor;
  const rows = (): number => {
    let windows = 0;
    for (const series of seriesOfPart(plan, part)) windows += definedWindows(plan, series).filter(Boolean).length;
    return windows * plan.horizon;
  };
  const numbers = 4 + forecastTypes.length;
  return partOfBytes(sizeAtMost(plan, rows(), 0, numbers), async () => {
    const places = forecastTypes.map((type) => plan.levels.indexOf(Number(type)));
    const columns = columnsOf(forecastColumns(plan), ['item_id', ...dimensions]);
    for (const series of seriesOfPart(plan, part)) {
      const key = seriesKey(plan, series);
      for (const { start, end, points } of seriesWindows(plan, series)) {
        for (const { time, actual, mean, quantiles } of points) {
          const values = places.map((place) => quantiles[place] ?? mean);
          const times = [new Date(time), actual, new Date(start), new Date(end)];
          addRow(columns, [key.itemId, ...key.dimensions, ...times, ...values]);
        }
      }
    }
    return write(columns, sizeAtMost(plan, rows(), 0, numbers));
  });
}

export function parquetAccuracyPart(plan: SampleExport, part: number): Part {
  const { dimensions } = plan.predictor;
  const rows = (): number => [...seriesOfPart(plan, part)].length * (plan.windows.length + 1);
  const numbers = 2 + plan.levels.length + 5;
  return partOfBytes(sizeAtMost(plan, rows(), 'Computed'.length, numbers), async () => {
    const texts = ['item_id', ...dimensions, 'backtest_window'];
    const columns = columnsOf(
      accuracyColumns(plan).map((name) => name.replace(' ', '_')),
      texts,
    );
    for (const series of seriesOfPart(plan, part)) {
      const key = seriesKey(plan, series);
      const windows = seriesWindows(plan, series);
      const whole = { start: windows[0]?.start ?? 0, end: windows.at(-1)?.end ?? 0 };
      accuracyRows(plan, windows).forEach((metrics, index) => {
        const { start, end } = windows[index] ?? whole;
        const kind = index < windows.length ? 'Computed' : 'Summary';
        addRow(columns, [key.itemId, ...key.dimensions, kind, new Date(start), new Date(end), ...metrics]);
      });
    }
    return write(columns, sizeAtMost(plan, rows(), 'Computed'.length, numbers));
  });
}

function columnsOf(names: readonly string[], texts: readonly string[]): Column[] {
  return names.map((name) => {
    const type = texts.includes(name) ? 'STRING' : /^timestamp$|_time$/u.test(name) ? 'TIMESTAMP' : 'DOUBLE';
    return { name, type, data: [] };
  });
}

function addRow(columns: readonly Column[], row: readonly unknown[]): void {
  columns.forEach((column, index) => column.data.push(row[index]));
}

/** Of each column: page headers, what tells which values are there, its part of the footer. */
const COLUMN_ROOM = 4096;

function sizeAtMost(plan: SampleExport, rows: number, moreText: number, numbers: number): number {
  const { itemId, dimensions } = seriesKey(plan, 0);
  const texts = [itemId, ...dimensions, ...(moreText > 0 ? ['x'.repeat(moreText)] : [])];
  // Before each text stands its length in four bytes; a number or a time takes eight.
  const row = texts.reduce((sum, { length }) => sum + 4 + length, 0) + 8 * numbers;
  const bits = Math.ceil(rows / 8);
  return rows * row + (texts.length + numbers) * (COLUMN_ROOM + bits);
}

const FOOTER_END = 8;

async function write(columns: readonly Column[], size: number): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await import('hyparquet-writer');
  const written = new Uint8Array(
    parquetWriteBuffer({ columnData: [...columns], codec: 'UNCOMPRESSED', rowGroupSize: 1_000_000 }),
  );
  if (written.length > size) throw new Error(`A file of ${size} bytes cannot hold ${written.length}`);
  // The last eight bytes: the footer's length and a mark.
  const footer = FOOTER_END + new DataView(written.buffer).getUint32(written.length - FOOTER_END, true);
  const file = new Uint8Array(size);
  file.set(written.subarray(0, written.length - footer));
  file.set(written.subarray(written.length - footer), size - footer);
  return file;
}
