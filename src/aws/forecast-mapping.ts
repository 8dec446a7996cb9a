/** The shapes of `@aws-sdk/client-forecast` as the program's own. Source of the fields: the service model 2018-06-26. */
import type {
  CreatePredictorBacktestExportJobCommandInput,
  DataDestination,
  DescribePredictorBacktestExportJobResponse,
  Filter,
  GetAccuracyMetricsResponse,
  Metrics,
  PredictorBacktestExportJobSummary,
  PredictorSummary,
  Tag as ServiceTag,
  WindowSummary,
} from '@aws-sdk/client-forecast';
import { resourceName } from '../domain/arn';
import type {
  AccuracyMetrics,
  EvaluatedWindow,
  ExportDestination,
  ExportJob,
  NewExportJob,
  Predictor,
  Tag,
} from '../domain/export-job';

/** Each member that may be undefined becomes one that may be missing. */
type Known<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** The same object without the members that are undefined. A plain loop: it runs for every row of every page. */
function known<T extends object>(members: T): Known<T> {
  const result: Record<string, unknown> = {};
  for (const name in members) {
    if (members[name] !== undefined) result[name] = members[name];
  }
  return result as Known<T>;
}

/** Epoch milliseconds; undefined for a time that is missing or was not readable. */
function time(date: Date | undefined): number | undefined {
  const milliseconds = date?.getTime();
  return milliseconds === undefined || Number.isNaN(milliseconds) ? undefined : milliseconds;
}

/**
 * A row of a list or the answer of a describe. Undefined when it has no ARN: nothing could be done with it.
 * `predictorArn` is for the rows of a list, which do not name their predictor.
 */
export function exportJob(
  row: PredictorBacktestExportJobSummary & Pick<DescribePredictorBacktestExportJobResponse, 'PredictorArn' | 'Format'>,
  predictorArn = row.PredictorArn,
): ExportJob | undefined {
  const arn = row.PredictorBacktestExportJobArn;
  if (!arn) return undefined;
  return known({
    arn,
    name: row.PredictorBacktestExportJobName ?? resourceName(arn),
    status: row.Status ?? '',
    message: row.Message,
    destination: row.Destination && destination(row.Destination),
    createdAt: time(row.CreationTime),
    modifiedAt: time(row.LastModificationTime),
    predictorArn,
    format: row.Format,
  });
}

function destination({ S3Config }: DataDestination): ExportDestination | undefined {
  return S3Config?.Path === undefined
    ? undefined
    : known({ path: S3Config.Path, roleArn: S3Config.RoleArn, kmsKeyArn: S3Config.KMSKeyArn });
}

export function predictor(row: PredictorSummary): Predictor | undefined {
  const arn = row.PredictorArn;
  if (!arn) return undefined;
  return known({
    arn,
    name: row.PredictorName ?? resourceName(arn),
    status: row.Status ?? '',
    message: row.Message,
    datasetGroupArn: row.DatasetGroupArn,
    isAutoPredictor: row.IsAutoPredictor ?? false,
    createdAt: time(row.CreationTime),
    modifiedAt: time(row.LastModificationTime),
  });
}

export function accuracyMetrics(answer: GetAccuracyMetricsResponse): AccuracyMetrics {
  return known({
    isAutoPredictor: answer.IsAutoPredictor,
    optimizationMetric: answer.OptimizationMetric,
    evaluations: (answer.PredictorEvaluationResults ?? []).map((result) =>
      known({ algorithmArn: result.AlgorithmArn, windows: (result.TestWindows ?? []).map(evaluatedWindow) }),
    ),
  });
}

function evaluatedWindow(window: WindowSummary): EvaluatedWindow {
  return known({
    start: time(window.TestWindowStart),
    end: time(window.TestWindowEnd),
    itemCount: window.ItemCount,
    type: window.EvaluationType ?? '',
    weightedQuantileLosses: (window.Metrics?.WeightedQuantileLosses ?? []).flatMap(({ Quantile, LossValue }) =>
      Quantile === undefined || LossValue === undefined ? [] : [{ quantile: Quantile, loss: LossValue }],
    ),
    averageWeightedQuantileLoss: window.Metrics?.AverageWeightedQuantileLoss,
    errors: errorMetrics(window.Metrics),
  });
}

function errorMetrics(metrics: Metrics | undefined): EvaluatedWindow['errors'] {
  const rows = metrics?.ErrorMetrics ?? [];
  // Evaluations from before `ErrorMetrics` existed have this one number beside the losses, a member that is deprecated now.
  const { RMSE: rmse } = (metrics ?? {}) as { readonly RMSE?: number };
  if (rows.length === 0 && rmse !== undefined) return [{ rmse }];
  return rows.map(({ ForecastType, WAPE, RMSE, MAPE, MASE }) =>
    known({ forecastType: ForecastType, wape: WAPE, rmse: RMSE, mape: MAPE, mase: MASE }),
  );
}

export function tags(rows: readonly ServiceTag[] | undefined): readonly Tag[] {
  return (rows ?? []).flatMap(({ Key, Value }) => (Key === undefined ? [] : [{ key: Key, value: Value ?? '' }]));
}

export function serviceTags(list: readonly Tag[]): ServiceTag[] {
  return list.map(({ key, value }) => ({ Key: key, Value: value }));
}

export function createInput(job: NewExportJob): CreatePredictorBacktestExportJobCommandInput {
  const { path, roleArn, kmsKeyArn } = job.destination;
  return {
    PredictorBacktestExportJobName: job.name,
    PredictorArn: job.predictorArn,
    Destination: { S3Config: { Path: path, RoleArn: roleArn, KMSKeyArn: kmsKeyArn } },
    Format: job.format,
    Tags: job.tags && job.tags.length > 0 ? serviceTags(job.tags) : undefined,
  };
}

/** Conditions `key IS value`, for those that are wanted; undefined for none. */
export function filters(wanted: Readonly<Record<string, string | undefined>>): Filter[] | undefined {
  const list = Object.entries(wanted).flatMap(([Key, Value]) =>
    Value === undefined ? [] : [{ Key, Value, Condition: 'IS' as const }],
  );
  return list.length > 0 ? list : undefined;
}
