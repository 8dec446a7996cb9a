/** The results page: what it shows, and what it may ask. Times are epoch milliseconds. */
import * as v from 'valibot';
import type { PageContract } from './channel';
import { HelpAction } from './help-actions';
import {
  ColumnIdOf,
  Compare,
  CompareFilter,
  ComparisonOf,
  Items,
  ItemsFilter,
  ItemsPageOf,
  Key,
  list,
  QueryResultOf,
  Rows,
  SeriesOf,
  Shape,
  Summary,
  Tables,
} from './results-values';

/** Something to know about the data before trusting a number, in words of the reader's language. */
export const ResultsNote = v.object({ tone: v.picklist(['info', 'warning']), text: v.string() });
export type ResultsNote = v.InferOutput<typeof ResultsNote>;

export const ResultsProblem = v.object({
  title: v.string(),
  advice: v.string(),
  actions: list(v.object({ action: HelpAction, label: v.string() })),
});
export type ResultsProblem = v.InferOutput<typeof ResultsProblem>;

export const ReadyExport = v.object({
  state: v.literal('ready'),
  shape: Shape,
  summary: Summary,
  notes: list(ResultsNote),
});
export type ReadyExport = v.InferOutput<typeof ReadyExport>;

export const OpeningExport = v.object({
  state: v.literal('opening'),
  phase: v.picklist(['find', 'download', 'read', 'compute']),
  bytesDone: v.number(),
  bytesTotal: v.number(),
  rows: v.number(),
});
export type OpeningExport = v.InferOutput<typeof OpeningExport>;

export const ResultsModel = v.object({
  /** The name of the export job. */
  title: v.string(),
  /** Where the files lie. */
  place: v.exactOptional(v.string()),
  /** When the service wrote them. */
  exportedAt: v.exactOptional(v.number()),
  format: v.exactOptional(v.picklist(['csv', 'parquet'])),
  content: v.variant('state', [
    OpeningExport,
    ReadyExport,
    v.object({ state: v.literal('cancelled') }),
    v.object({ state: v.literal('failed'), problem: ResultsProblem }),
  ]),
});
export type ResultsModel = v.InferOutput<typeof ResultsModel>;

/** The other export of a comparison. */
export const OtherExport = v.object({
  /** By which the page asks for it again after a reload. */
  identity: v.string(),
  title: v.string(),
  place: v.string(),
  /** Whether it is the same set of windows. */
  shape: Shape,
});
export type OtherExport = v.InferOutput<typeof OtherExport>;

const nothing = v.void();
const TableFormat = v.picklist(['csv', 'markdown']);
export type TableFormat = v.InferOutput<typeof TableFormat>;
const name = v.pipe(v.string(), v.maxLength(200));
const headings = v.pipe(list(v.pipe(v.string(), v.maxLength(1000))), v.maxLength(1000));
const identity = v.pipe(v.string(), v.maxLength(16_384));
const sql = v.pipe(v.string(), v.maxLength(100_000));
const MEGABYTE = 1_048_576;

export const RESULTS_PAGE = {
  model: ResultsModel,
  requests: {
    /** Gives up opening. */
    cancel: { params: v.object({}), result: nothing },
    /** Opens the export again. */
    reload: { params: v.object({}), result: nothing },
    act: { params: v.object({ action: HelpAction }), result: nothing },
    items: { params: Items, result: ItemsPageOf },
    series: { params: v.object({ key: Key }), result: SeriesOf },
    /** Asks the person for the other export, unless it is named. Null when they chose none. */
    chooseOther: { params: v.object({ identity: v.exactOptional(identity) }), result: v.nullable(OtherExport) },
    forgetOther: { params: v.object({}), result: nothing },
    compare: { params: Compare, result: ComparisonOf },
    tables: { params: v.object({}), result: Tables },
    query: { params: v.object({ sql }), result: QueryResultOf },
    /** The answer to the last query, once it is there: for a page that was hidden meanwhile. Null when there was none. */
    resumeQuery: { params: v.object({}), result: v.nullable(QueryResultOf) },
    stopQuery: { params: v.object({}), result: nothing },
    /** Every item that passes the filter, with the named columns. False when the person chose no file. */
    saveItems: {
      params: v.object({
        format: TableFormat,
        filter: ItemsFilter,
        columns: v.pipe(list(v.object({ id: ColumnIdOf, heading: v.string() })), v.maxLength(200)),
      }),
      result: v.boolean(),
    },
    saveComparison: { params: v.object({ format: TableFormat, filter: CompareFilter, headings }), result: v.boolean() },
    /** The answer of a query with all its rows, as far as a file takes them. */
    saveQuery: { params: v.object({ format: TableFormat, sql }), result: v.boolean() },
    saveTable: { params: v.object({ format: TableFormat, name, headings, rows: Rows }), result: v.boolean() },
    /** A picture: SVG as text, PNG in base64. */
    saveImage: {
      params: v.object({
        format: v.picklist(['svg', 'png']),
        name,
        content: v.pipe(v.string(), v.maxLength(32 * MEGABYTE)),
      }),
      result: v.boolean(),
    },
    copy: { params: v.object({ text: v.pipe(v.string(), v.maxLength(16_384)) }), result: nothing },
  },
} satisfies PageContract;
export type ResultsPage = typeof RESULTS_PAGE;
