import { hash } from '../random';

export interface StoredObject {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** Without its quotes. */
  readonly etag: string;
  /** Epoch milliseconds. */
  readonly modifiedAt: number;
  /** The bytes from `start` to before `end`, made when they are read. */
  read(start: number, end: number): Uint8Array | AsyncIterable<Uint8Array>;
}

/** An object that is made of a short text. */
export function textObject(key: string, modifiedAt: number, text = ''): StoredObject {
  const content = new TextEncoder().encode(text);
  return {
    key,
    size: content.length,
    etag: etagOf(`${text.length}/${text}`),
    modifiedAt,
    read: (start, end) => content.subarray(start, end),
  };
}

/** 32 hexadecimal digits that stand for a content: the same for the same text. */
export function etagOf(text: string): string {
  return [1, 2, 3, 4].map((part) => hash(`${part}/${text}`).toString(16).padStart(8, '0')).join('');
}
