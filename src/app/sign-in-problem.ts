import type { DomainError, ErrorKind } from '../domain/errors';
import type { JobStore } from './job-store';
import type { WatchProblem } from './job-watcher';

/** Failures that go away when the person signs in; what was read before stays true. */
const SIGNED_OUT: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['signInExpired', 'mfaRequired']);

/** Failed while credentials were fetched, from single sign-on, STS or a program: no service was called yet. */
export function isSigningIn({ facts }: DomainError): boolean {
  return facts.operation === 'sign-in' || /(?:Credentials|Token)?ProviderError$/u.test(facts.code ?? '');
}

export function isSignedOut(error: DomainError | undefined): error is DomainError {
  return error !== undefined && SIGNED_OUT.has(error.kind);
}

/**
 * The person has been signed out in the middle of work: the first that failed for it speaks for all, be it a list or the
 * watch of running jobs.
 */
export function signInProblem(
  store: JobStore,
  watch?: { readonly problem: WatchProblem | undefined },
): DomainError | undefined {
  return [
    store.error,
    ...[...store.groups(), store.predictorList, ...store.predictorGroups()].map(({ error }) => error),
    watch?.problem?.error,
  ].find((error) => isSignedOut(error));
}
