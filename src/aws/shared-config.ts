import { loadSharedConfigFiles } from '@smithy/core/config';
import { sharedFiles, type Environment, type Section, type SharedFiles } from './shared-files';

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
  /** A whole `[services NAME]` section. */
  allServices(name: string): Section | undefined;
  /** An `[sso-session NAME]` section. */
  ssoSession(name: string): Section | undefined;
}

/** Reads both files. A file that is missing or unreadable counts as empty, as it does for the SDK and the AWS CLI. */
export async function readSharedConfig(env: Environment): Promise<SharedConfig> {
  const files = sharedFiles(env);
  const { configFile, credentialsFile } = await loadSharedConfigFiles(files);
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
    allServices: (name) => configFile[`services.${name}`],
    ssoSession: (name) => configFile[`sso-session.${name}`],
  };
}
