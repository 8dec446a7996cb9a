/** An identity that may list and read nothing: every place has to be typed by hand. */
import { DomainError } from '../../src/domain/errors';
import type { ObjectStore } from '../../src/domain/object-store';
import type { PlacesPort } from '../../src/domain/wizard-ports';

const refuse = (operation: string) => (): Promise<never> =>
  Promise.reject(new DomainError('accessDenied', `Not authorized to perform ${operation}`, { operation }));

export const REFUSED_PLACES: PlacesPort = {
  listBuckets: refuse('ListBuckets'),
  bucketRegion: refuse('HeadBucket'),
  listPrefixes: refuse('ListObjectsV2'),
  exportMarks: refuse('ListObjectsV2'),
  listRoles: refuse('ListRoles'),
  listKeyAliases: refuse('ListAliases'),
};

export const REFUSED_OBJECTS: ObjectStore = {
  listBuckets: refuse('ListBuckets'),
  bucketRegion: refuse('HeadBucket'),
  list: refuse('ListObjectsV2'),
  get: refuse('GetObject'),
};
