/**
 * The statuses of a predictor backtest export job, and what each one allows.
 *
 * Source: Amazon Forecast API reference, `DescribePredictorBacktestExportJob`. The service types a status as a
 * plain string of at most 256 characters, so a status that is not in this table is possible and must be shown.
 */
export const JOB_STATUSES = [
  'CREATE_PENDING',
  'CREATE_IN_PROGRESS',
  'ACTIVE',
  'CREATE_FAILED',
  'CREATE_STOPPING',
  'CREATE_STOPPED',
  'DELETE_PENDING',
  'DELETE_IN_PROGRESS',
  'DELETE_FAILED',
] as const;

export type JobStatus = (typeof JOB_STATUSES)[number];

/** How jobs are grouped for a reader, in the order in which the groups are shown. */
export const STATUS_GROUPS = [
  { id: 'inProgress', statuses: ['CREATE_IN_PROGRESS'] },
  { id: 'pending', statuses: ['CREATE_PENDING'] },
  { id: 'stopping', statuses: ['CREATE_STOPPING'] },
  { id: 'failed', statuses: ['CREATE_FAILED'] },
  { id: 'active', statuses: ['ACTIVE'] },
  { id: 'stopped', statuses: ['CREATE_STOPPED'] },
  { id: 'deleting', statuses: ['DELETE_PENDING', 'DELETE_IN_PROGRESS'] },
  { id: 'deleteFailed', statuses: ['DELETE_FAILED'] },
  { id: 'other', statuses: [] },
] as const satisfies readonly { id: string; statuses: readonly JobStatus[] }[];

export type StatusGroupId = (typeof STATUS_GROUPS)[number]['id'];

export function isKnownStatus(status: string): status is JobStatus {
  return (JOB_STATUSES as readonly string[]).includes(status);
}

const GROUP_OF_STATUS: ReadonlyMap<string, StatusGroupId> = new Map(
  STATUS_GROUPS.flatMap((group) => group.statuses.map((status) => [status, group.id] as const)),
);

/** The group in which a status is shown; `other` for a status that this program does not know. */
export function groupOfStatus(status: string): StatusGroupId {
  return GROUP_OF_STATUS.get(status) ?? 'other';
}

const TRANSIENT: ReadonlySet<string> = new Set<JobStatus>([
  'CREATE_PENDING',
  'CREATE_IN_PROGRESS',
  'CREATE_STOPPING',
  'DELETE_PENDING',
  'DELETE_IN_PROGRESS',
]);

/** The service is still working on the job: its status will change without anybody's doing. */
export function isTransient(status: string): boolean {
  return TRANSIENT.has(status);
}

const FINISHED: ReadonlySet<string> = new Set<JobStatus>(['ACTIVE', 'CREATE_FAILED', 'CREATE_STOPPED']);

/**
 * The export itself has ended, so `LastModificationTime - CreationTime` is its duration. In other states the
 * service moves `LastModificationTime` on every read, or changes it for another reason (a deletion).
 */
export function isFinished(status: string): boolean {
  return FINISHED.has(status);
}

/** `StopResource` has an effect: the export has been asked for and has not ended. */
export function canStop(status: string): boolean {
  return status === 'CREATE_PENDING' || status === 'CREATE_IN_PROGRESS';
}

/** The export has written its files. */
export function hasResults(status: string): boolean {
  return status === 'ACTIVE';
}

const DELETABLE: ReadonlySet<string> = new Set<JobStatus>([
  'ACTIVE',
  'CREATE_FAILED',
  'CREATE_STOPPED',
  'DELETE_FAILED',
]);

/**
 * The service is expected to accept a deletion. Its documentation states no precondition for this kind of job;
 * the rule follows the sibling operation `DeleteForecastExportJob` and the declared `ResourceInUseException`.
 */
export function canDelete(status: string): boolean {
  return DELETABLE.has(status);
}
