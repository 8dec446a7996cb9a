/** Turns part files into SELECT statements with an explicit type for every column; nothing is guessed by the engine. */
import { open } from 'node:fs/promises';
import type { AccuracySchema, ForecastSchema } from '../domain/export-schema';
import { accuracySchema, csvHeader, forecastSchema } from '../domain/export-schema';
import type { PartFormat, PartKind } from '../domain/export-files';
import { ResultsError } from '../domain/results-error';
import type { Database } from './database';
import type { Layout } from './layout';
import { fileMetricColumn, identifier, literal } from './layout';

export interface PartFile {
  readonly kind: PartKind;
  readonly format: PartFormat;
  readonly path: string;
  /** The name that a reader knows, where the local file has another one. */
  readonly name: string;
  /** Bytes, as listed. */
  readonly size: number;
}

export interface PartHeader {
  readonly columns: readonly string[];
  /** The engine's types of a Parquet file's columns; CSV has none. */
  readonly types?: readonly string[];
  /** CSV: the last byte is a line break. */
  readonly endsWithNewline: boolean;
}

const HEADER_BYTES = 256 * 1024;

/** Reads a part's header. Throws `ResultsError` `badPart` or `unreadable`. */
export async function readHeader(database: Database, part: PartFile, signal: AbortSignal): Promise<PartHeader> {
  if (part.format === 'parquet') {
    const rows = await database.rows(`DESCRIBE SELECT * FROM read_parquet(${literal(part.path)})`, signal);
    return {
      columns: rows.map(([name]) => String(name)),
      types: rows.map(([, type]) => String(type)),
      endsWithNewline: true,
    };
  }
  const file = await open(part.path);
  try {
    const { size } = await file.stat();
    if (size !== part.size) {
      throw new ResultsError('badPart', `${part.name} has ${size} bytes instead of ${part.size}`, { file: part.name });
    }
    const start = Buffer.alloc(Math.min(HEADER_BYTES, size));
    await file.read(start, 0, start.length, 0);
    const last = Buffer.alloc(1);
    await file.read(last, 0, 1, Math.max(0, size - 1));
    const columns = csvHeader(start.toString('utf8'), size <= HEADER_BYTES);
    if (!columns) throw new ResultsError('unknownShape', `${part.name} has no header`, { file: part.name });
    return { columns, endsWithNewline: last[0] === 0x0a || last[0] === 0x0d };
  } finally {
    await file.close();
  }
}

/** The texts that stand for a missing number or time. `not defined` is the service's own. */
const MISSING = ['', 'not defined', 'NaN', 'nan', 'null', 'NULL'];

type ColumnType = 'VARCHAR' | 'DOUBLE' | 'TIMESTAMP';

/** One column to read: its name in the file, its type, and the name it gets. */
interface Wanted {
  readonly column: string;
  readonly type: ColumnType;
  readonly as: string;
}

/** How CSV is read; Parquet has one way only. */
export interface CsvReading {
  /**
   * `typed` lets the reader itself make numbers and times, which is fast; `texts` reads everything as text first, so that
   * words for a missing value are allowed.
   */
  readonly as: 'typed' | 'texts';
  /**
   * Several threads read one file, each from a place where it takes a row to begin. A text of many lines that look like
   * rows leads them astray, and the engine then refuses the file.
   */
  readonly isSplit: boolean;
}

/** Files above so many bytes may be split. DuckDB 1.5 gives a thread 8 million bytes; half of that is on the safe side. */
const SPLIT_BYTES = 4_000_000;

/** The ways in which parts can be read, the fastest first: each is for when those before it have failed. */
export function csvReadings(
  parts: readonly PartFile[],
  header: PartHeader,
  as: readonly CsvReading['as'][],
): readonly CsvReading[] {
  if (header.types) return [{ as: 'typed', isSplit: true }];
  const ways = parts.some(({ size }) => size > SPLIT_BYTES) ? [true, false] : [true];
  return ways.flatMap((isSplit) => as.map((one) => ({ as: one, isSplit })));
}

function select(
  parts: readonly PartFile[],
  header: PartHeader,
  wanted: readonly Wanted[],
  reading: CsvReading,
): string {
  const files = `[${parts.map(({ path }) => literal(path)).join(', ')}]`;
  const storedAs = (column: string, type: ColumnType): string =>
    header.types?.[header.columns.indexOf(column)] ?? (reading.as === 'typed' ? type : 'VARCHAR');
  const columns = wanted.map(({ column, type, as }) => {
    const name = identifier(column);
    const value =
      type === 'VARCHAR' ? `coalesce(${name}::VARCHAR, '')` : typedValue(name, type, storedAs(column, type));
    return `${value} AS ${as}`;
  });
  const source = header.types
    ? `read_parquet(${files})`
    : csvReader(files, header, reading.as === 'typed' ? wanted : [], reading.isSplit);
  return `SELECT ${columns.join(', ')} FROM ${source}`;
}

function csvReader(files: string, header: PartHeader, typed: readonly Wanted[], isSplit: boolean): string {
  const columns = header.columns.map((name) => {
    const type = typed.find(({ column }) => column === name)?.type ?? 'VARCHAR';
    return `${literal(name)}: ${literal(type)}`;
  });
  // Only nothing is null here: a text column may hold any text, even one that means "missing" elsewhere.
  return `read_csv(${files}, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', nullstr = '',
    parallel = ${isSplit}, columns = {${columns.join(', ')}})`;
}

/** A number or a time out of what is stored; a NaN counts as missing. */
function typedValue(name: string, type: 'DOUBLE' | 'TIMESTAMP', stored: string): string {
  const value =
    stored === 'VARCHAR' ? `CASE WHEN ${name} NOT IN (${MISSING.map(literal).join(', ')}) THEN ${name} END` : name;
  if (type === 'DOUBLE') return `nullif(${value}::DOUBLE, 'NaN'::DOUBLE)`;
  // A time with a zone is read as UTC, as the texts with a `Z` are.
  return stored.endsWith('WITH TIME ZONE') ? `(${name} AT TIME ZONE 'UTC')` : `${value}::TIMESTAMP`;
}

/** Columns of the table `forecast`. */
export function selectForecast(
  parts: readonly PartFile[],
  header: PartHeader,
  layout: Layout,
  reading: CsvReading,
): string {
  const schema = forecastSchema(header.columns, parts[0]?.name ?? '');
  const wanted: Wanted[] = [
    { column: schema.itemId, type: 'VARCHAR', as: 'item_id' },
    ...dimensions(schema, layout),
    { column: schema.timestamp, type: 'TIMESTAMP', as: 'ts' },
    { column: schema.target, type: 'DOUBLE', as: 'y' },
    { column: schema.windowStart, type: 'TIMESTAMP', as: 'ws' },
    { column: schema.windowEnd, type: 'TIMESTAMP', as: 'we' },
    ...(schema.mean === undefined ? [] : [{ column: schema.mean, type: 'DOUBLE', as: 'mean' } as const]),
    ...schema.quantiles.map(({ column }, index) => ({ column, type: 'DOUBLE', as: `q${index + 1}` }) as const),
  ];
  return select(parts, header, wanted, reading);
}

/** Columns of the table `accuracy`. */
export function selectAccuracy(
  parts: readonly PartFile[],
  header: PartHeader,
  layout: Layout,
  reading: CsvReading,
): string {
  const schema = accuracySchema(header.columns, parts[0]?.name ?? '');
  const wanted: Wanted[] = [
    { column: schema.itemId, type: 'VARCHAR', as: 'item_id' },
    ...dimensions(schema, layout),
    { column: schema.window, type: 'VARCHAR', as: 'win' },
    { column: schema.windowStart, type: 'TIMESTAMP', as: 'ws' },
    { column: schema.windowEnd, type: 'TIMESTAMP', as: 'we' },
    ...schema.losses.map(({ column }, index) => ({ column, type: 'DOUBLE', as: `fl${index + 1}` }) as const),
    ...layout.fileMetrics.flatMap((metric) => {
      const column = schema.metrics[metric];
      return column === undefined ? [] : [{ column, type: 'DOUBLE', as: fileMetricColumn(metric) } as const];
    }),
  ];
  const inner = select(parts, header, wanted, reading);
  return `SELECT * REPLACE (lower(win) AS win) FROM (${inner})`;
}

function dimensions(schema: ForecastSchema | AccuracySchema, layout: Layout): Wanted[] {
  return layout.dimensions.map((name, index) => {
    const column = schema.dimensions.find((dimension) => dimension.name === name)?.column ?? name;
    return { column, type: 'VARCHAR', as: `d${index + 1}` };
  });
}

/** What a header means, as one text: parts of one export must agree, in whatever order their columns stand. */
export function meaning(kind: PartKind, header: PartHeader, part: PartFile): string {
  const schema =
    kind === 'forecast' ? forecastSchema(header.columns, part.name) : accuracySchema(header.columns, part.name);
  return JSON.stringify(schema, (_key, value: unknown) =>
    Array.isArray(value) ? [...(value as unknown[])].map((entry) => JSON.stringify(entry)).sort() : value,
  );
}
