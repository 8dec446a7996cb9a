import { DomainError } from '../domain/errors';
import type { Sourced } from './endpoint';
import type { SharedConfig } from './shared-config';
import { setting, type Environment } from './shared-files';

/** A region becomes part of a host name, so nothing else than one host label may come through. */
const HOST_LABEL = /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/u;

/**
 * The region to work in: chosen, else `AWS_REGION`, else `AWS_DEFAULT_REGION` (which the AWS CLI reads), else the
 * profile's. Throws `DomainError` `noRegion` when none of them says, or what it says is no region name. A region
 * where Amazon Forecast is not known to exist passes: the list of regions may be older than the service.
 */
export function workingRegion(
  chosen: string | undefined,
  env: Environment,
  config: SharedConfig,
  profile: string,
): Sourced<string> {
  const candidates = [
    { value: chosen, source: 'setting' },
    { value: setting(env, 'AWS_REGION'), source: 'AWS_REGION' },
    { value: setting(env, 'AWS_DEFAULT_REGION'), source: 'AWS_DEFAULT_REGION' },
    { value: config.profile(profile)?.['region'], source: `profile ${profile}` },
  ];
  for (const { value, source } of candidates) {
    const region = value?.trim();
    if (!region) continue;
    if (!HOST_LABEL.test(region)) throw new DomainError('noRegion', `“${region}” (${source}) is not a region name`);
    return { value: region, source };
  }
  throw new DomainError('noRegion', `No region is configured for profile ${profile}`, { profile });
}
