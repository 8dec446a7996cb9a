/** The fixture of the end-to-end tests: a real VS Code with the packaged extension, for one `describe`. */
import { access, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser } from 'playwright-core';
import { launchChromium } from './chromium';
import { extensionLog, keepFailure } from './keep-failure';
import { VSIX } from './paths';
import { installVsix, startServer, type ServerOptions, type VscodeServer, type WindowOptions } from './vscode-server';
import { Workbench } from './workbench';

type Late<T> = T | (() => T | Promise<T>);

export interface VscodeOptions extends Omit<ServerOptions, 'vsix' | 'env' | 'settings' | 'extensionsDir'> {
  /** Added to the extension host's environment; a function is called when the tests start, after earlier `before` hooks. */
  readonly env?: Late<NonNullable<ServerOptions['env']>>;
  /** Machine settings; a function likewise. */
  readonly settings?: Late<NonNullable<ServerOptions['settings']>>;
  /** The package that is installed. Default: `VSIX`. */
  readonly vsix?: string;
  /** Which folder the first window opens. */
  readonly window?: WindowOptions;
}

export interface VscodeFixture {
  readonly server: VscodeServer;
  /** The first window. */
  readonly workbench: Workbench;
  /** Opens one more window, with an extension host of its own; it is closed at the end. */
  openWindow(options?: WindowOptions): Promise<Workbench>;
  /** What the extension logged so far. */
  log(): Promise<string>;
}

/** Starting the server takes 2 seconds and a window 4 to 10; fetching both at the first use takes about a minute. */
const START_TIMEOUT = 600_000;

/** A scrolled tree would keep its group's row on top, over the rows that a test clicks. */
const STEADY = { 'workbench.tree.enableStickyScroll': false };

let browser: Promise<Browser> | undefined;

/** The folder with the installed extension, by package: one serves all files, as installing takes seconds. */
const installed = new Map<string, Promise<string>>();

/**
 * Call it in a `describe`: starts a server with the packaged extension and opens a window before its tests, keeps what
 * is needed to understand a failing test, and ends all of it afterwards.
 * @returns The fixture; its members may be used inside hooks and tests.
 */
export function useVscode(options: VscodeOptions = {}): VscodeFixture {
  let server: VscodeServer | undefined;
  const windows: Workbench[] = [];

  const openWindow = async (window?: WindowOptions): Promise<Workbench> => {
    browser ??= launchChromium();
    const opened = await Workbench.open(await browser, started(server), window);
    windows.push(opened);
    return opened;
  };

  before('start VS Code', async function () {
    this.timeout(START_TIMEOUT);
    const { env, settings, window, vsix = VSIX, ...rest } = options;
    await access(vsix).catch(() => {
      throw new Error(`${vsix} does not exist. "npm run package -- --target here --target universal" makes it.`);
    });
    server = await startServer({
      ...rest,
      extensionsDir: await installOnce(vsix),
      env: await now(env),
      settings: { ...STEADY, ...(await now(settings)) },
    });
    await openWindow(window);
  });

  afterEach('keep failures', async function () {
    const test = this.currentTest;
    if (test && test.state !== 'passed') await keepFailure(test.fullTitle(), server, windows);
  });

  after('end VS Code', async function () {
    this.timeout(30_000);
    for (const window of windows.splice(0)) await window.close();
    await server?.stop();
  });

  return {
    get server() {
      return started(server);
    },
    get workbench() {
      return started(windows[0]);
    },
    openWindow,
    log: () => extensionLog(started(server)),
  };
}

// On mocha's root suite: one browser serves all files.
after('close the browser', async () => (await browser)?.close());
after('remove the installed extension', async () => {
  for (const folder of installed.values()) await rm(await folder, { recursive: true, force: true });
});

function installOnce(vsix: string): Promise<string> {
  const install = async (): Promise<string> => {
    const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'forecast-backtests-extensions-')));
    await installVsix(vsix, folder);
    return folder;
  };
  const known = installed.get(vsix) ?? install();
  installed.set(vsix, known);
  return known;
}

function started<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('VS Code is not running yet: use the fixture inside hooks and tests.');
  return value;
}

async function now<T extends object>(value: Late<T> | undefined): Promise<T | Record<string, never>> {
  return typeof value === 'function' ? value() : (value ?? {});
}
