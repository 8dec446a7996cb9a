/**
 * Where an export can go, and as whom: buckets and prefixes (Amazon S3), roles (IAM) and keys (KMS). All of it is only
 * for choosing: every method may be refused for lack of permission, and the person then types the value by hand.
 */
import type { CallOptions, Page } from './ports';

/** A request for the next page; the first has no token. The service chooses how long a page is unless told. */
export interface PlacePageRequest {
  readonly nextToken?: string;
}

export interface Bucket {
  readonly name: string;
  /** Present when the list told it; otherwise `bucketRegion` knows. */
  readonly region?: string;
  /** Epoch milliseconds. */
  readonly createdAt?: number;
}

/** The folders directly below a prefix; `items` are whole prefixes, each ending in `/`. */
export interface PrefixPage extends Page<string> {
  /** Objects directly below the prefix on this page (not those in the folders). */
  readonly objectCount: number;
  /**
   * Signs of an export on this page: the object `_CHECK`, and the folders `accuracy-metrics-values/` and
   * `forecasted-values/`, as `ExportMark`s. Empty when there is none.
   */
  readonly exportMarks: readonly ExportMark[];
}

/** What an export leaves at its destination; see the developer guide on exporting backtests. */
export const EXPORT_MARKS = ['_CHECK', 'accuracy-metrics-values/', 'forecasted-values/'] as const;

export type ExportMark = (typeof EXPORT_MARKS)[number];

export interface Role {
  readonly name: string;
  readonly arn: string;
  /** `/`, or for example `/service-role/`. */
  readonly path: string;
  /** The trust policy as IAM sends it (percent-encoded JSON) or already decoded; `judgeTrustPolicy` reads both. */
  readonly trustPolicy?: string;
  readonly createdAt?: number;
}

export interface KeyAlias {
  /** With its prefix, for example `alias/exports`. */
  readonly name: string;
  /** The key's id, which the service needs in an ARN; absent for an alias of no key. */
  readonly targetKeyId?: string;
  /** The alias's own ARN; its region and account are those of the key. */
  readonly arn: string;
}

/**
 * Every method rejects with a `DomainError` (`accessDenied` is to be expected), or with `Cancelled` when its signal was
 * aborted. Nothing else is ever thrown.
 */
export interface PlacesPort {
  listBuckets(request: PlacePageRequest, options?: CallOptions): Promise<Page<Bucket>>;
  /** The region of a bucket, also of another account's if it may be asked. Source: `HeadBucket`. */
  bucketRegion(bucket: string, options?: CallOptions): Promise<string>;
  /** `prefix` is empty or ends in `/`; the delimiter is `/`. `region` is the bucket's, when known. */
  listPrefixes(
    request: PlacePageRequest & { readonly bucket: string; readonly prefix: string; readonly region?: string },
    options?: CallOptions,
  ): Promise<PrefixPage>;
  /**
   * Which signs of an export there are at a prefix, asked for one by one: a folder's first page need not show them.
   * `prefix` and `region` as above.
   */
  exportMarks(
    place: { readonly bucket: string; readonly prefix: string; readonly region?: string },
    options?: CallOptions,
  ): Promise<readonly ExportMark[]>;
  listRoles(request: PlacePageRequest, options?: CallOptions): Promise<Page<Role>>;
  listKeyAliases(request: PlacePageRequest, options?: CallOptions): Promise<Page<KeyAlias>>;
}
