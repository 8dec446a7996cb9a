import * as vscode from 'vscode';
import { checkExport, createExport, type CreateAttempt, type CreateExportResult } from '../../app/create-export';
import { freeNameAfter } from '../../app/free-name';
import type { JobActions } from '../../app/job-actions';
import type { JobStore } from '../../app/job-store';
import type { WizardStep } from '../../app/wizard/answers';
import { parseArn } from '../../domain/arn';
import { nextFreeName } from '../../domain/name-proposal';
import type { ExportJob, NewExportJob } from '../../domain/export-job';
import { DomainError, isCancelled, logText } from '../../domain/errors';
import { cancellable } from '../cancellable';
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
  /** The outcome is not known and cannot be learnt now, or the account was changed: the draft stays. */
  | { readonly to: 'draft' }
  | { readonly to: 'review'; readonly message?: string }
  | { readonly to: 'step'; readonly step: WizardStep; readonly message?: string }
  | { readonly to: 'name'; readonly name: string; readonly message: string };

export interface SubmitOptions {
  readonly connection: Connection;
  readonly request: NewExportJob;
  /** An earlier sending of this very request whose outcome was not learnt. */
  readonly attempt: CreateAttempt | undefined;
  /** The account is asked for the outcome of `attempt` before anything is sent. */
  readonly checkFirst: boolean;
  /** Aborted when another account was opened: nothing is asked or sent any more. */
  readonly ended: AbortSignal;
  /** Stores the attempt, or that there is none any more. Called before the request leaves. */
  readonly onAttempt: (attempt: CreateAttempt | undefined) => Promise<void>;
  /** Called as soon as it is known that the job exists, before anything is shown. */
  readonly onCreated: () => Promise<void>;
  readonly store: JobStore;
  readonly actions: JobActions;
  readonly recents: Recents;
  readonly log: OutputLog;
  /** Takes away what would hide the row of a new job. */
  readonly makeRoom: (name: string, predictorArn: string) => void;
  readonly reveal: (arn: string, predictorArn: string) => Promise<void>;
}

/** Sends the request, at most once for each time the person says so, until it is clear where to go on. */
export async function submitExport(options: SubmitOptions): Promise<Submission> {
  const { attempt, checkFirst, onAttempt, ended } = options;
  let result = checkFirst && attempt ? await look(options, attempt) : await send(options, attempt);
  for (;;) {
    if (result.result === 'created') {
      await options.onCreated();
      await created(options, result.arn, result.job);
      return { to: 'created' };
    }
    await onAttempt(result.attempt);
    if (ended.aborted) return { to: 'draft' };
    switch (result.result) {
      case 'failed': {
        const next = await afterFailure(options, result);
        if (next.to !== 'again') return next;
        result = await send(options, result.attempt);
        break;
      }
      case 'notFound':
        if (!(await askToTryAgain(options, result))) return { to: 'review' };
        result = await send(options, result.attempt);
        break;
      case 'uncertain':
        if (!(await askToCheckAgain(options, result))) return { to: 'draft' };
        result = await look(options, result.attempt, result.error);
        break;
    }
  }
}

/** Learns what became of an earlier sending, without sending anything. A job that it made is shown. */
export async function settleAttempt(
  options: Omit<SubmitOptions, 'attempt' | 'checkFirst' | 'onAttempt'>,
  attempt: CreateAttempt,
): Promise<'created' | 'none' | 'unknown'> {
  const checked = { ...options, attempt, checkFirst: true, onAttempt: () => Promise.resolve() };
  for (;;) {
    const result = await look(checked, attempt);
    if (result.result === 'created') {
      await options.onCreated();
      void vscode.window.showInformationMessage(
        vscode.l10n.t('The export “{0}” of the draft was created.', options.request.name),
      );
      await created(checked, result.arn, result.job);
      return 'created';
    }
    if (result.result !== 'uncertain') return 'none';
    if (options.ended.aborted || !(await askToCheckAgain(checked, result))) return 'unknown';
  }
}

/** Sends the request once. `earlier` is an attempt that was sent before and may have made the job. */
async function send(options: SubmitOptions, earlier: CreateAttempt | undefined): Promise<CreateExportResult> {
  const { connection, request, onAttempt } = options;
  const attempt = earlier ?? { sentAt: systemClock.now() };
  // Written down before the request leaves: this window may close before the answer comes.
  await onAttempt(attempt);
  return inProgress(request, (signal) =>
    createExport(connection.forecast, systemClock, request, {
      attempt,
      isRepeated: earlier !== undefined,
      signal: AbortSignal.any([signal, options.ended]),
    }),
  );
}

function look(
  { connection, request }: SubmitOptions,
  attempt: CreateAttempt,
  error: DomainError = new DomainError('network', lostEarlier(attempt)),
): Promise<CreateExportResult> {
  return asking(request, checkExport(connection.forecast, systemClock, request, attempt, error));
}

function lostEarlier({ sentAt }: CreateAttempt): string {
  return vscode.l10n.t('The request was sent {0}.', ago(sentAt));
}

/** Can be given up; the account is asked then what became of the request. */
function inProgress(
  request: NewExportJob,
  work: (signal: AbortSignal) => Promise<CreateExportResult>,
): Promise<CreateExportResult> {
  const title = vscode.l10n.t('Creating export {0}', request.name);
  return cancellable(title, (signal) => {
    const result = work(signal);
    // The notification goes with its button; what follows takes some seconds.
    signal.addEventListener('abort', () => void asking(request, result));
    return result;
  });
}

function asking({ name }: NewExportJob, result: Promise<CreateExportResult>): Promise<CreateExportResult> {
  const title = vscode.l10n.t('Asking the account whether {0} was created', name);
  return Promise.resolve(
    vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, () => result),
  );
}

async function created(options: SubmitOptions, arn: string, job: ExportJob | undefined): Promise<void> {
  const { actions, connection, ended, makeRoom, recents, request, reveal, store, log } = options;
  log.info(`Created ${arn}`);
  await recents.remember(request);
  if (ended.aborted) {
    // Its list is not the one that is shown.
    void vscode.window.showInformationMessage(vscode.l10n.t('The export “{0}” was created.', request.name));
    return;
  }
  // First of all, because another filter lets the list begin anew.
  makeRoom(request.name, request.predictorArn);
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
  log.error(`Create failed: ${logText(error, { withRequestId: true })}`);
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
    log.debug(`The names could not be read: ${logText(error)}`);
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
  const gaveUp = isCancelled(error.cause);
  const picked = await vscode.window.showWarningMessage(
    gaveUp
      ? vscode.l10n.t('You gave up waiting, and nothing was created')
      : vscode.l10n.t('The answer was lost, and nothing was created'),
    {
      modal: true,
      detail: vscode.l10n
        .t(
          'The account was asked: it has no export {0}. Trying again is safe, a second one of the same name is refused. {1}',
          request.name,
          gaveUp ? '' : errorWords(error).advice,
        )
        .trimEnd(),
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
