/** `npm run emulator`: the sample account as a server on this machine, until Ctrl+C. */
import { parseArgs } from 'node:util';
import { startEmulator } from './loopback';
import type { EmulatorOptions } from './loopback';

const USAGE = `Amazon Forecast, emulated: predictor backtest export jobs of a sample account, and the buckets, roles and keys that
their destinations name (Amazon S3, IAM, AWS KMS, AWS STS).

Usage: npm run emulator -- [options]

  --port N             listen on 127.0.0.1:N (default: a free port)
  --seed N             which sample account (default: 1)
  --jobs N             export jobs over all regions (default: 640)
  --items N            time series in each export, 50 to 100000 (default: as many as each predictor has)
  --still              jobs that are under way stay so for hours
  --latency N          milliseconds before each answer (default: 0)
  --page-size N        longest list page, 1 to 100 (default: 100)
  --pending-seconds N  how long a new export is pending (default: 8)
  --running-seconds N  how long it then runs (default: 45)
  --help               show this text
`;

class UsageError extends Error {}

function readOptions(args: string[]): EmulatorOptions | 'help' {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: {
      port: text,
      seed: text,
      jobs: text,
      items: text,
      still: { type: 'boolean' },
      latency: text,
      'page-size': text,
      'pending-seconds': text,
      'running-seconds': text,
      help: { type: 'boolean' },
    },
  });
  if (values.help) return 'help';
  const pending = number('--pending-seconds', values['pending-seconds'], 0, 86_400, true);
  const running = number('--running-seconds', values['running-seconds'], 0, 86_400, true);
  return {
    port: number('--port', values.port, 0, 65_535),
    seed: number('--seed', values.seed, 0, Number.MAX_SAFE_INTEGER),
    jobs: number('--jobs', values.jobs, 0, 1_000_000),
    items: number('--items', values.items, 50, 100_000),
    still: values.still,
    latency: number('--latency', values.latency, 0, 600_000),
    maxPageSize: number('--page-size', values['page-size'], 1, 100),
    timings: {
      ...(pending !== undefined && { pending: pending * 1000 }),
      ...(running !== undefined && { running: running * 1000 }),
    },
  };
}

function number(
  option: string,
  text: string | undefined,
  from: number,
  to: number,
  fraction = false,
): number | undefined {
  if (text === undefined) return undefined;
  const value = /^\d+(\.\d+)?$/u.test(text) ? Number(text) : NaN;
  if (!(value >= from && value <= to) || !(fraction || Number.isInteger(value))) {
    throw new UsageError(`Option '${option}' takes a number from ${from} to ${to}, not '${text}'.`);
  }
  return value;
}

async function run(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') {
    console.log(USAGE);
    return;
  }
  const emulator = await startEmulator(options);
  console.log(`Forecast emulator ready: ${emulator.url}`);
  console.log(
    'Any credentials will do. For example, with the AWS CLI:\n' +
      `  aws forecast list-predictor-backtest-export-jobs --endpoint-url ${emulator.url} --region us-east-1`,
  );

  // The handlers stay in place: a terminal sends one Ctrl+C to npm and to this process, and npm passes it on.
  const end = () => void emulator.close();
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  if (process.env['npm_lifecycle_event']) endWithParent(end);
}

/**
 * npm hands SIGTERM to the shell between it and this process, and the shell dies without passing it on. Then this
 * process has another parent, which is how it can tell.
 */
function endWithParent(end: () => void): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) end();
  }, 250).unref();
}

run().catch((error: unknown) => {
  const { code, message } = error as NodeJS.ErrnoException;
  if (error instanceof UsageError || code?.startsWith('ERR_PARSE_ARGS')) {
    console.error(`${message}\n\n${USAGE}`);
    process.exitCode = 2;
  } else if (code === 'EADDRINUSE') {
    console.error('This port is already in use. Choose another one with --port, or leave the option out.');
    process.exitCode = 1;
  } else if (code === 'EACCES') {
    console.error('This port may not be used without more rights. Choose another one with --port.');
    process.exitCode = 1;
  } else {
    console.error(error);
    process.exitCode = 1;
  }
});
