/**
 * The one door to the numbers of an export. An engine behind it opens an export and answers pages of rows; it never
 * hands out a whole export. Every method rejects with a `ResultsError` (reading, computing), a `DomainError` (the
 * object store) or `Cancelled` (its signal was aborted), and stays usable after each of them.
 *
 * Times are epoch milliseconds, in the export's own clock read as UTC. A missing number ("not defined") is null.
 */
import type { ExportFiles, PartKind } from './export-files';
import type { FileMetric } from './export-schema';
import type { ObjectStore } from './object-store';
import type { CallOptions } from './ports';

export type ExportSource =
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'objects'; readonly store: ObjectStore; readonly bucket: string };

export interface OpenRequest {
  readonly source: ExportSource;
  readonly files: ExportFiles;
}

export interface OpenProgress {
  readonly phase: 'download' | 'read' | 'compute';
  readonly bytesDone: number;
  readonly bytesTotal: number;
  /** Rows read so far. */
  readonly rows: number;
}

export interface OpenOptions extends CallOptions {
  readonly onProgress?: (progress: OpenProgress) => void;
}

/** An item and its dimension values, in the order of `ExportShape.dimensions`. */
export interface ItemKey {
  readonly itemId: string;
  readonly dimensions: readonly string[];
}

export interface WindowBounds {
  /** First time step. */
  readonly start: number;
  /** Last time step inside the window. */
  readonly end: number;
}

export interface ExportShape {
  readonly dimensions: readonly string[];
  /** Quantile levels of the forecasts, ascending. */
  readonly quantiles: readonly number[];
  readonly hasMean: boolean;
  /** Oldest first. */
  readonly windows: readonly WindowBounds[];
  /** Time steps in the longest window. */
  readonly horizon: number;
  /** Milliseconds between time steps; the shortest where they differ (months); 0 when it cannot be told. */
  readonly step: number;
  /** Steps of the seasonal distance that MASE uses. */
  readonly season: number;
  readonly items: number;
  /** Forecast rows, without duplicates. */
  readonly rows: number;
  /** What the accuracy files hold. */
  readonly fileQuantiles: readonly number[];
  readonly fileMetrics: readonly FileMetric[];
}

export interface OpenedExport {
  readonly id: string;
  readonly shape: ExportShape;
  readonly notes: readonly DataNote[];
  /** True when it came from the local store, without reading the files. */
  readonly fromStore: boolean;
  /**
   * Settles when the export lies in the local store, in item order: from then on `series` needs no scan and `query`
   * answers at once. Resolves with a note when it could not be stored; everything still works, until it is closed.
   */
  readonly stored: Promise<StoreResult>;
}

export type StoreResult =
  | { readonly kind: 'stored'; readonly bytes: number }
  | { readonly kind: 'notStored'; readonly reason: 'diskFull' | 'failed' | 'closed'; readonly message: string };

/** What a reader should know about the data before trusting a number. */
export type DataNote =
  /** Rows with the same item, dimensions, window and time; `differing` of them with other values (another export?). */
  | { readonly kind: 'duplicates'; readonly folder: PartKind; readonly dropped: number; readonly differing: number }
  | { readonly kind: 'windowsNotDefined'; readonly count: number; readonly items: number }
  /** Item windows that have metrics in the accuracy files and no forecast rows: a part may be missing. */
  | { readonly kind: 'forecastRowsMissing'; readonly count: number }
  /** Item windows with forecast rows in which an actual value or a forecast is missing. */
  | { readonly kind: 'missingValues'; readonly count: number }
  /** What the files call WAPE: a sum of absolute errors or, as documented, divided by the sum of actuals. */
  | { readonly kind: 'fileWape'; readonly definition: WapeDefinition }
  /** RMSE, WAPE, MAPE and MASE need the mean forecast, which is not in the files. */
  | { readonly kind: 'noMean' }
  | { readonly kind: 'noForecastFiles' }
  | { readonly kind: 'noAccuracyFiles' }
  /** Recomputed values that differ from the files' own by more than 1e-6 of their size. */
  | { readonly kind: 'disagreement'; readonly metric: string; readonly count: number; readonly of: number }
  | { readonly kind: 'quantileCrossing'; readonly rows: number }
  /** A part that does not end with a line break: it may be cut off. */
  | { readonly kind: 'noFinalNewline'; readonly file: string };

export type WapeDefinition = 'absoluteErrorSum' | 'normalised' | 'undetermined';

/** Metrics that are recomputed from the forecast rows. */
export type MetricId =
  | 'averageWql'
  | 'wape'
  | 'rmse'
  | 'mape'
  | 'mase'
  | 'bias'
  | 'absoluteError'
  /** The item's share of the whole export's absolute error, 0 to 1. */
  | 'errorShare'
  | `wql:${number}`
  | `coverage:${number}`;

/** Values as they stand in the accuracy files. */
export type FileMetricId = `file:${FileMetric}` | `file:wql:${number}`;

/** Facts about an item that are no metric. */
export type ItemFactId = 'demand' | 'windowsDefined';

export type ColumnId = MetricId | FileMetricId | ItemFactId;

export type Values = Readonly<Partial<Record<ColumnId, number | null>>>;

export interface Distribution {
  readonly count: number;
  readonly mean: number | null;
  readonly min: number | null;
  readonly p10: number | null;
  readonly p25: number | null;
  readonly median: number | null;
  readonly p75: number | null;
  readonly p90: number | null;
  readonly max: number | null;
}

export interface WindowRow extends WindowBounds {
  /** Items with a defined metric in this window. */
  readonly items: number;
  readonly itemsNotDefined: number;
  /**
   * Pooled over the items as the console does: losses and absolute errors are summed before they are divided by the
   * summed actuals. How the service pools MAPE and MASE is not documented; here they are the mean over items.
   */
  readonly values: Values;
}

export interface ResultsSummary {
  /**
   * The plain mean of the windows' pooled values, as the service summarises a predictor; the sum for the absolute error
   * and the demand.
   */
  readonly overall: Values;
  readonly windows: readonly WindowRow[];
  /** Per metric: how it is spread over items (each item being the mean of its defined windows, or their sum, as above). */
  readonly distributions: Readonly<Partial<Record<ColumnId, Distribution>>>;
  /** Which forecast the absolute error, its share and the bias are measured with. */
  readonly errorBasis: 'mean' | 'median' | 'none';
}

export interface ItemsRequest {
  /** `start` of one window; absent means over all windows. */
  readonly window?: number;
  /** Nulls come last either way. `item` sorts by item and dimensions. */
  readonly sort: { readonly by: ColumnId | 'item'; readonly descending: boolean };
  /** Part of an item's id or of a dimension value, in any case. */
  readonly text?: string;
  /** Both ends included. */
  readonly ranges?: readonly { readonly column: ColumnId; readonly min?: number; readonly max?: number }[];
  readonly offset: number;
  /** 1 to 1,000. */
  readonly limit: number;
  /** Points per sparkline; 0 or absent for none. */
  readonly sparkline?: number;
}

export interface ItemRow {
  readonly key: ItemKey;
  readonly values: Values;
  /** Actual values over all windows, thinned out to evenly spaced steps. */
  readonly sparkline?: readonly (number | null)[];
}

export interface ItemsPage {
  readonly rows: readonly ItemRow[];
  /** Items that pass the filters. */
  readonly total: number;
}

/** Column by column, in order of time. */
export interface Series {
  readonly key: ItemKey;
  readonly windows: readonly (WindowBounds & { readonly values: Values })[];
  readonly timestamps: readonly number[];
  readonly actual: readonly (number | null)[];
  /** Absent when the files have no mean. */
  readonly mean?: readonly (number | null)[];
  readonly quantiles: readonly { readonly level: number; readonly values: readonly (number | null)[] }[];
}

export interface CompareRequest {
  readonly left: string;
  readonly right: string;
  readonly metric: MetricId;
  /**
   * `start` of one window; absent means, item by item, over the windows in which both have a value, or over all of each
   * when the exports share none.
   */
  readonly window?: number;
  readonly sort: { readonly by: 'item' | 'left' | 'right' | 'difference'; readonly descending: boolean };
  readonly text?: string;
  readonly offset: number;
  readonly limit: number;
  /** At most so many points for a scatter plot, evenly taken; 0 or absent for none. */
  readonly scatter?: number;
}

export interface ComparedItem {
  readonly key: ItemKey;
  readonly left: number | null;
  readonly right: number | null;
  /** right - left */
  readonly difference: number | null;
}

export interface Comparison {
  readonly rows: readonly ComparedItem[];
  readonly total: number;
  readonly onlyLeft: number;
  readonly onlyRight: number;
  /** Lower wins; for `bias` the value nearer to 0, for `coverage` the one nearer to its level. */
  readonly leftWins: number;
  readonly rightWins: number;
  readonly ties: number;
  readonly meanLeft: number | null;
  readonly meanRight: number | null;
  readonly windows: readonly (WindowBounds & { readonly left: number | null; readonly right: number | null })[];
  readonly scatter: readonly ComparedItem[];
}

export interface TableSchema {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

export type Cell = string | number | boolean | null;

export interface QueryResult {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly Cell[])[];
  /** There were more rows than `maxRows`. */
  readonly truncated: boolean;
  readonly milliseconds: number;
}

export interface ResultsEngine {
  /** Reads an export, or takes it from the local store when its files have not changed. */
  open(request: OpenRequest, options?: OpenOptions): Promise<OpenedExport>;
  summary(id: string, options?: CallOptions): Promise<ResultsSummary>;
  items(id: string, request: ItemsRequest, options?: CallOptions): Promise<ItemsPage>;
  series(id: string, key: ItemKey, options?: CallOptions): Promise<Series>;
  compare(request: CompareRequest, options?: CallOptions): Promise<Comparison>;
  /** The tables that `query` can read. */
  tables(id: string, options?: CallOptions): Promise<readonly TableSchema[]>;
  /** One read-only statement, with no way to files or the network. Waits until the export is stored. */
  query(id: string, sql: string, maxRows: number, options?: CallOptions): Promise<QueryResult>;
  close(id: string): Promise<void>;
  dispose(): void;
}
