/** An object store that lists keys page by page, as S3 does, and holds nothing. */
import type { ListObjectsRequest, ObjectPage, ObjectStore } from '../../../src/domain/object-store';

const PAGE = 3;

export class ListedStore implements ObjectStore {
  /** What was asked for, in order. */
  readonly lists: ListObjectsRequest[] = [];
  readonly #sizes: ReadonlyMap<string, number>;

  /** @param sizes bytes by key; keys alone have one byte each */
  constructor(sizes: readonly string[] | Readonly<Record<string, number>>) {
    const entries = Array.isArray(sizes)
      ? sizes.map((key): [string, number] => [key as string, 1])
      : Object.entries(sizes as Readonly<Record<string, number>>);
    this.#sizes = new Map(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  listBuckets(): Promise<never> {
    return Promise.reject(new Error('not part of this store'));
  }

  bucketRegion(): Promise<never> {
    return Promise.reject(new Error('not part of this store'));
  }

  list(request: ListObjectsRequest): Promise<ObjectPage> {
    this.lists.push(request);
    const { prefix, delimiter, token } = request;
    const matching = [...this.#sizes].filter(
      ([key]) => key.startsWith(prefix) && (delimiter === undefined || !key.slice(prefix.length).includes(delimiter)),
    );
    const from = Number(token ?? 0);
    const objects = matching.slice(from, from + PAGE).map(([key, size]) => ({ key, size, etag: `"${key}"` }));
    const hasMore = from + PAGE < matching.length;
    return Promise.resolve({ objects, folders: [], ...(hasMore && { nextToken: String(from + PAGE) }) });
  }

  get(): Promise<never> {
    return Promise.reject(new Error('not part of this store'));
  }
}
