import { parseArn } from '../domain/arn';
import { Cancelled } from '../domain/errors';
import type { CallOptions } from '../domain/ports';
import type { AccountSession } from './account-session';
import type { JobStore } from './job-store';

export interface AccountSources {
  readonly session: AccountSession;
  readonly store: JobStore;
}

/**
 * The open account's twelve digits, as any of its jobs tells them, or STS; undefined while neither does. The jobs come
 * first: where Forecast has an endpoint of its own, STS may tell of another account than the one that is listed.
 */
export function accountNumber({ session, store }: AccountSources): string | undefined {
  return parseArn(store.groups()[0]?.jobs[0]?.arn ?? '')?.account ?? session.accountId;
}

/**
 * The same, as soon as it is known; undefined when neither the list nor STS can tell it. Rejects with `Cancelled`.
 */
export async function knownAccount(
  { session, store }: AccountSources,
  { signal }: CallOptions = {},
): Promise<string | undefined> {
  const known = (): string | undefined => accountNumber({ session, store });
  await new Promise<void>((resolve) => {
    let hasAsked = false;
    const look = (): void => {
      if (!signal?.aborted && known() === undefined && !(hasAsked && !store.busy)) return;
      for (const one of following) one.dispose();
      signal?.removeEventListener('abort', look);
      resolve();
    };
    const following = [session.onDidChange(look), store.onDidChange(look)];
    signal?.addEventListener('abort', look);
    void session.identified.then(() => {
      hasAsked = true;
      look();
    });
    look();
  });
  if (signal?.aborted) throw new Cancelled();
  return known();
}
