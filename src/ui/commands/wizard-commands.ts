import * as vscode from 'vscode';
import { freeNameAfter } from '../../app/free-name';
import { accountNumber } from '../../app/known-account';
import { answersFrom, type WizardAnswers } from '../../app/wizard/answers';
import { parseArn } from '../../domain/arn';
import { logText, toDomainError } from '../../domain/errors';
import { predictorName } from '../../domain/export-arn';
import { nextFreeName } from '../../domain/name-proposal';
import type { Connection } from '../../domain/ports';
import { COMMANDS } from '../contribution';
import type { OutputLog } from '../output-log';
import { registerPolicyDocuments, showPolicies } from '../policies';
import { isTreeNode } from '../tree/nodes';
import type { CreateWizard, WizardStart } from '../wizard/create-wizard';
import type { Recents } from '../wizard/recents';
import { whyNot } from '../wizard/steps/predictor-step';
import { jobFor, openedConnection, openedList, type JobCommandParts } from './job-arguments';
import { registerCommands } from './registry';

export interface WizardCommandContext extends JobCommandParts {
  readonly wizard: CreateWizard;
  readonly recents: Recents;
  readonly log: OutputLog;
}

/** Commands that begin a new export, and the one that shows which permissions it takes. */
export function registerWizardCommands(context: WizardCommandContext): vscode.Disposable {
  return vscode.Disposable.from(
    registerPolicyDocuments(),
    registerCommands(context.log, {
      [COMMANDS.createExport]: (node) => createExport(context, node),
      [COMMANDS.exportAgain]: (...args) => exportAgain(context, args),
      [COMMANDS.showIamPolicy]: () => showIamPolicy(context),
    }),
  );
}

/** Starts with the predictor of the row, or the one that the list is filtered by. */
async function createExport(context: WizardCommandContext, node: unknown): Promise<void> {
  const connection = await openedConnection(context);
  const arn = predictorArnOf(node) ?? context.session.predictor?.arn;
  const problem = arn === undefined ? undefined : knownProblem(context, arn, node);
  const answers: WizardAnswers =
    arn === undefined || problem !== undefined ? {} : { predictor: { arn, name: predictorName(arn) } };
  await context.wizard.open(connection, { answers, ...noticeOf(problem) }, true);
}

/** Why this predictor cannot be exported, as far as anything was read of it already. */
function knownProblem({ store, session }: WizardCommandContext, arn: string, node?: unknown): string | undefined {
  const listed = store.predictorGroups().find(({ predictor }) => predictor.arn === arn)?.predictor;
  const clicked = isTreeNode(node) && node.kind === 'predictor' ? node.predictor : undefined;
  const filter = session.predictor?.arn === arn ? session.predictor : undefined;
  const { name, status, message } = listed ?? clicked ?? filter ?? {};
  if (name === undefined || status === undefined || status === 'ACTIVE') return undefined;
  return whyNot({ name, status, ...(message !== undefined && { message }) });
}

function noticeOf(message: string | undefined): Pick<WizardStart, 'notice'> {
  return message === undefined ? {} : { notice: { severity: 'error', message } };
}

function predictorArnOf(node: unknown): string | undefined {
  if (isTreeNode(node) && node.kind === 'predictor') return node.predictor.arn;
  return typeof node === 'string' && parseArn(node)?.resource.startsWith('predictor/') ? node : undefined;
}

async function exportAgain(context: WizardCommandContext, args: readonly unknown[]): Promise<void> {
  const job = await jobFor(context, args, vscode.l10n.t('Export Again'));
  if (!job) return;
  const connection = await openedConnection(context);
  const answers = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Reading {0}', job.name) },
    () => answersLike(connection, job.arn, context.log),
  );
  const problem = answers.predictor && knownProblem(context, answers.predictor.arn);
  await context.wizard.open(
    connection,
    {
      answers,
      at: answers.name ? 'review' : 'predictor',
      ...(problem !== undefined && { edit: 'predictor' }),
      ...noticeOf(problem),
    },
    false,
  );
}

/** Everything that the job was made of, under the next free name. Tags that may not be read are left out. */
async function answersLike({ forecast }: Connection, arn: string, log: OutputLog): Promise<WizardAnswers> {
  const job = await forecast.describeExportJob(arn);
  const tags = await forecast.listTags(arn).catch((error: unknown) => {
    log.warn(`The tags of ${arn} could not be read: ${logText(error)}`);
    return [];
  });
  const answers = answersFrom(job, tags);
  const { predictorArn } = job;
  if (predictorArn === undefined) return answers;
  const value = await freeNameAfter(forecast, predictorArn, job.name).catch(() => nextFreeName(job.name));
  return { ...answers, name: { value, proposed: true } };
}

/**
 * With what is known of the account: region, number, and the destination and role that were used last. Who cannot open
 * the account needs the policies all the more: they come without these, and why is told beside them.
 */
async function showIamPolicy(context: WizardCommandContext): Promise<void> {
  const { session, store, recents } = context;
  const problem = await openedList(context).then(
    () => undefined,
    (error: unknown) => toDomainError(error),
  );
  const jobs = store.jobs();
  const arn = jobs[0]?.arn ?? '';
  const account = accountNumber(context);
  const path = recents.paths(arn, jobs)[0];
  const roleArn = recents.roles(arn, jobs)[0];
  const kmsKeyArn = jobs.find(({ destination }) => destination?.path === path && destination?.kmsKeyArn)?.destination
    ?.kmsKeyArn;
  await showPolicies(
    {
      ...(session.connection && { region: session.connection.region }),
      ...(account !== undefined && { account }),
      ...(path !== undefined && { path }),
      ...(roleArn !== undefined && { roleArn }),
      ...(kmsKeyArn !== undefined && { kmsKeyArn }),
    },
    'all',
  );
  if (problem) throw problem;
}
