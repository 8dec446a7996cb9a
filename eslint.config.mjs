import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Which room may import which (see src/README.md). A room that is not named here may import nothing but itself. */
const ROOMS = {
  domain: [],
  app: ['domain'],
  aws: ['domain'],
  sample: ['domain'],
  results: ['domain'],
  protocol: ['domain'],
  webview: ['protocol', 'domain'],
  ui: ['app', 'protocol', 'domain'],
};

/** Packages that belong to one room alone. */
const SDK = { group: ['@aws-sdk/*', '@smithy/*'], message: 'Only src/aws may import the AWS SDK.' };
const VSCODE = { group: ['vscode'], message: 'Only src/ui and src/extension.ts may import vscode.' };
const DUCKDB = { group: ['@duckdb/*'], message: 'Only src/results may import the analytic engine.' };
const NODE = { group: ['node:*'], message: 'This code runs anywhere: inject what Node offers.' };

/** The rule for one room: the packages and the rooms that it must not import. */
function room(name, ...packages) {
  const allowed = [name, ...ROOMS[name]];
  const others = Object.keys(ROOMS).filter((other) => !allowed.includes(other));
  const rooms = {
    group: [...others.flatMap((other) => [`**/../${other}`, `**/../${other}/**`]), '**/extension'],
    message: `src/${name} may import only from: ${allowed.join(', ')}.`,
  };
  return {
    files: [`src/${name}/**/*.{ts,tsx}`],
    rules: { 'no-restricted-imports': ['error', { patterns: [rooms, ...packages] }] },
  };
}

export default tseslint.config(
  { ignores: ['node_modules', 'dist', 'out', '.vscode-test', 'test-results'] },
  eslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  { files: ['src/**/*.{ts,tsx}'], rules: { 'no-console': 'error' } },
  room('domain', SDK, VSCODE, NODE, DUCKDB),
  room('app', SDK, VSCODE, NODE, DUCKDB),
  room('aws', VSCODE, DUCKDB),
  room('sample', SDK, VSCODE, DUCKDB),
  // The emulator's server stands in the same room, but only it needs Node.
  { ...room('sample', SDK, VSCODE, NODE, DUCKDB), ignores: ['src/sample/emulator.ts', 'src/sample/loopback*.ts'] },
  room('protocol', SDK, VSCODE, DUCKDB),
  room('results', SDK, VSCODE),
  room('webview', SDK, VSCODE, NODE, DUCKDB),
  room('ui', SDK, DUCKDB),
  {
    files: ['src/extension.ts', 'src/lazy-connect.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [SDK, DUCKDB] }] },
  },
  { files: ['src/sample/emulator.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: { console: 'readonly', process: 'readonly' } },
  },
);
