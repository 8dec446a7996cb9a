import { Cancelled, DomainError } from '../domain/errors';
import type { CallOptions, Connection } from '../domain/ports';
import type { AccountSession } from './account-session';

export interface OpenedConnectionOptions extends CallOptions {
  /** The person asks for something anew, perhaps after mending what had failed: it is tried again, and may ask them. */
  readonly byPerson?: boolean;
  /** Where the account is opened for it, the first pages of its jobs are waited for as well. */
  readonly isListed?: boolean;
}

/**
 * The connection, worked out first when there is none. Rejects with what the session has failed with, or with
 * `Cancelled`.
 */
export async function openedConnection(
  session: AccountSession,
  { signal, byPerson = false, isListed = false }: OpenedConnectionOptions = {},
): Promise<Connection> {
  if (byPerson) session.connection?.allowPrompt();
  await new Promise<void>((resolve) => {
    const over = new AbortController();
    const end = (): void => {
      following.dispose();
      over.abort();
      resolve();
    };
    const following = session.onDidChange(() => {
      if (session.connection && !isListed) end();
    });
    signal?.addEventListener('abort', end, { signal: over.signal });
    if (session.connection || signal?.aborted) end();
    else void (byPerson && session.error ? session.reopen() : session.start()).then(end);
  });
  if (signal?.aborted) throw new Cancelled();
  if (session.connection) return session.connection;
  throw session.error ?? new DomainError('unknown', 'No account is open');
}
