/** Amazon S3, as far as finding a destination and reading an export need it. */
import type { CallOptions } from './ports';

export interface Bucket {
  readonly name: string;
  /** Epoch milliseconds. */
  readonly createdAt?: number;
}

export interface StoredObject {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** Changes whenever the content does; kept as the service sent it, with its quotes. */
  readonly etag: string;
  /** Epoch milliseconds. */
  readonly modifiedAt?: number;
}

export interface ListObjectsRequest {
  readonly bucket: string;
  readonly prefix: string;
  /** `/` lists one level and answers the levels below it as `folders`. */
  readonly delimiter?: string;
  readonly token?: string;
}

export interface ObjectPage {
  readonly objects: readonly StoredObject[];
  /** Common prefixes, each with its trailing delimiter. */
  readonly folders: readonly string[];
  readonly nextToken?: string;
}

export interface GetObjectRequest {
  readonly bucket: string;
  readonly key: string;
  /** Bytes from `start` to `end`, both included; without `end` to the last one. */
  readonly range?: { readonly start: number; readonly end?: number };
  /** Reads only this version: an object that has changed rejects with `ResultsError` of kind `changed`. */
  readonly etag?: string;
}

/** Every method rejects with a `DomainError`, or with `Cancelled` when its signal was aborted. */
export interface ObjectStore {
  listBuckets(options?: CallOptions): Promise<readonly Bucket[]>;
  /** The region a bucket lives in, for example `eu-west-1`. */
  bucketRegion(bucket: string, options?: CallOptions): Promise<string>;
  list(request: ListObjectsRequest, options?: CallOptions): Promise<ObjectPage>;
  /** The body as it arrives. A broken connection rejects in mid-iteration with a `DomainError`. */
  get(request: GetObjectRequest, options?: CallOptions): Promise<AsyncIterable<Uint8Array>>;
}
