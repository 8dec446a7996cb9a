/** ListObjectsV2. Source: API reference, ListObjectsV2. */
import { pageByName } from '../marker';
import { ServiceError } from '../service-error';
import { element, given, type XmlElement } from '../xml';
import type { StoredObject } from './objects';

const MOST_KEYS = 1000;

type Row = { readonly name: string; readonly object: StoredObject } | { readonly name: string; readonly folder: true };

/** The answer for objects that all start with the prefix that was asked for; they may come in any order. */
export function listObjects(
  bucket: string,
  objects: Iterable<StoredObject>,
  query: Readonly<Record<string, string>>,
): XmlElement {
  const { prefix = '', delimiter = '', 'start-after': startAfter, 'continuation-token': token } = query;
  const rows = rowsOf(objects, prefix, delimiter).filter(({ name }) => startAfter === undefined || name > startAfter);
  const size = pageSize(query['max-keys']);
  const { items, marker } = pageByName(
    rows,
    ({ name }) => name,
    { list: `objects ${bucket} ${delimiter} ${prefix}`, size, marker: token },
    () => new ServiceError('InvalidArgument', 'The continuation token provided is incorrect'),
  );
  const isUrl = query['encoding-type'] === 'url';
  const encode = (key: string) => (isUrl ? urlEncoded(key) : key);
  return element('ListBucketResult', [
    element('Name', bucket),
    element('Prefix', encode(prefix)),
    ...given('Delimiter', delimiter === '' ? undefined : encode(delimiter)),
    element('MaxKeys', size),
    ...given('EncodingType', isUrl ? 'url' : undefined),
    element('KeyCount', items.length),
    element('IsTruncated', marker !== undefined),
    ...given('ContinuationToken', token),
    ...given('NextContinuationToken', marker),
    ...given('StartAfter', startAfter === undefined ? undefined : encode(startAfter)),
    ...items.flatMap((row) => ('object' in row ? [contents(row.object, encode)] : [])),
    ...items.flatMap((row) =>
      'folder' in row ? [element('CommonPrefixes', [element('Prefix', encode(row.name))])] : [],
    ),
  ]);
}

/** Objects and folders in one order, as pages are cut. */
function rowsOf(objects: Iterable<StoredObject>, prefix: string, delimiter: string): readonly Row[] {
  const rows = new Map<string, Row>();
  for (const object of objects) {
    const { key } = object;
    if (!key.startsWith(prefix)) continue;
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const name = end === -1 ? key : key.slice(0, end + delimiter.length);
    rows.set(name, end === -1 ? { name, object } : { name, folder: true });
  }
  return [...rows.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function pageSize(text: string | undefined): number {
  if (text === undefined) return MOST_KEYS;
  if (!/^\d+$/u.test(text))
    throw new ServiceError('InvalidArgument', 'Provided max-keys not an integer or within integer range');
  return Math.min(Number(text), MOST_KEYS);
}

function contents({ key, size, etag, modifiedAt }: StoredObject, encode: (key: string) => string): XmlElement {
  return element('Contents', [
    element('Key', encode(key)),
    element('LastModified', new Date(modifiedAt).toISOString()),
    element('ETag', `"${etag}"`),
    element('Size', size),
    element('StorageClass', 'STANDARD'),
  ]);
}

/** As S3 encodes keys for `encoding-type=url`: slashes stay. */
function urlEncoded(key: string): string {
  return key
    .split('/')
    .map((part) => encodeURIComponent(part).replace(/[!'()]/gu, (character) => `%${hexOf(character)}`))
    .join('/');
}

const hexOf = (character: string) => character.charCodeAt(0).toString(16).toUpperCase();
