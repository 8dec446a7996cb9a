import type { SignInWay } from './ports';

/** Names that every shell takes as they are. */
const PLAIN = /^[\w.@+:/][\w.@+:/-]*$/u;

/** Names that every shell takes as they are between double quotes. */
const QUOTABLE = /^[\w.@+:/][\w.@+:/ ,=()#&-]*$/u;

/** The command of the AWS CLI with which a person signs in; undefined for a name that a shell would take apart. */
export function signInCommand({ kind, profile }: SignInWay): string | undefined {
  const command = kind === 'sso' ? 'aws sso login' : 'aws login';
  if (PLAIN.test(profile)) return `${command} --profile ${profile}`;
  return QUOTABLE.test(profile) ? `${command} --profile "${profile}"` : undefined;
}
