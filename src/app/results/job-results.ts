/** The way from an export job to its results page, and back from a page to the files. */
import { parseArn } from '../../domain/arn';
import type { ExportFiles } from '../../domain/export-files';
import type { ExportJob } from '../../domain/export-job';
import type { CallOptions, Connection } from '../../domain/ports';
import { ResultsError } from '../../domain/results-error';
import type { AccountSession } from '../account-session';
import type { JobStore } from '../job-store';
import { knownAccount } from '../known-account';
import { openedConnection } from '../opened-connection';
import { chooseCandidate, findExportFiles } from './finder';
import { exportKey, type ResolveResults, type ResultsIdentity, type ResultsTarget } from './source';

export type JobIdentity = Extract<ResultsIdentity, { kind: 'job' }>;

export interface JobResultsParts {
  readonly session: AccountSession;
  readonly store: JobStore;
}

/** An export in a job's destination. */
export interface ExportOfJob {
  readonly files: ExportFiles;
  readonly target: ResultsTarget;
}

export interface ExportsOfJob {
  /** The job's own export; undefined when it cannot be told, and then the person picks one of `candidates`. */
  readonly own: ExportOfJob | undefined;
  /** Newest first. */
  readonly candidates: readonly ExportOfJob[];
}

/** What can be opened for a job. Rejects as `findExportFiles` does. */
export async function exportsOfJob(
  connection: Connection,
  job: ExportJob,
  options: CallOptions = {},
): Promise<ExportsOfJob> {
  const { candidates } = await findExportFiles(connection.objects, job, options);
  const identity: JobIdentity = { kind: 'job', account: connection.account, arn: job.arn };
  const [only] = candidates;
  if (candidates.length === 1 && only.jobName === job.name) {
    const own = { files: only, target: { identity, title: job.name } };
    return { own, candidates: [own] };
  }
  return {
    own: undefined,
    candidates: candidates.map((files) => ({
      files,
      target: { identity: { ...identity, exportKey: exportKey(files) }, title: files.jobName },
    })),
  };
}

/** Finds the files of a job's page again. Rejects with `otherAccount` while another account or region is open. */
export function resolveJob({ session, store }: JobResultsParts): ResolveResults<JobIdentity> {
  return async (identity, { signal, byPerson = false }) => {
    const options: CallOptions = signal ? { signal } : {};
    const connection = await openedConnection(session, { ...options, byPerson });
    refuseOther(identity, connection, await knownAccount({ session, store }, options));
    const job = store.job(identity.arn) ?? (await connection.forecast.describeExportJob(identity.arn, options));
    const found = await findExportFiles(connection.objects, job, options);
    const files = chooseCandidate(found, job, identity.exportKey, exportKey);
    return {
      request: { source: { kind: 'objects', store: connection.objects, bucket: found.bucket }, files },
      place: found.place,
    };
  };
}

function refuseOther({ account, arn }: JobIdentity, connection: Connection, accountId: string | undefined): void {
  const parsed = parseArn(arn);
  const isOther =
    connection.account !== account ||
    connection.region !== parsed?.region ||
    (accountId !== undefined && accountId !== parsed.account);
  if (!isOther) return;
  const where = account === 'sample' ? 'the sample account' : `account ${parsed?.account}, region ${parsed?.region}`;
  throw new ResultsError('otherAccount', `The export belongs to ${where}`, { account });
}
