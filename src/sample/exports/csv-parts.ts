/** Parts in CSV. Any range of a part can be made on its own, so that a large export is never held as a whole. */
import {
  accuracyColumns,
  definedWindows,
  forecastColumns,
  seriesKey,
  seriesOfPart,
  type SampleExport,
} from './export-plan';
import { METRIC_WIDTH, numberText, VALUE_WIDTH } from './number-text';
import { partOfBlocks, type Part } from './part';
import { accuracyRows, seriesWindows } from './series-rows';

const NOT_DEFINED = 'not defined';
/** `2026-11-22T00:00:00` */
const TIME_WIDTH = 19;

export function csvForecastPart(plan: SampleExport, part: number): Part {
  const columns = forecastColumns(plan);
  const { forecastTypes } = plan.predictor;
  const { itemId, dimensions } = seriesKey(plan, 0);
  const row =
    widthOf([itemId, ...dimensions]) + 3 * TIME_WIDTH + 1 + (1 + forecastTypes.length) * VALUE_WIDTH + columns.length;
  return partOfBlocks(`${columns.join(',')}\n`, function* () {
    for (const series of seriesOfPart(plan, part)) {
      const rows = definedWindows(plan, series).filter(Boolean).length * plan.horizon;
      yield { size: rows * row, text: () => forecastText(plan, series) };
    }
  });
}

export function csvAccuracyPart(plan: SampleExport, part: number): Part {
  const columns = accuracyColumns(plan);
  const metrics = plan.levels.length + 5;
  const { itemId, dimensions } = seriesKey(plan, 0);
  const key = widthOf([itemId, ...dimensions]) + 2 * TIME_WIDTH + columns.length;
  const width = (isDefined: boolean) => metrics * (isDefined ? METRIC_WIDTH : NOT_DEFINED.length);
  return partOfBlocks(`${columns.join(',')}\n`, function* () {
    for (const series of seriesOfPart(plan, part)) {
      const defined = definedWindows(plan, series);
      const size =
        defined.reduce((sum, isDefined) => sum + key + 'Computed'.length + width(isDefined), 0) +
        key +
        'Summary'.length +
        width(defined.includes(true));
      yield { size, text: () => accuracyText(plan, series) };
    }
  });
}

function widthOf(texts: readonly string[]): number {
  return texts.reduce((sum, { length }) => sum + length, 0);
}

function forecastText(plan: SampleExport, series: number): string {
  const { itemId, dimensions } = seriesKey(plan, series);
  const { forecastTypes } = plan.predictor;
  const places = forecastTypes.map((type) => plan.levels.indexOf(Number(type)));
  const key = [itemId, ...dimensions].join(',');
  let text = '';
  for (const { start, end, points } of seriesWindows(plan, series)) {
    const bounds = `${isoTime(start)},${isoTime(end)}`;
    for (const { time, actual, mean, quantiles } of points) {
      const values = places.map((place) => numberText(quantiles[place] ?? mean, VALUE_WIDTH)).join(',');
      text += `${key},${isoTime(time)}Z,${numberText(actual, VALUE_WIDTH)},${bounds},${values}\n`;
    }
  }
  return text;
}

function accuracyText(plan: SampleExport, series: number): string {
  const { itemId, dimensions } = seriesKey(plan, series);
  const windows = seriesWindows(plan, series);
  const key = [itemId, ...dimensions].join(',');
  const whole = { start: windows[0]?.start ?? 0, end: windows.at(-1)?.end ?? 0 };
  return accuracyRows(plan, windows)
    .map((metrics, index) => {
      const { start, end } = windows[index] ?? whole;
      const kind = index < windows.length ? 'Computed' : 'Summary';
      const values = metrics.map((value) => (value === null ? NOT_DEFINED : numberText(value, METRIC_WIDTH)));
      return `${key},${kind},${isoTime(start)},${isoTime(end)},${values.join(',')}\n`;
    })
    .join('');
}

function isoTime(time: number): string {
  return new Date(time).toISOString().slice(0, TIME_WIDTH);
}
