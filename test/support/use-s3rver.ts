/** An Amazon S3 that was not written here: the package `s3rver`, as a process of its own, on a folder that goes with it. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { lineMatching, startGuarded, type Guarded } from './guarded';
import { PROJECT } from './paths';

export interface S3rver {
  readonly url: string;
  /** Makes a bucket with an object under each key, whose content is the key itself. */
  fill(bucket: string, keys: readonly string[]): Promise<void>;
  /** Makes a bucket with these objects. */
  put(bucket: string, objects: Readonly<Record<string, string | Uint8Array>>): Promise<void>;
}

/** The only key pair that it accepts. */
export const S3RVER_CREDENTIALS = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' } as const;

/** Call it in a `describe`. The server is there before the tests and goes after them. */
export function useS3rver(): S3rver {
  let run: Guarded | undefined;
  let url = '';

  before('start s3rver', async function () {
    this.timeout(60_000);
    const folder = await mkdtemp(path.join(tmpdir(), 's3rver-'));
    const program = path.join(PROJECT, 'node_modules', 's3rver', 'bin', 's3rver.js');
    // Its continuation tokens are made with DES, which today's OpenSSL keeps in its legacy provider.
    const args = ['--openssl-legacy-provider', program, '--directory', folder, '--address', '127.0.0.1', '--port', '0'];
    run = startGuarded(process.execPath, [...args, '--silent'], { output: 'pipe', remove: folder });
    const [, port = ''] = await lineMatching(run, /^S3rver listening on 127\.0\.0\.1:(\d+)$/m, 60_000);
    url = `http://127.0.0.1:${port}`;
  });
  after('end s3rver', () => run?.stop());

  return {
    get url() {
      return url;
    },
    fill: (bucket, keys) => put(url, bucket, Object.fromEntries(keys.map((key) => [key, key]))),
    put: (bucket, objects) => put(url, bucket, objects),
  };
}

async function put(url: string, bucket: string, objects: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  const client = new S3Client({
    endpoint: url,
    region: 'us-east-1',
    credentials: S3RVER_CREDENTIALS,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  const left = Object.entries(objects);
  const worker = async (): Promise<void> => {
    for (let next = left.pop(); next; next = left.pop()) {
      const [key, content] = next;
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: content }));
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  client.destroy();
}
