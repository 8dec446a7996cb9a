/** Writes generated exports as the service does: two folders of parts, each part with its header. */
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { ExportPlan } from './plan';
import { isoTime, quantileName, randomNumbers, TIMESTAMP } from './plan';
import type { AccuracyValues, GeneratedWindow } from './rows';
import { accuracyOf, itemWindows, summaryOf } from './rows';

/** Makes `folder` with the two folders in it, as CSV. Returns the number of forecast rows, duplicates included. */
export function writeCsvExport(plan: ExportPlan, folder: string): number {
  rmSync(folder, { recursive: true, force: true });
  const forecast = new Parts(
    folder,
    'forecasted-values',
    `Forecasts_${plan.jobName}`,
    plan.parts,
    forecastHeader(plan),
  );
  const accuracy = new Parts(
    folder,
    'accuracy-metrics-values',
    `Accuracy_${plan.jobName}`,
    Math.min(plan.parts, 4),
    accuracyHeader(plan),
  );
  let rows = 0;
  const random = randomNumbers(plan.seed + 1);
  for (let item = 0; item < plan.items; item += 1) {
    const windows = itemWindows(plan, item);
    const values = windows.map((window) => accuracyOf(plan, window));
    for (const [index, window] of windows.entries()) {
      const lines = forecastLines(plan, window, rows);
      rows += lines.length;
      if (plan.shuffled) {
        for (const line of lines) forecast.write(Math.floor(random() * plan.parts), line);
      } else forecast.write((item * plan.windows + index) % plan.parts, lines.join(''));
      const computed = values[index];
      if (computed) accuracy.write(item, accuracyLine(plan, window, 'Computed', window.start, window.end, computed));
    }
    const [first, last] = [windows[0], windows.at(-1)];
    if (first && last) {
      accuracy.write(item, accuracyLine(plan, first, 'Summary', first.start, last.end, summaryOf(plan, values)));
    }
  }
  forecast.close(plan.shuffled ? random : undefined);
  accuracy.close();
  return rows;
}

export type ParquetStyle =
  /** Texts in every column, names as in CSV. */
  | 'texts'
  /** Numbers and timestamps. */
  | 'typed'
  /** Numbers and timestamps; names without the characters that Spark refuses. */
  | 'typedAlteredNames';

/** Makes the Parquet twin of a CSV export, part by part. */
export async function writeParquetExport(
  csvFolder: string,
  folder: string,
  files: readonly string[],
  style: ParquetStyle,
) {
  rmSync(folder, { recursive: true, force: true });
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  for (const file of files) {
    const target = path.join(folder, file.replace(/\.csv$/u, '.snappy.parquet'));
    mkdirSync(path.dirname(target), { recursive: true });
    const source = `read_csv('${path.join(csvFolder, file)}', header = true, all_varchar = true, quote = '"', escape = '"', delim = ',')`;
    const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`);
    const columns = described.getRowsJson().map(([name]) => parquetColumn(typeof name === 'string' ? name : '', style));
    await connection.run(
      `COPY (SELECT ${columns.join(', ')} FROM ${source}) TO '${target}' (FORMAT parquet, COMPRESSION snappy)`,
    );
  }
  connection.closeSync();
  instance.closeSync();
}

function parquetColumn(name: string, style: ParquetStyle): string {
  const quoted = `"${name.replaceAll('"', '""')}"`;
  if (style === 'texts') return quoted;
  const altered = style === 'typed' ? name : name.replace(/[ ,;{}()\n\t=[\]]/gu, '_');
  const isTime = /time/iu.test(name);
  const isNumber = /^(?:p\d+|mean|target_value|wQL.*|Average wQL|RMSE|WAPE|MAPE|MASE)$/u.test(name);
  const type = isTime ? 'TIMESTAMP' : isNumber ? 'DOUBLE' : 'VARCHAR';
  return `try_cast(${quoted} AS ${type}) AS "${altered.replaceAll('"', '""')}"`;
}

/** Parts are written side by side, in pieces large enough for the disk. */
class Parts {
  readonly #files: { handle: number; lines: string[]; length: number }[];

  constructor(folder: string, inner: string, stem: string, parts: number, header: string) {
    const target = path.join(folder, inner);
    mkdirSync(target, { recursive: true });
    this.#files = Array.from({ length: parts }, (_, part) => {
      const handle = openSync(path.join(target, `${stem}_${TIMESTAMP}_part${part}.csv`), 'w');
      writeSync(handle, header);
      return { handle, lines: [], length: 0 };
    });
    // The service writes such parts as well.
    closeSync(openSync(path.join(target, `${stem}_${TIMESTAMP}_part${parts}.csv`), 'w'));
  }

  write(part: number, lines: string): void {
    const file = this.#files[part % this.#files.length];
    if (!file) return;
    file.lines.push(lines);
    file.length += lines.length;
    if (file.length > 1_000_000) this.#flush(file);
  }

  #flush(file: { handle: number; lines: string[]; length: number }): void {
    writeSync(file.handle, file.lines.join(''));
    file.lines = [];
    file.length = 0;
  }

  close(shuffle?: () => number): void {
    for (const file of this.#files) {
      if (shuffle) {
        for (let last = file.lines.length - 1; last > 0; last -= 1) {
          const other = Math.floor(shuffle() * (last + 1));
          [file.lines[last], file.lines[other]] = [file.lines[other] ?? '', file.lines[last] ?? ''];
        }
      }
      this.#flush(file);
      closeSync(file.handle);
    }
  }
}

/** Quoted only where RFC 4180 asks for it. */
export function csvField(text: string): string {
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function forecastHeader(plan: ExportPlan): string {
  const columns = [
    'item_id',
    ...plan.dimensions.map(csvField),
    'timestamp',
    'target_value',
    'backtestwindow_start_time',
    'backtestwindow_end_time',
    ...(plan.mean ? ['mean'] : []),
    ...plan.quantiles.map(quantileName),
  ];
  return `${columns.join(',')}\n`;
}

export function accuracyHeader(plan: ExportPlan): string {
  const columns = [
    'item_id',
    ...plan.dimensions.map(csvField),
    'backtest_window',
    'backtestwindow_start_time',
    'backtestwindow_end_time',
    ...plan.quantiles.map((level) => `wQL[${level}]`),
    ...(plan.oldColumns ? ['RMSE', 'WAPE'] : ['Average wQL', 'RMSE', 'WAPE', 'MAPE', 'MASE']),
  ];
  return `${columns.join(',')}\n`;
}

function forecastLines(plan: ExportPlan, window: GeneratedWindow, before: number): string[] {
  const key = [window.itemId, ...window.dimensions].map(csvField).join(',');
  const bounds = `${isoTime(window.start)},${isoTime(window.end)}`;
  const every = plan.duplicateEvery ?? 0;
  return window.points.flatMap(({ time, actual, mean, quantiles }, index) => {
    const line = (last: number): string =>
      [
        key,
        `${isoTime(time)}Z`,
        actual === null ? '' : `${actual}.0`,
        bounds,
        ...(plan.mean ? [String(mean)] : []),
        ...quantiles.map((value, place) => String((value ?? 0) + (place === quantiles.length - 1 ? last : 0))),
      ].join(',') + '\n';
    const isTwice = every > 0 && (before + index) % every === 0;
    return isTwice ? [line(0), line(1e-12)] : [line(0)];
  });
}

function accuracyLine(
  plan: ExportPlan,
  { itemId, dimensions }: GeneratedWindow,
  kind: 'Computed' | 'Summary',
  start: number,
  end: number,
  values: AccuracyValues,
): string {
  const numbers = [
    ...values.wql,
    ...(plan.oldColumns ? [] : [values.averageWql]),
    values.rmse,
    values.wape,
    ...(plan.oldColumns ? [] : [values.mape, values.mase]),
  ];
  const texts = numbers.map((value) => (value === null ? 'not defined' : String(value)));
  return `${[...[itemId, ...dimensions].map(csvField), kind, isoTime(start), isoTime(end), ...texts].join(',')}\n`;
}
