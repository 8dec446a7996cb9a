import type { PlacesPort } from '../domain/wizard-ports';
import type { Identity } from './identity';

/** Buckets, roles and keys of the identity's account. The clients are made when they are first asked. */
export function placesPort(identity: Identity): PlacesPort {
  const buckets = once(async () => {
    const { bucketPlaces, s3Clients } = await import('./place-clients');
    return bucketPlaces(s3Clients(identity));
  });
  const roles = once(async () => (await import('./place-clients')).rolePlaces(identity));
  const keys = once(async () => (await import('./place-clients')).keyPlaces(identity));

  return {
    listBuckets: async (request, options) => (await buckets()).listBuckets(request, options),
    bucketRegion: async (bucket, options) => (await buckets()).bucketRegion(bucket, options),
    listPrefixes: async (request, options) => (await buckets()).listPrefixes(request, options),
    listRoles: async (request, options) => (await roles()).listRoles(request, options),
    listKeyAliases: async (request, options) => (await keys()).listKeyAliases(request, options),
  };
}

/** Remembers what was made; a failure (an endpoint that cannot be used) is met again by the next call. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () =>
    (made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    }));
}
