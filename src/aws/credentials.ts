import { fromIni, fromNodeProviderChain } from '@aws-sdk/credential-providers';
import type { AwsCredentialIdentity } from '@smithy/types';
import { DomainError } from '../domain/errors';
import type { Sourced } from './endpoint';
import { translateCredentialError } from './credential-errors';
import { ATTEMPTS, CarefulRetryStrategy } from './retry';
import type { Transport } from './transport';
import { setting, type Environment, type SharedConfig } from './shared-config';

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
  /** Epoch milliseconds. */
  readonly now: () => number;
}

type Resolve = () => Promise<AwsCredentialIdentity>;

/** Instance metadata is asked twice before the SDK gives up: together well under a second. */
const METADATA_TIMEOUT = 200;

/** A `credential_process` may open a browser and wait for a person. */
const PERSON_TIMEOUT = 120_000;

/** Temporary credentials are renewed this long before they run out. */
const RENEW_BEFORE = 5 * 60_000;

/** Settings that make a profile a source of credentials. */
const SIGN_IN_SETTINGS = [
  'aws_access_key_id',
  'role_arn',
  'credential_source',
  'credential_process',
  'sso_session',
  'sso_start_url',
  'sso_account_id',
  'login_session',
  'web_identity_token_file',
];

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
  if (settings && SIGN_IN_SETTINGS.some((name) => settings[name] !== undefined)) {
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
function profileResolver(profile: string, { config, region, requestHandler }: CredentialsQuestion): Resolve {
  return () =>
    withTimeLimit(
      fromIni({
        ...config.files,
        profile,
        clientConfig: clientConfig(requestHandler),
        parentClientConfig: { region },
      })(),
      PERSON_TIMEOUT,
      `Profile ${profile} did not deliver credentials`,
    );
}

/** For the clients that the providers make to reach STS and the sign-in portal. */
function clientConfig(requestHandler: Transport): object {
  return { requestHandler, retryStrategy: new CarefulRetryStrategy(), maxAttempts: ATTEMPTS };
}

/** A container's credential address that accepts and stays silent would otherwise never return. */
function machineResolver({ config, region, requestHandler, requestTimeout }: CredentialsQuestion): Resolve {
  return () =>
    withTimeLimit(
      fromNodeProviderChain({
        ...config.files,
        profile: 'default',
        timeout: METADATA_TIMEOUT,
        maxRetries: 0,
        clientConfig: { ...clientConfig(requestHandler), region },
      })(),
      requestTimeout,
      'The credentials service of this machine did not answer',
    );
}

async function withTimeLimit<T>(work: Promise<T>, limit: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DomainError('timeout', `${what} within ${limit / 1000} s`)), limit);
    timer.unref();
  });
  try {
    return await Promise.race([work, timeUp]);
  } finally {
    clearTimeout(timer);
  }
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
      throw translateCredentialError(error, source.profile);
    } finally {
      pending = undefined;
    }
  };

  return {
    profile: source.profile,
    source: source.source,
    provide: () => (current && source.now() < renewAt ? Promise.resolve(current) : (pending ??= resolve())),
    forget: () => {
      current = undefined;
    },
  };
}

/** When to fetch again; also credentials that come with little time left are used for half of it. */
function renewalOf({ expiration }: AwsCredentialIdentity, now: number): number {
  if (expiration === undefined) return Infinity;
  const left = expiration.getTime() - now;
  // Run out on arrival: it is for the service to say so, which makes them forgotten.
  return left <= 0 ? Infinity : now + left - Math.min(RENEW_BEFORE, left / 2);
}
