import { homedir } from 'node:os';
import { join } from 'node:path';
import { loadSharedConfigFiles } from '@smithy/core/config';

export type Environment = Readonly<Record<string, string | undefined>>;

type Section = Readonly<Record<string, string | undefined>>;

/** Where the shared files are. Passed on to every SDK function that reads them, so that all read the same ones. */
export interface SharedFiles {
  readonly filepath: string;
  readonly configFilepath: string;
  /** The SDK keeps a file for the life of the process; an edited one must be seen by the next connection. */
  readonly ignoreCache: true;
}

/** The shared config and credentials files, as they were when they were read. */
export interface SharedConfig {
  readonly files: SharedFiles;
  /** The profile's settings from both files (credentials file wins, as in the SDK); undefined if it is in neither. */
  profile(name: string): Section | undefined;
  /**
   * One service's settings in a `[services NAME]` section, for example `endpoint_url` of `forecast`.
   * Undefined if there is no such section.
   */
  services(name: string, service: string): Section | undefined;
  readonly profiles: readonly string[];
}

/** An environment variable; one that is set to nothing counts as not set. */
export function setting(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === '' ? undefined : value;
}

export function sharedFiles(env: Environment): SharedFiles {
  const folder = join(setting(env, 'HOME') ?? setting(env, 'USERPROFILE') ?? homedir(), '.aws');
  return {
    filepath: setting(env, 'AWS_SHARED_CREDENTIALS_FILE') ?? join(folder, 'credentials'),
    configFilepath: setting(env, 'AWS_CONFIG_FILE') ?? join(folder, 'config'),
    ignoreCache: true,
  };
}

/** Reads both files. A file that is missing or unreadable counts as empty, as it does for the SDK and the AWS CLI. */
export async function readSharedConfig(env: Environment): Promise<SharedConfig> {
  const files = sharedFiles(env);
  const { configFile, credentialsFile } = await loadSharedConfigFiles(files);
  // Sections other than profiles are named `services.NAME` and `sso-session.NAME` by the SDK's reader.
  const isProfile = (section: string): boolean => !/^(?:services|sso-session)\./u.test(section);
  return {
    files,
    profile: (name) =>
      configFile[name] || credentialsFile[name] ? { ...configFile[name], ...credentialsFile[name] } : undefined,
    services: (name, service) => {
      const section = configFile[`services.${name}`];
      if (!section) return undefined;
      const prefix = `${service}.`;
      return Object.fromEntries(
        Object.entries(section).flatMap(([key, value]) =>
          key.startsWith(prefix) ? [[key.slice(prefix.length), value]] : [],
        ),
      );
    },
    profiles: [...new Set([...Object.keys(configFile).filter(isProfile), ...Object.keys(credentialsFile)])],
  };
}
