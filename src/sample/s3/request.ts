import type { HttpRequest } from '../../domain/http';
import { ServiceError } from '../service-error';

export interface S3Request {
  /** Empty when the request concerns none. */
  readonly bucket: string;
  readonly key: string;
  /** For example `ListObjectsV2`; empty for what the sample account does not know. */
  readonly operation: string;
}

/** `BUCKET.s3.REGION.amazonaws.com` and its older and dual-stack forms. */
const VIRTUAL_HOST = /^(?<bucket>.+)\.s3(?:[.-](?:dualstack\.)?[a-z\d-]+)?\.amazonaws\.com$/u;

/** Reads bucket, key and operation, whether the bucket stands in the host name or in the path. */
export function readRequest({ method, hostname, path, query }: HttpRequest): S3Request {
  const host = VIRTUAL_HOST.exec(hostname)?.groups?.['bucket'];
  const [, first = '', rest = ''] = /^\/([^/]*)\/?(.*)$/su.exec(path) ?? [];
  const bucket = host ?? decoded(first);
  const key = decoded(host === undefined ? rest : path.replace(/^\//u, ''));
  return { bucket, key, operation: operationOf(method, bucket, key, query) };
}

function operationOf(method: string, bucket: string, key: string, query: HttpRequest['query']): string {
  if (bucket === '') return method === 'GET' ? 'ListBuckets' : '';
  if (key !== '')
    return { GET: 'GetObject', HEAD: 'HeadObject', PUT: 'PutObject', DELETE: 'DeleteObject' }[method] ?? '';
  if (method === 'HEAD') return 'HeadBucket';
  if (method !== 'GET') return '';
  if (query['location'] !== undefined) return 'GetBucketLocation';
  return query['list-type'] === '2' ? 'ListObjectsV2' : '';
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ServiceError('InvalidURI', "Couldn't parse the specified URI.");
  }
}
