import { parseArn } from '../domain/arn';
import type { JobResult, WatchedJob } from './watch-list';

/** What outlives a window: the watch of one account in one region. */
export interface SavedWatch {
  readonly watched: readonly WatchedJob[];
  /** ARNs of running jobs that the person does not want to be told of. */
  readonly muted: readonly string[];
  readonly results: readonly JobResult[];
}

export const NOTHING_SAVED: SavedWatch = { watched: [], muted: [], results: [] };

/** Where watches are kept. Several windows may share it: changes are applied to what is there, not to a copy. */
export interface WatchStorage {
  /** Any account has jobs that were running when last seen. */
  hasWatched(): Promise<boolean>;
  load(scope: string): Promise<SavedWatch>;
  /** Applies a change to what is saved now. */
  update(scope: string, change: (saved: SavedWatch) => SavedWatch): Promise<void>;
}

/** The change that makes `before` into `after`, for something that others may have changed as well. */
export function changeBetween(before: SavedWatch, after: SavedWatch): ((saved: SavedWatch) => SavedWatch) | undefined {
  const ended = new Set(without(arns(before), arns(after)));
  const news = after.watched.filter(({ job }) => statusIn(before, job.arn) !== job.status);
  const muted = without(after.muted, before.muted);
  const unmuted = new Set(without(before.muted, after.muted));
  const sameResults = before.results === after.results;
  if (ended.size + news.length + muted.length + unmuted.size === 0 && sameResults) return undefined;
  return (saved) => ({
    watched: [
      ...saved.watched.filter(({ job }) => !ended.has(job.arn) && !news.some((one) => one.job.arn === job.arn)),
      ...news,
    ],
    muted: [...without(saved.muted, muted).filter((arn) => !unmuted.has(arn)), ...muted],
    // Every window of this account learns the same results; the last one has them all.
    results: sameResults ? saved.results : after.results,
  });
}

/** The part of a watch that is of one account, and the rest. */
export function splitByAccount(
  { watched, muted, results }: SavedWatch,
  accountId: string,
): readonly [own: SavedWatch, foreign: SavedWatch] {
  const isOwn = (arn: string): boolean => parseArn(arn)?.account === accountId;
  const part = (own: boolean): SavedWatch => ({
    watched: watched.filter(({ job }) => isOwn(job.arn) === own),
    muted: muted.filter((arn) => isOwn(arn) === own),
    results: results.filter(({ job }) => isOwn(job.arn) === own),
  });
  return [part(true), part(false)];
}

/** Two watches of one account as one. Of a job in both, the first one counts. */
export function joined(one: SavedWatch, other: SavedWatch): SavedWatch {
  const others = <T extends { readonly job: { readonly arn: string } }>(
    first: readonly T[],
    second: readonly T[],
  ): T[] => second.filter(({ job }) => !first.some((known) => known.job.arn === job.arn));
  const muted = [...one.muted, ...without(other.muted, one.muted)];
  const watched = [...one.watched, ...others(one.watched, other.watched)];
  return {
    watched: watched.filter(({ job }) => !muted.includes(job.arn)),
    muted,
    results: [...one.results, ...others(one.results, other.results)].sort((a, b) => b.at - a.at),
  };
}

function arns({ watched }: SavedWatch): string[] {
  return watched.map(({ job }) => job.arn);
}

function statusIn({ watched }: SavedWatch, arn: string): string | undefined {
  return watched.find(({ job }) => job.arn === arn)?.job.status;
}

function without(list: readonly string[], others: readonly string[]): string[] {
  const left = new Set(list);
  for (const other of others) left.delete(other);
  return [...left];
}
