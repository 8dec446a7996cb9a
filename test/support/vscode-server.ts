/** Runs the real VS Code server on this machine: every run with data, home and settings of its own. */
import { mkdir, mkdtemp, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isolatedEnvironment } from './environment';
import { lineMatching, runGuarded, startGuarded } from './guarded';
import { installVscode, type VscodeInstall } from './vscode-install';

export type Settings = Readonly<Record<string, unknown>>;

export interface ServerOptions {
  /** A packaged extension to install first. */
  readonly vsix?: string;
  /** A folder of installed extensions; a fresh one by default. */
  readonly extensionsDir?: string;
  /** Added to what the extension host sees: an environment without any AWS variable, account or home of the caller. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Machine settings, over `CALM`. */
  readonly settings?: Settings;
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** Lets a page run a test module in the extension host; a person's window does without. */
  readonly testDriver?: boolean;
  /** Opens folders in Restricted Mode until they are trusted, as VS Code does for users. */
  readonly workspaceTrust?: boolean;
  /** The name of the workspace folder. */
  readonly folderName?: string;
}

export interface VscodeServer {
  readonly url: string;
  readonly port: number;
  /** The process that watches over the server's process tree; it lives exactly as long. */
  readonly pid: number;
  readonly version: string;
  /** The server's and the extension hosts' logs, one folder a start. */
  readonly logDir: string;
  /** An empty workspace folder for this run. */
  readonly folder: string;
  readonly extensionsDir: string;
  /** HOME of the extension host; `.aws/config` and `.aws/credentials` in it are empty until a test fills them. */
  readonly home: string;
  /** All that the server printed so far. */
  output(): string;
  /** The address of a window, on `folder` unless told otherwise (`null`: no folder). */
  windowUrl(options?: WindowOptions): string;
  /** Changes machine settings while it runs (`undefined` takes one back); open windows follow at once. */
  changeSettings(settings: Settings): Promise<void>;
  /** Settles with the exit code when the server has ended, by `stop` or by itself. */
  readonly ended: Promise<number>;
  /** Ends every process and deletes the run's folder. */
  stop(): Promise<void>;
}

export interface WindowOptions {
  readonly folder?: string | null;
  readonly payload?: readonly (readonly [string, string])[];
}

/** Keeps a window to what is tested: no start page, no assistant, no telemetry, no looking for updates. */
const CALM: Settings = {
  'chat.disableAIFeatures': true,
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'git.enabled': false,
};

const START_TIMEOUT = 60_000;

/**
 * Starts a VS Code server and waits until it answers.
 * @throws Error with the server's own words when it does not come up.
 */
export async function startServer(options: ServerOptions = {}): Promise<VscodeServer> {
  const install = await installVscode();
  // The real path: VS Code compares folders by their names.
  const run = await realpath(await mkdtemp(path.join(tmpdir(), 'forecast-backtests-')));
  try {
    return await startIn(run, install, options);
  } catch (error) {
    await rm(run, { recursive: true, force: true });
    throw error;
  }
}

async function startIn(run: string, install: VscodeInstall, options: ServerOptions): Promise<VscodeServer> {
  const data = path.join(run, 'server');
  const home = path.join(run, 'home');
  const folder = path.join(run, options.folderName ?? 'workspace');
  const extensionsDir = options.extensionsDir ?? path.join(run, 'extensions');
  const settingsFile = path.join(data, 'data', 'Machine', 'settings.json');

  let settings = CALM;
  const changeSettings = async (changes: Settings): Promise<void> => {
    settings = { ...settings, ...changes };
    // Renamed into place: whoever watches the file never reads half of it.
    await writeFile(`${settingsFile}.new`, JSON.stringify(settings, undefined, 2));
    await rename(`${settingsFile}.new`, settingsFile);
  };
  await mkdir(path.dirname(settingsFile), { recursive: true });
  await mkdir(folder);
  await mkdir(path.join(run, 'tmp'));
  await changeSettings(options.settings ?? {});
  if (options.vsix !== undefined) await installVsix(options.vsix, extensionsDir, install);

  const { node, main } = install;
  const server = startGuarded(
    node,
    [
      main,
      '--host=127.0.0.1',
      `--port=${options.port ?? 0}`,
      '--without-connection-token',
      '--accept-server-license-terms',
      '--disable-telemetry',
      // Without it a login shell of the developer is asked for more environment.
      '--force-disable-user-env',
      `--server-data-dir=${data}`,
      `--extensions-dir=${extensionsDir}`,
      ...(options.testDriver === true ? ['--enable-smoke-test-driver'] : []),
      ...(options.workspaceTrust === true ? [] : ['--disable-workspace-trust']),
    ],
    {
      output: 'pipe',
      cwd: run,
      env: await isolatedEnvironment(home, { TMPDIR: path.join(run, 'tmp'), ...options.env }),
      remove: run,
    },
  );
  let output = '';
  const keep = (chunk: Buffer): void => void (output += chunk.toString());
  server.process.stdout?.on('data', keep);
  server.process.stderr?.on('data', keep);

  try {
    const [, port = ''] = await lineMatching(server, /Extension host agent listening on (\d+)/, START_TIMEOUT);
    const url = `http://127.0.0.1:${port}/`;
    await answers(url);
    return {
      url,
      port: Number(port),
      pid: server.process.pid ?? 0,
      version: install.version,
      logDir: path.join(data, 'data', 'logs'),
      folder,
      extensionsDir,
      home,
      output: () => output,
      windowUrl: (window) => windowUrl(url, { folder, ...window }),
      changeSettings,
      ended: server.ended,
      stop: () => server.stop(),
    };
  } catch (error) {
    await server.stop();
    if (output.includes('EADDRINUSE')) throw new Error(`Port ${options.port ?? 0} is in use.`, { cause: error });
    throw error;
  }
}

/** Installs a packaged extension into a folder of extensions, as `code --install-extension` does. */
export async function installVsix(vsix: string, extensionsDir: string, install?: VscodeInstall): Promise<void> {
  const { node, main } = install ?? (await installVscode());
  const run = await mkdtemp(path.join(tmpdir(), 'forecast-backtests-install-'));
  const { code, output } = await runGuarded(
    node,
    [main, '--install-extension', vsix, '--force', `--extensions-dir=${extensionsDir}`, `--server-data-dir=${run}`],
    { env: await isolatedEnvironment(path.join(run, 'home')), remove: run },
  );
  if (code !== 0 || !output.includes('successfully installed')) {
    throw new Error(`${vsix} could not be installed (code ${code}):\n${output.trim()}`);
  }
}

function windowUrl(url: string, { folder, payload }: WindowOptions): string {
  const address = new URL(url);
  if (typeof folder === 'string') address.searchParams.set('folder', folder);
  else address.searchParams.set('ew', 'true');
  if (payload) address.searchParams.set('payload', JSON.stringify(payload));
  return address.href;
}

async function answers(url: string): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT;
  for (;;) {
    const status = await fetch(url).then(
      async (response) => (await response.arrayBuffer(), response.status),
      (error: unknown) => String(error),
    );
    if (status === 200) return;
    if (performance.now() > deadline) throw new Error(`VS Code does not answer at ${url}: ${String(status)}`);
    await delay(100);
  }
}
