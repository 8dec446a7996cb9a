import {
  GetBucketLocationCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  type Bucket as ServiceBucket,
} from '@aws-sdk/client-s3';
import { EXPORT_MARKS, type Bucket, type PlacesPort, type PrefixPage } from '../domain/wizard-ports';
import { page } from './answers';
import type { S3Clients } from './s3-clients';
import { listObjects } from './s3-listing';

/** Any valid parameter makes S3 tell the region of each bucket; it also asks for pages where there are many. */
const BUCKETS_PER_PAGE = 1000;

/** Amazon S3 as far as choosing a destination needs it. */
export function bucketPlaces(
  s3: S3Clients,
): Pick<PlacesPort, 'listBuckets' | 'bucketRegion' | 'listPrefixes' | 'exportMarks'> {
  return {
    async listBuckets({ nextToken }, options) {
      const answer = await s3.anywhere(
        new ListBucketsCommand({ MaxBuckets: BUCKETS_PER_PAGE, ContinuationToken: nextToken }),
        options,
      );
      const buckets = (answer.Buckets ?? []).map(bucketOf);
      for (const bucket of buckets) if (bucket?.region !== undefined) s3.noteRegion(bucket.name, bucket.region);
      return page(buckets, answer.ContinuationToken);
    },

    async bucketRegion(bucket, options) {
      try {
        const answer = await s3.about(bucket, undefined, (call) =>
          call(new HeadBucketCommand({ Bucket: bucket }), options),
        );
        const region = answer.BucketRegion ?? s3.regionOf(bucket);
        if (region !== undefined) return region;
      } catch (error) {
        // Also a refusal names the region.
        const region = options?.signal?.aborted ? undefined : s3.regionOf(bucket);
        if (region === undefined) throw error;
        return region;
      }
      // Servers other than Amazon's know only the older way.
      const { LocationConstraint } = await s3.anywhere(new GetBucketLocationCommand({ Bucket: bucket }), options);
      return regionOfConstraint(LocationConstraint);
    },

    async listPrefixes({ bucket, prefix, region, nextToken }, options): Promise<PrefixPage> {
      const request = {
        bucket,
        prefix,
        delimiter: '/',
        ...(nextToken !== undefined && { token: nextToken }),
        ...(region !== undefined && { region }),
      };
      const { folders, objects, nextToken: next } = await listObjects(s3, request, options);
      // The console makes a folder by an empty object of the folder's own name.
      const keys = objects.map(({ key }) => key).filter((key) => key !== prefix);
      const present = new Set([...folders, ...keys]);
      return {
        ...page(folders, next),
        objectCount: keys.length,
        exportMarks: EXPORT_MARKS.filter((mark) => present.has(prefix + mark)),
      };
    },

    async exportMarks({ bucket, prefix, region }, options) {
      const present = await Promise.all(
        EXPORT_MARKS.map(async (mark) => {
          const request = { bucket, prefix: prefix + mark, most: 1, ...(region !== undefined && { region }) };
          const { objects } = await listObjects(s3, request, options);
          // The first key of a prefix is the prefix itself, if it is a key; a folder may begin with anything.
          return objects.some(({ key }) => mark.endsWith('/') || key === prefix + mark);
        }),
      );
      return EXPORT_MARKS.filter((_mark, index) => present[index]);
    },
  };
}

function bucketOf({ Name, BucketRegion, CreationDate }: ServiceBucket): Bucket | undefined {
  if (Name === undefined) return undefined;
  return {
    name: Name,
    ...(BucketRegion !== undefined && { region: BucketRegion }),
    ...(CreationDate && { createdAt: CreationDate.getTime() }),
  };
}

/** Source: API reference, GetBucketLocation. No constraint stands for us-east-1, and `EU` for Ireland. */
export function regionOfConstraint(constraint: string | undefined): string {
  if (constraint === undefined || constraint === '' || constraint === 'US') return 'us-east-1';
  return constraint === 'EU' ? 'eu-west-1' : constraint;
}
