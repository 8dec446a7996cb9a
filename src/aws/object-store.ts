import { Readable, addAbortSignal } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { Cancelled, DomainError, isDomainError } from '../domain/errors';
import type { Bucket, GetObjectRequest, ObjectStore } from '../domain/object-store';
import { ResultsError } from '../domain/results-error';
import { bucketPlaces } from './buckets';
import { translateError } from './errors';
import type { S3Clients } from './s3-clients';
import { listObjects } from './s3-listing';

/** Amazon S3 behind the port that reads exports. */
export function objectStore(s3: S3Clients): ObjectStore {
  const places = bucketPlaces(s3);
  return {
    async listBuckets(options) {
      const buckets: Bucket[] = [];
      let nextToken: string | undefined;
      do {
        const page = await places.listBuckets(nextToken === undefined ? {} : { nextToken }, options);
        buckets.push(
          ...page.items.map(({ name, createdAt }) => ({ name, ...(createdAt !== undefined && { createdAt }) })),
        );
        nextToken = page.nextToken;
      } while (nextToken !== undefined);
      return buckets;
    },
    bucketRegion: (bucket, options) => places.bucketRegion(bucket, options),
    list: (request, options) => listObjects(s3, request, options),

    async get(request, options) {
      const { bucket, key, range, etag } = request;
      const command = new GetObjectCommand({
        Bucket: bucket,
        Key: key,
        ...(range && { Range: `bytes=${range.start}-${range.end ?? ''}` }),
        ...(etag !== undefined && { IfMatch: etag }),
      });
      const { Body } = await s3
        .about(bucket, undefined, (call) => call(command, options))
        .catch((error: unknown) => {
          throw hasChanged(error, request) ? changed(request, error) : error;
        });
      const signal = options?.signal ? AbortSignal.any([options.signal, s3.lifetime]) : s3.lifetime;
      return pieces(streamOf(Body), signal);
    },
  };
}

/** Another content under the key, or none any more. */
function hasChanged(error: unknown, { etag }: GetObjectRequest): boolean {
  if (etag === undefined || !isDomainError(error)) return false;
  return error.facts.httpStatus === 412 || error.facts.code === 'NoSuchKey';
}

function changed({ key }: GetObjectRequest, cause: unknown): ResultsError {
  const file = key.slice(key.lastIndexOf('/') + 1);
  return new ResultsError('changed', `${key} is not what was listed`, { file }, { cause });
}

/** A body of either transport: Node's stream, or the one of fetch. */
function streamOf(body: unknown): Readable {
  if (body instanceof Readable) return body;
  if (body === undefined)
    throw new DomainError('badResponse', 'The answer holds no content', { operation: 'GetObject' });
  return Readable.fromWeb(body as ReadableStream);
}

/** Ends the connection when it is aborted, when reading fails and when the reader wants no more. */
async function* pieces(stream: Readable, signal: AbortSignal): AsyncIterable<Uint8Array> {
  addAbortSignal(signal, stream);
  try {
    for await (const piece of stream) yield piece as Uint8Array;
  } catch (error) {
    throw signal.aborted ? new Cancelled() : translateError(error, { service: 's3', operation: 'GetObject' });
  }
}
