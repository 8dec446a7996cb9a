/** Amazon S3, as far as choosing a destination and reading an export need it: REST with XML, API version 2006-03-01. */
import type { HttpRequest, HttpResponse } from '../../domain/http';
import { pageByName } from '../marker';
import type { SampleSettings } from '../options';
import { respond } from '../responses';
import type { Service } from '../service';
import { ServiceError } from '../service-error';
import { document, element, given } from '../xml';
import { seedBuckets, type SampleBucket } from './buckets';
import { listObjects } from './listing';
import type { StoredObject } from './objects';
import { readRequest, type S3Request } from './request';

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';
const MOST_BUCKETS = 10_000;

/** The files that the account's exports have left below a prefix by now. */
export type ExportedFiles = (region: string, bucket: string, prefix: string) => Iterable<StoredObject>;

export function createS3Service(settings: SampleSettings, exportedFiles: ExportedFiles): Service {
  const buckets = seedBuckets(settings.now());

  const objectsIn = ({ name, region, objects }: SampleBucket, prefix: string): Iterable<StoredObject> => {
    const byKey = new Map(objects.filter(({ key }) => key.startsWith(prefix)).map((object) => [object.key, object]));
    for (const object of exportedFiles(region, name, prefix)) {
      if (object.key.startsWith(prefix)) byKey.set(object.key, object);
    }
    return byKey.values();
  };

  const answer = (asked: S3Request, request: HttpRequest, region: string): HttpResponse => {
    const now = settings.now();
    if (asked.operation === 'ListBuckets') return xml(listBuckets(buckets, request.query, settings), now);
    const bucket = buckets.find(({ name }) => name === asked.bucket);
    if (asked.operation === '') throw new ServiceError('NotImplemented', 'The sample account does not do this.', 501);
    if (!bucket) throw new ServiceError('NoSuchBucket', 'The specified bucket does not exist', 404);
    if (asked.operation === 'GetBucketLocation') {
      return xml(element('LocationConstraint', bucket.constraint), now);
    }
    if (bucket.region !== region) {
      throw new ServiceError(
        'PermanentRedirect',
        'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future ' +
          'requests to this endpoint.',
        301,
      );
    }
    if (bucket.denied) throw new ServiceError('AccessDenied', 'Access Denied', 403);
    switch (asked.operation) {
      case 'HeadBucket':
        return respond(200, 'application/xml', '', now);
      case 'ListObjectsV2':
        return xml(listObjects(bucket.name, objectsIn(bucket, request.query['prefix'] ?? ''), request.query), now);
      case 'GetObject':
      case 'HeadObject': {
        const object = [...objectsIn(bucket, asked.key)].find(({ key }) => key === asked.key);
        if (!object) throw new ServiceError('NoSuchKey', 'The specified key does not exist.', 404);
        return objectResponse(object, request, now);
      }
      default:
        throw new ServiceError('MethodNotAllowed', 'The specified method is not allowed against this resource.', 405);
    }
  };

  /** S3 names the bucket's region in every answer about it. */
  const regionHeader = ({ bucket }: S3Request): Readonly<Record<string, string>> => {
    const region = buckets.find(({ name }) => name === bucket)?.region;
    return region === undefined ? {} : { 'x-amz-bucket-region': region };
  };

  return {
    operationOf: (request) => readRequest(request).operation,
    answer: ({ request, region }) => {
      const asked = readRequest(request);
      const { status, headers, body } = answer(asked, request, region);
      return { status, headers: { ...headers, ...ids(), ...regionHeader(asked) }, body };
    },
    refuse: (error, request, now) => {
      const [code, status] = SPELLINGS[error.code] ?? [error.code, error.status];
      const requestId = crypto.randomUUID();
      const root = element('Error', [
        element('Code', code),
        element('Message', error.message),
        element('RequestId', requestId),
      ]);
      const body = request.method === 'HEAD' ? '' : document(root);
      return respond(status, 'application/xml', body, now, {
        ...ids(requestId),
        ...regionHeader(readRequest(request)),
      });
    },
  };
}

/** How S3 spells the errors that are common to all services, and their status. */
const SPELLINGS: Readonly<Record<string, readonly [code: string, status: number]>> = {
  AccessDeniedException: ['AccessDenied', 403],
  ThrottlingException: ['SlowDown', 503],
  ExpiredTokenException: ['ExpiredToken', 400],
  UnrecognizedClientException: ['InvalidAccessKeyId', 403],
  InvalidSignatureException: ['RequestTimeTooSkewed', 403],
  InternalFailure: ['InternalError', 500],
};

function ids(requestId: string = crypto.randomUUID()): Readonly<Record<string, string>> {
  return { 'x-amz-request-id': requestId, 'x-amz-id-2': requestId };
}

function xml(root: Parameters<typeof document>[0], now: number): HttpResponse {
  return respond(200, 'application/xml', document(root, NAMESPACE), now);
}

/** Source: API reference, ListBuckets. Regions are told only when the request carries a parameter. */
function listBuckets(buckets: readonly SampleBucket[], query: HttpRequest['query'], settings: SampleSettings) {
  const { 'max-buckets': wanted, 'continuation-token': token, 'bucket-region': region, prefix } = query;
  const size = wanted === undefined ? MOST_BUCKETS : Number(wanted);
  if (!Number.isInteger(size) || size < 1 || size > MOST_BUCKETS) {
    throw new ServiceError('InvalidArgument', 'Argument max-buckets must be an integer between 1 and 10000');
  }
  const { items, marker } = pageByName(
    buckets.filter((one) => one.name.startsWith(prefix ?? '') && (region === undefined || one.region === region)),
    ({ name }) => name,
    { list: `buckets ${prefix ?? ''} ${region ?? ''}`, size: Math.min(size, settings.maxPageSize), marker: token },
    () => new ServiceError('InvalidArgument', 'The continuation token provided is incorrect'),
  );
  const tellsRegions = [wanted, token, region, prefix].some((parameter) => parameter !== undefined);
  return element('ListAllMyBucketsResult', [
    element('Owner', [element('ID', '0123456789abcdef'.repeat(4))]),
    element(
      'Buckets',
      items.map(({ name, createdAt, region: home }) =>
        element('Bucket', [
          element('Name', name),
          element('CreationDate', new Date(createdAt).toISOString()),
          ...given('BucketRegion', tellsRegions ? home : undefined),
        ]),
      ),
    ),
    ...given('ContinuationToken', marker),
    ...given('Prefix', prefix),
  ]);
}

function objectResponse(object: StoredObject, request: HttpRequest, now: number): HttpResponse {
  const etag = `"${object.etag}"`;
  const wanted = request.headers['if-match'];
  if (wanted !== undefined && wanted !== '*' && wanted !== etag) {
    throw new ServiceError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412);
  }
  const range = byteRange(request.headers['range'], object.size);
  const headers = {
    etag,
    'accept-ranges': 'bytes',
    'last-modified': new Date(object.modifiedAt).toUTCString(),
    ...(range && { 'content-range': `bytes ${range.start}-${range.end}/${object.size}` }),
  };
  const status = range ? 206 : 200;
  const { start, end } = range ?? { start: 0, end: object.size - 1 };
  const content = request.method === 'HEAD' ? '' : object.read(start, end + 1);
  return respond(status, 'binary/octet-stream', content, now, {
    ...headers,
    'content-length': String(end + 1 - start),
  });
}

/** One range of RFC 9110, both ends included; several ranges and other units are answered with the whole object. */
function byteRange(header: string | undefined, size: number): { start: number; end: number } | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/u.exec(header ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (start > end) throw new ServiceError('InvalidRange', 'The requested range is not satisfiable', 416);
  return { start, end };
}
