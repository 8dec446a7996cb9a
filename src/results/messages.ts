/** What the extension and the engine's process say to each other. Both sides are built from this file. */
import type { ErrorFacts, ErrorKind } from '../domain/errors';
import type {
  CompareRequest,
  Comparison,
  DataNote,
  ExportShape,
  ItemKey,
  ItemsPage,
  ItemsRequest,
  QueryResult,
  ResultsSummary,
  Series,
  StoreResult,
  TableSchema,
} from '../domain/results-port';
import type { ResultsErrorFacts, ResultsErrorKind } from '../domain/results-error';
import type { PartFile } from './read-parts';

export interface WorkerSettings {
  readonly memoryLimit: number;
  readonly threads: number;
  readonly tempFolder: string;
  readonly tempLimit: number;
}

export interface OpenedInWorker {
  readonly shape: ExportShape;
  readonly notes: readonly DataNote[];
}

/** Every call with its parameters and its answer. */
export interface Calls {
  start: { params: WorkerSettings; answer: null };
  /** Attaches a store; null when there is none that can be used. */
  attach: { params: { id: string; path: string }; answer: OpenedInWorker | null };
  begin: { params: { id: string }; answer: null };
  addParts: { params: { id: string; parts: readonly PartFile[] }; answer: null };
  finish: { params: { id: string }; answer: OpenedInWorker };
  store: { params: { id: string; path: string; temporary: string }; answer: StoreResult };
  summary: { params: { id: string }; answer: ResultsSummary };
  items: { params: { id: string; request: ItemsRequest }; answer: ItemsPage };
  series: { params: { id: string; key: ItemKey }; answer: Series };
  compare: { params: { request: CompareRequest }; answer: Comparison };
  tables: { params: { id: string }; answer: readonly TableSchema[] };
  query: { params: { id: string; sql: string; maxRows: number }; answer: QueryResult };
  close: { params: { id: string }; answer: null };
}

export type CallName = keyof Calls;

export type ToWorker =
  | { readonly kind: 'call'; readonly call: number; readonly name: CallName; readonly params: unknown }
  | { readonly kind: 'cancel'; readonly call: number };

export type WireError =
  | {
      readonly type: 'results';
      readonly kind: ResultsErrorKind;
      readonly message: string;
      readonly facts: ResultsErrorFacts;
    }
  | { readonly type: 'domain'; readonly kind: ErrorKind; readonly message: string; readonly facts: ErrorFacts }
  | { readonly type: 'cancelled' };

export type FromWorker =
  | { readonly kind: 'answer'; readonly call: number; readonly value: unknown }
  | { readonly kind: 'error'; readonly call: number; readonly error: WireError }
  | {
      readonly kind: 'progress';
      readonly id: string;
      readonly phase: 'read' | 'compute';
      readonly bytes: number;
      readonly rows: number;
    };
