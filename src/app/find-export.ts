/** Learns whether an export exists whose creation was asked for, when the answer to that request was lost. */
import { isDomainError } from '../domain/errors';
import { exportJobArn } from '../domain/export-arn';
import type { ExportJob, NewExportJob } from '../domain/export-job';
import type { CallOptions, ForecastPort } from '../domain/ports';

export type FoundExport =
  /** It is there, and it is the one that was asked for. */
  | { readonly found: 'same'; readonly job: ExportJob }
  /** Another job has the name: made earlier, or to other terms. */
  | { readonly found: 'other'; readonly job: ExportJob }
  | { readonly found: 'none' };

/** How far this machine's clock may be from the service's before a job counts as older than the request. */
const CLOCK_TOLERANCE = 5 * 60_000;

/**
 * Asks for the job by the ARN that it should have, and if that finds nothing, lists the predictor's jobs and looks
 * for the name: the form of the ARN is not documented, the list is. `sentAt` is when the request was first sent (epoch
 * milliseconds). Rejects with `DomainError` when the account cannot be asked, or with `Cancelled`.
 */
export async function findExport(
  port: ForecastPort,
  wanted: NewExportJob,
  sentAt: number,
  options: CallOptions = {},
): Promise<FoundExport> {
  const job = (await describedByName(port, wanted, options)) ?? (await listedByName(port, wanted, options));
  if (!job) return { found: 'none' };
  return { found: isSame(job, wanted, sentAt) ? 'same' : 'other', job };
}

async function describedByName(
  port: ForecastPort,
  { predictorArn, name }: NewExportJob,
  options: CallOptions,
): Promise<ExportJob | undefined> {
  const arn = exportJobArn(predictorArn, name);
  return arn === undefined ? undefined : describeIfThere(port, arn, options);
}

/** The job, or undefined when the service has none of this ARN. */
export async function describeIfThere(
  port: ForecastPort,
  arn: string,
  options: CallOptions = {},
): Promise<ExportJob | undefined> {
  try {
    return await port.describeExportJob(arn, options);
  } catch (error) {
    if (isDomainError(error) && error.kind === 'notFound') return undefined;
    throw error;
  }
}

async function listedByName(
  port: ForecastPort,
  { predictorArn, name }: NewExportJob,
  options: CallOptions,
): Promise<ExportJob | undefined> {
  for await (const page of exportsOfPredictor(port, predictorArn, options)) {
    const row = page.find((job) => job.name === name);
    // A row does not tell the format; and it may be gone by now.
    if (row) return describeIfThere(port, row.arn, options);
  }
  return undefined;
}

/** Page after page of a predictor's export jobs. A token that comes twice in a row ends the list. */
export async function* exportsOfPredictor(
  port: ForecastPort,
  predictorArn: string,
  options: CallOptions = {},
): AsyncGenerator<readonly ExportJob[], void, void> {
  let nextToken: string | undefined;
  do {
    const request = { predictorArn, maxResults: 100, ...(nextToken !== undefined && { nextToken }) };
    const page = await port.listExportJobs(request, options);
    yield page.items;
    if (page.nextToken === nextToken) return;
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
}

/** The job has the terms that were asked for, as far as they are told, and is not older than the request. */
function isSame(job: ExportJob, wanted: NewExportJob, sentAt: number): boolean {
  const { destination } = job;
  const terms: readonly (readonly [told: string | undefined, asked: string | undefined])[] = [
    [job.predictorArn, wanted.predictorArn],
    [destination?.path, wanted.destination.path],
    [destination?.roleArn, wanted.destination.roleArn],
    // Documented: CSV is what a request without a format gets.
    [job.format, wanted.format ?? 'CSV'],
  ];
  const sameTerms = terms.every(([told, asked]) => told === undefined || told === asked);
  const sameKey = destination === undefined || (destination.kmsKeyArn ?? '') === (wanted.destination.kmsKeyArn ?? '');
  const older = job.createdAt !== undefined && job.createdAt < sentAt - CLOCK_TOLERANCE;
  return sameTerms && sameKey && !older;
}
