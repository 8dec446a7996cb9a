/**
 * What exports have left in Amazon S3: `_CHECK`, written when an export starts, and the two folders with the files of
 * those that ended well. Deleting a job deletes none of them. Source: developer guide, "Exporting your backtest".
 */
import { textObject, type StoredObject } from '../s3/objects';
import type { ExportJob, Predictor } from './resources';

/** Files below `prefix` in a bucket. `jobs` are all that ever were. */
export function* exportedFiles(
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
    yield* filesOf(job, predictorOf(job), folder, now);
  }
}

function folderOf(path: string): string {
  return path === '' || path.endsWith('/') ? path : `${path}/`;
}

function* filesOf(
  job: ExportJob,
  predictor: Predictor | undefined,
  folder: string,
  now: number,
): Iterable<StoredObject> {
  const at = (status: string) => job.timeline.find((step) => step.status === status && step.at <= now)?.at;
  const started = at('CREATE_IN_PROGRESS');
  const ended = at('ACTIVE');
  if (started === undefined || (ended === undefined && at('CREATE_FAILED') !== undefined)) return;
  yield textObject(`${folder}_CHECK`, started);
  if (ended === undefined || !predictor) return;
  const stamp = `${new Date(ended).toISOString().slice(0, 19).replaceAll(':', '-')}Z`;
  const name = `${job.name}_${stamp}_part0.${job.format === 'PARQUET' ? 'parquet' : 'csv'}`;
  const text = (columns: readonly string[]) => (job.format === 'PARQUET' ? '' : `${columns.join(',')}\n`);
  yield textObject(`${folder}accuracy-metrics-values/Accuracy_${name}`, ended, text(accuracyColumns(predictor)));
  yield textObject(`${folder}forecasted-values/Forecasts_${name}`, ended, text(forecastColumns(predictor)));
}

const WINDOW = ['backtestwindow_start_time', 'backtestwindow_end_time'] as const;

function accuracyColumns({ dimensions, forecastTypes }: Predictor): readonly string[] {
  const losses = forecastTypes.filter((type) => type !== 'mean').map((type) => `wQL[${Number(type)}]`);
  return [
    'item_id',
    ...dimensions,
    'backtest_window',
    ...WINDOW,
    ...losses,
    'Average wQL',
    'RMSE',
    'WAPE',
    'MAPE',
    'MASE',
  ];
}

function forecastColumns({ dimensions, forecastTypes }: Predictor): readonly string[] {
  const types = forecastTypes.map((type) => (type === 'mean' ? type : `p${Math.round(Number(type) * 100)}`));
  return ['item_id', ...dimensions, 'timestamp', 'target_value', ...WINDOW, ...types];
}
