import * as vscode from 'vscode';
import { parseArn } from '../../domain/arn';
import { predictorConsoleUrl, s3ConsoleUrl } from '../../domain/console-links';
import { jobCommand, SAMPLE_NOTE } from '../../domain/equivalent-call';
import { logText } from '../../domain/errors';
import type { ExportJob } from '../../domain/export-job';
import { predictorName } from '../../domain/export-arn';
import type { Log } from '../../domain/ports';
import { parseS3Path } from '../../domain/rules';
import type { PlacesPort } from '../../domain/wizard-ports';
import { COMMANDS } from '../contribution';
import { openUrl } from '../open-url';
import { isTreeNode } from '../tree/nodes';
import { placeOfCalls } from '../wizard/steps/review-step';
import { jobFor, jobsFor, openedConnection, type JobCommandParts } from './job-arguments';
import { registerCommands } from './registry';

export interface CopyCommandContext extends JobCommandParts {
  readonly log: Log;
}

/** Commands that carry a job elsewhere: to the clipboard and to the AWS console. */
export function registerCopyCommands(context: CopyCommandContext): vscode.Disposable {
  return registerCommands(context.log, {
    [COMMANDS.copyArn]: async (...args) => {
      const jobs = await jobsFor(context, args, vscode.l10n.t('Copy ARN'));
      await copy(
        jobs.map(({ arn }) => arn),
        vscode.l10n.t('The ARN is copied'),
      );
    },
    [COMMANDS.copyS3Uri]: async (...args) => {
      const jobs = await jobsFor(context, args, vscode.l10n.t('Copy S3 URI'), hasDestination);
      await copy(
        jobs.flatMap(({ destination }) => destination?.path ?? []),
        vscode.l10n.t('The S3 URI is copied'),
      );
    },
    [COMMANDS.copyCliCommand]: async (...args) => {
      const jobs = await jobsFor(context, args, vscode.l10n.t('Copy AWS CLI Command'));
      const place = placeOfCalls(await openedConnection(context));
      const commands = jobs.map(({ arn }) => jobCommand('describe', arn, place));
      await copy(
        place.isSample && commands.length > 0 ? [SAMPLE_NOTE, ...commands] : commands,
        vscode.l10n.t('The AWS CLI command is copied'),
      );
    },
    [COMMANDS.openDestination]: (...args) => openDestination(context, args),
    [COMMANDS.openPredictorInConsole]: (...args) => openPredictor(context, args),
  });
}

function hasDestination({ destination }: ExportJob): boolean {
  return destination !== undefined;
}

async function copy(lines: readonly string[], told: string): Promise<void> {
  if (lines.length === 0) return;
  await vscode.env.clipboard.writeText(lines.join('\n'));
  vscode.window.setStatusBarMessage(told, 4000);
}

async function openDestination(context: CopyCommandContext, args: readonly unknown[]): Promise<void> {
  const job = await jobFor(context, args, vscode.l10n.t('Open Destination in S3 Console'), hasDestination);
  if (!job) return;
  const path = job.destination?.path ?? '';
  const { account, region, places } = await openedConnection(context);
  if (account === 'sample') {
    explainSample(path);
    return;
  }
  const bucket = parseS3Path(path)?.bucket;
  // The console of another region forwards to the bucket's own, so not knowing it costs only a moment.
  const bucketRegion = bucket === undefined ? region : await regionOf(places, bucket).catch(() => region);
  const url = s3ConsoleUrl(path, bucketRegion);
  if (url === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('This job has no destination in S3: {0}', job.name));
    return;
  }
  await openUrl(url);
}

/** Milliseconds that a bucket may take to tell its region. */
const PATIENCE = 3000;

async function regionOf(places: PlacesPort, bucket: string): Promise<string> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Asking for the region of {0}', bucket) },
    () => places.bucketRegion(bucket, { signal: AbortSignal.timeout(PATIENCE) }),
  );
}

/** A page of the real console would show nothing, or somebody's bucket of the same name. */
function explainSample(what: string): void {
  void vscode.window.showInformationMessage(
    vscode.l10n.t('Sample data has no page in the AWS console: {0} is invented.', what),
  );
}

async function openPredictor(context: CopyCommandContext, args: readonly unknown[]): Promise<void> {
  const predictor = await predictorOf(context, args);
  if (predictor === undefined) return;
  if ((await openedConnection(context)).account === 'sample') {
    explainSample(predictorName(predictor.arn));
    return;
  }
  const url = predictorConsoleUrl(predictor.arn, predictor.datasetGroupArn);
  if (url !== undefined) await openUrl(url);
}

/** The predictor of a row, or of a job; only Describe tells the latter, and only a list its dataset group. */
async function predictorOf(
  context: CopyCommandContext,
  args: readonly unknown[],
): Promise<{ readonly arn: string; readonly datasetGroupArn?: string } | undefined> {
  const [first] = args;
  if (isTreeNode(first) && first.kind === 'predictor') return first.predictor;
  if (typeof first === 'string' && parseArn(first)?.resource.startsWith('predictor/'))
    return datasetGroupFor(context, first);
  const job = await jobFor(context, args, vscode.l10n.t('Open Predictor in Forecast Console'));
  if (!job) return undefined;
  const { forecast } = await openedConnection(context);
  const arn = job.predictorArn ?? (await forecast.describeExportJob(job.arn)).predictorArn;
  return arn === undefined ? undefined : datasetGroupFor(context, arn);
}

async function datasetGroupFor(
  context: CopyCommandContext,
  arn: string,
): Promise<{ readonly arn: string; readonly datasetGroupArn?: string }> {
  const { forecast } = await openedConnection(context);
  let nextToken: string | undefined;
  try {
    do {
      const page = await forecast.listPredictors({ maxResults: 100, ...(nextToken !== undefined && { nextToken }) });
      const found = page.items.find((predictor) => predictor.arn === arn);
      if (found) return found;
      nextToken = page.nextToken === nextToken ? undefined : page.nextToken;
    } while (nextToken !== undefined);
  } catch (error) {
    // Without its dataset group the console is opened at the list of groups.
    context.log.debug(`The dataset group of ${arn} could not be learnt: ${logText(error)}`);
  }
  return { arn };
}
