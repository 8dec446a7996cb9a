import type { AccountSession } from '../../app/account-session';
import type { JobStore } from '../../app/job-store';
import { DomainError } from '../../domain/errors';
import type { ExportJob } from '../../domain/export-job';
import type { Connection } from '../../domain/ports';
import * as vscode from 'vscode';
import { pickJob } from '../pickers/job-pick';
import { isTreeNode } from '../tree/nodes';

export interface JobCommandParts {
  readonly store: JobStore;
  readonly session: AccountSession;
}

/** The account must be open before a command can work on it; from the palette nobody may have opened the view yet. */
export async function openedConnection({ session }: Pick<JobCommandParts, 'session'>): Promise<Connection> {
  await connected(session);
  if (session.connection) return session.connection;
  throw session.error ?? new DomainError('unknown', vscode.l10n.t('No account is open.'));
}

/** Waits until the connection is worked out or has failed, but not for the list that is read with it then. */
function connected(session: AccountSession): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      following.dispose();
      resolve();
    };
    const following = session.onDidChange(() => {
      if (session.connection) end();
    });
    // What failed before is tried again: the person has asked for something anew, perhaps after mending it.
    void (session.error ? session.reopen() : session.start()).then(end);
    if (session.connection) end();
  });
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
