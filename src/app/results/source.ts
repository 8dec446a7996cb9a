/**
 * Where an opened export comes from: what a results page remembers of it, and how it finds the files again after a
 * reload of the window.
 */
import type { ExportFiles } from '../../domain/export-files';
import type { CallOptions } from '../../domain/ports';
import type { OpenRequest } from '../../domain/results-port';

/** Names one export for good. Plain data: it becomes the address of the page. */
export type ResultsIdentity =
  /** A folder of this machine that holds an export; `exportKey` tells several in one folder apart. */
  | { readonly kind: 'folder'; readonly path: string; readonly exportKey: string }
  /**
   * What a job wrote. `exportKey` is there only when the person had to pick among several exports of the destination, so
   * that they are not asked again.
   */
  | { readonly kind: 'job'; readonly account: 'aws' | 'sample'; readonly arn: string; readonly exportKey?: string };

/** What a page is opened with. */
export interface ResultsTarget {
  readonly identity: ResultsIdentity;
  /** The name of the export job: the tab's title is made of it. */
  readonly title: string;
}

export interface ResolvedResults {
  readonly request: OpenRequest;
  /** Where the files lie, for a reader: the S3 path or the folder. */
  readonly place: string;
}

export interface ResolveOptions extends CallOptions {
  /** The person has asked to try again: a connection that had failed is worked out anew, and may ask for a code. */
  readonly byPerson?: boolean;
}

/**
 * Finds the files of an export. Rejects with a `DomainError`, a `ResultsError` (`missingFiles`, `unreadable`, …) or
 * `Cancelled`; asks the person nothing, but what signing in needs.
 */
export type ResolveResults<I extends ResultsIdentity = ResultsIdentity> = (
  identity: I,
  options: ResolveOptions,
) => Promise<ResolvedResults>;

/** Opens the page of an export, or shows it again. */
export type OpenResults = (target: ResultsTarget) => Promise<void>;

/** Tells apart the exports of one destination: job name, time and the folder above. */
export function exportKey({ root, jobName, timestamp }: ExportFiles): string {
  return `${root}${jobName}_${timestamp}`;
}
