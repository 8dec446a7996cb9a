/** Lists the profiles of the shared config files for a person to choose from, without loading the SDK. */
import { readFile } from 'node:fs/promises';
import type { EnvironmentSource, FileProblem, ProfileInfo, ProfileKind, ProfileListing } from '../domain/profiles';
import { isSourceOfCredentials, setting, sharedFiles, type Environment, type Section } from './shared-files';

type Sections = Map<string, Record<string, string>>;

interface ParsedFile {
  /** By the name of the profile. */
  readonly profiles: Sections;
  readonly problems: readonly FileProblem[];
}

/** Reads both files as they are now. Never rejects: what cannot be read is told, and does not hide the rest. */
export async function listProfiles(env: Environment): Promise<ProfileListing> {
  const { configFilepath, filepath } = sharedFiles(env);
  const [config, credentials] = await Promise.all([read(configFilepath, 'config'), read(filepath, 'credentials')]);
  const names = [...new Set([...config.profiles.keys(), ...credentials.profiles.keys()])];
  const sections = new Map(
    names.map((name) => [name, { ...config.profiles.get(name), ...credentials.profiles.get(name) }] as const),
  );
  return {
    // By code points: comparing 5,000 names by a language's rules takes ten times as long, and names are ASCII.
    profiles: names.sort().map((name) => profileInfo(name, sections.get(name) ?? {})),
    problems: [...config.problems, ...credentials.problems],
    environment: environmentSource(env, sections.get('default')),
  };
}

function profileInfo(name: string, section: Section): ProfileInfo {
  const region = section['region'];
  return { name, kind: profileKind(section), ...(region !== undefined && { region }) };
}

/** In the order in which the SDK looks (credential-provider-ini, `resolveProfileData`). */
export function profileKind(section: Section): ProfileKind {
  const has = (name: string): boolean => section[name] !== undefined;
  if (has('role_arn') && (has('source_profile') || has('credential_source'))) return 'role';
  if (has('aws_access_key_id') && has('aws_secret_access_key')) return 'keys';
  if (has('web_identity_token_file') && has('role_arn')) return 'webIdentity';
  if (has('credential_process')) return 'process';
  if (['sso_session', 'sso_start_url', 'sso_account_id', 'sso_region', 'sso_role_name'].some(has)) return 'sso';
  return has('login_session') ? 'login' : 'none';
}

/** The same order as `findCredentials`. */
function environmentSource(env: Environment, defaultProfile: Section | undefined): EnvironmentSource {
  const named = setting(env, 'AWS_PROFILE');
  if (named !== undefined) return { kind: 'profile', profile: named, variable: 'AWS_PROFILE' };
  if (setting(env, 'AWS_ACCESS_KEY_ID') !== undefined && setting(env, 'AWS_SECRET_ACCESS_KEY') !== undefined) {
    return { kind: 'keys', variable: 'AWS_ACCESS_KEY_ID' };
  }
  if (defaultProfile && isSourceOfCredentials(defaultProfile)) return { kind: 'profile', profile: 'default' };
  return { kind: 'machine' };
}

type FileKind = 'config' | 'credentials';

async function read(file: string, kind: FileKind): Promise<ParsedFile> {
  try {
    return parseProfiles(await readFile(file, 'utf8'), file, kind);
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return { profiles: new Map(), problems: isMissing ? [] : [{ file, reason: 'unreadable' }] };
  }
}

/** A name as the SDK's reader takes it (`prefixKeyRegex` of its shared-ini-file-loader). */
const NAMED_SECTION = /^([\w-]+)\s(["'])?([\w\-@+.%:/]+)\2$/u;

/** Sections of `config` that are no profiles, and yet right: those of the SDKs and of the AWS CLI. */
const OTHER_SECTIONS = /^(?:sso-session|services)\s|^(?:plugins|preview)$/u;

/** The rules are those of the SDK's reader, which says nothing of the lines that it passes over. */
export function parseProfiles(text: string, file: string, kind: FileKind): ParsedFile {
  const profiles: Sections = new Map();
  const problems: FileProblem[] = [];
  /** Undefined above the first section and in a section that counts for nothing. */
  let section: Record<string, string> | undefined;
  let hasSection = false;

  text.split(/\r?\n/u).forEach((raw, index) => {
    const line = withoutComment(raw).trim();
    const tell = (reason: FileProblem['reason']): void => void problems.push({ file, line: index + 1, reason });
    if (line === '') return;
    if (line.startsWith('[')) {
      hasSection = true;
      section = undefined;
      if (!line.endsWith(']')) {
        tell('unclosedSection');
        return;
      }
      const header = line.slice(1, -1);
      if (header === '__proto__' || header === 'profile __proto__') {
        tell('refusedFile');
        return;
      }
      const name = profileName(header, kind);
      if (name !== undefined) {
        section = profiles.get(name) ?? {};
        profiles.set(name, section);
      } else if (kind === 'credentials' || !OTHER_SECTIONS.test(header)) {
        tell('unknownSection');
      }
      return;
    }
    const equals = line.indexOf('=');
    if (equals <= 0) tell('notASetting');
    else if (!hasSection) tell('outsideSection');
    // Indented lines belong to a setting without a value, such as `s3 =`.
    else if (section && raw.trimStart() === raw) {
      const value = line.slice(equals + 1).trim();
      if (value !== '') section[line.slice(0, equals).trim()] = value;
    }
  });
  // The SDK's reader throws then, and the file counts as empty.
  return problems.some(({ reason }) => reason === 'refusedFile')
    ? { profiles: new Map(), problems }
    : { profiles, problems };
}

/** A comment begins with `#` or `;` behind a blank or at the start of the line. */
function withoutComment(line: string): string {
  // Most lines have neither, and a search for a character is ten times as quick as one for a pattern.
  if (!line.includes('#') && !line.includes(';')) return line;
  return line.split(/(?:^|\s)[;#]/u)[0] ?? '';
}

function profileName(header: string, kind: FileKind): string | undefined {
  const [, prefix, , name] = NAMED_SECTION.exec(header) ?? [];
  if (kind === 'config') return header === 'default' ? header : prefix === 'profile' ? name : undefined;
  // `[profile NAME]` has no meaning in this file.
  return prefix === undefined ? header : undefined;
}
