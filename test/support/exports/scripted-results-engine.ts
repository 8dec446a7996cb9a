/** An engine without an export behind it, for tests of what the program does with its answers. */
import type { ResolvedResults } from '../../../src/app/results/source';
import type { ExportFiles } from '../../../src/domain/export-files';
import type {
  CompareRequest,
  Comparison,
  ItemsPage,
  OpenedExport,
  QueryResult,
  ResultsEngine,
  ResultsSummary,
  Series,
  TableSchema,
} from '../../../src/domain/results-port';
import type { CallOptions } from '../../../src/domain/ports';
import { ResultsError } from '../../../src/domain/results-error';

const FILES: ExportFiles = {
  root: '',
  jobName: 'weekly',
  timestamp: '2026-03-01T12-00-00Z',
  format: 'csv',
  forecast: [],
  accuracy: [],
  emptyParts: 0,
  warnings: [],
};

export const RESOLVED: ResolvedResults = {
  request: { source: { kind: 'folder', path: '/export' }, files: FILES },
  place: '/export',
};

export const OPENED: OpenedExport = {
  id: 'weekly:1',
  shape: {
    dimensions: [],
    quantiles: [],
    hasMean: false,
    windows: [],
    horizon: 0,
    step: 0,
    season: 1,
    items: 0,
    rows: 0,
    fileQuantiles: [],
    fileMetrics: [],
  },
  notes: [],
  fromStore: true,
  stored: Promise.resolve({ kind: 'stored', bytes: 0 }),
};
export const SUMMARY: ResultsSummary = { overall: {}, windows: [], distributions: {}, errorBasis: 'none' };
const unscripted = (): Promise<never> => Promise.reject(new ResultsError('unknown', 'Not scripted'));

export class ScriptedResultsEngine implements ResultsEngine {
  isDisposed = false;
  readonly closed: string[] = [];
  /** What `open` waits for. */
  opening: Promise<unknown> = Promise.resolve();
  /** How SQL is answered. */
  answer: (sql: string, maxRows: number, options: CallOptions) => Promise<QueryResult> = unscripted;

  /** How two exports are compared. */
  comparison: (options: CallOptions) => Promise<Comparison> = unscripted;

  async open(): Promise<OpenedExport> {
    await this.opening;
    return OPENED;
  }

  summary(): Promise<ResultsSummary> {
    return Promise.resolve(SUMMARY);
  }

  items(): Promise<ItemsPage> {
    return unscripted();
  }

  series(): Promise<Series> {
    return unscripted();
  }

  compare(_request: CompareRequest, options: CallOptions = {}): Promise<Comparison> {
    return this.comparison(options);
  }

  tables(): Promise<readonly TableSchema[]> {
    return Promise.resolve([]);
  }

  query(_id: string, sql: string, maxRows: number, options: CallOptions = {}): Promise<QueryResult> {
    return this.answer(sql, maxRows, options);
  }

  close(id: string): Promise<void> {
    this.closed.push(id);
    return Promise.resolve();
  }

  dispose(): void {
    this.isDisposed = true;
  }
}
