/** An identity that may list nothing: every place has to be typed by hand. */
import { DomainError } from '../../src/domain/errors';
import type { PlacesPort } from '../../src/domain/wizard-ports';

const refuse = (operation: string) => (): Promise<never> =>
  Promise.reject(new DomainError('accessDenied', `Not authorized to perform ${operation}`, { operation }));

export const REFUSED_PLACES: PlacesPort = {
  listBuckets: refuse('ListBuckets'),
  bucketRegion: refuse('HeadBucket'),
  listPrefixes: refuse('ListObjectsV2'),
  listRoles: refuse('ListRoles'),
  listKeyAliases: refuse('ListAliases'),
};
