import { S3Client, type ServiceInputTypes, type ServiceOutputTypes } from '@aws-sdk/client-s3';
import type { DeserializeMiddleware } from '@smithy/types';
import { isCancelled } from '../domain/errors';
import { expectMembers } from './answers';
import { cancellable } from './cancellable';
import type { Identity } from './identity';

/** The `send` of one region's client. */
export type S3Call = ReturnType<typeof caller>;

/** Amazon S3 for one identity: a client for each region, and what the service said of where buckets are. */
export interface S3Clients {
  /** Aborted when the connection is given up. */
  readonly lifetime: AbortSignal;
  /** For requests that concern no bucket. */
  readonly anywhere: S3Call;
  /** The region that S3 named last for a bucket. */
  regionOf(bucket: string): string | undefined;
  noteRegion(bucket: string, region: string): void;
  /**
   * Sends a request about a bucket to the bucket's region: `region` if it is given, else the one that S3 named, else
   * the identity's own. A wrong guess is corrected once, from the region that S3's refusal names.
   *
   * The SDK's `followRegionRedirects` is not used for it: it changes the region of a client while other requests are
   * on their way through that client, and asks the wrong region again for every page.
   */
  about<T>(bucket: string, region: string | undefined, send: (call: S3Call) => Promise<T>): Promise<T>;
}

export function s3Clients(identity: Identity): S3Clients {
  const regions = new Map<string, string>();
  const calls = new Map<string, S3Call>();

  const callIn = (region: string): S3Call => {
    const call = calls.get(region) ?? caller(identity, region, (bucket, told) => regions.set(bucket, told));
    calls.set(region, call);
    return call;
  };

  return {
    lifetime: identity.signal,
    get anywhere() {
      return callIn(identity.region);
    },
    regionOf: (bucket) => regions.get(bucket),
    noteRegion: (bucket, region) => void regions.set(bucket, region),
    about: async (bucket, region, send) => {
      const guess = region ?? regions.get(bucket) ?? identity.region;
      try {
        return await send(callIn(guess));
      } catch (error) {
        const told = regions.get(bucket);
        if (isCancelled(error) || told === undefined || told === guess) throw error;
        return send(callIn(told));
      }
    },
  };
}

function caller(identity: Identity, region: string, noteRegion: (bucket: string, region: string) => void) {
  const setup = identity.clientFor('s3', { region });
  const { config, endpoint } = setup;
  const client = new S3Client({
    ...config,
    // Servers other than Amazon's are rarely reachable under a host name for each bucket.
    ...(endpoint && { forcePathStyle: !isAmazon(endpoint.value) }),
    // Checksums that nobody asked for: other servers do not know them.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    disableS3ExpressSessionAuth: true,
  });
  setup.instrument(client.middlewareStack);
  client.middlewareStack.use(expectMembers({ ListBuckets: 'Buckets', ListObjectsV2: 'Name' }));

  // S3 names a bucket's region in every answer about it, also in a refusal. Errors have lost their headers later on.
  const listen: DeserializeMiddleware<ServiceInputTypes, ServiceOutputTypes> = (next) => async (args) => {
    const result = await next(args);
    const { headers } = result.response as { readonly headers?: Readonly<Record<string, string>> };
    const told = headers?.['x-amz-bucket-region'];
    if ('Bucket' in args.input && args.input.Bucket !== undefined && told) noteRegion(args.input.Bucket, told);
    return result;
  };
  client.middlewareStack.add(listen, { step: 'deserialize', priority: 'low', name: 'listenForRegion' });
  return cancellable(client, identity.signal);
}

/** Also the interface endpoints of a VPC (`…vpce.amazonaws.com`) take the bucket in the host name. */
function isAmazon(endpoint: string): boolean {
  return /\.(?:amazonaws\.com(?:\.cn)?|api\.aws)$/u.test(new URL(endpoint).hostname);
}
