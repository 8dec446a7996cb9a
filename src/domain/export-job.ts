/** A predictor backtest export job and its predictor, as the program speaks of them. Times are epoch milliseconds. */

export type ExportFormat = 'CSV' | 'PARQUET';

export interface ExportDestination {
  /** `s3://bucket/prefix`, exactly as the service returned it; a trailing slash may or may not be there. */
  readonly path: string;
  readonly roleArn?: string;
  readonly kmsKeyArn?: string;
}

/**
 * What `ListPredictorBacktestExportJobs` tells of a job. Every member but the ARN is optional in the service model;
 * a missing name is filled from the ARN, a missing status with the empty string.
 */
export interface ExportJob {
  readonly arn: string;
  readonly name: string;
  /** The service's spelling, for example `CREATE_IN_PROGRESS`. Not limited to the known statuses. */
  readonly status: string;
  readonly message?: string;
  readonly destination?: ExportDestination;
  readonly createdAt?: number;
  /** Moves on every read while the job runs; the end of the export once it has ended. */
  readonly modifiedAt?: number;
  /** Only `DescribePredictorBacktestExportJob` and a list filtered by predictor tell these two. */
  readonly predictorArn?: string;
  readonly format?: string;
}

/** A row of `ListPredictors`. */
export interface Predictor {
  readonly arn: string;
  readonly name: string;
  readonly status: string;
  readonly message?: string;
  readonly datasetGroupArn?: string;
  /** AutoPredictor (true) or legacy predictor (false); they have different Describe operations. */
  readonly isAutoPredictor: boolean;
  readonly createdAt?: number;
  readonly modifiedAt?: number;
}

export interface Tag {
  readonly key: string;
  readonly value: string;
}

export interface NewExportJob {
  readonly name: string;
  readonly predictorArn: string;
  readonly destination: ExportDestination & { readonly roleArn: string };
  readonly format?: ExportFormat;
  readonly tags?: readonly Tag[];
}

/** One test window of a predictor's evaluation; `end` is exclusive. Times are epoch milliseconds. */
export interface EvaluatedWindow {
  readonly start?: number;
  readonly end?: number;
  readonly itemCount?: number;
  /** `SUMMARY` is the mean of all windows, `COMPUTED` is one window. */
  readonly type: string;
  readonly weightedQuantileLosses: readonly { readonly quantile: number; readonly loss: number }[];
  readonly averageWeightedQuantileLoss?: number;
  /** Error metrics of the mean forecast (or of the type that the service names). */
  readonly errors: readonly {
    readonly forecastType?: string;
    readonly wape?: number;
    readonly rmse?: number;
    readonly mape?: number;
    readonly mase?: number;
  }[];
}

export interface AccuracyMetrics {
  readonly isAutoPredictor?: boolean;
  readonly optimizationMetric?: string;
  readonly evaluations: readonly { readonly algorithmArn?: string; readonly windows: readonly EvaluatedWindow[] }[];
}

/** The milliseconds an export took; undefined while it has not ended or when a time is missing. */
export function exportDuration(job: ExportJob, finished: boolean): number | undefined {
  if (!finished || job.createdAt === undefined || job.modifiedAt === undefined) return undefined;
  const duration = job.modifiedAt - job.createdAt;
  return duration >= 0 ? duration : undefined;
}
