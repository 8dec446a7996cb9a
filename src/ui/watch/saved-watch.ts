import type { JobResult, WatchedJob } from '../../app/watch-list';
import type { SavedWatch } from '../../app/watch-storage';
import type { ExportJob } from '../../domain/export-job';

/** A file may come from another version or another hand: only what has the right shape is taken over. */
export function readSaved(text: string): SavedWatch | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(value)) return undefined;
  return {
    watched: listOf(value['watched']).filter(isWatched),
    muted: listOf(value['muted']).filter((one) => typeof one === 'string'),
    results: listOf(value['results']).filter(isResult),
  };
}

function isWatched(value: unknown): value is WatchedJob {
  return isRecord(value) && isJob(value['job']) && typeof value['since'] === 'number';
}

function isResult(value: unknown): value is JobResult {
  return (
    isRecord(value) &&
    isJob(value['job']) &&
    typeof value['at'] === 'number' &&
    typeof value['seen'] === 'boolean' &&
    ['finished', 'failed', 'stopped'].includes(String(value['outcome']))
  );
}

function isJob(value: unknown): value is ExportJob {
  return (
    isRecord(value) &&
    ['arn', 'name', 'status'].every((key) => typeof value[key] === 'string') &&
    ['message', 'predictorArn', 'format'].every((key) => ['string', 'undefined'].includes(typeof value[key])) &&
    ['createdAt', 'modifiedAt'].every((key) => ['number', 'undefined'].includes(typeof value[key])) &&
    (value['destination'] === undefined ||
      (isRecord(value['destination']) && typeof value['destination']['path'] === 'string'))
  );
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
