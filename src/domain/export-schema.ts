/**
 * What the columns of an export's files mean, from their headers alone.
 *
 * Headers as published: forecasted-values
 * `item_id,[dimensions],timestamp,target_value,backtestwindow_start_time,backtestwindow_end_time,[mean],p10,p50,…` and
 * accuracy-metrics-values
 * `item_id,[dimensions],backtest_window,backtestwindow_start_time,backtestwindow_end_time,wQL[0.1],…,Average wQL,RMSE,WAPE,MAPE,MASE`
 * (before August 2021 without `Average wQL`, `MAPE` and `MASE`). Parquet may not be able to hold such names, so they are
 * compared without case and without anything that is not a letter or a digit.
 */
import { ResultsError } from './results-error';

export interface QuantileColumn {
  /** Between 0 and 1. */
  readonly level: number;
  /** The name in the file. */
  readonly column: string;
}

export interface DimensionColumn {
  readonly name: string;
  readonly column: string;
}

export interface ForecastSchema {
  readonly itemId: string;
  readonly dimensions: readonly DimensionColumn[];
  readonly timestamp: string;
  readonly target: string;
  readonly windowStart: string;
  readonly windowEnd: string;
  /** Absent unless the mean was among the predictor's forecast types. */
  readonly mean?: string;
  /** In ascending order, 0 to 20. */
  readonly quantiles: readonly QuantileColumn[];
}

/** The metrics an accuracy file can hold beside the weighted quantile losses. */
export const FILE_METRICS = ['averageWql', 'rmse', 'wape', 'mape', 'mase'] as const;
export type FileMetric = (typeof FILE_METRICS)[number];

export interface AccuracySchema {
  readonly itemId: string;
  readonly dimensions: readonly DimensionColumn[];
  /** Holds `Computed` or `Summary`. */
  readonly window: string;
  readonly windowStart: string;
  readonly windowEnd: string;
  readonly losses: readonly QuantileColumn[];
  readonly metrics: Readonly<Partial<Record<FileMetric, string>>>;
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

const QUANTILE = /^p(\d{1,2})$/iu;
const LOSS = /^wql0?(\d{1,2})$/u;

/** `p5` and `p05` are the 5 % quantile, `p90` the 90 % one. */
function levelOfQuantile(name: string): number | undefined {
  const digits = QUANTILE.exec(name)?.[1];
  const level = Number(digits) / 100;
  return digits !== undefined && level > 0 ? level : undefined;
}

/** `wQL[0.9]`, `wQL[0.05]`; with the signs lost `wql09`, `wql_0_05`. The label has no trailing zero: 0.5, 0.55. */
function levelOfLoss(name: string): number | undefined {
  const exact = /^wql\W*0?\.(\d{1,2})\W*$/iu.exec(name)?.[1];
  const digits = exact ?? LOSS.exec(plain(name))?.[1];
  return digits === undefined ? undefined : Number(`0.${digits}`);
}

/** Takes known columns out of a header and says what is left or missing. */
class Header {
  readonly #left: Map<string, string>;
  readonly #missing: string[] = [];

  readonly columns: readonly string[];
  readonly file: string;

  constructor(columns: readonly string[], file: string) {
    this.columns = columns;
    this.file = file;
    this.#left = new Map(columns.map((column) => [plain(column), column]));
    if (this.#left.size !== columns.length) throw this.#unknown('Two columns have the same name', columns);
  }

  optional(name: string): string | undefined {
    const column = this.#left.get(name);
    this.#left.delete(name);
    return column;
  }

  required(name: string): string {
    const column = this.optional(name);
    if (column === undefined) this.#missing.push(name);
    return column ?? '';
  }

  levels(levelOf: (name: string) => number | undefined): QuantileColumn[] {
    const found: QuantileColumn[] = [];
    for (const [key, column] of this.#left) {
      const level = levelOf(column);
      if (level === undefined) continue;
      found.push({ level, column });
      this.#left.delete(key);
    }
    return found.sort((a, b) => a.level - b.level);
  }

  /** Whatever no rule has taken are the forecast dimensions: they bear the names that the customer gave them. */
  rest(): DimensionColumn[] {
    if (this.#missing.length > 0) throw this.#unknown('Columns are missing', this.#missing);
    return [...this.#left.values()].map((column) => ({ name: column, column }));
  }

  #unknown(reason: string, columns: readonly string[]): ResultsError {
    const text = `${reason}: ${columns.slice(0, 20).join(', ').slice(0, 500)}`;
    return new ResultsError('unknownShape', text, { file: this.file, columns });
  }
}

/** Throws `ResultsError` `unknownShape` when a column that every such file has is missing. */
export function forecastSchema(columns: readonly string[], file: string): ForecastSchema {
  const header = new Header(columns, file);
  const fixed = {
    itemId: header.required('itemid'),
    timestamp: header.required('timestamp'),
    target: header.required('targetvalue'),
    windowStart: header.required('backtestwindowstarttime'),
    windowEnd: header.required('backtestwindowendtime'),
  };
  const mean = header.optional('mean');
  const quantiles = header.levels(levelOfQuantile);
  return { ...fixed, ...(mean === undefined ? {} : { mean }), quantiles, dimensions: header.rest() };
}

/** Throws `ResultsError` `unknownShape` when a column that every such file has is missing. */
export function accuracySchema(columns: readonly string[], file: string): AccuracySchema {
  const header = new Header(columns, file);
  const fixed = {
    itemId: header.required('itemid'),
    window: header.required('backtestwindow'),
    windowStart: header.required('backtestwindowstarttime'),
    windowEnd: header.required('backtestwindowendtime'),
  };
  const metrics: Partial<Record<FileMetric, string>> = {};
  for (const metric of FILE_METRICS) {
    const column = header.optional(metric.toLowerCase());
    if (column !== undefined) metrics[metric] = column;
  }
  const losses = header.levels(levelOfLoss);
  return { ...fixed, metrics, losses, dimensions: header.rest() };
}

/**
 * The first record of a CSV text (RFC 4180: quotes doubled inside quotes, line breaks allowed there), without a byte
 * order mark. Undefined when the text ends before the record does and more may follow.
 */
export function csvHeader(text: string, isWhole: boolean): string[] | undefined {
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  for (let index = start; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (quoted) {
      if (character !== '"') field += character;
      else if (text.charAt(index + 1) === '"') {
        field += '"';
        index += 1;
      } else quoted = false;
    } else if (character === '"' && field === '') quoted = true;
    else if (character === ',') {
      fields.push(field);
      field = '';
    } else if (character === '\n' || character === '\r') return [...fields, field];
    else field += character;
  }
  return isWhole && !quoted ? [...fields, field] : undefined;
}
