/** `npm run demo`: the extension as users install it, in a real VS Code in the browser, on the sample account. */
import { parseArgs } from 'node:util';
import { runGuarded, stopAll } from './guarded';
import { onEnd } from './on-end';
import { PACKAGE, PROJECT, VSIX } from './paths';
import { startServer, type VscodeServer } from './vscode-server';

const USAGE = `Shows the extension in a real VS Code, with a sample account of Amazon Forecast.
No AWS account is used: the window sees no AWS settings of yours.

Usage: npm run demo -- [options]

  --port N   serve the window on 127.0.0.1:N (default: a free port)
  --help     show this text

Open the address that it prints in a browser. Ctrl+C ends it.`;

class UsageError extends Error {}

function readPort(args: string[]): number | 'help' {
  const { values } = parseArgs({ args, options: { port: { type: 'string' }, help: { type: 'boolean' } } });
  if (values.help === true) return 'help';
  const port = Number(values.port ?? '0');
  if (/^\d+$/.test(values.port ?? '0') && port <= 65_535) return port;
  throw new UsageError(`Option '--port' takes a number from 0 to 65535, not '${values.port ?? ''}'.`);
}

let server: Promise<VscodeServer> | undefined;
let ending = false;

async function main(): Promise<void> {
  const port = readPort(process.argv.slice(2));
  if (port === 'help') {
    console.log(USAGE);
    return;
  }
  onEnd(() => void end());
  if (process.env['TEST_VSIX'] === undefined) await packageExtension();
  server = startServer({
    vsix: VSIX,
    port,
    folderName: 'forecast-demo',
    env: { FORECAST_BACKTESTS_ACCOUNT: 'sample' },
  });
  const started = await server;
  console.log(`Demo ready: ${started.windowUrl()}`);
  console.log('Choose "Forecast Backtests" in the activity bar. Ctrl+C ends the demo.');
  const code = await started.ended;
  if (ending) return;
  console.error(`VS Code has ended by itself, with code ${code}.\n${started.output()}`);
  process.exit(1);
}

async function packageExtension(): Promise<void> {
  console.error('Packaging the extension ...');
  const [program, ...args] = PACKAGE;
  const { code, output } = await runGuarded(program, args, { cwd: PROJECT });
  if (code !== 0) throw new Error(`The extension could not be packaged:\n${output}`);
}

async function end(): Promise<void> {
  ending = true;
  await stopAll();
  // What was being fetched or started when its programs were ended clears its folder away.
  await server?.catch(() => undefined);
  process.exit(0);
}

main().catch((error: unknown) => {
  if (ending) return;
  if (error instanceof UsageError || (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS') === true) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    process.exit(2);
  }
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
