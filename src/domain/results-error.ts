/** What can go wrong between an export's files and the numbers on the page. Words for a reader are found in `ui/`. */
export const RESULTS_ERROR_KINDS = [
  /** This build of the extension carries no engine for this machine. */
  'engineMissing',
  /** The engine's process ended in the middle of the work. The next call starts a new one. */
  'engineCrashed',
  /** An export that was closed, or whose process ended before it was stored: open it again. */
  'notOpen',
  /** The export belongs to another account or region than the one that is open. */
  'otherAccount',
  /** No file of the export holds any data. */
  'missingFiles',
  /** A folder with so much in it that looking for an export was given up. */
  'tooManyFiles',
  /** A header names columns that no known export has, or lacks one that every export has. */
  'unknownShape',
  /** The parts of one export do not have the same columns, or CSV and Parquet are mixed. */
  'mixedExports',
  /** A part ends too early or holds something that its column cannot hold. */
  'badPart',
  /** A file changed or disappeared while it was read. */
  'changed',
  /** This user may not read or write a local file. */
  'unreadable',
  'diskFull',
  'outOfMemory',
  /** SQL that the engine refuses; `message` is the engine's own text. */
  'badQuery',
  /** Two exports with different dimensions, or with nothing in common. */
  'notComparable',
  'unknown',
] as const;

export type ResultsErrorKind = (typeof RESULTS_ERROR_KINDS)[number];

export interface ResultsErrorFacts {
  /** The name of the file, without its folder. */
  readonly file?: string;
  /** Counted from 1. */
  readonly line?: number;
  /** The columns that are missing, unknown or different. */
  readonly columns?: readonly string[];
  /** Which kind of account the export belongs to. */
  readonly account?: 'aws' | 'sample';
}

const RESULTS_ERROR = 'forecastBacktests.ResultsError';

export class ResultsError extends Error {
  // Several bundles carry a copy of this class, so `instanceof` cannot tell; the brand can.
  readonly brand = RESULTS_ERROR;
  readonly kind: ResultsErrorKind;
  readonly facts: ResultsErrorFacts;

  constructor(kind: ResultsErrorKind, message: string, facts: ResultsErrorFacts = {}, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ResultsError';
    this.kind = kind;
    this.facts = facts;
  }
}

export function isResultsError(error: unknown): error is ResultsError {
  return error instanceof Error && (error as { brand?: unknown }).brand === RESULTS_ERROR;
}
