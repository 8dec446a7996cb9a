import type { AwsCredentialIdentityProvider, MiddlewareStack } from '@smithy/types';
import type { DomainError } from '../domain/errors';
import type { HttpHandler } from '../domain/http';
import type { ConnectionChoice, Log, SignInPrompts } from '../domain/ports';
import { findCredentials, namedProfile, PERSON_TIMEOUT, type Credentials } from './credentials';
import { configuredEndpoint, type Sourced } from './endpoint';
import { InProcessTransport } from './in-process-transport';
import { observe } from './observe';
import { workingRegion } from './region';
import { ATTEMPTS, CarefulRetryStrategy } from './retry';
import { OneTimeCodes } from './one-time-codes';
import { readSharedConfig } from './shared-config';
import type { Environment } from './shared-files';
import { contentOf, signInOf, type SignIn } from './sign-in';
import { OutsideTransport, type Transport } from './transport';

/** Who asks, from where and by which way: everything that the clients of one connection share. */
export interface Identity {
  readonly account: 'aws' | 'sample';
  /** A profile's name, `environment`, or `sample`. */
  readonly profile: string;
  /** See `Connection`. */
  readonly profileToName?: string;
  readonly region: string;
  /** How profile, region and endpoints were found, for the log. */
  readonly explanation: string;
  /** Aborted by `dispose`: every call in flight ends. */
  readonly signal: AbortSignal;
  /**
   * What a client of a service is made with. `service` as in `AWS_ENDPOINT_URL_…`, in lower case: `forecast`, `s3`.
   * `endpoint` wins over what is configured, `region` over the identity's own. Throws `DomainError` for an endpoint
   * that cannot be used.
   */
  clientFor(service: string, wishes?: { readonly endpoint?: string; readonly region?: string }): ClientSetup;
  readonly signIn: SignIn;
  /** See `Connection`. */
  isCurrent(): Promise<boolean>;
  allowPrompt(): void;
  forgetCredentials(): void;
  dispose(): void;
}

export interface ClientSetup {
  /** For the client's constructor. */
  readonly config: ClientConfig;
  /** Puts log, errors and retries around every call of the client that was made with `config`. */
  instrument<In extends object, Out extends object>(stack: MiddlewareStack<In, Out>): void;
  /** Present when it is not the region's own. */
  readonly endpoint?: Sourced<string>;
}

export interface ClientConfig {
  readonly region: string;
  readonly credentials: AwsCredentialIdentityProvider & { readonly memoized: true };
  readonly requestHandler: Transport;
  readonly retryStrategy: CarefulRetryStrategy;
  readonly maxAttempts: number;
  readonly endpoint?: string;
  readonly ignoreConfiguredEndpointUrls: true;
  /** For what else the SDK reads from a profile, for example `use_fips_endpoint`. */
  readonly profile?: string;
  readonly useFipsEndpoint?: boolean;
  readonly useDualstackEndpoint?: boolean;
  readonly defaultsMode: 'standard';
  readonly customUserAgent: string;
}

export interface IdentityNeeds {
  readonly log: Log;
  readonly env: Environment;
  /** Without it nobody is asked for one-time codes. */
  readonly prompts?: SignInPrompts;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** See `ConnectNeeds`. */
  readonly signInLimit?: number;
}

/**
 * Works out the identity of a real account. Reads the shared config files and nothing else: credentials are fetched
 * by the first call. Rejects with `DomainError` (`badProfile`, `noRegion`).
 */
export async function awsIdentity(
  choice: ConnectionChoice,
  { log, env, prompts, now, signInLimit = PERSON_TIMEOUT }: IdentityNeeds,
): Promise<Identity> {
  const config = await readSharedConfig(env);
  const transport = new OutsideTransport(choice.requestTimeout);
  const named = namedProfile(given(choice.profile), env, config);
  // What is not about credentials (region, endpoints) comes from this profile, even when keys are in the environment.
  const configProfile = named?.value ?? 'default';
  const region = workingRegion(given(choice.region), env, config, configProfile);
  const content = contentOf(config, configProfile);
  const isCurrent = async (): Promise<boolean> => contentOf(await readSharedConfig(env), configProfile) === content;
  const ended = new AbortController();
  const credentials = findCredentials({
    named,
    env,
    config,
    region: region.value,
    requestHandler: transport,
    requestTimeout: choice.requestTimeout,
    log,
    codes: new OneTimeCodes(named?.value ?? 'default', prompts),
    signal: ended.signal,
    isCurrent,
    now,
    signInLimit,
  });
  // Keys in the environment belong to no profile.
  const profile = credentials.profile === configProfile ? configProfile : undefined;

  return assemble({
    account: 'aws',
    ended,
    signIn: profile === undefined ? { files: [] } : signInOf(config, profile, env),
    isCurrent,
    explanation: `profile ${credentials.profile} (${credentials.source}), region ${region.value} (${region.source})`,
    credentials,
    profileToName: named?.value ?? (credentials.source === 'default' ? 'default' : undefined),
    region: region.value,
    transport,
    log,
    now,
    configProfile: config.profile(configProfile) ? configProfile : undefined,
    endpoint: (service, chosen) =>
      configuredEndpoint({ service, chosen: given(chosen), env, config, profile: configProfile }),
  });
}

/** The identity of the sample account: keys that open nothing, and requests that never leave this program. */
export function sampleIdentity(
  choice: ConnectionChoice,
  sample: () => Promise<HttpHandler>,
  { log, now }: Pick<IdentityNeeds, 'log' | 'now'>,
): Identity {
  return assemble({
    account: 'sample',
    ended: new AbortController(),
    signIn: { files: [] },
    isCurrent: () => Promise.resolve(true),
    explanation: 'the sample account',
    credentials: {
      profile: 'sample',
      source: 'sample',
      provide: () => Promise.resolve({ accessKeyId: 'sample', secretAccessKey: 'sample' }),
      forget: () => undefined,
      allowPrompt: () => undefined,
    },
    profileToName: undefined,
    region: given(choice.region) ?? 'us-east-1',
    transport: new InProcessTransport(sample, choice.requestTimeout),
    log,
    now,
    configProfile: undefined,
    endpoint: () => undefined,
  });
}

interface Parts extends Pick<Identity, 'account' | 'signIn' | 'isCurrent'> {
  readonly ended: AbortController;
  readonly explanation: string;
  readonly credentials: Credentials;
  readonly profileToName: string | undefined;
  readonly region: string;
  readonly transport: Transport & { destroy?(): void };
  readonly log: Log;
  readonly now: () => number;
  readonly configProfile: string | undefined;
  readonly endpoint: (service: string, chosen: string | undefined) => Sourced<string> | undefined;
}

function assemble(parts: Parts): Identity {
  const { account, ended, explanation, credentials, transport, log, now, configProfile } = parts;
  const { profile } = credentials;
  // Marked as memoized, so that the clients do not keep a second copy that cannot be forgotten.
  const provider = Object.assign(() => credentials.provide(), { memoized: true as const });
  const forgetStale = ({ kind }: DomainError): void => {
    if (kind === 'signInExpired' || kind === 'badCredentials') credentials.forget();
  };

  return {
    account,
    profile,
    ...(parts.profileToName !== undefined && { profileToName: parts.profileToName }),
    region: parts.region,
    explanation,
    signal: ended.signal,
    clientFor: (service, wishes = {}) => {
      const endpoint = parts.endpoint(service, wishes.endpoint);
      const region = wishes.region ?? parts.region;
      const retryStrategy = new CarefulRetryStrategy();
      return {
        config: {
          region,
          credentials: provider,
          requestHandler: transport,
          retryStrategy,
          maxAttempts: ATTEMPTS,
          ...(endpoint && { endpoint: endpoint.value }),
          ignoreConfiguredEndpointUrls: true,
          ...(configProfile !== undefined && { profile: configProfile }),
          // A configured endpoint excludes these two; the SDK would refuse the combination.
          ...((endpoint ?? account === 'sample') && { useFipsEndpoint: false, useDualstackEndpoint: false }),
          defaultsMode: 'standard',
          customUserAgent: 'forecast-backtest-exports',
        },
        instrument: (stack) => {
          stack.use(observe({ log, service, profile, region, ownEndpoint: !endpoint, now, onError: forgetStale }));
          stack.use(retryStrategy.plugin());
        },
        ...(endpoint && { endpoint }),
      };
    },
    signIn: parts.signIn,
    isCurrent: parts.isCurrent,
    allowPrompt: () => credentials.allowPrompt(),
    forgetCredentials: () => credentials.forget(),
    dispose: () => {
      ended.abort();
      transport.destroy?.();
    },
  };
}

/** A setting's text without the blanks around it; undefined when nothing is left. */
function given(text: string | undefined): string | undefined {
  const trimmed = text?.trim();
  return trimmed === '' ? undefined : trimmed;
}
