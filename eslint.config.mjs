import eslint from '@eslint/js';
import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** Which room may import which (see src/README.md). A room that is not named here may import nothing but itself. */
const ROOMS = {
  domain: [],
  app: ['domain'],
  aws: ['domain'],
  sample: ['domain'],
  protocol: ['domain'],
  ui: ['app', 'protocol', 'domain'],
};

const zones = Object.entries(ROOMS).flatMap(([room, allowed]) => ({
  target: `./src/${room}`,
  from: './src',
  except: [room, ...allowed].map((name) => `./${name}`),
  message: `src/${room} may import only from: ${[room, ...allowed].join(', ')}.`,
}));

/** Packages that belong to one room alone. */
const SDK = { group: ['@aws-sdk/*', '@smithy/*'], message: 'Only src/aws may import the AWS SDK.' };
const VSCODE = { group: ['vscode'], message: 'Only src/ui and src/extension.ts may import vscode.' };
const NODE = { group: ['node:*'], message: 'domain/ and app/ run anywhere: inject what Node offers.' };

const forbid = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });

export default tseslint.config(
  { ignores: ['node_modules', 'dist', 'out', '.vscode-test', 'test-results'] },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    plugins: { 'import-x': importX },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    settings: { 'import-x/resolver': { node: { extensions: ['.ts', '.json'] } } },
    rules: {
      eqeqeq: 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'import-x/no-restricted-paths': ['error', { zones }],
      'import-x/no-cycle': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  { files: ['src/**/*.ts'], rules: { 'no-console': 'error' } },
  { files: ['src/domain/**/*.ts', 'src/app/**/*.ts'], rules: forbid(SDK, VSCODE, NODE) },
  { files: ['src/sample/**/*.ts', 'src/protocol/**/*.ts'], rules: forbid(SDK, VSCODE) },
  { files: ['src/aws/**/*.ts'], rules: forbid(VSCODE) },
  { files: ['src/ui/**/*.ts', 'src/extension.ts'], rules: forbid(SDK) },
  { files: ['src/sample/emulator.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: { console: 'readonly', process: 'readonly' } },
  },
);
