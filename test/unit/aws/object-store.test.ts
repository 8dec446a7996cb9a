import assert from 'node:assert/strict';
import { createConnect } from '../../../src/aws/index';
import { isCancelled } from '../../../src/domain/errors';
import type { ObjectStore } from '../../../src/domain/object-store';
import type { Connection } from '../../../src/domain/ports';
import { isResultsError } from '../../../src/domain/results-error';
import { createSampleAccount } from '../../../src/sample';
import { s3Error, startFaultServer, type FaultServer } from '../../support/fault-server';
import { S3RVER_CREDENTIALS, useS3rver } from '../../support/use-s3rver';
import { connectTo, failure, KEYS, lines } from './harness';

const BUCKET = 'example-retail-forecast';
const KEY = 'input/target_time_series/part-0000.csv';
const FILES = { AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' };

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}

/** The tests that every Amazon S3 has to pass. It holds `KEY`, whose content begins with the key itself. */
function itReadsObjects(objects: () => ObjectStore): void {
  it('lists objects with size and version', async () => {
    const { objects: found, folders } = await objects().list({ bucket: BUCKET, prefix: 'input/target' });
    const [first] = found;
    assert.equal(first?.key, KEY);
    assert.match(first.etag, /^"[\da-f]{32}"$/u);
    assert.ok(first.modifiedAt);
    const text = await textOf(await objects().get({ bucket: BUCKET, key: KEY, etag: first.etag }));
    assert.equal(text.trim(), KEY);
    assert.equal(first.size, text.length);
    assert.deepEqual(folders, []);
  });

  it('lists one level when it is told the delimiter', async () => {
    const page = await objects().list({ bucket: BUCKET, prefix: 'input/', delimiter: '/' });
    assert.deepEqual(page.folders, ['input/target_time_series/']);
  });

  it('reads a part of an object', async () => {
    const read = async (start: number, end?: number) =>
      textOf(await objects().get({ bucket: BUCKET, key: KEY, range: { start, ...(end !== undefined && { end }) } }));
    assert.equal(await read(0, 4), 'input');
    assert.equal((await read(24)).trim(), KEY.slice(24));
  });

  it('tells an object that is not there', async () => {
    const error = await failure(objects().get({ bucket: BUCKET, key: 'none.csv' }));
    assert.deepEqual([error.kind, error.facts.code], ['notFound', 'NoSuchKey']);
  });

  it('lists all buckets, and names their region', async () => {
    assert.ok((await objects().listBuckets()).some(({ name }) => name === BUCKET));
    assert.equal(await objects().bucketRegion(BUCKET), 'us-east-1');
  });
}

describe('Reading objects', () => {
  describe('from an Amazon S3 that others wrote', () => {
    const server = useS3rver();
    let connection: Connection;

    before(async () => {
      await server.fill(BUCKET, [KEY, 'input/item_metadata.csv']);
      const env = {
        ...FILES,
        AWS_ACCESS_KEY_ID: S3RVER_CREDENTIALS.accessKeyId,
        AWS_SECRET_ACCESS_KEY: S3RVER_CREDENTIALS.secretAccessKey,
        AWS_ENDPOINT_URL: server.url,
      };
      connection = await connectTo(server.url, {}, { env });
    });
    after(() => connection.dispose());

    itReadsObjects(() => connection.objects);
  });

  describe('from the sample account', () => {
    let connection: Connection;

    before(async () => {
      const connect = createConnect({
        log: lines(),
        env: {},
        sample: () => Promise.resolve(createSampleAccount({ still: true }).handle),
      });
      connection = await connect({ account: 'sample', requestTimeout: 5_000 });
    });
    after(() => connection.dispose());

    itReadsObjects(() => connection.objects);

    it('tells an object that is another one by now, or gone', async () => {
      for (const key of [KEY, 'none.csv']) {
        await assert.rejects(
          connection.objects.get({ bucket: BUCKET, key, etag: '"an older one"' }),
          (error) => isResultsError(error) && error.kind === 'changed',
        );
      }
    });

    it('reads from a bucket of another region', async () => {
      const body = await connection.objects.get({ bucket: 'example-retail-archive', key: '2019/backtests/readme.txt' });
      assert.equal(await textOf(body), '2019/backtests/readme.txt\n');
    });
  });

  describe('when something breaks', () => {
    const TEXT = 'item_id,timestamp\n'.repeat(1000);
    let server: FaultServer;
    let connection: Connection;

    beforeEach(async () => {
      server = await startFaultServer();
      const env = { ...KEYS, ...FILES, AWS_ENDPOINT_URL: server.url };
      connection = await connectTo(server.url, { requestTimeout: 500 }, { env });
    });
    afterEach(async () => {
      connection.dispose();
      await server.close();
    });

    const get = (signal?: AbortSignal) =>
      connection.objects.get({ bucket: 'shop', key: 'a.csv' }, signal && { signal });

    it('says that it may not be read', async () => {
      server.answer('GET /shop/a.csv', s3Error('AccessDenied', 'Access Denied', 403));
      assert.equal((await failure(get())).kind, 'accessDenied');
    });

    it('gives up on content that stops in the middle', async () => {
      server.answer('GET /shop/a.csv', { body: TEXT, stall: true });
      const body = await get();
      assert.equal((await failure(textOf(body))).kind, 'timeout');
    });

    it('ends at once when it is cancelled in the middle, and closes the connection', async () => {
      server.answer('GET /shop/a.csv', { body: TEXT, stall: true });
      const abort = new AbortController();
      const arrives = server.nextRequest();
      const body = await get(abort.signal);
      const reading = textOf(body);
      abort.abort();
      await assert.rejects(reading, isCancelled);
      await (
        await arrives
      ).abandoned;
    });

    it('ends with the connection', async () => {
      server.answer('GET /shop/a.csv', { body: TEXT, stall: true });
      const reading = textOf(await get());
      connection.dispose();
      await assert.rejects(reading, isCancelled);
    });

    it('closes the connection when the reader wants no more', async () => {
      server.answer('GET /shop/a.csv', { body: TEXT, stall: true });
      const arrives = server.nextRequest();
      for await (const piece of await get()) {
        assert.ok(piece.length > 0);
        break;
      }
      await (
        await arrives
      ).abandoned;
    });

    it('tells a server that is gone in the middle', async () => {
      server.answer('GET /shop/a.csv', { body: TEXT, stall: true });
      const reading = textOf(await get());
      await Promise.all([
        server.close(),
        failure(reading).then((error) => assert.equal(error.kind, 'network', error.message)),
      ]);
    });
  });
});
