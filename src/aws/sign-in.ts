/** What a profile's credentials hang on: which sections of the files, and how a person signs in for them. */
import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { SignInWay } from '../domain/ports';
import type { SharedConfig } from './shared-config';
import { homeFolder, setting, type Environment, type Section } from './shared-files';

/** Longer chains of roles are no more than a mistake; a circle ends here as well. */
const MOST_PROFILES = 20;

/** The profile and those it builds on by `source_profile`, the chosen one first; absent profiles are left out. */
function chain(config: SharedConfig, profile: string): readonly (readonly [name: string, section: Section])[] {
  const found: (readonly [string, Section])[] = [];
  for (let name: string | undefined = profile; name !== undefined && found.length < MOST_PROFILES;) {
    const section = config.profile(name);
    if (!section || found.some(([known]) => known === name)) break;
    found.push([name, section]);
    name = section['source_profile'];
  }
  return found;
}

/**
 * Everything that the files say of a profile, as one text to compare with a later one: the profile, those that it builds
 * on, its SSO session and its services. It holds secrets; it is never kept anywhere or shown.
 */
export function contentOf(config: SharedConfig, profile: string): string {
  const sections = chain(config, profile).map(([name, section]) => {
    const [session, services] = [section['sso_session'], section['services']];
    return [
      name,
      section,
      session === undefined ? undefined : config.ssoSession(session),
      services === undefined ? undefined : config.allServices(services),
    ];
  });
  return JSON.stringify(sections);
}

export interface SignIn {
  readonly way?: SignInWay;
  /** Rewritten by whatever the person signs in with. */
  readonly files: readonly string[];
}

/** How a person signs in for a profile: by the first of its chain that asks for it. */
export function signInOf(config: SharedConfig, profile: string, env: Environment): SignIn {
  for (const [name, section] of chain(config, profile)) {
    if (section['mfa_serial'] !== undefined) return { way: { kind: 'mfa', profile: name }, files: [] };
    const ssoName = section['sso_session'] ?? section['sso_start_url'];
    if (ssoName !== undefined) return { way: { kind: 'sso', profile: name }, files: [ssoTokenFile(ssoName, env)] };
    const login = section['login_session'];
    if (login !== undefined) return { way: { kind: 'login', profile: name }, files: [loginTokenFile(login, env)] };
    const webIdentity = section['web_identity_token_file'];
    if (webIdentity !== undefined) return { files: [webIdentity] };
  }
  return { files: [] };
}

/** As in `getSSOTokenFilepath` of the SDK, and in the AWS CLI. */
function ssoTokenFile(name: string, env: Environment): string {
  return join(homeFolder(env), '.aws', 'sso', 'cache', `${createHash('sha1').update(name).digest('hex')}.json`);
}

/** As in the SDK's credential-provider-login, and in the AWS CLI. */
function loginTokenFile(session: string, env: Environment): string {
  const folder = setting(env, 'AWS_LOGIN_CACHE_DIRECTORY') ?? join(homedir(), '.aws', 'login', 'cache');
  return join(folder, `${createHash('sha256').update(session).digest('hex')}.json`);
}
