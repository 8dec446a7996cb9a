import { characterCount, charactersOutside } from './measure';

/** The bounds of the shape `S3Path` of the service model. */
export const MIN_PATH_LENGTH = 7;
export const MAX_PATH_LENGTH = 4096;

/** The longest object key of S3, in UTF-8 bytes. */
const MAX_KEY_BYTES = 1024;
/** What the export adds to the prefix: the longer folder, the file name with a job name of 63, a part number. */
const KEY_TAIL_BYTES = '/accuracy-metrics-values/Accuracy__2021-12-14T13-20-10Z_part00000.parquet'.length + 63;

/** Both parts exactly as written: `s3://b//x/` has the prefix `/x/`. A path without a prefix has the empty prefix. */
export interface S3Location {
  readonly bucket: string;
  readonly prefix: string;
}

export type BucketNameFault = 'length' | 'characters' | 'ipAddress' | 'dots' | 'ends';

export type S3PathProblem =
  | { readonly code: 'empty' }
  /** It does not start with `s3://` in lower case. */
  | { readonly code: 'scheme' }
  | { readonly code: 'tooShort'; readonly length: number; readonly min: number }
  | { readonly code: 'tooLong'; readonly length: number; readonly max: number }
  /** The service's pattern wants a lower-case letter or a digit after `s3://`. */
  | { readonly code: 'bucketStart'; readonly character: string }
  | { readonly code: 'lineBreak' }
  | { readonly code: 'bucketName'; readonly bucket: string; readonly fault: BucketNameFault };

/** What deserves a word before the export is created, although the service takes it. */
export type S3PathNote =
  /** The files land in the top level of the bucket. */
  | { readonly code: 'noPrefix' }
  | { readonly code: 'trailingSlash' }
  /** An empty folder name: `a//b`, or a slash right after the bucket's own. S3 keeps them apart from `a/b`. */
  | { readonly code: 'emptySegment' }
  /** `.` or `..` as a folder name: S3 takes it literally, many tools do not. */
  | { readonly code: 'dotSegment' }
  /** Characters that S3 advises against in keys: control characters and `\ { } ^ % [ ] " > < ~ # | backtick`. */
  | { readonly code: 'unusualCharacters'; readonly characters: readonly string[] }
  /** The exported files' keys would be longer than S3 allows, so the export would fail while it writes. */
  | { readonly code: 'keyTooLong'; readonly bytes: number; readonly max: number }
  /** Only buckets made in us-east-1 before March 2018 can have such a name. */
  | { readonly code: 'legacyBucketName'; readonly fault: BucketNameFault };

/** Undefined for anything that does not start with `s3://` and a bucket. Says nothing about validity. */
export function parseS3Path(path: string): S3Location | undefined {
  const match = /^s3:\/\/([^/]+)(?:\/(.*))?$/su.exec(path);
  return match ? { bucket: match[1] ?? '', prefix: match[2] ?? '' } : undefined;
}

/** How a name breaks S3's naming rules for general purpose buckets as they are today; undefined when it does not. */
export function bucketNameFault(bucket: string): BucketNameFault | undefined {
  if (bucket.length < 3 || bucket.length > 63) return 'length';
  if (/[^a-z0-9.-]/u.test(bucket)) return 'characters';
  if (isIpAddress(bucket)) return 'ipAddress';
  if (!/^[a-z0-9].*[a-z0-9]$/u.test(bucket)) return 'ends';
  return bucket.includes('..') ? 'dots' : undefined;
}

/** No bucket can have this name, not even one from before March 2018 (3 to 255 of `A-Z a-z 0-9 . - _`). */
function impossibleBucketName(bucket: string): BucketNameFault | undefined {
  if (bucket.length < 3 || bucket.length > 255) return 'length';
  if (/[^A-Za-z0-9._-]/u.test(bucket)) return 'characters';
  return isIpAddress(bucket) ? 'ipAddress' : undefined;
}

function isIpAddress(text: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){3}$/u.test(text);
}

/**
 * The destination of an export. Source: shape `S3Path` of the service model (7 to 4096, `^s3://[a-z0-9].+$`, where `.`
 * is no line break), then S3's naming rules: a bucket that cannot exist is refused, one that only an old bucket can
 * have is left to `noteS3Path`.
 */
export function checkS3Path(path: string): readonly S3PathProblem[] {
  if (path === '') return [{ code: 'empty' }];
  if (!path.startsWith('s3://')) return [{ code: 'scheme' }];
  const length = characterCount(path);
  if (length < MIN_PATH_LENGTH) return [{ code: 'tooShort', length, min: MIN_PATH_LENGTH }];
  const problems: S3PathProblem[] = [];
  if (length > MAX_PATH_LENGTH) problems.push({ code: 'tooLong', length, max: MAX_PATH_LENGTH });
  if (/[\n\r\u0085\u2028\u2029]/u.test(path)) problems.push({ code: 'lineBreak' });
  const start = Array.from(path)[5] ?? '';
  if (!/^[a-z0-9]$/u.test(start)) {
    problems.push({ code: 'bucketStart', character: start });
    return problems;
  }
  const bucket = parseS3Path(path)?.bucket ?? '';
  const fault = impossibleBucketName(bucket);
  if (fault) problems.push({ code: 'bucketName', bucket, fault });
  return problems;
}

/** Remarks on a path that `checkS3Path` found in order. */
export function noteS3Path(path: string): readonly S3PathNote[] {
  const location = parseS3Path(path);
  if (!location) return [];
  const { bucket, prefix } = location;
  const notes: S3PathNote[] = [];
  const legacy = bucketNameFault(bucket);
  if (legacy) notes.push({ code: 'legacyBucketName', fault: legacy });
  if (prefix === '') return [...notes, { code: 'noPrefix' }];
  const segments = prefix.replace(/\/$/u, '').split('/');
  if (prefix.endsWith('/')) notes.push({ code: 'trailingSlash' });
  if (segments.includes('')) notes.push({ code: 'emptySegment' });
  if (segments.includes('.') || segments.includes('..')) notes.push({ code: 'dotSegment' });
  const characters = charactersOutside(prefix, /^[^\p{Cc}\\{}^%[\]"<>~#|`]$/u);
  if (characters.length > 0) notes.push({ code: 'unusualCharacters', characters });
  const bytes = utf8Length(prefix) + KEY_TAIL_BYTES;
  if (bytes > MAX_KEY_BYTES) notes.push({ code: 'keyTooLong', bytes, max: MAX_KEY_BYTES });
  return notes;
}

function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}
