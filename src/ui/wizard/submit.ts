import * as vscode from 'vscode';
import { checkExport, createExport, type CreateAttempt, type CreateExportResult } from '../../app/create-export';
import { freeNameAfter } from '../../app/free-name';
import type { JobActions } from '../../app/job-actions';
import type { JobStore } from '../../app/job-store';
import type { WizardStep } from '../../app/wizard/answers';
import { parseArn } from '../../domain/arn';
import { nextFreeName } from '../../domain/name-proposal';
import type { ExportJob, NewExportJob } from '../../domain/export-job';
import { DomainError } from '../../domain/errors';
import type { Connection } from '../../domain/ports';
import { errorWords } from '../errors/words';
import type { OutputLog } from '../output-log';
import { showPolicies } from '../policies';
import { systemClock } from '../system-clock';
import { ago } from '../words/time';
import { askAfterFailure, type Next } from './failures';
import type { Recents } from './recents';

/** Where the wizard stands after the request. */
export type Submission =
  | { readonly to: 'created' }
  /** The outcome is not known and cannot be learnt now: the draft stays. */
  | { readonly to: 'draft' }
  | { readonly to: 'review' }
  | { readonly to: 'step'; readonly step: WizardStep; readonly message?: string }
  | { readonly to: 'name'; readonly name: string; readonly message: string };

export interface SubmitOptions {
  readonly connection: Connection;
  readonly request: NewExportJob;
  /** An earlier sending of this very request whose outcome was not learnt. */
  readonly attempt: CreateAttempt | undefined;
  /** The account is asked for the outcome of `attempt` before anything is sent. */
  readonly checkFirst: boolean;
  readonly onAttempt: (attempt: CreateAttempt | undefined) => Promise<void>;
  readonly store: JobStore;
  readonly actions: JobActions;
  readonly recents: Recents;
  readonly log: OutputLog;
  readonly reveal: (arn: string, predictorArn: string) => Promise<void>;
}

/** Sends the request, at most once for each time the person says so, until it is clear where to go on. */
export async function submitExport(options: SubmitOptions): Promise<Submission> {
  const { connection, request, onAttempt, checkFirst } = options;
  const { forecast } = connection;
  let { attempt } = options;
  const sent = checkFirst ? attempt : undefined;
  let result = await inProgress(request, () =>
    sent
      ? checkExport(forecast, systemClock, request, sent, new DomainError('network', lostEarlier(sent)))
      : createExport(forecast, systemClock, request, attempt),
  );
  for (;;) {
    switch (result.result) {
      case 'created':
        await onAttempt(undefined);
        await created(options, result.arn, result.job);
        return { to: 'created' };
      case 'failed': {
        attempt = undefined;
        await onAttempt(undefined);
        const next = await afterFailure(options, result);
        if (next.to !== 'again') return next;
        result = await inProgress(request, () => createExport(forecast, systemClock, request));
        break;
      }
      case 'notFound': {
        attempt = result.attempt;
        await onAttempt(attempt);
        if (!(await askToTryAgain(options, result))) return { to: 'review' };
        const earlier = attempt;
        result = await inProgress(request, () => createExport(forecast, systemClock, request, earlier));
        break;
      }
      case 'uncertain': {
        const open = result;
        await onAttempt(open.attempt);
        if (!(await askToCheckAgain(options, open))) return { to: 'draft' };
        result = await inProgress(request, () => checkExport(forecast, systemClock, request, open.attempt, open.error));
        break;
      }
    }
  }
}

function lostEarlier({ sentAt }: CreateAttempt): string {
  return vscode.l10n.t('The request was sent {0}.', ago(sentAt));
}

function inProgress({ name }: NewExportJob, work: () => Promise<CreateExportResult>): Promise<CreateExportResult> {
  return Promise.resolve(
    vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Creating export {0}', name) },
      work,
    ),
  );
}

async function created(options: SubmitOptions, arn: string, job: ExportJob | undefined): Promise<void> {
  const { actions, connection, recents, request, reveal, store, log } = options;
  log.info(`Created ${arn}`);
  await recents.remember(request);
  const shown = actions.created(connection.forecast, arn, request, Date.now());
  if (job) store.put([job], store.tick());
  await reveal(arn, request.predictorArn);
  await shown;
}

async function afterFailure(
  options: SubmitOptions,
  { failure, error }: Extract<CreateExportResult, { result: 'failed' }>,
): Promise<Submission | Extract<Next, { to: 'again' }>> {
  const { connection, request, log, store } = options;
  const { requestId } = error.facts;
  log.error(`Create failed: ${error.message}${requestId === undefined ? '' : ` (request id ${requestId})`}`);
  if (failure.next === 'nameTaken') {
    const name = await freeNameOf(options);
    const message = vscode.l10n.t('The name {0} is taken. This one is free: {1}', request.name, name);
    return { to: 'name', name, message };
  }
  const next = await askAfterFailure({
    failure,
    error,
    request,
    region: connection.region,
    readRunning: () => readRunning(connection, store),
    showLog: () => log.show(),
    showPolicies: () =>
      showPolicies(
        {
          region: connection.region,
          account: parseArn(request.predictorArn)?.account ?? '',
          path: request.destination.path,
          roleArn: request.destination.roleArn,
          ...(request.destination.kmsKeyArn !== undefined && { kmsKeyArn: request.destination.kmsKeyArn }),
        },
        'all',
      ),
  });
  return next;
}

async function freeNameOf({ connection, request, log }: SubmitOptions): Promise<string> {
  try {
    return await freeNameAfter(connection.forecast, request.predictorArn, request.name);
  } catch (error) {
    log.debug(`The names could not be read: ${String(error)}`);
    return nextFreeName(request.name);
  }
}

/** The exports that take up the quota: those that wait and those that run. */
async function readRunning({ forecast }: Connection, store: JobStore): Promise<readonly ExportJob[]> {
  const asked = store.tick();
  const pages = await Promise.all(
    ['CREATE_IN_PROGRESS', 'CREATE_PENDING'].map((status) => forecast.listExportJobs({ status, maxResults: 100 })),
  );
  const jobs = pages.flatMap(({ items }) => items);
  store.put(jobs, asked);
  return jobs;
}

async function askToTryAgain(
  { request }: SubmitOptions,
  { error }: Extract<CreateExportResult, { result: 'notFound' }>,
): Promise<boolean> {
  const again = vscode.l10n.t('Try Again');
  const picked = await vscode.window.showWarningMessage(
    vscode.l10n.t('The answer was lost, and nothing was created'),
    {
      modal: true,
      detail: vscode.l10n.t(
        'The account was asked: it has no export {0}. Trying again is safe, a second one of the same name is refused. {1}',
        request.name,
        errorWords(error).advice,
      ),
    },
    again,
  );
  return picked === again;
}

async function askToCheckAgain(
  { request }: SubmitOptions,
  { check }: Extract<CreateExportResult, { result: 'uncertain' }>,
): Promise<boolean> {
  const again = vscode.l10n.t('Check Again');
  const picked = await vscode.window.showWarningMessage(
    vscode.l10n.t('It is not known whether the export was created'),
    {
      modal: true,
      detail: vscode.l10n.t(
        'The answer was lost, and the account could not be asked for {0}. Nothing is sent again before that is known; the draft is kept. {1}',
        request.name,
        errorWords(check).advice,
      ),
    },
    again,
  );
  return picked === again;
}
