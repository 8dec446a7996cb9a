/**
 * Which files belong to which export.
 *
 * The documentation names parts `<job>_<timestamp>_<part>.csv`. Real exports carry a prefix as well
 * (`forecasted-values/Forecasts_<job>_…`, `accuracy-metrics-values/Accuracy_<job>_…`), and one destination is often
 * shared by several exports and by forecast exports, whose files lie beside the two folders. Parts without a byte occur.
 */
export type PartKind = 'forecast' | 'accuracy';
export type PartFormat = 'csv' | 'parquet';

export interface ListedFile {
  /** The key in a bucket, or the path below a local folder with `/` between names. */
  readonly key: string;
  readonly size: number;
  /** Changes with the content: an ETag, or a local file's time of change. */
  readonly etag: string;
}

export interface ExportPart extends ListedFile {
  readonly number: number;
}

/** The files of one run of one job. */
export interface ExportFiles {
  /** What stands before the two folders, empty or with a trailing `/`. */
  readonly root: string;
  readonly jobName: string;
  /** When the service wrote the export, as in the file names: `2021-12-14T13-20-10Z`. */
  readonly timestamp: string;
  readonly format: PartFormat;
  readonly forecast: readonly ExportPart[];
  readonly accuracy: readonly ExportPart[];
  /** Parts without a byte, which are left out. */
  readonly emptyParts: number;
  readonly warnings: readonly FilesWarning[];
}

export type FilesWarning =
  | { readonly kind: 'noForecastFiles' }
  | { readonly kind: 'noAccuracyFiles' }
  /** Part numbers that are not there although higher ones are: the export may have been copied incompletely. */
  | { readonly kind: 'missingParts'; readonly folder: PartKind; readonly numbers: readonly number[] }
  /** CSV and Parquet parts under one name and time; only the parts of `format` are used. */
  | { readonly kind: 'mixedFormats' };

export interface ExportListing {
  /** Newest first. Exports of which every part is empty are not among them. */
  readonly exports: readonly ExportFiles[];
  readonly emptyParts: number;
  /** `_CHECK`, which the service writes to find out whether it may. */
  readonly hasCheckFile: boolean;
  /** Files in or beside the two folders that are no part of a backtest export. */
  readonly otherFiles: number;
}

const FOLDERS: Readonly<Record<string, PartKind>> = {
  'forecasted-values': 'forecast',
  'accuracy-metrics-values': 'accuracy',
};
const PREFIXES: Readonly<Record<PartKind, string>> = { forecast: 'Forecasts_', accuracy: 'Accuracy_' };
const PART = /^(.+)_(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ)_(?:part)?(\d+)(?:\.snappy)?\.(csv|parquet)$/isu;

interface NamedPart extends ExportPart {
  readonly kind: PartKind;
  readonly root: string;
  readonly jobName: string;
  readonly timestamp: string;
  readonly format: PartFormat;
}

/** Reads one name; undefined when it is no part of a backtest export. */
function readName(file: ListedFile): NamedPart | undefined {
  const segments = file.key.split('/');
  const base = segments.pop() ?? '';
  const match = PART.exec(base);
  if (!match) return undefined;
  const [, stem = '', timestamp = '', number = '', extension = ''] = match;
  const folder = FOLDERS[segments.at(-1) ?? ''];
  // Files that were copied out of their folders still tell by their prefix what they are.
  const kind = folder ?? (['forecast', 'accuracy'] as const).find((name) => stem.startsWith(PREFIXES[name]));
  if (!kind) return undefined;
  if (folder) segments.pop();
  const prefix = PREFIXES[kind];
  return {
    ...file,
    kind,
    root: segments.length === 0 ? '' : `${segments.join('/')}/`,
    jobName: stem.startsWith(prefix) && stem.length > prefix.length ? stem.slice(prefix.length) : stem,
    timestamp,
    number: Number(number),
    format: extension.toLowerCase() === 'csv' ? 'csv' : 'parquet',
  };
}

export function groupExportFiles(files: readonly ListedFile[]): ExportListing {
  const groups = new Map<string, NamedPart[]>();
  let emptyParts = 0;
  let otherFiles = 0;
  let hasCheckFile = false;
  for (const file of files) {
    if (file.key.endsWith('/')) continue;
    if (file.key === '_CHECK' || file.key.endsWith('/_CHECK')) {
      hasCheckFile = true;
      continue;
    }
    const part = readName(file);
    if (!part) {
      otherFiles += 1;
      continue;
    }
    if (part.size === 0) emptyParts += 1;
    const key = JSON.stringify([part.root, part.jobName, part.timestamp]);
    const group = groups.get(key);
    if (group) group.push(part);
    else groups.set(key, [part]);
  }
  const exports = joinHalves([...groups.values()])
    .map(toExport)
    .filter(({ forecast, accuracy }) => forecast.length + accuracy.length > 0)
    .sort((a, b) => b.timestamp.localeCompare(a.timestamp) || a.jobName.localeCompare(b.jobName));
  return { exports, emptyParts, hasCheckFile, otherFiles };
}

/**
 * Whether both folders carry the same time is not documented. A job that has exactly one time in each folder, and not
 * the same one, is one export.
 */
function joinHalves(groups: readonly NamedPart[][]): NamedPart[][] {
  const byJob = new Map<string, NamedPart[][]>();
  for (const group of groups) {
    const key = JSON.stringify([group[0]?.root, group[0]?.jobName]);
    byJob.set(key, [...(byJob.get(key) ?? []), group]);
  }
  return [...byJob.values()].flatMap((ofJob) => {
    const [first, second] = ofJob;
    if (ofJob.length !== 2 || !first || !second) return ofJob;
    const kinds = [first, second].map((group) => new Set(group.map(({ kind }) => kind)));
    const apart = kinds.every(({ size }) => size === 1) && first[0]?.kind !== second[0]?.kind;
    return apart ? [[...first, ...second]] : ofJob;
  });
}

function toExport(parts: readonly NamedPart[]): ExportFiles {
  const filled = parts.filter(({ size }) => size > 0);
  const formats = new Set(filled.map(({ format }) => format));
  const format = formats.has('parquet') ? 'parquet' : 'csv';
  const used = (kind: PartKind): ExportPart[] =>
    filled
      .filter((part) => part.kind === kind && part.format === format)
      .sort((a, b) => a.number - b.number || a.key.localeCompare(b.key))
      .map(({ key, size, etag, number }) => ({ key, size, etag, number }));
  const forecast = used('forecast');
  const accuracy = used('accuracy');
  const warnings: FilesWarning[] = [];
  if (forecast.length === 0) warnings.push({ kind: 'noForecastFiles' });
  if (accuracy.length === 0) warnings.push({ kind: 'noAccuracyFiles' });
  if (formats.size > 1) warnings.push({ kind: 'mixedFormats' });
  for (const folder of ['forecast', 'accuracy'] as const) {
    const there = new Set(parts.filter(({ kind }) => kind === folder).map(({ number }) => number));
    const numbers: number[] = [];
    for (let number = 0; number < Math.max(...there, 0) && numbers.length < 100; number += 1) {
      if (!there.has(number)) numbers.push(number);
    }
    // A count that begins at 1 is whole as well.
    if (numbers.length > 0 && !(numbers.length === 1 && numbers[0] === 0)) {
      warnings.push({ kind: 'missingParts', folder, numbers });
    }
  }
  const [any] = parts;
  return {
    root: any?.root ?? '',
    jobName: any?.jobName ?? '',
    timestamp: parts.reduce((latest, { timestamp }) => (timestamp > latest ? timestamp : latest), ''),
    format,
    forecast,
    accuracy,
    emptyParts: parts.length - filled.length,
    warnings,
  };
}

export type FoundExport =
  | { readonly kind: 'found'; readonly files: ExportFiles }
  /** More than one export could be the job's own: the person picks. */
  | { readonly kind: 'several'; readonly candidates: readonly ExportFiles[] }
  | { readonly kind: 'none'; readonly reason: 'nothing' | 'onlyCheckFile' | 'onlyEmptyParts' | 'otherFiles' };

export interface JobOfExport {
  readonly name: string;
  /** Epoch milliseconds. */
  readonly createdAt?: number;
  /** When the job ended. */
  readonly modifiedAt?: number;
}

/** The time in the file names as epoch milliseconds. */
export function exportTime(timestamp: string): number {
  return Date.parse(timestamp.replace(/T(\d\d)-(\d\d)-(\d\d)Z$/u, 'T$1:$2:$3Z'));
}

const MINUTE = 60_000;

/** The export that a job wrote, by its name and, where a name was used again, by the time between start and end. */
export function findJobExport(listing: ExportListing, job: JobOfExport): FoundExport {
  const named = listing.exports.filter(({ jobName }) => jobName === job.name);
  if (named.length > 1 && job.createdAt !== undefined) {
    const from = job.createdAt - MINUTE;
    const to = (job.modifiedAt ?? Number.POSITIVE_INFINITY) + MINUTE;
    const inTime = named.filter(({ timestamp }) => exportTime(timestamp) >= from && exportTime(timestamp) <= to);
    const [own] = inTime;
    if (own && inTime.length === 1) return { kind: 'found', files: own };
  }
  const [only] = named;
  if (only && named.length === 1) return { kind: 'found', files: only };
  const candidates = named.length > 0 ? named : listing.exports;
  if (candidates.length > 0) return { kind: 'several', candidates };
  if (listing.emptyParts > 0) return { kind: 'none', reason: 'onlyEmptyParts' };
  if (listing.otherFiles > 0) return { kind: 'none', reason: 'otherFiles' };
  return { kind: 'none', reason: listing.hasCheckFile ? 'onlyCheckFile' : 'nothing' };
}
