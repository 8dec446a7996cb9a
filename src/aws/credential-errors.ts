import { DomainError, isCancelled, isDomainError, type ErrorKind } from '../domain/errors';
import { translateError } from './errors';
import { redact } from './redact';
import type { SignInRequest } from './sign-in-requests';

/**
 * Sentences of the SDK's credential providers, which all throw a `CredentialsProviderError` without a code. They are
 * the only thing that tells one reason from another; a sentence that is not here counts as `noCredentials`.
 */
const SENTENCES: readonly (readonly [ErrorKind, RegExp])[] = [
  ['mfaRequired', /multi-factor authentication|\bMFA\b|MultiFactorAuthentication/iu],
  // Before the advice to sign in again, which the SDK gives also where nobody was reached.
  ['unknownHost', /\b(?:ENOTFOUND|EAI_AGAIN)\b/u],
  ['network', /\b(?:ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|fetch failed)\b/u],
  ['timeout', /\bTimeoutError\b|ETIMEDOUT/u],
  [
    'signInExpired',
    /SSO session|SSO Token|aws (?:sso )?login|re-?authenticate|Token is expired|load token from|UnauthorizedException/iu,
  ],
  // The portal's ForbiddenException, quoted: the sign-in is good, the role is not this person's.
  ['accessDenied', /ForbiddenException|No access/u],
  [
    'badProfile',
    /could not be found|was not found|invalid SSO credentials|missing required property|Conflicting SSO|Unsupported credential source|a cycle/iu,
  ],
];

/** The sign-in service has not had its word: it was not reached, or not in a state to decide anything. */
const UNDECIDED: ReadonlySet<ErrorKind> = new Set([
  'unknownHost',
  'offline',
  'network',
  'timeout',
  'tls',
  'proxy',
  'badResponse',
  'throttled',
  'serviceFault',
  'clockSkew',
]);

/**
 * Why no credentials came, as a `DomainError`. `profile` is the one in use, `last` the last request of the sign-in. The
 * providers of a profile can fail in the profiles it builds on; their own words then name the right one.
 */
export function translateCredentialError(
  error: unknown,
  profile: string,
  last: SignInRequest | undefined,
): DomainError {
  if (isDomainError(error)) return error;
  const { name, message } = named(error);
  const call = { profile, operation: 'sign-in', host: last?.host };
  if (name !== 'CredentialsProviderError' && name !== 'TokenProviderError' && name !== 'ProviderError') {
    // STS, SSO or the network, called on the way.
    const translated = translateError(error, call);
    if (!isCancelled(translated)) return translated;
    return new DomainError('timeout', 'Signing in was given up', { profile });
  }
  const met = last?.failure === undefined ? undefined : translateError(last.failure, call);
  if (met && !isCancelled(met) && UNDECIDED.has(met.kind)) return met;
  const facts = { code: name, profile };
  // A failed `credential_process` quotes its whole command line, which can hold a secret.
  if (message.startsWith('Command failed') || message.includes('credential_process')) {
    return new DomainError(
      'noCredentials',
      `The credential_process of profile ${profile} failed; run its command in a terminal to see why`,
      facts,
    );
  }
  const unresolved = /Could not resolve credentials using profile: \[(.+?)\]/u.exec(message)?.[1];
  if (unresolved !== undefined && unresolved !== profile) {
    return new DomainError(
      'badProfile',
      `Profile ${profile} builds on profile ${unresolved}: ${redact(message)}`,
      facts,
    );
  }
  const kind = SENTENCES.find(([, sentence]) => sentence.test(message))?.[0] ?? 'noCredentials';
  return new DomainError(kind, redact(message), facts);
}

function named(error: unknown): { readonly name: string; readonly message: string } {
  return error instanceof Error ? error : { name: 'Error', message: String(error) };
}
