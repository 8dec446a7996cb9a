/** Runs the host tests in a VS Code desktop, downloaded by @vscode/test-electron, with the packaged extension installed. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { downloadAndUnzipVSCode, resolveCliArgsFromVSCodeExecutablePath, runTests } from '@vscode/test-electron';
import { buildHostTests } from './build-host-tests';
import { isolatedEnvironment } from './environment';
import { runGuarded } from './guarded';
import { COUNTS_FILE, GREP } from './mocha-counts';
import { CACHE, PROJECT, VSIX } from './paths';
import { chosenLine, VERSIONS } from './vscode-install';

async function main(): Promise<number> {
  const version = VERSIONS[chosenLine()].vscode;
  const executable = await downloadAndUnzipVSCode({ version, cachePath: CACHE }).catch((error: unknown) => {
    throw new Error(
      `The VS Code ${version} desktop could not be downloaded, so no test was run in it. "npm run test:host" runs the ` +
        `same tests in the VS Code server. The reason: ${error instanceof Error ? error.message : String(error)}`,
    );
  });
  const run = await mkdtemp(path.join(tmpdir(), 'forecast-backtests-desktop-'));
  try {
    const folders = [`--extensions-dir=${path.join(run, 'extensions')}`, `--user-data-dir=${path.join(run, 'user')}`];
    const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const [cli = '', ...cliArgs] = resolveCliArgsFromVSCodeExecutablePath(executable, { reuseMachineInstall: true });
    const install = await runGuarded(cli, [...cliArgs, ...folders, ...asRoot, '--install-extension', VSIX]);
    if (install.code !== 0) throw new Error(`${VSIX} could not be installed:\n${install.output}`);

    const tests = await buildHostTests();
    const counts = process.env[COUNTS_FILE];
    if (counts !== undefined) await mkdir(path.dirname(counts), { recursive: true });
    return await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: tests.carrier,
      extensionTestsPath: tests.main,
      extensionTestsEnv: await isolatedEnvironment(path.join(run, 'home'), {
        [COUNTS_FILE]: counts,
        [GREP]: process.env[GREP],
        TEST_PROJECT: PROJECT,
      }),
      launchArgs: [...folders, ...asRoot, '--disable-workspace-trust', '--skip-welcome'],
    });
  } finally {
    await rm(run, { recursive: true, force: true });
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
