/** The AWS CLI and boto3: clients of Amazon Forecast that were written by others, for judging the emulator. */
import { execFile } from 'node:child_process';
import { devNull } from 'node:os';
import { promisify } from 'node:util';
import { DUMMY_CREDENTIALS } from './environment';

const run = promisify(execFile);

export interface AwsClients {
  /** A program that runs as the AWS CLI, version 1 or 2. */
  readonly aws: string;
  /** A Python that can import boto3. */
  readonly python: string;
}

let clients: Promise<AwsClients> | undefined;

/**
 * Finds both clients, and installs Debian's packages of those that are missing where this process may do so. Rejects
 * with an error that says what to install.
 */
export function ensureAwsClients(): Promise<AwsClients> {
  return (clients ??= find());
}

async function find(): Promise<AwsClients> {
  const missing = [];
  if (!(await findAws())) missing.push('awscli');
  if (!(await findPython())) missing.push('python3-boto3');
  if (missing.length > 0) await install(missing);
  const [aws, python] = [await findAws(), await findPython()];
  if (aws !== undefined && python !== undefined) return { aws, python };
  throw new Error(
    'These tests need the AWS CLI (`aws`) and a `python3` with boto3. Install them, for example with ' +
      '`sudo apt-get install awscli python3-boto3` or `pip install awscli boto3`.',
  );
}

const findAws = () => firstThatRuns(['aws', '/usr/bin/aws'], ['--version']);
const findPython = () => firstThatRuns(['python3', '/usr/bin/python3'], ['-c', 'import boto3']);

async function firstThatRuns(programs: readonly string[], args: readonly string[]): Promise<string | undefined> {
  for (const program of programs) {
    try {
      await run(program, args, { env: clientEnvironment() });
      return program;
    } catch {
      // Not there, or a launcher without the program behind it: try the next.
    }
  }
  return undefined;
}

/** Leaves it to the caller to see whether the packages are there now. */
async function install(packages: readonly string[]): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    await run('apt-get', ['--version']);
  } catch {
    return;
  }
  await run('apt-get', ['update', '--quiet'], { env, maxBuffer: 16 << 20 });
  await run('apt-get', ['install', '--yes', '--quiet', '--no-install-recommends', ...packages], {
    env,
    maxBuffer: 16 << 20,
  });
}

/** Nothing of the developer's own account, shared files, pager or proxy reaches a client. */
export function clientEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(?:AWS_|BOTO)/i.test(name));
  return {
    ...Object.fromEntries(own),
    ...DUMMY_CREDENTIALS,
    AWS_DEFAULT_REGION: DUMMY_CREDENTIALS.AWS_REGION,
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
    NO_PROXY: '127.0.0.1',
    no_proxy: '127.0.0.1',
    PYTHONIOENCODING: 'utf-8',
  };
}

export interface CliAnswer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a client to its end; a failing one does not throw. */
export async function runClient(program: string, args: readonly string[]): Promise<CliAnswer> {
  try {
    const { stdout, stderr } = await run(program, args, { env: clientEnvironment(), maxBuffer: 64 << 20 });
    return { code: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code?: unknown; stdout?: string; stderr?: string };
    if (typeof code !== 'number') throw error;
    return { code, stdout: stdout ?? '', stderr: stderr ?? '' };
  }
}
