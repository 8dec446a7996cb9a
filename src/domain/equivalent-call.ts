/**
 * What the wizard does, as something to paste elsewhere: an AWS CLI command for a POSIX shell, and a boto3 script.
 * Every value is quoted, so that neither a shell nor Python can read more into it than the text it is.
 */
import type { NewExportJob } from './export-job';

/** How the service is reached. What is absent is left out of the command, so that the tool's own defaults hold. */
export interface CallPlace {
  readonly region: string;
  /** A profile of the shared config files; absent where the credentials belong to none. */
  readonly profile?: string;
  /** Only when it is not the region's own. */
  readonly endpoint?: string;
  /** The sample account: the call says in its first line that AWS knows nothing of it. */
  readonly isSample?: boolean;
}

/** A comment for a shell and for Python. */
export const SAMPLE_NOTE = '# Sample data: these resources exist only inside VS Code, not in an AWS account.';

/** The commands that take nothing but a job's ARN. */
export type JobCommand = 'describe' | 'stop' | 'delete' | 'listTags';

/** The body of `CreatePredictorBacktestExportJob`, member for member as it is sent. */
export interface CreateExportJobInput {
  readonly PredictorBacktestExportJobName: string;
  readonly PredictorArn: string;
  readonly Destination: {
    readonly S3Config: { readonly Path: string; readonly RoleArn: string; readonly KMSKeyArn?: string };
  };
  readonly Format?: string;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}

/** Optional members are present only when they were chosen; an empty list of tags counts as none. */
export function createExportJobInput(job: NewExportJob): CreateExportJobInput {
  const { path, roleArn, kmsKeyArn } = job.destination;
  const tags = job.tags ?? [];
  return {
    PredictorBacktestExportJobName: job.name,
    PredictorArn: job.predictorArn,
    Destination: {
      S3Config: { Path: path, RoleArn: roleArn, ...(kmsKeyArn !== undefined && { KMSKeyArn: kmsKeyArn }) },
    },
    ...(job.format !== undefined && { Format: job.format }),
    ...(tags.length > 0 && { Tags: tags.map(({ key, value }) => ({ Key: key, Value: value })) }),
  };
}

/**
 * The AWS CLI command that creates this export, one option a line. Structures are given as JSON: the CLI's shorthand
 * (`Key=…,Value=…`) has no way to write every comma, quote and bracket that a path may hold.
 */
export function createCommand(job: NewExportJob, place: CallPlace): string {
  const input = createExportJobInput(job);
  const options: [string, string][] = [
    ['--predictor-backtest-export-job-name', input.PredictorBacktestExportJobName],
    ['--predictor-arn', input.PredictorArn],
    ['--destination', json(input.Destination)],
  ];
  if (input.Format !== undefined) options.push(['--format', input.Format]);
  if (input.Tags !== undefined) options.push(['--tags', json(input.Tags)]);
  const lines = ['aws forecast create-predictor-backtest-export-job'];
  for (const option of [...options, ...placeOptions(place)]) lines.push(`  ${written(option)}`);
  return `${place.isSample ? `${SAMPLE_NOTE}\n` : ''}${lines.join(' \\\n')}`;
}

const JOB_COMMANDS: Readonly<Record<JobCommand, readonly [command: string, option: string]>> = {
  describe: ['describe-predictor-backtest-export-job', '--predictor-backtest-export-job-arn'],
  stop: ['stop-resource', '--resource-arn'],
  delete: ['delete-predictor-backtest-export-job', '--predictor-backtest-export-job-arn'],
  listTags: ['list-tags-for-resource', '--resource-arn'],
};

/** The AWS CLI command that does this with the job, on one line. */
export function jobCommand(command: JobCommand, jobArn: string, place: CallPlace): string {
  const [name, option] = JOB_COMMANDS[command];
  const options: [string, string][] = [[option, jobArn], ...placeOptions(place)];
  return ['aws forecast', name, ...options.map(written)].join(' ');
}

function placeOptions({ region, profile, endpoint }: CallPlace): [string, string][] {
  return [
    ['--region', region],
    ...(profile === undefined ? [] : ([['--profile', profile]] as [string, string][])),
    ...(endpoint === undefined ? [] : ([['--endpoint-url', endpoint]] as [string, string][])),
  ];
}

/** A value that starts with a hyphen would be read as an option, unless it is joined to its own by `=`. */
function written([option, value]: readonly [string, string]): string {
  return value.startsWith('-') ? `${option}=${shellWord(value)}` : `${option} ${shellWord(value)}`;
}

/** One word of a POSIX shell. Inside single quotes nothing is special but the single quote itself. */
export function shellWord(text: string): string {
  if (/^[A-Za-z0-9_@%+=:,./-]+$/u.test(text)) return text;
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** JSON in which everything that cannot be seen is written as an escape: controls, direction marks, line separators. */
function json(value: unknown): string {
  return JSON.stringify(value).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => escapeUnits(character));
}

function escapeUnits(character: string): string {
  return Array.from({ length: character.length }, (_, index) => `\\u${hex(character.charCodeAt(index), 4)}`).join('');
}

/** The boto3 script that creates this export and prints the ARN of the job. */
export function createScript(job: NewExportJob, { region, profile, endpoint, isSample = false }: CallPlace): string {
  const session = [
    ...(profile === undefined ? [] : [`profile_name=${pythonString(profile)}`]),
    `region_name=${pythonString(region)}`,
  ];
  const client = [
    pythonString('forecast'),
    ...(endpoint === undefined ? [] : [`endpoint_url=${pythonString(endpoint)}`]),
  ];
  const members = Object.entries(createExportJobInput(job)).map(
    ([name, value]) => `    ${name}=${pythonLiteral(value, 4)},`,
  );
  return [
    ...(isSample ? [SAMPLE_NOTE] : []),
    'import boto3',
    '',
    `session = boto3.Session(${session.join(', ')})`,
    `forecast = session.client(${client.join(', ')})`,
    'response = forecast.create_predictor_backtest_export_job(',
    ...members,
    ')',
    "print(response['PredictorBacktestExportJobArn'])",
    '',
  ].join('\n');
}

function pythonLiteral(value: unknown, indent: number): string {
  const outer = ' '.repeat(indent);
  const inner = ' '.repeat(indent + 4);
  if (Array.isArray(value)) {
    return `[\n${value.map((item) => `${inner}${pythonLiteral(item, indent + 4)},\n`).join('')}${outer}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(
      ([name, member]) => `${inner}${pythonString(name)}: ${pythonLiteral(member, indent + 4)},\n`,
    );
    return `{\n${members.join('')}${outer}}`;
  }
  return pythonString(String(value));
}

/** A Python 3 string literal. What cannot be seen, or would end the line, is written as an escape. */
export function pythonString(text: string): string {
  const escaped = text.replace(/[\\']/gu, '\\$&').replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code <= 0xff) return `\\x${hex(code, 2)}`;
    return code <= 0xffff ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
  });
  return `'${escaped}'`;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}
