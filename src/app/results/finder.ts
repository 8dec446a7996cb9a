/** From a job to the files that it wrote: lists its destination and tells the job's own export from its neighbours. */
import {
  findJobExport,
  groupExportFiles,
  type ExportFiles,
  type ExportListing,
  type FoundExport,
  type ListedFile,
} from '../../domain/export-files';
import { EXPORT_FOLDERS } from '../../domain/export-folders';
import type { ExportJob } from '../../domain/export-job';
import type { ObjectStore } from '../../domain/object-store';
import type { CallOptions } from '../../domain/ports';
import { ResultsError } from '../../domain/results-error';
import { parseS3Path, type S3Location } from '../../domain/rules/s3-path';

export interface FoundForJob {
  /** The bucket that holds the files. */
  readonly bucket: string;
  /** The job's destination as the service spells it. */
  readonly place: string;
  /** The job's own export, or several that may be it, newest first. */
  readonly candidates: readonly [ExportFiles, ...ExportFiles[]];
}

/**
 * Finds what a job wrote. The export that a destination holds under the job's name alone is its own; where the name
 * occurs more than once, the time in the file names decides; where nothing decides, every candidate is answered.
 * Rejects with `missingFiles` when there is none, and with a `DomainError` when the bucket cannot be listed.
 */
export async function findExportFiles(
  objects: ObjectStore,
  job: ExportJob,
  options: CallOptions = {},
): Promise<FoundForJob> {
  const place = job.destination?.path;
  const location = place === undefined ? undefined : parseS3Path(place);
  if (place === undefined || !location) throw missing(`The job “${job.name}” names no destination`);
  const search = new Search(objects, location, options);

  // A shared destination can hold the parts of hundreds of exports; those of one name are few.
  const own = findJobExport(await search.named(job.name), job);
  const found = own.kind === 'none' ? findJobExport(await search.all(), job) : own;
  return { bucket: location.bucket, place, candidates: candidatesOf(found, place) };
}

/** The candidate that a page remembers; without a memory the newest of those that bear the job's name. */
export function chooseCandidate(
  { candidates, place }: FoundForJob,
  job: ExportJob,
  key: string | undefined,
  keyOf: (files: ExportFiles) => string,
): ExportFiles {
  const chosen =
    key === undefined
      ? candidates.find(({ jobName }) => jobName === job.name)
      : candidates.find((files) => keyOf(files) === key);
  if (!chosen) throw missing(`The export is no longer in ${place}`);
  return chosen;
}

function candidatesOf(found: FoundExport, place: string): FoundForJob['candidates'] {
  if (found.kind === 'found') return [found.files];
  if (found.kind === 'several') {
    const [first, ...others] = found.candidates;
    if (first) return [first, ...others];
  }
  switch (found.kind === 'none' ? found.reason : 'nothing') {
    case 'onlyEmptyParts':
      throw missing(`Every part in ${place} is empty`);
    case 'otherFiles':
      throw missing(`${place} holds files, but none with a name that exports have`);
    case 'onlyCheckFile':
      throw missing(`${place} holds only the file _CHECK, with which the export began`);
    case 'nothing':
      throw missing(`Nothing is left in ${place}: the files were moved or deleted`);
  }
}

function missing(message: string): ResultsError {
  return new ResultsError('missingFiles', message);
}

/** The keys below a destination, read page by page. */
class Search {
  readonly #objects: ObjectStore;
  readonly #bucket: string;
  /** Empty, or with a slash at its end. */
  readonly #root: string;
  readonly #options: CallOptions;

  constructor(objects: ObjectStore, { bucket, prefix }: S3Location, options: CallOptions) {
    this.#objects = objects;
    this.#bucket = bucket;
    this.#root = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
    this.#options = options;
  }

  /** Parts that begin with a job's name, with the prefix that real exports carry and without it. */
  async named(job: string): Promise<ExportListing> {
    const starts = [
      `${EXPORT_FOLDERS.forecasts}/Forecasts_${job}_`,
      `${EXPORT_FOLDERS.forecasts}/${job}_`,
      `${EXPORT_FOLDERS.accuracy}/Accuracy_${job}_`,
      `${EXPORT_FOLDERS.accuracy}/${job}_`,
    ];
    return this.#group(starts.map((start) => this.#list(start)));
  }

  /** Both folders, and what lies beside them. */
  async all(): Promise<ExportListing> {
    return this.#group([
      this.#list(`${EXPORT_FOLDERS.forecasts}/`),
      this.#list(`${EXPORT_FOLDERS.accuracy}/`),
      this.#list('', '/'),
    ]);
  }

  async #group(lists: readonly Promise<readonly ListedFile[]>[]): Promise<ExportListing> {
    const files = (await Promise.all(lists)).flat();
    return groupExportFiles([...new Map(files.map((file) => [file.key, file])).values()]);
  }

  async #list(start: string, delimiter?: string): Promise<readonly ListedFile[]> {
    const found: ListedFile[] = [];
    let token: string | undefined;
    do {
      const page = await this.#objects.list(
        {
          bucket: this.#bucket,
          prefix: `${this.#root}${start}`,
          ...(delimiter !== undefined && { delimiter }),
          ...(token !== undefined && { token }),
        },
        this.#options,
      );
      found.push(...page.objects);
      // A server that repeats its token would never end.
      token = page.nextToken === token ? undefined : page.nextToken;
    } while (token !== undefined);
    return found;
  }
}
