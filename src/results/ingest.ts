/**
 * Reads the parts of one export into tables, batch by batch while further parts still arrive, and computes the metrics
 * of each batch at once. What a batch cannot know (windows that lie in several batches, in disorder or twice) is put
 * right at the end, for those windows only.
 */
import { isCancelled } from '../domain/errors';
import type { AccuracySchema, ForecastSchema } from '../domain/export-schema';
import { accuracySchema, forecastSchema } from '../domain/export-schema';
import type { PartKind } from '../domain/export-files';
import { seasonality } from '../domain/metrics';
import type { DataNote } from '../domain/results-port';
import { isResultsError, ResultsError } from '../domain/results-error';
import { cellSums, cellTable, itemTable } from './cells';
import type { Database } from './database';
import { accuracyNotes, cellNotes, exportShape } from './facts';
import type { ForecastTables, Layout, StoreMeta } from './layout';
import { keyColumns, STORE_VERSION } from './layout';
import type { TableWithSums } from './mend';
import { mendAccuracy, mendForecast } from './mend';
import type { CsvReading, PartFile, PartHeader } from './read-parts';
import { csvReadings, meaning, readHeader, selectAccuracy, selectForecast } from './read-parts';

export interface IngestProgress {
  readonly bytes: number;
  readonly rows: number;
  readonly phase: 'read' | 'compute';
}

interface Waiting {
  readonly part: PartFile;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** Bytes and files that are read by one statement. */
const BATCH_BYTES = 256 * 1024 * 1024;
const BATCH_FILES = 500;

export class Ingest {
  readonly #waiting: Waiting[] = [];
  readonly #notes: DataNote[] = [];
  readonly #meanings = new Map<PartKind, string>();
  readonly #forecastTables: TableWithSums[] = [];
  readonly #accuracyTables: string[] = [];
  #forecast: ForecastSchema | undefined;
  #accuracy: AccuracySchema | undefined;
  #season = 0;
  #bytes = 0;
  #rows = 0;
  #isReading = false;

  readonly #database: Database;
  readonly #catalog: string;
  readonly #signal: AbortSignal;
  readonly #onProgress: (progress: IngestProgress) => void;

  /** @param catalog an attached, empty database that takes the tables */
  constructor(
    database: Database,
    catalog: string,
    signal: AbortSignal,
    onProgress: (progress: IngestProgress) => void,
  ) {
    this.#database = database;
    this.#catalog = catalog;
    this.#signal = signal;
    this.#onProgress = onProgress;
  }

  /** Resolves when the parts have been read. Parts that are added meanwhile are read together. */
  async add(parts: readonly PartFile[]): Promise<void> {
    const read = parts.map((part) => new Promise<void>((done, failed) => this.#waiting.push({ part, done, failed })));
    if (!this.#isReading) void this.#readAll();
    await Promise.all(read);
  }

  async #readAll(): Promise<void> {
    this.#isReading = true;
    for (let batch = this.#nextBatch(); batch.length > 0; batch = this.#nextBatch()) {
      try {
        await this.#read(batch.map(({ part }) => part));
        for (const { done } of batch) done();
      } catch (error) {
        const rest = this.#waiting.splice(0);
        for (const { failed } of [...batch, ...rest]) failed(error);
      }
    }
    this.#isReading = false;
  }

  #nextBatch(): Waiting[] {
    const kind = this.#waiting[0]?.part.kind;
    let bytes = 0;
    let count = 0;
    for (const { part } of this.#waiting) {
      bytes += part.size;
      if (part.kind !== kind || count === BATCH_FILES || (count > 0 && bytes > BATCH_BYTES)) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  /** Parts whose columns stand in another order, or have other types, are read by a statement of their own. */
  async #read(parts: readonly PartFile[]): Promise<void> {
    const alike = new Map<string, { header: PartHeader; parts: PartFile[] }>();
    for (const part of parts) {
      const header = await readHeader(this.#database, part, this.#signal);
      this.#agree(part, header);
      if (!header.endsWithNewline) this.#notes.push({ kind: 'noFinalNewline', file: part.name });
      const key = JSON.stringify([header.columns, header.types]);
      const group = alike.get(key) ?? { header, parts: [] };
      group.parts.push(part);
      alike.set(key, group);
    }
    for (const { header, parts: group } of alike.values()) {
      try {
        if (group[0]?.kind === 'forecast') await this.#readForecast(group, header);
        else await this.#readAccuracy(group, header);
      } catch (error) {
        throw nameThePart(error, group);
      }
      this.#bytes += group.reduce((total, { size }) => total + size, 0);
      this.#onProgress({ bytes: this.#bytes, rows: this.#rows, phase: 'read' });
    }
  }

  #agree(part: PartFile, header: PartHeader): void {
    const mine = meaning(part.kind, header, part);
    const theirs = this.#meanings.get(part.kind);
    if (theirs === undefined) {
      this.#meanings.set(part.kind, mine);
      if (part.kind === 'forecast') this.#forecast = forecastSchema(header.columns, part.name);
      else this.#accuracy = accuracySchema(header.columns, part.name);
    } else if (theirs !== mine) {
      const text = `${part.name} has other columns than the parts before it: ${header.columns.join(', ').slice(0, 500)}`;
      throw new ResultsError('mixedExports', text, { file: part.name, columns: header.columns });
    }
  }

  async #readForecast(parts: readonly PartFile[], header: PartHeader): Promise<void> {
    const layout = this.#layout();
    const number = this.#forecastTables.length + 1;
    const table = `${this.#catalog}.raw_${number}`;
    // Numbers are read as numbers; only when that fails as texts, in which words for "missing" may stand.
    await this.#create(table, csvReadings(parts, header, ['typed', 'texts']), (reading) =>
      selectForecast(parts, header, layout, reading),
    );
    const [counts] = await this.#database.rows(
      `SELECT count(*)::DOUBLE, (count(*) - least(count(ts), count(ws), count(we)))::DOUBLE FROM ${table}`,
      this.#signal,
    );
    if (Number(counts?.[1]) > 0) throw new ResultsError('badPart', 'Rows without a time or a window');
    const sums = `${this.#catalog}.sums_${number}`;
    this.#forecastTables.push({ table, sums });
    this.#rows += Number(counts?.[0]);
    this.#season ||= await this.#guessSeason(table, layout);
    await this.#sql(`CREATE TABLE ${sums} AS ${cellSums(table, layout, this.#season)}`);
  }

  async #readAccuracy(parts: readonly PartFile[], header: PartHeader): Promise<void> {
    const table = `${this.#catalog}.stated_${this.#accuracyTables.length + 1}`;
    const layout = { ...this.#layout(), dimensions: this.#accuracy?.dimensions.map(({ name }) => name) ?? [] };
    await this.#create(table, csvReadings(parts, header, ['texts']), (reading) =>
      selectAccuracy(parts, header, layout, reading),
    );
    this.#accuracyTables.push(table);
  }

  /** Makes a table in the first of several ways that works. */
  async #create(
    table: string,
    readings: readonly CsvReading[],
    select: (reading: CsvReading) => string,
  ): Promise<void> {
    let failure: unknown;
    for (const reading of readings) {
      try {
        await this.#sql(`CREATE TABLE ${table} AS ${select(reading)}`);
        return;
      } catch (error) {
        if (!isResultsError(error) || error.kind !== 'badPart') throw error;
        // The first way names the line; a thread that was led astray may name the wrong one.
        if (failure === undefined || reading.as === readings[0]?.as) failure = error;
      }
    }
    throw failure;
  }

  /** The season from the first rows; `finish` checks it against all of them. */
  async #guessSeason(table: string, layout: Layout): Promise<number> {
    const key = [...keyColumns(layout), 'ws'].join(', ');
    const [row] = await this.#database.rows(
      `SELECT min(step)::DOUBLE, max(length)::DOUBLE, max(n)::DOUBLE FROM (
         SELECT min(ms - before) FILTER (ms > before) AS step, any_value(length) AS length, count(*) AS n
         FROM (SELECT ${key}, epoch_ms(ts) AS ms, lag(epoch_ms(ts)) OVER (PARTITION BY ${key} ORDER BY ts) AS before,
                 epoch_ms(we) - epoch_ms(ws) AS length
               FROM (SELECT * FROM ${table} LIMIT 20000))
         GROUP BY ${key})`,
      this.#signal,
    );
    return seasonOf(Number(row?.[0] ?? 0), Number(row?.[1] ?? 0), Number(row?.[2] ?? 0));
  }

  #layout(): Layout {
    const schema = this.#forecast ?? this.#accuracy;
    return {
      dimensions: schema?.dimensions.map(({ name }) => name) ?? [],
      levels: this.#forecast?.quantiles.map(({ level }) => level) ?? [],
      hasMean: this.#forecast?.mean !== undefined,
      fileLevels: this.#accuracy?.losses.map(({ level }) => level) ?? [],
      fileMetrics: (['averageWql', 'rmse', 'wape', 'mape', 'mase'] as const).filter(
        (metric) => this.#accuracy?.metrics[metric] !== undefined,
      ),
    };
  }

  /** Computes what the whole export says. The tables `accuracy`, `cell` and `item` are there afterwards. */
  async finish(): Promise<{ meta: StoreMeta; forecast: ForecastTables }> {
    this.#onProgress({ bytes: this.#bytes, rows: this.#rows, phase: 'compute' });
    const layout = this.#layout();
    const [catalog, database, signal] = [this.#catalog, this.#database, this.#signal];
    this.#sameDimensions();
    if (this.#forecastTables.length === 0) await this.#noForecast(layout);
    const context = { database, catalog, layout, signal };
    const mended = await mendForecast(context, this.#forecastTables, this.#season || 1);
    if (mended.duplicates) this.#notes.push(mended.duplicates);
    const { tables, step } = mended;
    const season = seasonOf(step, mended.length, mended.points);
    if (season !== this.#season && this.#rows > 0) {
      for (const { table, sums } of tables) {
        await this.#sql(`CREATE OR REPLACE TABLE ${sums} AS ${cellSums(table, layout, season)}`);
      }
    }
    const stated = await mendAccuracy(context, this.#accuracyTables, this.#accuracy);
    if (stated) this.#notes.push(stated);
    const allSums = tables.map(({ sums }) => `SELECT * FROM ${sums}`).join(' UNION ALL ');
    await this.#sql(`CREATE TABLE ${catalog}.cell AS ${cellTable(`(${allSums})`, `${catalog}.accuracy`, layout)}`);
    await this.#sql(`CREATE TABLE ${catalog}.item AS ${itemTable(`${catalog}.cell`, `${catalog}.accuracy`, layout)}`);
    const shape = await exportShape(database, catalog, layout, { step, season }, signal);
    const notes = [
      ...this.#notes,
      ...(this.#forecast ? [] : [{ kind: 'noForecastFiles' } as const]),
      ...(this.#accuracy ? [] : [{ kind: 'noAccuracyFiles' } as const]),
      ...(this.#forecast && !layout.hasMean ? [{ kind: 'noMean' } as const] : []),
      ...(await cellNotes(database, catalog, layout, signal)),
      ...(await accuracyNotes(database, catalog, layout, signal)),
    ];
    return {
      meta: { version: STORE_VERSION, layout, shape, notes },
      forecast: { tables: tables.map(({ table }) => table), isNumbered: false },
    };
  }

  #sameDimensions(): void {
    if (!this.#forecast || !this.#accuracy) return;
    const [forecast, accuracy] = [this.#forecast, this.#accuracy].map(({ dimensions }) =>
      dimensions.map(({ name }) => name.toLowerCase()).sort(),
    );
    if (JSON.stringify(forecast) !== JSON.stringify(accuracy)) {
      throw new ResultsError('mixedExports', 'The two folders have different dimensions', {
        columns: [...(forecast ?? []), ...(accuracy ?? [])],
      });
    }
  }

  /** An export of which only the accuracy files are there has an empty table of forecasts. */
  async #noForecast(layout: Layout): Promise<void> {
    const table = `${this.#catalog}.raw_1`;
    const keys = keyColumns(layout).map((name) => `${name} VARCHAR`);
    await this.#sql(`CREATE TABLE ${table} (${keys.join(', ')}, ts TIMESTAMP, y DOUBLE, ws TIMESTAMP, we TIMESTAMP)`);
    const sums = `${this.#catalog}.sums_1`;
    await this.#sql(`CREATE TABLE ${sums} AS ${cellSums(table, layout, 1)}`);
    this.#forecastTables.push({ table, sums });
  }

  async #sql(sql: string): Promise<void> {
    await this.#database.run(sql, this.#signal);
  }
}

/** @param length milliseconds from a window's first step to its last; months have unequal steps and are counted */
function seasonOf(step: number, length: number, points: number): number {
  const days = step / 86_400_000;
  return seasonality(step / 1000, days >= 28 || step === 0 ? points : Math.floor(length / step) + 1);
}

/** Local copies have names of their own: a failure is told with the name the reader knows. */
function nameThePart(error: unknown, parts: readonly PartFile[]): unknown {
  if (isCancelled(error) || !(error instanceof ResultsError)) return error;
  const named = error.facts.file;
  const part =
    parts.find(({ path }) => named !== undefined && path.endsWith(named)) ??
    (parts.length === 1 ? parts[0] : undefined);
  if (!part) return error;
  return new ResultsError(
    error.kind,
    error.message.replaceAll(part.path, part.name),
    { ...error.facts, file: part.name },
    { cause: error },
  );
}
