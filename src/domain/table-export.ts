/** A list of jobs as a file or for the clipboard. Headings are the service's words, so that other tools know them. */
import { csvDocument, type Cell } from './csv';
import { exportDuration, type ExportJob } from './export-job';
import { isFinished } from './status';

const COLUMNS: readonly (readonly [heading: string, cell: (job: ExportJob) => Cell])[] = [
  ['Name', (job) => job.name],
  ['Status', (job) => job.status],
  ['Message', (job) => job.message],
  ['CreationTime', (job) => isoTime(job.createdAt)],
  ['LastModificationTime', (job) => isoTime(job.modifiedAt)],
  ['DurationSeconds', (job) => durationSeconds(job)],
  ['PredictorArn', (job) => job.predictorArn],
  ['Format', (job) => job.format],
  ['Path', (job) => job.destination?.path],
  ['RoleArn', (job) => job.destination?.roleArn],
  ['KMSKeyArn', (job) => job.destination?.kmsKeyArn],
  ['Arn', (job) => job.arn],
];

/** One line of headings, then one for each job. Times are ISO 8601 in UTC. See `csvDocument` for the dialect. */
export function jobsToCsv(jobs: readonly ExportJob[]): string {
  return csvDocument([COLUMNS.map(([heading]) => heading), ...jobs.map((job) => COLUMNS.map(([, cell]) => cell(job)))]);
}

/** A list of objects with the members of the CSV's headings; what is not known is absent. */
export function jobsToJson(jobs: readonly ExportJob[]): string {
  const rows = jobs.map((job) =>
    Object.fromEntries(
      COLUMNS.map(([heading, cell]) => [heading, cell(job)] as const).filter(([, value]) => value !== undefined),
    ),
  );
  return `${JSON.stringify(rows, undefined, 2)}\n`;
}

/** A table as Markdown (GitHub's form). Cells are text: nothing in them is markup. */
export function jobsToMarkdown(jobs: readonly ExportJob[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  return [
    line(COLUMNS.map(([heading]) => heading)),
    line(COLUMNS.map(() => '---')),
    ...jobs.map((job) => line(COLUMNS.map(([, cell]) => escapeMarkdown(String(cell(job) ?? ''))))),
  ].join('');
}

/**
 * Text for Markdown that shows as exactly that text: no formatting, link, HTML, table cell or `$(icon)`. Line breaks
 * become spaces.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\r\n\u2028\u2029]+/gu, ' ')
    .replace(/&/gu, '&amp;')
    .replace(/</gu, '&lt;')
    .replace(/>/gu, '&gt;')
    .replace(/[\\`*_{}[\]()#+\-.!|~$^=:@"']/gu, '\\$&');
}

function isoTime(time: number | undefined): string | undefined {
  if (time === undefined || Number.isNaN(new Date(time).getTime())) return undefined;
  return new Date(time).toISOString();
}

function durationSeconds(job: ExportJob): number | undefined {
  const duration = exportDuration(job, isFinished(job.status));
  return duration === undefined ? undefined : Math.round(duration / 1000);
}
