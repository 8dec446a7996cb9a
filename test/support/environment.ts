/** The environments that child processes of the tests get: nothing of the developer's own account leaks in. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * What an outer `npm`, `tsx` or VS Code terminal sets for its own children, and what would make a test depend on who runs
 * it. `AWS_CA_BUNDLE` goes as well: a test that needs it says so.
 */
const FOREIGN = /^(?:npm_|AWS_|FORECAST_BACKTESTS_|VSCODE_|ELECTRON_|NODE_OPTIONS$|NODE_ENV$|INIT_CWD$|TSX_|MOCHA_)/i;

/** Of npm's own variables, those that say how to reach a registry: a person sets them on purpose. */
const REGISTRY_ACCESS =
  /^npm_config_(?:registry|cache|proxy|https?_proxy|noproxy|ca|cafile|strict_ssl|userconfig|globalconfig|offline|prefer_offline)$/i;

/** Enough for a service that does not check signatures. The key pair is the one of Amazon's documentation. */
export const DUMMY_CREDENTIALS = {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  AWS_REGION: 'us-east-1',
} as const;

type Variables = Readonly<Record<string, string | undefined>>;

function without(pattern: RegExp, keep?: RegExp): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !pattern.test(name) || keep?.test(name) === true),
  );
}

/** For an inner `npm install`: independent of the options that the outer `npm test` was called with. */
export function npmEnvironment(): NodeJS.ProcessEnv {
  return without(FOREIGN, REGISTRY_ACCESS);
}

/**
 * For VS Code's server, and so for the extension host: this process' environment without any AWS variable, with a home of
 * its own, empty AWS files and no instance metadata, so that no real account is ever reached. `extra` is added last; its
 * `undefined` values remove a variable.
 *
 * @param home Folder that becomes HOME; it is made, with empty `.aws/config` and `.aws/credentials` in it.
 */
export async function isolatedEnvironment(home: string, extra: Variables = {}): Promise<NodeJS.ProcessEnv> {
  const aws = path.join(home, '.aws');
  await mkdir(aws, { recursive: true });
  const files = {
    AWS_CONFIG_FILE: path.join(aws, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: path.join(aws, 'credentials'),
  };
  for (const file of Object.values(files)) await writeFile(file, '');
  const env = { ...without(FOREIGN), HOME: home, ...files, AWS_EC2_METADATA_DISABLED: 'true', ...extra };
  return env;
}
