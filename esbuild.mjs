// Builds the extension: `node esbuild.mjs` for development, `--package` for the VSIX as users install it.
// `--package` alone makes the package for every machine, without the results engine; `--target linux-x64` the one for that
// platform with it, `--target here` the one for this machine, `--target universal` again the one for every machine;
// `--all` all of them.
//
// dist/extension.js  activation, commands, views: small, no AWS SDK
// dist/aws.js        the AWS SDK and everything that imports it, loaded on the first request
// dist/aws-places.js the SDK's clients of S3, IAM and KMS, loaded when a bucket, role or key is first looked for
// dist/sample.js     the sample account, loaded when it is opened
// dist/webview/*     the pages, with their styles and the icon font; they run in the browser of a webview
// dist/results.js    the extension's side of the results engine, loaded when an export is opened
// dist/results-worker.js  the engine's own process; DuckDB's binary stays a package beside it
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { HERE, placeEngine, removeEngine, TARGETS } from './src/results/engine-package.mjs';

/** Folders that are bundles of their own: the host bundle loads them with `import()` at the first use. */
const LAZY = ['aws', 'sample', 'results'];

/** Pages: the folders of src/webview that are entries of their own. */
const PAGES = ['details', 'results'];

/** Turns `import('./aws/index')` in the host bundle into a lazy `require('./aws.js')`; likewise within src/aws. */
const lazyBundles = {
  name: 'lazy-bundles',
  setup(context) {
    context.onResolve({ filter: /^\.\/place-clients$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './aws-places.js', external: true } : undefined,
    );
    context.onResolve({ filter: new RegExp(`^\\./(?:${LAZY.join('|')})/index$`) }, ({ path, kind }) =>
      kind === 'dynamic-import' ? { path: `./${path.split('/')[1]}.js`, external: true } : undefined,
    );
  },
};

const production = process.argv.includes('--package');

const common = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode'],
  // The CommonJS builds of the SDK cannot be tree-shaken: with its ES modules the bundle is 40 % smaller.
  mainFields: ['module', 'main'],
  minify: production,
  sourcemap: !production,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
};

rmSync('dist', { recursive: true, force: true });
const host = await build({
  ...common,
  entryPoints: { extension: 'src/extension.ts' },
  outdir: 'dist',
  plugins: [lazyBundles],
});
const lazy = await Promise.all(
  LAZY.map((name) =>
    build({ ...common, entryPoints: { [name]: `src/${name}/index.ts` }, outdir: 'dist', plugins: [lazyBundles] }),
  ),
);
const pages = await build({
  ...common,
  platform: 'browser',
  format: 'esm',
  // The Chromium of VS Code 1.100, the oldest that `engines` admits.
  target: 'chrome132',
  mainFields: ['browser', 'module', 'main'],
  external: [],
  entryPoints: Object.fromEntries(PAGES.map((name) => [name, `src/webview/${name}/index.tsx`])),
  outdir: 'dist/webview',
  assetNames: '[name]',
  loader: { '.ttf': 'file' },
  jsx: 'automatic',
  jsxImportSource: 'preact',
});
copyFileSync('node_modules/@vscode/codicons/LICENSE', 'dist/webview/codicon-LICENSE.txt');
// It repeats the SDK's core. In one bundle with the rest, the first request of every session would pay for it.
const places = await build({ ...common, entryPoints: { 'aws-places': 'src/aws/place-clients.ts' }, outdir: 'dist' });

const worker = await build({
  ...common,
  entryPoints: { 'results-worker': 'src/results/worker-start.ts' },
  outdir: 'dist',
  external: ['@duckdb/node-bindings-*'],
});

mkdirSync('out', { recursive: true });
const bundles = [host, ...lazy, places, pages, worker].map(({ metafile }) => metafile);
writeFileSync('out/metafile.json', JSON.stringify(bundles));

/** The house rule that activation pays for: nothing of the SDK may be reachable without a lazy import. */
const eager = Object.keys(host.metafile.inputs).filter((file) => file.includes('@aws-sdk') || file.includes('@smithy'));
if (eager.length > 0) {
  console.error(`The host bundle contains the AWS SDK:\n  ${eager.join('\n  ')}`);
  process.exit(1);
}

if (production) {
  // Packages of an earlier build would be taken for this one's.
  for (const file of readdirSync('out')) if (file.endsWith('.vsix')) rmSync(`out/${file}`);
  const packages = targets().map((target) => [target, makePackage(target)]);
  for (const { outputs } of bundles) {
    for (const [file, { bytes }] of Object.entries(outputs)) {
      const packed = gzipSync(readFileSync(file)).length;
      console.log(`${file.padEnd(20)} ${kilobytes(bytes)}, ${kilobytes(packed)} packed`);
    }
  }
  console.log(`Activation loads dist/extension.js only; AWS SDK modules in it: ${eager.length}`);
  for (const [target, vsix] of packages) {
    console.log(`${vsix} ${kilobytes(statSync(vsix).size)}${target ? '' : ' (without the results engine)'}`);
  }
}

/** The platforms that were asked for; undefined is the package for every machine. */
function targets() {
  if (process.argv.includes('--all')) return [undefined, ...TARGETS];
  const named = process.argv
    .flatMap((word, index) => (word === '--target' ? [process.argv[index + 1]] : []))
    .map((target) => (target === 'here' ? HERE : target === 'universal' ? undefined : target));
  const unknown = named.filter((target) => target !== undefined && !TARGETS.includes(target));
  if (unknown.length > 0) throw new Error(`--target is one of ${TARGETS.join(', ')}, not ${unknown.join(', ')}`);
  return named.length > 0 ? [...new Set(named)] : [undefined];
}

function makePackage(target) {
  const vsix = `out/forecast-backtest-exports${target ? `-${target}` : ''}.vsix`;
  if (target) placeEngine(target);
  const run = spawnSync(
    process.execPath,
    [
      'node_modules/@vscode/vsce/vsce',
      'package',
      '--no-dependencies',
      '--out',
      vsix,
      ...(target ? ['--target', target] : []),
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  removeEngine();
  if (run.status !== 0) process.exit(run.status ?? 1);
  return vsix;
}

function kilobytes(bytes) {
  return `${(bytes / 1024).toFixed(1)} KB`;
}
