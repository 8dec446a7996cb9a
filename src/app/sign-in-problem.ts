import type { DomainError, ErrorKind } from '../domain/errors';
import type { JobStore } from './job-store';

/** Failures that go away when the person signs in; what was read before stays true. */
const SIGNED_OUT: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['signInExpired', 'mfaRequired']);

export function isSignedOut(error: DomainError | undefined): error is DomainError {
  return error !== undefined && SIGNED_OUT.has(error.kind);
}

/** The person has been signed out in the middle of work: the first list that failed for it speaks for all. */
export function signInProblem(store: JobStore): DomainError | undefined {
  if (isSignedOut(store.error)) return store.error;
  return [...store.groups(), store.predictorList, ...store.predictorGroups()]
    .map(({ error }) => error)
    .find((error) => isSignedOut(error));
}
