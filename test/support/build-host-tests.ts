/** Bundles the host tests, so that an extension host can load them: no TypeScript, no module paths of this project. */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { PROJECT } from './paths';

export interface HostTests {
  /** The module whose `run()` runs all host tests. */
  readonly main: string;
  /**
   * An extension that does nothing. VS Code runs a test module only for an extension under development; with this one in
   * that place, what is tested is the packaged extension, installed as users install it.
   */
  readonly carrier: string;
}

export async function buildHostTests(): Promise<HostTests> {
  const tests = path.join(PROJECT, 'test', 'host');
  const out = path.join(PROJECT, 'out', 'host');
  const files = (await readdir(tests, { recursive: true })).filter((file) => file.endsWith('.test.ts')).sort();
  const load = files.map((file) => `await import(${JSON.stringify(`./${file.split(path.sep).join('/')}`)});`);
  await rm(out, { recursive: true, force: true });
  await build({
    stdin: {
      contents: `import { runHostTests } from './index';\nexport const run = () => runHostTests(async () => { ${load.join('\n')} });`,
      resolveDir: tests,
      sourcefile: 'all-tests.ts',
      loader: 'ts',
    },
    outfile: path.join(out, 'index.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode', 'mocha'],
    mainFields: ['module', 'main'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  const carrier = path.join(out, 'carrier');
  await mkdir(carrier, { recursive: true });
  const manifest = { name: 'test-carrier', publisher: 'tests', version: '0.0.0', engines: { vscode: '*' } };
  await writeFile(path.join(carrier, 'package.json'), JSON.stringify(manifest));
  return { main: path.join(out, 'index.js'), carrier };
}
