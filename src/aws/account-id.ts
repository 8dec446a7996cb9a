import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { DomainError } from '../domain/errors';
import type { Connection } from '../domain/ports';
import { cancellable } from './cancellable';
import type { ClientSetup, Identity } from './identity';

/**
 * Asks AWS STS which account the credentials belong to. Every identity may ask this, whatever its policies say.
 * With `onlyConfigured` no other STS is asked than one that was configured beside the endpoint of Forecast.
 */
export function accountIdOf(
  identity: Identity,
  { onlyConfigured }: { readonly onlyConfigured: boolean },
): Connection['accountId'] {
  let call: ReturnType<typeof callOf> | undefined;
  return async (options) => {
    const setup = identity.clientFor('sts');
    if (onlyConfigured && !setup.endpoint) return undefined;
    call ??= callOf(setup, identity.signal);
    const { Account } = await call(new GetCallerIdentityCommand({}), options);
    if (Account === undefined || !/^\d{12}$/u.test(Account)) {
      throw new DomainError('badResponse', 'The answer to GetCallerIdentity names no account', {
        operation: 'GetCallerIdentity',
      });
    }
    return Account;
  };
}

function callOf(setup: ClientSetup, signal: AbortSignal) {
  const client = new STSClient(setup.config);
  setup.instrument(client.middlewareStack);
  return cancellable(client, signal);
}
