/** Where the tests find the project's parts and keep their own. All of these paths are absolute. */
import path from 'node:path';

export const PROJECT = path.resolve(__dirname, '..', '..');

/** The extension's identifier, as VS Code knows it: publisher and name. */
export const EXTENSION_ID = 'forecast-backtest-exports.forecast-backtest-exports';

/** Downloaded test machinery (VS Code servers); git-ignored, safe to delete, shared by all runs. */
export const CACHE = path.join(PROJECT, '.vscode-test');

/** What runs leave behind for a person to look at: counts, screenshots, failures; git-ignored. */
export const RESULTS = path.join(PROJECT, 'test-results');

/**
 * The package under test: the one for this platform, with the results engine. `TEST_VSIX` names another one, to test a
 * package that was built before.
 */
export const VSIX =
  process.env['TEST_VSIX'] ??
  path.join(PROJECT, 'out', `forecast-backtest-exports-${process.platform}-${process.arch}.vsix`);

/** The package for every machine, without the results engine. */
export const UNIVERSAL_VSIX = path.join(PROJECT, 'out', 'forecast-backtest-exports.vsix');

/** The program that makes `VSIX`, with its arguments, in `PROJECT`. */
export const PACKAGE: readonly [string, ...string[]] = [
  process.execPath,
  'esbuild.mjs',
  '--package',
  '--target',
  'here',
];
