import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { DomainError } from '../domain/errors';
import type { ListObjectsRequest, ObjectPage, StoredObject } from '../domain/object-store';
import type { CallOptions } from '../domain/ports';
import type { S3Clients } from './s3-clients';

/** One page of a bucket's keys. `region` is the bucket's, when it is known; `most` the keys of a page. */
export async function listObjects(
  s3: S3Clients,
  {
    bucket,
    prefix,
    delimiter,
    token,
    region,
    most,
  }: ListObjectsRequest & {
    readonly region?: string;
    readonly most?: number;
  },
  options: CallOptions = {},
): Promise<ObjectPage> {
  const command = new ListObjectsV2Command({
    Bucket: bucket,
    Prefix: prefix,
    Delimiter: delimiter,
    ContinuationToken: token,
    MaxKeys: most,
    // Keys can hold characters that XML cannot.
    EncodingType: 'url',
  });
  const answer = await s3.about(bucket, region, (call) => call(command, options));
  // Servers other than Amazon's may not know the encoding, and do not say then that they used it.
  const decode = answer.EncodingType === 'url' ? decodeKey : (key: string) => key;
  const nextToken = answer.NextContinuationToken;
  return {
    folders: (answer.CommonPrefixes ?? []).flatMap(({ Prefix }) => (Prefix === undefined ? [] : [decode(Prefix)])),
    objects: (answer.Contents ?? []).flatMap(({ Key, Size, ETag, LastModified }): readonly StoredObject[] =>
      Key === undefined
        ? []
        : [
            {
              key: decode(Key),
              size: Size ?? 0,
              etag: ETag ?? '',
              ...(LastModified && { modifiedAt: LastModified.getTime() }),
            },
          ],
    ),
    ...(nextToken && { nextToken }),
  };
}

/** The opposite of `encoding-type=url`, where a blank is `+` or `%20`. */
function decodeKey(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new DomainError('badResponse', 'A key in the answer is not URL-encoded', { operation: 'ListObjectsV2' });
  }
}
