/**
 * Fetches the VS Code that the tests run in, and keeps it.
 *
 * The npm package `code-server` carries a complete VS Code server with its workbench (`lib/vscode`); only that part is
 * used, started with the Node binary that it was built for, which comes from npm as well. Nothing is compiled, no
 * install script runs, no system library is needed.
 */
import { copyFile, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { npmEnvironment } from './environment';
import { runGuarded } from './guarded';
import { npmCommand } from './npm-command';
import { CACHE } from './paths';

/** The VS Code server inside what npm installs. */
const SERVER = 'node_modules/code-server/lib/vscode';

interface Version {
  /** What the server must say about itself. */
  readonly vscode: string;
  readonly codeServer: string;
  readonly node: string;
}

/** `current` is what users have, `minimum` the oldest that the manifest's `engines.vscode` admits. */
export const VERSIONS = {
  current: { vscode: '1.139.1', codeServer: '4.139.1', node: '24.21.0' },
  minimum: { vscode: '1.100.3', codeServer: '4.100.3', node: '20.20.2' },
} as const satisfies Record<string, Version>;

export type Line = keyof typeof VERSIONS;

export interface VscodeInstall {
  readonly version: string;
  /** The Node binary that runs the server. */
  readonly node: string;
  /** `server-main.js` of the server. */
  readonly main: string;
}

/** The line that `TEST_VSCODE` names; `current` when it names none. @throws Error when the name is unknown. */
export function chosenLine(): Line {
  const name = process.env['TEST_VSCODE'] ?? 'current';
  if (name === 'current' || name === 'minimum') return name;
  throw new Error(`TEST_VSCODE is "${name}"; it may be one of: ${Object.keys(VERSIONS).join(', ')}.`);
}

/**
 * The VS Code server of a line, fetched at the first use (about 30 seconds and 800 MB).
 * @throws Error in plain words when npm cannot fetch it.
 */
export async function installVscode(line: Line = chosenLine(), say: Say = sayOnStderr): Promise<VscodeInstall> {
  const version = VERSIONS[line];
  const folder = path.join(CACHE, `vscode-server-${version.vscode}-${process.platform}-${process.arch}`);
  if (!(await exists(folder))) await fetchInto(folder, version, say);
  return describe(folder, version);
}

type Say = (message: string) => void;
const sayOnStderr: Say = (message) => console.error(message);

function describe(folder: string, { vscode }: Version): VscodeInstall {
  return {
    version: vscode,
    node: process.env['TEST_VSCODE_NODE'] ?? path.join(folder, 'node_modules', nodePackage(), 'bin', 'node'),
    main: path.join(folder, SERVER, 'out', 'server-main.js'),
  };
}

/** The npm package that holds Node's binary for this platform: what the package `node` would choose in its script. */
function nodePackage(): string {
  return `node-${process.platform}-${process.arch}`;
}

/**
 * Installs beside the final folder and renames at the end: what bears the final name is always whole. When two processes
 * fetch at once, the first to finish wins and the other uses its result.
 */
async function fetchInto(folder: string, version: Version, say: Say): Promise<void> {
  const started = performance.now();
  await mkdir(CACHE, { recursive: true });
  await removeAbandoned(folder);
  say(`Fetching VS Code ${version.vscode} for the tests (once, about 800 MB in .vscode-test) ...`);
  const partial = await mkdtemp(`${folder}.${process.pid}.`);
  try {
    await writeFile(path.join(partial, 'package.json'), '{"private":true}\n');
    const node = process.env['TEST_VSCODE_NODE'] === undefined ? [`${nodePackage()}@${version.node}`] : [];
    await npm(partial, ['install', `code-server@${version.codeServer}`, ...node]);
    say('  ... and what it needs');
    // Not `npm ci`: the shrinkwrap that the package ships is out of step with its package.json.
    await npm(path.join(partial, SERVER), ['install', '--omit=dev']);
    await copyFile(
      path.join(__dirname, 'server-log.cjs'),
      path.join(partial, SERVER, 'node_modules/@vscode/spdlog/index.js'),
    );
    await check(describe(partial, version));
    await rename(partial, folder).catch(async (error: unknown) => {
      if (!(await exists(folder))) throw error;
    });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  say(`VS Code ${version.vscode} is ready after ${((performance.now() - started) / 1000).toFixed(0)} seconds.`);
}

async function npm(cwd: string, args: readonly string[]): Promise<void> {
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
  const [program, ...first] = npmCommand();
  const { code, output } = await runGuarded(program, [...first, ...args, ...options], { cwd, env: npmEnvironment() });
  if (code !== 0) {
    throw new Error(
      `VS Code for the tests could not be fetched: "npm ${args.join(' ')}" ended with code ${code}. ` +
        `It needs the npm registry (or a filled npm cache) and about 1 GB of disk.\n${output.trim()}`,
    );
  }
}

/** Asks the server for its version: proves that Node starts and the server's parts are found. */
async function check({ node, main, version }: VscodeInstall): Promise<void> {
  const { code, output } = await runGuarded(node, [main, '--version'], { env: npmEnvironment() });
  if (code !== 0 || !output.includes(version)) {
    throw new Error(`The fetched VS Code server does not start (code ${code}, expected ${version}):\n${output.trim()}`);
  }
}

/** Deletes what interrupted installs of the same version left: folders named after processes that no longer live. */
async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(CACHE)) {
    if (!name.startsWith(`${path.basename(folder)}.`)) continue;
    const pid = Number(name.slice(path.basename(folder).length + 1).split('.')[0]);
    if (!isAlive(pid)) await rm(path.join(CACHE, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
