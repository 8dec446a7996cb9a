import { DomainError } from '../domain/errors';
import type { PlacesPort } from '../domain/wizard-ports';

/** Nothing can be listed: every place is typed by hand. */
export function closedPlaces(): PlacesPort {
  const refuse = (operation: string) => (): Promise<never> =>
    Promise.reject(new DomainError('accessDenied', 'This list is not available', { operation }));
  return {
    listBuckets: refuse('ListBuckets'),
    bucketRegion: refuse('HeadBucket'),
    listPrefixes: refuse('ListObjectsV2'),
    listRoles: refuse('ListRoles'),
    listKeyAliases: refuse('ListAliases'),
  };
}
