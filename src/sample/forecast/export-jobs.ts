import { ACCOUNT_ID } from '../identity';
import { operation, seconds } from './context';
import type { Context } from './context';
import { checkDestination } from './destination';
import { foreseeFailure } from './failures';
import { BY_EXPORT_JOB, CREATE_EXPORT_JOB, FILTERED_LIST } from './inputs';
import type { CreateExportJob } from './inputs';
import { creation, deletion, isDeletable, lastModification, stepAt } from './lifecycle';
import { listPage } from './listing';
import { alreadyExists, inUse, limitExceeded, notFound } from './refusals';
import type { ExportJob, Predictor } from './resources';
import { checkTags } from './tags';

export const listExportJobs = operation(FILTERED_LIST, (input, context) => {
  const { exportJobs } = context.region;
  const keys = {
    PredictorArn: (job: ExportJob) => job.predictorArn,
    Status: (job: ExportJob) => stepAt(job.timeline, context.now).status,
  };
  const { items, NextToken } = listPage('ListPredictorBacktestExportJobs', exportJobs.ordered, input, keys, context);
  return { PredictorBacktestExportJobs: items.map((job) => summary(job, context.now)), NextToken };
});

export const describeExportJob = operation(BY_EXPORT_JOB, (input, context) => {
  const job = existing(input.PredictorBacktestExportJobArn, context);
  return { ...summary(job, context.now), PredictorArn: job.predictorArn, Format: job.format };
});

export const deleteExportJob = operation(BY_EXPORT_JOB, (input, context) => {
  const job = existing(input.PredictorBacktestExportJobArn, context);
  const { status } = stepAt(job.timeline, context.now);
  if (!isDeletable(status)) throw inUse(job.arn, status);
  context.region.exportJobs.reschedule(job, deletion(job.timeline, context.now, context.settings.timings));
  return undefined;
});

export const createExportJob = operation(CREATE_EXPORT_JOB, (input, context) => {
  const { exportJobs, predictors } = context.region;
  checkDestination(input.Destination);
  checkTags(input.Tags ?? [], 0, context);
  const predictor = predictors.get(input.PredictorArn);
  if (!predictor) throw notFound(input.PredictorArn);
  const { status } = stepAt(predictor.timeline, context.now);
  if (status !== 'ACTIVE') throw inUse(predictor.arn, status);
  const arn = exportJobArn(context.region.name, predictor, input.PredictorBacktestExportJobName);
  if (exportJobs.get(arn)) throw alreadyExists(arn);
  checkQuotas(context);

  exportJobs.add(newJob(arn, input, context));
  return { PredictorBacktestExportJobArn: arn };
});

/** Exactly the members of the service model's summary: neither PredictorArn nor Format is among them. */
function summary(job: ExportJob, now: number) {
  const step = stepAt(job.timeline, now);
  return {
    PredictorBacktestExportJobArn: job.arn,
    PredictorBacktestExportJobName: job.name,
    Destination: job.destination,
    Status: step.status,
    Message: step.message,
    CreationTime: seconds(job.timeline[0].at),
    LastModificationTime: seconds(lastModification(job.timeline, now)),
  };
}

function existing(arn: string, context: Context): ExportJob {
  const job = context.region.exportJobs.get(arn);
  if (!job) throw notFound(arn);
  return job;
}

/**
 * The ARN names the predictor, not its ARN: the 26-character id that AutoPredictor ARNs end in is not part of it. So
 * a job's name has to be unique among the jobs of all predictors of one name.
 */
export function exportJobArn(region: string, predictor: Predictor, name: string): string {
  return `arn:aws:forecast:${region}:${ACCOUNT_ID}:predictor-backtest-export-job/${predictor.name}/${name}`;
}

function checkQuotas(context: Context): void {
  const { quotas } = context.settings;
  const jobs = context.region.exportJobs.ordered;
  const seeded = jobs.filter((job) => job.seeded).length;
  const most = seeded > quotas.jobs ? 2 * seeded : quotas.jobs;
  if (jobs.length >= most) throw limitExceeded('Maximum number of predictor backtest export jobs', most);
  const running = jobs.filter((job) => !job.seeded && isRunning(job, context.now)).length;
  if (running >= quotas.parallelExports) {
    throw limitExceeded('Maximum parallel CreatePredictorBacktestExportJob tasks', quotas.parallelExports);
  }
}

function isRunning(job: ExportJob, now: number): boolean {
  const { status } = stepAt(job.timeline, now);
  return status === 'CREATE_PENDING' || status === 'CREATE_IN_PROGRESS';
}

function newJob(arn: string, input: CreateExportJob, context: Context): ExportJob {
  return {
    arn,
    name: input.PredictorBacktestExportJobName,
    sequence: context.region.exportJobs.nextSequence,
    predictorArn: input.PredictorArn,
    destination: input.Destination,
    format: input.Format === 'PARQUET' ? 'PARQUET' : 'CSV',
    tags: new Map(input.Tags?.map(({ Key, Value }) => [Key, Value])),
    timeline: creation(context.now, context.settings.timings, foreseeFailure(input.Destination)),
    seeded: false,
  };
}
