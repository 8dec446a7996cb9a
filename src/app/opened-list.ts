import { DomainError } from '../domain/errors';
import type { Connection } from '../domain/ports';
import type { AccountSession } from './account-session';

/**
 * The connection for a command that works on the list of jobs; where the account is opened for it, the first pages are
 * waited for. What failed before is tried again: the person has asked for something anew, perhaps after mending it.
 * Rejects with what the session has failed with.
 */
export async function openedList(session: AccountSession): Promise<Connection> {
  await (session.error ? session.reopen() : session.start());
  if (session.connection) return session.connection;
  throw session.error ?? new DomainError('unknown', 'No account is open');
}
