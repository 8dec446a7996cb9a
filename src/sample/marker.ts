/**
 * Opaque markers of lists that are in order of a name: each names the last row that was shown, so the account keeps
 * nothing per listing.
 */
import { hash } from './random';

export interface NamedPage<T> {
  readonly items: readonly T[];
  /** Absent on the last page. */
  readonly marker?: string;
}

/** One page of rows that are in order of `nameOf`. Throws what `refuse` makes when the marker is not this list's. */
export function pageByName<T>(
  rows: readonly T[],
  nameOf: (row: T) => string,
  request: { readonly list: string; readonly size: number; readonly marker: string | undefined },
  refuse: () => Error,
): NamedPage<T> {
  const { list, size, marker } = request;
  const after = marker === undefined ? undefined : read(marker, list);
  if (marker !== undefined && after === undefined) throw refuse();
  const start = after === undefined ? 0 : rows.findIndex((row) => nameOf(row) > after);
  const items = start === -1 ? [] : rows.slice(start, start + size);
  const last = items.at(-1);
  const more = start !== -1 && start + size < rows.length;
  return more && last !== undefined ? { items, marker: issue(nameOf(last), list) } : { items };
}

function issue(name: string, list: string): string {
  const text = encodeURIComponent(name);
  return btoa(`${hash(`${list}/${text}`).toString(36)}.${text}`);
}

function read(marker: string, list: string): string | undefined {
  try {
    const [, checksum, text = ''] = /^([^.]*)\.(.*)$/su.exec(atob(marker)) ?? [];
    return checksum === hash(`${list}/${text}`).toString(36) ? decodeURIComponent(text) : undefined;
  } catch {
    return undefined;
  }
}
