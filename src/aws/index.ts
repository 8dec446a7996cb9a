import { DomainError } from '../domain/errors';
import type { HttpHandler } from '../domain/http';
import type { Connect, Connection, Log, SignInPrompts } from '../domain/ports';
import { accountIdOf } from './account-id';
import { forecastPort } from './forecast-port';
import { awsIdentity, sampleIdentity, type Identity } from './identity';
import { storageOf } from './places';
import type { Environment } from './shared-files';

export interface ConnectNeeds {
  readonly log: Log;
  /** `process.env`. */
  readonly env: Environment;
  /** Asks the person for what a sign-in needs; without it nobody is asked. */
  readonly prompts?: SignInPrompts;
  /** Opens the sample account; called at the first request of a connection to it. */
  readonly sample?: () => Promise<HttpHandler>;
  /** Epoch milliseconds; `Date.now` if it is not given. */
  readonly now?: () => number;
  /** Milliseconds that the sign-in of a profile may take, questions to the person not counted; two minutes if not given. */
  readonly signInLimit?: number;
}

/**
 * Makes the function that works out connections. Working one out reads the shared config files and never touches
 * the network: credentials are fetched, and found wanting, by the first call.
 */
export function createConnect({ log, env, prompts, sample, now = Date.now, signInLimit }: ConnectNeeds): Connect {
  const identify = async (choice: Parameters<Connect>[0]): Promise<Identity> => {
    if (choice.account === 'aws') {
      return awsIdentity(choice, {
        log,
        env,
        now,
        ...(prompts && { prompts }),
        ...(signInLimit !== undefined && { signInLimit }),
      });
    }
    if (!sample) throw new DomainError('unknown', 'There is no sample account here');
    return sampleIdentity(choice, sample, { log, now });
  };

  return async (choice): Promise<Connection> => {
    const identity = await identify(choice);
    const { account, profile, region, signal, signIn } = identity;
    const setup = identity.clientFor('forecast', choice.endpoint === undefined ? {} : { endpoint: choice.endpoint });
    const { endpoint } = setup;
    log.info(
      `Connection: ${identity.explanation}, endpoint ${endpoint ? `${endpoint.value} (${endpoint.source})` : "the region's own"}`,
    );
    if (endpoint && sendsOpenly(endpoint.value)) {
      log.warn(`Requests to ${endpoint.value} are not encrypted`);
    }
    return {
      account,
      profile,
      ...(identity.profileToName !== undefined && { profileToName: identity.profileToName }),
      region,
      ...(endpoint && { endpoint: endpoint.value }),
      forecast: forecastPort(setup, signal),
      ...storageOf(identity),
      ...(signIn.way && { signIn: signIn.way }),
      signInFiles: signIn.files,
      // The keys of an emulator are not shown to Amazon's STS.
      accountId: accountIdOf(identity, { onlyConfigured: endpoint !== undefined && isThisMachine(endpoint.value) }),
      isCurrent: () => identity.isCurrent(),
      allowPrompt: () => identity.allowPrompt(),
      forgetCredentials: () => identity.forgetCredentials(),
      dispose: () => identity.dispose(),
    };
  };
}

/** Plain HTTP to another machine; an emulator on this one is nobody's business. */
function sendsOpenly(endpoint: string): boolean {
  return new URL(endpoint).protocol === 'http:' && !isThisMachine(endpoint);
}

function isThisMachine(endpoint: string): boolean {
  return /^(?:localhost|127\..*|\[::1\])$/u.test(new URL(endpoint).hostname);
}
