/** The browser that shows VS Code's windows in the tests. */
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { npmEnvironment } from './environment';
import { runGuarded } from './guarded';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** Where installers put it without adding it to PATH. */
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** No sandbox: Chromium refuses to run as root with it. The rest keeps it from asking the network for anything. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the browser without a visible window. `HEADED=1` shows it, to watch a test. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = await findOrInstall();
  return chromium.launch({ executablePath, args: FLAGS, headless: process.env['HEADED'] === undefined });
}

/**
 * A Chromium on this machine: `CHROME_PATH`, an installed one, Debian's package, or Playwright's own download.
 * @throws Error that says what to install when none of these works.
 */
export async function findOrInstall(say: (message: string) => void = console.error): Promise<string> {
  const named = process.env['CHROME_PATH'];
  if (named !== undefined) {
    if (isExecutable(named)) return named;
    throw new Error(`CHROME_PATH is "${named}", which is not a program.`);
  }
  const tried: string[] = [];
  for (const install of [undefined, debianPackage, playwrightDownload]) {
    const failure = await install?.(say);
    if (failure !== undefined) tried.push(failure);
    const found = findInstalled();
    if (found !== undefined) return found;
  }
  throw new Error(
    'The tests need Chromium or Chrome, and none was found. Install one (Debian: "apt-get install chromium"), or name it ' +
      `in the environment variable CHROME_PATH.\n${tried.join('\n')}`,
  );
}

function findInstalled(): string | undefined {
  const onPath = (process.env['PATH'] ?? '').split(path.delimiter);
  const candidates = [...NAMES.flatMap((name) => onPath.map((folder) => path.join(folder, name))), ...PLACES];
  return [...candidates, chromium.executablePath()].find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return path.isAbsolute(file);
  } catch {
    return false;
  }
}

/** Gives back why it did not work; undefined when it did. */
type Install = (say: (message: string) => void) => Promise<string | undefined>;

const debianPackage: Install = async (say) => {
  if (process.getuid?.() !== 0) return 'apt-get: not tried, it needs root.';
  say('Installing Debian\'s package "chromium" for the tests ...');
  const env = { ...npmEnvironment(), DEBIAN_FRONTEND: 'noninteractive' };
  const install = ['install', '--yes', '--no-install-recommends', 'chromium'];
  const first = await runGuarded('apt-get', install, { env });
  if (first.code === 0) return undefined;
  // A fresh image knows no packages yet.
  await runGuarded('apt-get', ['update'], { env });
  const { code, output } = await runGuarded('apt-get', install, { env });
  return code === 0 ? undefined : `apt-get (code ${code}): ${lastLines(output)}`;
};

const playwrightDownload: Install = async (say) => {
  say("Downloading Playwright's Chromium for the tests ...");
  const cli = path.join(path.dirname(require.resolve('playwright-core/package.json')), 'cli.js');
  const { code, output } = await runGuarded(process.execPath, [cli, 'install', 'chromium'], { env: npmEnvironment() });
  return code === 0 ? undefined : `Playwright's download (code ${code}): ${lastLines(output)}`;
};

function lastLines(output: string): string {
  return output.trim().split('\n').slice(-3).join(' ');
}
