import { DomainError } from '../domain/errors';
import type { SharedConfig } from './shared-config';
import { setting, type Environment } from './shared-files';

/** A value and, for the log, the place it came from. */
export interface Sourced<T> {
  readonly value: T;
  readonly source: string;
}

export interface EndpointQuestion {
  /** The service as it is spelled in `AWS_ENDPOINT_URL_…` and in a `services` section, in lower case: `forecast`. */
  readonly service: string;
  /** What the person chose for this service; it wins over everything. */
  readonly chosen?: string | undefined;
  readonly env: Environment;
  readonly config: SharedConfig;
  readonly profile: string;
}

/**
 * The endpoint that was configured for a service, or undefined for the region's own.
 *
 * The SDK does this by itself for the profile named by `AWS_PROFILE` only and never for one passed to a client, so
 * it is done here for both. Order and rules: AWS SDKs and Tools Reference Guide, "Service-specific endpoints".
 * Throws `DomainError`: `badProfile` for a `services` section that is missing, `badEndpoint` for a text that is no URL.
 */
export function configuredEndpoint(question: EndpointQuestion): Sourced<string> | undefined {
  const { chosen } = question;
  const found = chosen ? { value: chosen, source: 'setting' } : fromConfiguration(question);
  return found && { ...found, value: checkedUrl(found) };
}

function fromConfiguration({ service, env, config, profile }: EndpointQuestion): Sourced<string> | undefined {
  const section = config.profile(profile);
  const ignore = setting(env, 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS') ?? section?.['ignore_configured_endpoint_urls'];
  if (ignore?.trim().toLowerCase() === 'true') return undefined;

  for (const name of [`AWS_ENDPOINT_URL_${service.toUpperCase()}`, 'AWS_ENDPOINT_URL']) {
    const value = setting(env, name);
    if (value) return { value, source: name };
  }
  const services = section?.['services'];
  if (services) {
    const settings = config.services(services, service);
    if (!settings) {
      throw new DomainError(
        'badProfile',
        `Profile ${profile} names the services section ${services}, which is missing`,
        {
          profile,
        },
      );
    }
    const value = settings['endpoint_url'];
    if (value) return { value, source: `services ${services} of profile ${profile}` };
  }
  const value = section?.['endpoint_url'];
  return value ? { value, source: `profile ${profile}` } : undefined;
}

function checkedUrl({ value, source }: Sourced<string>): string {
  // The text itself is repeated only when it cannot hold a password.
  const text = value.trim();
  if (!URL.canParse(text))
    throw badEndpoint(value.includes('@') ? 'it is not a URL' : `“${value}” is not a URL`, source);
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw badEndpoint(`it must start with http:// or https://, not ${url.protocol}`, source);
  }
  if (url.username || url.password) throw badEndpoint('it must not hold a user name or a password', source);
  if (url.search || url.hash) throw badEndpoint('it must not hold a query or a fragment', source);
  return url.href.replace(/\/$/u, '');
}

function badEndpoint(reason: string, source: string): DomainError {
  return new DomainError('badEndpoint', `The endpoint from ${source} cannot be used: ${reason}`, {
    code: 'ERR_INVALID_URL',
  });
}
