/** A small export whose every number a reader can check in the head. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { csvField } from './write';
import { isoTime, TIMESTAMP } from './plan';

/** One window of an item: as many hours as it has actual values. */
export interface HandWindow {
  readonly itemId: string;
  readonly dimensions?: readonly string[];
  /** Windows follow each other day by day from this one, 0. */
  readonly window: number;
  readonly actual: readonly number[];
  /** The mean forecast of each hour. */
  readonly mean: readonly number[];
}

const DAY = 86_400_000;

/** First hour of a window, epoch milliseconds. */
export function handWindowStart(window: number): number {
  return Date.UTC(2021, 5, 1) + window * DAY;
}

/** Writes the forecasted values alone, as one part. */
export function writeByHand(
  folder: string,
  windows: readonly HandWindow[],
  { jobName = 'byhand', dimensions = [] }: { readonly jobName?: string; readonly dimensions?: readonly string[] } = {},
): void {
  const header = [
    'item_id',
    ...dimensions,
    'timestamp',
    'target_value',
    'backtestwindow_start_time',
    'backtestwindow_end_time',
    'mean',
    'p50',
  ];
  const lines = windows.flatMap(({ itemId, dimensions: values = [], window, actual, mean }) => {
    const start = handWindowStart(window);
    const end = start + (actual.length - 1) * 3_600_000;
    return actual.map((y, hour) => {
      const time = `${isoTime(start + hour * 3_600_000)}Z`;
      const bounds = [isoTime(start), isoTime(end)];
      return [itemId, ...values, time, String(y), ...bounds, String(mean[hour]), String(mean[hour])];
    });
  });
  const target = path.join(folder, 'forecasted-values');
  mkdirSync(target, { recursive: true });
  writeFileSync(
    path.join(target, `Forecasts_${jobName}_${TIMESTAMP}_part0.csv`),
    [header, ...lines].map((fields) => `${fields.map(csvField).join(',')}\n`).join(''),
  );
}
