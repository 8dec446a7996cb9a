import type { ObjectStore } from '../domain/object-store';
import type { PlacesPort } from '../domain/wizard-ports';
import type { Identity } from './identity';

export interface Storage {
  /** Buckets, roles and keys of the identity's account. */
  readonly places: PlacesPort;
  readonly objects: ObjectStore;
}

/** What needs the clients of S3, IAM and KMS; each is made when it is first asked. */
export function storageOf(identity: Identity): Storage {
  const s3 = once(async () => {
    const { bucketPlaces, objectStore, s3Clients } = await import('./place-clients');
    const clients = s3Clients(identity);
    return { buckets: bucketPlaces(clients), objects: objectStore(clients) };
  });
  const roles = once(async () => (await import('./place-clients')).rolePlaces(identity));
  const keys = once(async () => (await import('./place-clients')).keyPlaces(identity));

  return {
    places: {
      listBuckets: async (request, options) => (await s3()).buckets.listBuckets(request, options),
      bucketRegion: async (bucket, options) => (await s3()).buckets.bucketRegion(bucket, options),
      listPrefixes: async (request, options) => (await s3()).buckets.listPrefixes(request, options),
      exportMarks: async (place, options) => (await s3()).buckets.exportMarks(place, options),
      listRoles: async (request, options) => (await roles()).listRoles(request, options),
      listKeyAliases: async (request, options) => (await keys()).listKeyAliases(request, options),
    },
    objects: {
      listBuckets: async (options) => (await s3()).objects.listBuckets(options),
      bucketRegion: async (bucket, options) => (await s3()).objects.bucketRegion(bucket, options),
      list: async (request, options) => (await s3()).objects.list(request, options),
      get: async (request, options) => (await s3()).objects.get(request, options),
    },
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
