import { getDefaultRoleAssumer, getDefaultRoleAssumerWithWebIdentity } from '@aws-sdk/client-sts';
import { fromIni, fromNodeProviderChain } from '@aws-sdk/credential-providers';
import type { AwsCredentialIdentity } from '@smithy/types';
import { Cancelled, DomainError, isCancelled } from '../domain/errors';
import type { Log } from '../domain/ports';
import { translateCredentialError } from './credential-errors';
import { configuredEndpoint, type Sourced } from './endpoint';
import type { OneTimeCodes } from './one-time-codes';
import type { SharedConfig } from './shared-config';
import { isSourceOfCredentials, setting, type Environment } from './shared-files';
import { SignInRequests } from './sign-in-requests';
import { withTimeLimit } from './time-limit';
import type { Transport } from './transport';

/** The account's credentials for all clients of one connection. */
export interface Credentials {
  /** A profile's name, or `environment`. */
  readonly profile: string;
  /** Where they come from, for the log. */
  readonly source: string;
  /** Resolves on the first call; concurrent calls share one resolution. Rejects with `DomainError`. */
  provide(): Promise<AwsCredentialIdentity>;
  /** Makes the next call resolve again: the service said that these credentials are no good any more. */
  forget(): void;
  /** The next resolution may ask the person for a one-time code. */
  allowPrompt(): void;
}

export interface CredentialsQuestion {
  /** The profile that was named, by `namedProfile`. */
  readonly named: Sourced<string> | undefined;
  readonly env: Environment;
  readonly config: SharedConfig;
  readonly region: string;
  /** For the calls to STS and to the sign-in portal, which have no time limit of their own. */
  readonly requestHandler: Transport;
  readonly requestTimeout: number;
  readonly log: Log;
  /** Asks the person for one-time codes. */
  readonly codes: OneTimeCodes;
  /** Aborted when nobody needs the credentials any more. */
  readonly signal: AbortSignal;
  /** The files still say what they said when the identity was worked out. */
  readonly isCurrent: () => Promise<boolean>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Milliseconds that a profile may take to deliver, questions to the person not counted. */
  readonly signInLimit: number;
}

type Resolve = () => Promise<AwsCredentialIdentity>;

/** Instance metadata is asked twice before the SDK gives up, and answers within a few milliseconds where there is any. */
const METADATA_TIMEOUT = 150;

/** A `credential_process` may open a browser and wait for a person. */
export const PERSON_TIMEOUT = 120_000;

/** Temporary credentials are renewed this long before they run out. */
const RENEW_BEFORE = 5 * 60_000;

/**
 * The profile that the person or `AWS_PROFILE` names; undefined when nobody names one.
 * Throws `DomainError` `badProfile` for one that is not in the shared files.
 */
export function namedProfile(
  chosen: string | undefined,
  env: Environment,
  config: SharedConfig,
): Sourced<string> | undefined {
  const value = chosen ?? setting(env, 'AWS_PROFILE');
  if (value === undefined) return undefined;
  if (!config.profile(value)) {
    throw new DomainError('badProfile', `Profile ${value} is not in the shared AWS config files`, { profile: value });
  }
  return { value, source: chosen === undefined ? 'AWS_PROFILE' : 'setting' };
}

/**
 * Whose credentials to use, without fetching them: the named profile's (it wins over keys in the environment, as in
 * the SDK), else keys in the environment, else the profile `default`'s, else what the machine offers (web identity,
 * container, instance metadata).
 */
export function findCredentials(question: CredentialsQuestion): Credentials {
  const { named, env, config } = question;
  if (named) {
    const { value: profile, source } = named;
    return shared({ profile, source, resolve: profileResolver(profile, question), ...question });
  }
  const keys = environmentKeys(env);
  if (keys) {
    return shared({
      profile: 'environment',
      source: 'AWS_ACCESS_KEY_ID',
      resolve: () => Promise.resolve(keys),
      ...question,
    });
  }
  const settings = config.profile('default');
  if (settings && isSourceOfCredentials(settings)) {
    return shared({
      profile: 'default',
      source: 'default',
      resolve: profileResolver('default', question),
      ...question,
    });
  }
  return shared({ profile: 'default', source: 'this machine', resolve: machineResolver(question), ...question });
}

function environmentKeys(env: Environment): AwsCredentialIdentity | undefined {
  const accessKeyId = setting(env, 'AWS_ACCESS_KEY_ID');
  const secretAccessKey = setting(env, 'AWS_SECRET_ACCESS_KEY');
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined;
  const sessionToken = setting(env, 'AWS_SESSION_TOKEN');
  return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
}

/** `fromIni` rather than the whole chain: it is quicker, and it says what is wrong with the profile. */
function profileResolver(profile: string, question: CredentialsQuestion): Resolve {
  const { config, region, codes, isCurrent, signInLimit, signal } = question;
  return async () => {
    // Keys that were put into the files later may be another account's: they are for the next connection.
    if (!(await isCurrent())) throw new Cancelled();
    const requests = requestsOf(question);
    const expired = (): DomainError => {
      const what = `Profile ${profile} did not deliver credentials within ${signInLimit / 1000} s`;
      // Without a request it is the profile's own process, or a person, that was waited for.
      return requests.last
        ? new DomainError('timeout', what, { profile, operation: 'sign-in', host: requests.last.host })
        : new DomainError('badProfile', what, { profile });
    };
    const resolution = withTimeLimit({ milliseconds: signInLimit, outer: signal, expired }, (call) =>
      codes.during(
        (code) =>
          fromIni({
            ...config.files,
            profile,
            mfaCodeProvider: (serial) => call.asking(code(serial)),
            clientConfig: requests.clientConfig,
            parentClientConfig: { region },
            ...roleAssumers(profile, question, requests),
          })(),
        call.signal,
      ),
    );
    return explained(resolution, profile, requests);
  };
}

/**
 * How the profile's roles are assumed: by the endpoint that is configured for STS. The SDK looks for it in the profile
 * that `AWS_PROFILE` names only, and would send the keys of an emulator to Amazon; and it takes its own transport for a web
 * identity, without a time limit. Not part of the common configuration: single sign-on has other endpoints.
 */
function roleAssumers(
  profile: string,
  { env, config, region }: CredentialsQuestion,
  { clientConfig }: SignInRequests,
): Pick<NonNullable<Parameters<typeof fromIni>[0]>, 'roleAssumer' | 'roleAssumerWithWebIdentity'> {
  // Made when a role is assumed: a profile with keys does not care for an endpoint that cannot be used.
  const sts = (): object => {
    const endpoint = configuredEndpoint({ service: 'sts', env, config, profile });
    return {
      ...clientConfig,
      region: config.profile(profile)?.['region'] ?? region,
      // A configured endpoint excludes these two; the SDK would refuse the combination.
      ...(endpoint && { endpoint: endpoint.value, useFipsEndpoint: false, useDualstackEndpoint: false }),
    };
  };
  return {
    roleAssumer: async (keys, role) => getDefaultRoleAssumer(sts())(keys, role),
    roleAssumerWithWebIdentity: async (role) => getDefaultRoleAssumerWithWebIdentity(sts())(role),
  };
}

/** Those that the providers send to STS and the sign-in portal. */
function requestsOf({ requestHandler, log, now }: CredentialsQuestion): SignInRequests {
  return new SignInRequests({ transport: requestHandler, log, now });
}

/** Tells a failure with what the last request of the sign-in has met. */
async function explained<T>(work: Promise<T>, profile: string, requests: SignInRequests): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw isCancelled(error) ? error : translateCredentialError(error, profile, requests.last);
  }
}

/** A container's credential address that accepts and stays silent would otherwise never return. */
function machineResolver(question: CredentialsQuestion): Resolve {
  const { config, region, requestTimeout, signal } = question;
  const what = `The credentials service of this machine did not answer within ${requestTimeout / 1000} s`;
  const limit = { milliseconds: requestTimeout, outer: signal, expired: () => new DomainError('timeout', what) };
  return () => {
    const requests = requestsOf(question);
    const resolve = (): Promise<AwsCredentialIdentity> =>
      fromNodeProviderChain({
        ...config.files,
        profile: 'default',
        timeout: METADATA_TIMEOUT,
        maxRetries: 0,
        clientConfig: { ...requests.clientConfig, region },
      })();
    return explained(withTimeLimit(limit, resolve), 'default', requests);
  };
}

/**
 * One resolution for all who ask at the same time, kept until shortly before it runs out. The SDK memoizes per client
 * only, so three clients would ask for a one-time code three times; and what it keeps cannot be forgotten.
 * A failure is never kept.
 */
function shared(source: {
  readonly profile: string;
  readonly source: string;
  readonly resolve: Resolve;
  readonly codes: OneTimeCodes;
  readonly now: () => number;
}): Credentials {
  let pending: Promise<AwsCredentialIdentity> | undefined;
  let current: AwsCredentialIdentity | undefined;

  let renewAt = Infinity;

  const resolve = async (): Promise<AwsCredentialIdentity> => {
    try {
      current = await source.resolve();
      renewAt = renewalOf(current, source.now());
      return current;
    } catch (error) {
      // Renewing early has failed: what is there is good for some minutes yet.
      const end = current?.expiration?.getTime() ?? 0;
      if (current && end > source.now() && !isCancelled(error)) {
        renewAt = end;
        return current;
      }
      throw error;
    } finally {
      pending = undefined;
      source.codes.end();
    }
  };

  return {
    profile: source.profile,
    source: source.source,
    provide: () => {
      if (!current || source.now() >= renewAt) return (pending ??= resolve());
      source.codes.end();
      return Promise.resolve(current);
    },
    forget: () => {
      current = undefined;
    },
    allowPrompt: () => source.codes.allow(),
  };
}

/** When to fetch again; also credentials that come with little time left are used for half of it. */
function renewalOf({ expiration }: AwsCredentialIdentity, now: number): number {
  if (expiration === undefined) return Infinity;
  const left = expiration.getTime() - now;
  // Run out on arrival: it is for the service to say so, which makes them forgotten.
  return left <= 0 ? Infinity : now + left - Math.min(RENEW_BEFORE, left / 2);
}
