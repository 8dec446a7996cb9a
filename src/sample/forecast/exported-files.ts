/**
 * What exports have left in Amazon S3: `_CHECK`, written when an export starts, and the two folders with the files of
 * those that ended well. Deleting a job deletes none of them. Source: developer guide, "Exporting your backtest".
 */
import { exportFolder } from '../../domain/export-folders';
import { sampleExport } from '../exports/export-plan';
import { exportedParts, type ExportedParts } from '../exports/exported-parts';
import type { Part } from '../exports/part';
import { etagOf, textObject, type StoredObject } from '../s3/objects';
import type { ExportJob, Predictor } from './resources';

/** The files of the exports of one account. Sizes are worked out once for each predictor and format. */
export class ExportedObjects {
  readonly #seed: number;
  readonly #parts = new Map<string, ExportedParts>();

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** Files below `prefix` in a bucket. `jobs` are all that ever were. */
  *below(
    jobs: readonly ExportJob[],
    predictorOf: (job: ExportJob) => Predictor | undefined,
    bucket: string,
    prefix: string,
    now: number,
  ): Iterable<StoredObject> {
    const start = `s3://${bucket}/`;
    for (const job of jobs) {
      const path = job.destination?.S3Config.Path;
      // Another bucket, or the export's own prefix where a path ends without a slash.
      if (path === undefined || !(path.startsWith(start) || `${path}/` === start)) continue;
      const folder = folderOf(path.slice(start.length));
      if (!folder.startsWith(prefix) && !prefix.startsWith(folder)) continue;
      yield* this.#filesOf(job, predictorOf(job), folder, now);
    }
  }

  *#filesOf(job: ExportJob, predictor: Predictor | undefined, folder: string, now: number): Iterable<StoredObject> {
    const at = (status: string) => job.timeline.find((step) => step.status === status && step.at <= now)?.at;
    const started = at('CREATE_IN_PROGRESS');
    const ended = at('ACTIVE');
    if (started === undefined || (ended === undefined && at('CREATE_FAILED') !== undefined)) return;
    yield textObject(`${folder}_CHECK`, started);
    if (ended === undefined || !predictor) return;
    const { accuracy, forecasts } = this.#partsOf(predictor, job);
    yield* objectsOf(`${exportFolder(folder, 'accuracy')}Accuracy_`, accuracy, job, ended, this.#seed);
    yield* objectsOf(`${exportFolder(folder, 'forecasts')}Forecasts_`, forecasts, job, ended, this.#seed);
  }

  #partsOf(predictor: Predictor, { format }: ExportJob): ExportedParts {
    const key = `${format}/${predictor.arn}`;
    const parts = this.#parts.get(key) ?? exportedParts(sampleExport(predictor, this.#seed), format);
    this.#parts.set(key, parts);
    return parts;
  }
}

function folderOf(path: string): string {
  return path === '' || path.endsWith('/') ? path : `${path}/`;
}

/** The parts under their published names, and one without a byte, as real exports have. */
function* objectsOf(
  start: string,
  parts: readonly Part[],
  job: ExportJob,
  ended: number,
  seed: number,
): Iterable<StoredObject> {
  const stamp = `${new Date(ended).toISOString().slice(0, 19).replaceAll(':', '-')}Z`;
  const nameOf = (number: number) =>
    `${start}${job.name}_${stamp}_part${number}.${job.format === 'PARQUET' ? 'parquet' : 'csv'}`;
  for (const [number, part] of parts.entries()) {
    const key = nameOf(number);
    yield {
      key,
      get size() {
        return part.size;
      },
      get etag() {
        return etagOf(`${seed}/${part.size}/${key}`);
      },
      modifiedAt: ended,
      read: (from, to) => part.read(from, to),
    };
  }
  yield textObject(nameOf(parts.length), ended);
}
