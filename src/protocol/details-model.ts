/** Makes the details page's model from what is known of a job. Pure: words and looks are given. */
import { parseArn, resourceName } from '../domain/arn';
import { accuracyTables, type AccuracyRow as Row } from '../domain/accuracy-table';
import { s3ConsoleUrl } from '../domain/console-links';
import type { DomainError } from '../domain/errors';
import { predictorName } from '../domain/export-arn';
import { exportFolder } from '../domain/export-folders';
import { exportDuration, type AccuracyMetrics, type ExportDestination, type ExportJob } from '../domain/export-job';
import type { Tag } from '../domain/export-job';
import { failureCause, type FailureCause } from '../domain/failure-causes';
import { canDelete, canStop, hasResults, isFinished, isTransient } from '../domain/status';
import type {
  Accuracy,
  AccuracyRow,
  Destination,
  DetailsAction,
  DetailsModel,
  JobModel,
  Moment,
  Problem,
  StatusLook,
} from './details';

/** Something that comes later, as the host holds it. */
type Late<T> =
  | { readonly state: 'waiting' | 'loading' }
  | { readonly state: 'ready'; readonly value: T }
  | { readonly state: 'failed'; readonly error: DomainError };

export interface DetailsFacts {
  readonly address: { readonly account: 'aws' | 'sample'; readonly arn: string };
  readonly connection:
    { readonly account: 'aws' | 'sample'; readonly profile: string; readonly region: string } | undefined;
  readonly standing:
    | { readonly kind: 'loading' | 'ready' | 'gone' | 'foreign' }
    | { readonly kind: 'failed'; readonly error: DomainError };
  readonly job: ExportJob | undefined;
  readonly described: Late<ExportJob>;
  readonly tags: Late<readonly Tag[]>;
  readonly accuracy: Late<AccuracyMetrics>;
  readonly seen: readonly { readonly status: string; readonly at: number }[];
}

/** The words of the reader's language. */
export interface DetailsWords {
  status(status: string): StatusLook;
  /** The look of the first moment of every job. */
  created(): StatusLook;
  problem(error: DomainError): Problem;
  /** Why the accuracy of a predictor cannot be shown. */
  accuracyProblem(error: DomainError): Problem;
  gone(): Problem;
  foreign(place: DetailsModel['place'], open: DetailsFacts['connection']): Problem;
  remedy(cause: FailureCause): { readonly title: string; readonly advice: string } | undefined;
}

export function detailsModel(facts: DetailsFacts, words: DetailsWords): DetailsModel {
  const { address, job, standing } = facts;
  const arn = parseArn(address.arn);
  const place = { account: address.account, region: arn?.region ?? '', accountNumber: arn?.account ?? '' };
  const notice = noticeOf(facts, place, words);
  return {
    name: job?.name ?? resourceName(address.arn),
    arn: address.arn,
    place,
    ...(notice ? { notice } : {}),
    ...(job && standing.kind !== 'foreign' ? { job: jobModel(job, facts, words) } : {}),
  };
}

function noticeOf(
  { standing, connection, job, described }: DetailsFacts,
  place: DetailsModel['place'],
  words: DetailsWords,
): DetailsModel['notice'] {
  switch (standing.kind) {
    case 'gone':
      return { kind: 'gone', problem: words.gone() };
    case 'foreign':
      return { kind: 'foreign', problem: words.foreign(place, connection) };
    case 'failed':
      return { kind: 'failed', problem: words.problem(standing.error) };
    case 'loading':
      return undefined;
    case 'ready':
      // The list knows the job; only the rest is missing, and the page says so where it belongs.
      return job === undefined && described.state === 'failed'
        ? { kind: 'failed', problem: words.problem(described.error) }
        : undefined;
  }
}

function jobModel(job: ExportJob, facts: DetailsFacts, words: DetailsWords): JobModel {
  const { status, createdAt, modifiedAt, message } = job;
  const isGone = facts.standing.kind === 'gone';
  const finished = isFinished(status);
  const length = exportDuration(job, finished);
  const hasFailed = status === 'CREATE_FAILED' || status === 'DELETE_FAILED';
  const remedy = status === 'CREATE_FAILED' ? words.remedy(failureCause(message, job.destination)) : undefined;
  return {
    status: words.status(status),
    isRunning: !isGone && isTransient(status),
    hasFailed,
    ...(message ? { message } : {}),
    ...(remedy ? { remedy } : {}),
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(finished && modifiedAt !== undefined ? { finishedAt: modifiedAt } : {}),
    ...(modifiedAt === undefined ? {} : { modifiedAt }),
    ...(length === undefined ? {} : { duration: length }),
    ...(job.destination ? { destination: destinationModel(facts.address, status, job.destination) } : {}),
    described: describedModel(job, facts.described, words),
    tags: late(
      facts.tags,
      (tags) => sortedTags(tags),
      (error) => words.problem(error),
    ),
    timeline: timeline(job, facts.seen, words),
    accuracy: accuracyModel(job, facts, words),
    actions: actions(job, isGone),
  };
}

function late<T, M>(
  loadable: Late<T>,
  model: (value: T) => M,
  problem: (error: DomainError) => Problem,
): { state: 'loading' } | { state: 'ready'; value: M } | { state: 'failed'; problem: Problem } {
  if (loadable.state === 'ready') return { state: 'ready', value: model(loadable.value) };
  if (loadable.state === 'failed') return { state: 'failed', problem: problem(loadable.error) };
  return { state: 'loading' };
}

/** A list that is filtered by predictor tells the predictor too, so the description may not be needed. */
function describedModel(job: ExportJob, described: Late<ExportJob>, words: DetailsWords): JobModel['described'] {
  const { predictorArn, format } = job;
  const known = predictorArn !== undefined && format !== undefined;
  if (described.state !== 'ready' && !known)
    return late(
      described,
      () => ({}),
      (error) => words.problem(error),
    );
  return {
    state: 'ready',
    value: {
      ...(predictorArn === undefined ? {} : { predictor: { arn: predictorArn, name: predictorName(predictorArn) } }),
      ...(format === undefined ? {} : { format }),
    },
  };
}

function accuracyModel(job: ExportJob, facts: DetailsFacts, words: DetailsWords): JobModel['accuracy'] {
  const { accuracy, described } = facts;
  if (accuracy.state !== 'waiting') {
    return late(accuracy, accuracyOf, (error) => words.accuracyProblem(error));
  }
  // It waits for the predictor, which the description tells; without one it would wait for ever.
  if (job.predictorArn !== undefined || described.state === 'waiting' || described.state === 'loading') {
    return { state: 'loading' };
  }
  if (described.state === 'failed') return { state: 'failed', problem: words.problem(described.error) };
  return { state: 'ready', value: { tables: [] } };
}

function accuracyOf(metrics: AccuracyMetrics): Accuracy {
  const { optimizationMetric } = metrics;
  return {
    ...(optimizationMetric === undefined ? {} : { optimizationMetric }),
    tables: accuracyTables(metrics).map(({ quantiles, average, windows, ...rest }) => ({
      ...rest,
      quantiles: [...quantiles],
      ...(average ? { average: rowModel(average) } : {}),
      windows: windows.map(rowModel),
    })),
  };
}

/** Messages are JSON, which has no undefined in arrays. */
function rowModel(row: Row): AccuracyRow {
  return { ...row, losses: row.losses.map((loss) => loss ?? null) };
}

function destinationModel(
  { account, arn }: DetailsFacts['address'],
  status: string,
  destination: ExportDestination,
): Destination {
  const { path, roleArn, kmsKeyArn } = destination;
  const region = parseArn(arn)?.region ?? '';
  const place = (at: string): { path: string; url?: string } => {
    // A bucket of the sample account is nowhere, or somebody else's.
    const url = account === 'sample' ? undefined : s3ConsoleUrl(at, region);
    return { path: at, ...(url === undefined ? {} : { url }) };
  };
  return {
    ...place(path),
    ...(roleArn === undefined ? {} : { roleArn }),
    ...(kmsKeyArn === undefined ? {} : { kmsKeyArn }),
    ...(hasResults(status)
      ? {
          folders: {
            accuracy: place(exportFolder(path, 'accuracy')),
            forecasts: place(exportFolder(path, 'forecasts')),
          },
        }
      : {}),
  };
}

function sortedTags(tags: readonly Tag[]): { key: string; value: string }[] {
  return tags.map(({ key, value }) => ({ key, value })).sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

/**
 * The moments of a job, oldest first: its creation by the service's clock, each status that was seen, and its end by the
 * service's clock again.
 */
function timeline(job: ExportJob, seen: DetailsFacts['seen'], words: DetailsWords): Moment[] {
  const { status, createdAt, modifiedAt } = job;
  const moments: Moment[] =
    createdAt === undefined ? [] : [{ look: words.created(), at: createdAt, source: 'service' }];
  for (const { status: past, at } of seen) {
    if (past !== status) moments.push({ look: words.status(past), at, source: 'seen' });
  }
  const seenAt = seen.findLast((moment) => moment.status === status)?.at;
  const endedAt = isFinished(status) ? modifiedAt : undefined;
  const at = endedAt ?? seenAt;
  moments.push({
    look: words.status(status),
    ...(at === undefined ? {} : { at }),
    source: endedAt === undefined ? 'seen' : 'service',
  });
  return moments;
}

function actions({ status, destination }: ExportJob, isGone: boolean): DetailsAction[] {
  return [
    ...(destination && !isGone && hasResults(status) ? (['openResults'] as const) : []),
    ...(destination ? (['openDestination'] as const) : []),
    'exportAgain',
    ...(!isGone && canStop(status) ? (['stop'] as const) : []),
    ...(!isGone && canDelete(status) ? (['delete'] as const) : []),
    'copyCli',
    'openPredictor',
    ...(isGone ? [] : (['editTags'] as const)),
  ];
}
