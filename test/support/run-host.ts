/** Runs the host tests in the extension host of the real VS Code server, with the packaged extension installed. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { buildHostTests, type HostTests } from './build-host-tests';
import { launchChromium } from './chromium';
import { keepFailure } from './keep-failure';
import { COUNTS_FILE, GREP, OUTPUT_MARK } from './mocha-counts';
import { PROJECT, VSIX } from './paths';
import { startServer, type VscodeServer } from './vscode-server';
import { Workbench } from './workbench';

const MARK = 'host-test: ';

async function main(): Promise<number> {
  const tests = await buildHostTests();
  const counts = process.env[COUNTS_FILE];
  if (counts !== undefined) await mkdir(path.dirname(counts), { recursive: true });
  const server = await startServer({
    vsix: VSIX,
    testDriver: true,
    // A host test that starts a program of the project finds it by this.
    env: { [COUNTS_FILE]: counts, [GREP]: process.env[GREP], [OUTPUT_MARK]: MARK, TEST_PROJECT: PROJECT },
  });
  try {
    const browser = await launchChromium();
    try {
      console.log(`  In the extension host of the VS Code ${server.version} server:`);
      let ended: (code: number) => void = () => undefined;
      const exit = new Promise<number>((resolve) => (ended = resolve));
      const window = await Workbench.open(browser, server, { payload: payload(server, tests) }, async (page) => {
        await page.exposeFunction('codeAutomationLog', (_level: string, [line]: unknown[]) => print(line));
        await page.exposeFunction('codeAutomationExit', (code: number) => ended(code));
      });
      const code = await exit;
      if (code !== 0) await keepFailure('host tests', server, [window]);
      return code;
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
}

/** VS Code sends all that its own parts and its extension hosts log; only what the tests print is wanted. */
function print(line: unknown): void {
  if (typeof line === 'string' && line.startsWith(MARK)) console.log(line.slice(MARK.length));
}

/** What makes a window run a test module: understood by servers that were started with their test driver. */
function payload({ port }: VscodeServer, { carrier, main: tests }: HostTests): [string, string][] {
  const remote = (file: string): string => `vscode-remote://127.0.0.1:${port}${file}`;
  return [
    ['extensionDevelopmentPath', remote(carrier)],
    ['extensionTestsPath', remote(tests)],
    ['skipWelcome', 'true'],
  ];
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
