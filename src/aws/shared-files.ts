/** Where the shared config files are. Knows nothing of the SDK, so that it can be had without loading it. */
import { homedir } from 'node:os';
import { join } from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where the shared files are. Passed on to every SDK function that reads them, so that all read the same ones. */
export interface SharedFiles {
  readonly filepath: string;
  readonly configFilepath: string;
  /** The SDK keeps a file for the life of the process; an edited one must be seen by the next connection. */
  readonly ignoreCache: true;
}

/** An environment variable; one that is set to nothing counts as not set. */
export function setting(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === '' ? undefined : value;
}

export function homeFolder(env: Environment): string {
  return setting(env, 'HOME') ?? setting(env, 'USERPROFILE') ?? homedir();
}

export function sharedFiles(env: Environment): SharedFiles {
  const folder = join(homeFolder(env), '.aws');
  const file = (variable: string, name: string): string => {
    const named = setting(env, variable);
    // The SDK knows the tilde as well.
    return named?.startsWith('~/') ? join(homeFolder(env), named.slice(2)) : (named ?? join(folder, name));
  };
  return {
    filepath: file('AWS_SHARED_CREDENTIALS_FILE', 'credentials'),
    configFilepath: file('AWS_CONFIG_FILE', 'config'),
    ignoreCache: true,
  };
}

/** Settings that make a profile a source of credentials. */
const SIGN_IN_SETTINGS = [
  'aws_access_key_id',
  'role_arn',
  'credential_source',
  'credential_process',
  'sso_session',
  'sso_start_url',
  'sso_account_id',
  'login_session',
  'web_identity_token_file',
];

export type Section = Readonly<Record<string, string | undefined>>;

export function isSourceOfCredentials(section: Section): boolean {
  return SIGN_IN_SETTINGS.some((name) => section[name] !== undefined);
}
