/** The sample account's S3, asked in-process as a signed client would ask it. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { HttpResponse } from '../../../src/domain/http';
import type { SampleAccount } from '../../../src/sample';
import { bytesOf, textOf } from '../sample-client';

export interface S3Options {
  readonly method?: string;
  readonly headers?: object;
  readonly region?: string;
}

/** A signed request in path style; `target` is a path with its query. */
export function s3(
  account: SampleAccount,
  target: string,
  { method = 'GET', headers = {}, region = 'us-east-1' }: S3Options = {},
): Promise<HttpResponse> {
  const { pathname, searchParams } = new URL(target, 'http://localhost');
  return account.handle({
    method,
    protocol: 'http:',
    hostname: 'localhost',
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=key/20261122/${region}/s3/aws4_request`, ...headers },
    body: new Uint8Array(),
  });
}

export interface ListedObject {
  readonly key: string;
  readonly size: number;
}

/** The first page of objects below a prefix. */
export async function objectsBelow(account: SampleAccount, bucket: string, prefix: string): Promise<ListedObject[]> {
  const text = textOf(await s3(account, `/${bucket}?list-type=2&prefix=${encodeURIComponent(prefix)}`));
  return [...text.matchAll(/<Key>([^<]*)<\/Key>.*?<Size>(\d+)<\/Size>/gsu)].map(([, key = '', size]) => ({
    key,
    size: Number(size),
  }));
}

/** Copies the objects below a prefix into a folder, as `aws s3 sync` does. */
export async function copyBelow(account: SampleAccount, bucket: string, prefix: string, folder: string): Promise<void> {
  for (const { key, size } of await objectsBelow(account, bucket, prefix)) {
    const file = path.join(folder, ...key.slice(prefix.length).split('/'));
    const content = await bytesOf(await s3(account, `/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`));
    assert.equal(content.length, size, key);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}
