// The results engine as it goes into a package for one platform: DuckDB's binary for that platform, in dist/node_modules,
// where Node looks first for what dist/results-worker.js requires. DuckDB's JavaScript is bundled.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';

/** The platforms that get a package with an engine, by VS Code's names; the engine's packages bear the same. */
export const TARGETS = ['linux-x64', 'linux-arm64', 'darwin-arm64', 'darwin-x64', 'win32-x64'];

/** The platform of this machine; it may be one without an engine. */
export const HERE = `${process.platform}-${process.arch}`;

const PLACE = 'dist/node_modules';

/** Fills dist/node_modules for one target. Binaries of other platforms are fetched once and kept in out/engine. */
export function placeEngine(target) {
  removeEngine();
  const name = `@duckdb/node-bindings-${target}`;
  const installed = path.join('node_modules', name);
  copy(existsSync(installed) ? installed : fetch(name), name);
}

export function removeEngine() {
  rmSync(PLACE, { recursive: true, force: true });
}

/** Without types, source maps and documentation: they only make the package larger. */
function copy(from, name) {
  cpSync(from, path.join(PLACE, name), {
    recursive: true,
    filter: (file) => statSync(file).isDirectory() || !/\.(?:d\.[cm]?ts|map|md)$/u.test(file),
  });
}

/** Gets a package that npm leaves out on this machine, in the very version and content that the lockfile names. */
function fetch(name) {
  const { version, integrity } = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages[`node_modules/${name}`];
  const folder = path.join('out', 'engine', `${name.replace('/', '-')}-${version}`);
  const unpacked = path.join(folder, 'package');
  if (existsSync(path.join(unpacked, 'package.json'))) return unpacked;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  run(process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm'], [
    'pack',
    '--silent',
    `${name}@${version}`,
    '--pack-destination',
    folder,
  ]);
  const archive = readdirSync(folder).find((file) => file.endsWith('.tgz'));
  const digest = `sha512-${createHash('sha512')
    .update(readFileSync(path.join(folder, archive)))
    .digest('base64')}`;
  if (digest !== integrity) throw new Error(`${name}@${version} is not what package-lock.json says`);
  run(['tar'], ['-xzf', path.join(folder, archive), '-C', folder]);
  rmSync(path.join(folder, archive));
  return unpacked;
}

function run([command, ...first], args) {
  const { status, error } = spawnSync(command, [...first, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw error ?? new Error(`${command} ${args.join(' ')} ended with ${status}`);
}
