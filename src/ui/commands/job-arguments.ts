import type { AccountSession } from '../../app/account-session';
import type { JobStore } from '../../app/job-store';
import { openedConnection as openedBySession } from '../../app/opened-connection';
import type { ExportJob } from '../../domain/export-job';
import type { Connection } from '../../domain/ports';
import { pickJob } from '../pickers/job-pick';
import { isTreeNode } from '../tree/nodes';

export interface JobCommandParts {
  readonly store: JobStore;
  readonly session: AccountSession;
}

/** The account must be open before a command can work on it; from the palette nobody may have opened the view yet. */
export function openedConnection({ session }: Pick<JobCommandParts, 'session'>): Promise<Connection> {
  return openedBySession(session, { byPerson: true });
}

/** The same for commands on the list of jobs. */
export function openedList({ session }: Pick<JobCommandParts, 'session'>): Promise<Connection> {
  return openedBySession(session, { byPerson: true, isListed: true });
}

/**
 * The jobs that a command is about: rows of the tree (the one that was clicked, and with it all that are selected), a
 * job's ARN, or, from the palette, the job that the person picks. Empty when the person gives up.
 */
export async function jobsFor(
  parts: JobCommandParts,
  args: readonly unknown[],
  title: string,
  accepts?: (job: ExportJob) => boolean,
): Promise<readonly ExportJob[]> {
  const { store } = parts;
  const { forecast } = await openedConnection(parts);
  const [first, selected] = args;
  const rows = jobsOfRows(Array.isArray(selected) && selected.length > 0 ? selected : [first]);
  if (rows.length > 0) return rows.map((job) => store.job(job.arn) ?? job);
  const arn = typeof first === 'string' ? first : await pickJob(store, parts.session, title, accepts);
  if (arn === undefined) return [];
  return [store.job(arn) ?? (await forecast.describeExportJob(arn))];
}

/** Like `jobsFor`, for commands that act on one job: the one that was clicked. */
export async function jobFor(
  parts: JobCommandParts,
  args: readonly unknown[],
  title: string,
  accepts?: (job: ExportJob) => boolean,
): Promise<ExportJob | undefined> {
  return (await jobsFor(parts, args.slice(0, 1), title, accepts))[0];
}

function jobsOfRows(rows: readonly unknown[]): readonly ExportJob[] {
  const jobs = rows.flatMap((row) => (isTreeNode(row) && row.kind === 'job' ? [row.job] : []));
  return [...new Map(jobs.map((job) => [job.arn, job])).values()];
}
