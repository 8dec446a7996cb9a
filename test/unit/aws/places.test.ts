import assert from 'node:assert/strict';
import type { Connection, Page } from '../../../src/domain/ports';
import type { PlacesPort, PrefixPage } from '../../../src/domain/wizard-ports';
import { startEmulator, type Emulator } from '../../../src/sample/loopback';
import { S3RVER_CREDENTIALS, useS3rver } from '../../support/use-s3rver';
import { connectTo, failure } from './harness';

/** What both servers hold: the sample account by itself, the other one because it is filled so. */
const DAYS = Array.from({ length: 1200 }, (_, day) => new Date(Date.UTC(2023, 0, 1 + day)).toISOString().slice(0, 10));
const MANY = 'example-retail-raw-sales';
const ODD = {
  bucket: 'example-retail-analytics',
  prefix: 'notebooks/',
  folder: 'notebooks/R&D (draft)/',
  key: 'notebooks/R&D (draft)/Größe + Farbe 100%.ipynb',
};
const EXPORT = { bucket: 'example-retail-forecast', prefix: 'teams/replenishment/backtests/' };
const SANDBOX = 'example-retail-sandbox';

async function placesAt(url: string, env: Record<string, string> = {}): Promise<Connection> {
  return connectTo(url, {}, { env: { ...FILES, ...env, AWS_ENDPOINT_URL: url } });
}
const FILES = { AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' };

async function all<T, P extends Page<T>>(read: (token: { nextToken?: string }) => Promise<P>): Promise<P[]> {
  const pages: P[] = [];
  let token: { nextToken?: string } = {};
  for (;;) {
    const page = await read(token);
    pages.push(page);
    if (page.nextToken === undefined) return pages;
    token = { nextToken: page.nextToken };
  }
}

const foldersOf = (places: PlacesPort, bucket: string, prefix: string) =>
  all<string, PrefixPage>((token) => places.listPrefixes({ bucket, prefix, ...token }));

/** The tests that every Amazon S3 has to pass. */
function itFindsDestinations(places: () => PlacesPort): void {
  it('lists buckets with their names and ages', async () => {
    const { items, nextToken } = await places().listBuckets({});
    assert.equal(nextToken, undefined);
    const names = items.map(({ name }) => name);
    for (const name of [MANY, ODD.bucket, EXPORT.bucket, SANDBOX]) assert.ok(names.includes(name), name);
    assert.ok(items.every(({ createdAt }) => createdAt !== undefined && createdAt <= Date.now()));
  });

  it('names the region of a bucket', async () => {
    assert.equal(await places().bucketRegion(SANDBOX), 'us-east-1');
  });

  it('tells that a bucket does not exist', async () => {
    const region = await failure(places().bucketRegion('example-never-made'));
    assert.deepEqual([region.kind, region.facts.operation], ['notFound', 'HeadBucket']);
    const prefixes = await failure(places().listPrefixes({ bucket: 'example-never-made', prefix: '' }));
    assert.deepEqual([prefixes.kind, prefixes.facts.code], ['notFound', 'NoSuchBucket']);
    assert.equal(prefixes.message, 'The specified bucket does not exist');
  });

  it('reads on, page after page, where a folder holds more than a thousand objects', async () => {
    const pages = await foldersOf(places(), MANY, 'returns/');
    assert.deepEqual(
      pages.map(({ objectCount }) => objectCount),
      [1000, 200],
    );
  });

  it('walks down folder by folder, whatever characters their names hold', async () => {
    const [top] = await foldersOf(places(), ODD.bucket, '');
    assert.ok(top?.items.includes(ODD.prefix));
    const [inside] = await foldersOf(places(), ODD.bucket, ODD.prefix);
    assert.deepEqual(inside, { items: [ODD.folder], objectCount: 1, exportMarks: [] });
    const [innermost] = await foldersOf(places(), ODD.bucket, ODD.folder);
    assert.deepEqual(innermost, { items: [], objectCount: 1, exportMarks: [] });
  });

  it('sees that a folder holds an export', async () => {
    const { bucket, prefix } = EXPORT;
    const [page] = await foldersOf(places(), bucket, prefix);
    assert.deepEqual(page, {
      items: [`${prefix}accuracy-metrics-values/`, `${prefix}forecasted-values/`],
      objectCount: 1,
      exportMarks: ['_CHECK', 'accuracy-metrics-values/', 'forecasted-values/'],
    });
  });

  it('finds the marks of an export', async () => {
    const { bucket, prefix } = EXPORT;
    const marks = ['_CHECK', 'accuracy-metrics-values/', 'forecasted-values/'];
    assert.deepEqual(await places().exportMarks({ bucket, prefix }), marks);
    assert.deepEqual(await places().exportMarks({ bucket, prefix: `${prefix}accuracy-metrics-values/` }), []);
    assert.deepEqual(await places().exportMarks({ bucket: SANDBOX, prefix: '' }), []);
  });

  it('takes an empty bucket, and a folder that is not there, for empty', async () => {
    assert.deepEqual(await foldersOf(places(), SANDBOX, ''), [{ items: [], objectCount: 0, exportMarks: [] }]);
    assert.deepEqual(await foldersOf(places(), EXPORT.bucket, 'not/there/'), [
      { items: [], objectCount: 0, exportMarks: [] },
    ]);
  });

  it('tells a token that is none', async () => {
    const request = { bucket: MANY, prefix: 'returns/', nextToken: 'bm90IGEgdG9rZW4=' };
    const { kind } = await failure(places().listPrefixes(request));
    assert.ok(['invalidNextToken', 'serviceFault'].includes(kind), kind);
  });
}

describe('Choosing a destination', () => {
  describe('in an Amazon S3 that others wrote', function () {
    this.timeout(60_000);
    const server = useS3rver();
    let connection: Connection;

    before(async () => {
      await server.fill(SANDBOX, []);
      await server.fill(
        MANY,
        DAYS.map((day) => `returns/${day}.csv`),
      );
      await server.fill(ODD.bucket, [ODD.key, `${ODD.prefix}index.html`, 'dashboards/accuracy.json']);
      await server.fill(
        EXPORT.bucket,
        ['_CHECK', 'accuracy-metrics-values/a.csv', 'forecasted-values/f.csv'].map((key) => EXPORT.prefix + key),
      );
      connection = await placesAt(server.url, {
        AWS_ACCESS_KEY_ID: S3RVER_CREDENTIALS.accessKeyId,
        AWS_SECRET_ACCESS_KEY: S3RVER_CREDENTIALS.secretAccessKey,
      });
    });
    after(() => connection.dispose());

    itFindsDestinations(() => connection.places);

    it('finds the marks of an export among more files than a page holds', async () => {
      const bucket = 'example-crowded';
      await server.fill(bucket, [...DAYS.map((day) => `${day}.csv`), '_CHECK.txt', 'forecasted-values/f.csv']);
      const { exportMarks } = await connection.places.listPrefixes({ bucket, prefix: '' });
      assert.deepEqual(exportMarks, [], 'the first page does not show them');
      assert.deepEqual(await connection.places.exportMarks({ bucket, prefix: '' }), ['forecasted-values/']);
    });

    it('is told when the key is unknown', async () => {
      const other = await placesAt(server.url, { AWS_ACCESS_KEY_ID: 'nobody', AWS_SECRET_ACCESS_KEY: 'knows' });
      assert.equal((await failure(other.places.listBuckets({}))).kind, 'badCredentials');
      other.dispose();
    });
  });

  describe('in the sample account', () => {
    let emulator: Emulator;
    let connection: Connection;

    before(async () => {
      emulator = await startEmulator({ still: true });
      connection = await placesAt(emulator.url, { AWS_ACCESS_KEY_ID: 'any', AWS_SECRET_ACCESS_KEY: 'any' });
    });
    after(async () => {
      connection.dispose();
      await emulator.close();
    });
    beforeEach(() => {
      emulator.requests.length = 0;
      emulator.account.faults.set({ mode: 'none' });
    });

    itFindsDestinations(() => connection.places);

    it('lists buckets with their regions', async () => {
      const { items } = await connection.places.listBuckets({});
      const regions = Object.fromEntries(items.map(({ name, region }) => [name, region]));
      assert.equal(regions['example-retail-forecast'], 'us-east-1');
      assert.equal(regions['example-retail-forecast-eu'], 'eu-west-1');
      assert.equal(regions['example-retail-archive'], 'us-west-2');
    });

    it('lists more than a thousand folders, page after page, each once', async () => {
      const pages = await foldersOf(connection.places, MANY, 'daily/');
      assert.deepEqual(
        pages.map(({ items }) => items.length),
        [1000, 200],
      );
      assert.deepEqual(
        pages.flatMap(({ items }) => items),
        DAYS.map((day) => `daily/${day}/`),
      );
    });

    it('reads names that XML has to escape, and such that it cannot hold', async () => {
      const folder = 'quotes/<old> "names"/';
      const look = (prefix: string) => connection.places.listPrefixes({ bucket: ODD.bucket, prefix });
      assert.deepEqual((await look('quotes/')).items, [folder]);
      assert.equal((await look(folder)).objectCount, 1);
    });

    const asked = () => emulator.requests.map(({ operation, region }) => `${operation} ${region}`);

    it('finds the region of a bucket that is elsewhere, also one that may not be seen', async () => {
      const fresh = await placesAt(emulator.url, { AWS_ACCESS_KEY_ID: 'any', AWS_SECRET_ACCESS_KEY: 'any' });
      assert.equal(await fresh.places.bucketRegion('example-retail-forecast-eu'), 'eu-west-1');
      assert.equal(await fresh.places.bucketRegion('denied-example-finance'), 'us-east-1');
      fresh.dispose();
    });

    it('goes to the region of the bucket by itself, and straight there from then on', async () => {
      const fresh = await placesAt(emulator.url, { AWS_ACCESS_KEY_ID: 'any', AWS_SECRET_ACCESS_KEY: 'any' });
      const look = () => fresh.places.listPrefixes({ bucket: 'example-retail-archive', prefix: '' });
      assert.deepEqual((await look()).items, ['2019/', '2020/']);
      assert.deepEqual(asked(), ['ListObjectsV2 us-east-1', 'ListObjectsV2 us-west-2']);
      await look();
      assert.deepEqual(asked().slice(2), ['ListObjectsV2 us-west-2']);
      fresh.dispose();
    });

    it('goes straight there when the region is known', async () => {
      await connection.places.listPrefixes({
        bucket: 'example-retail-forecast-eu',
        prefix: '',
        region: 'eu-west-1',
      });
      assert.deepEqual(asked(), ['ListObjectsV2 eu-west-1']);
    });

    it('says when a bucket may not be looked into', async () => {
      const error = await failure(connection.places.listPrefixes({ bucket: 'denied-example-finance', prefix: '' }));
      assert.deepEqual(
        [error.kind, error.facts.code, error.message],
        ['accessDenied', 'AccessDenied', 'Access Denied'],
      );
    });

    it('lists roles page by page, with trust policies to read', async () => {
      const pages = await all((token) => connection.places.listRoles(token));
      const roles = pages.flatMap(({ items }) => items);
      assert.ok(pages.length > 1);
      assert.equal(new Set(roles.map(({ arn }) => arn)).size, roles.length);
      const role = roles.find(({ name }) => name.startsWith('AmazonForecast-ExecutionRole'));
      assert.equal(role?.path, '/service-role/');
      assert.equal(role.arn, `arn:aws:iam::111122223333:role/service-role/${role.name}`);
      assert.deepEqual(JSON.parse(role.trustPolicy ?? ''), {
        Version: '2012-10-17',
        Statement: { Effect: 'Allow', Principal: { Service: 'forecast.amazonaws.com' }, Action: 'sts:AssumeRole' },
      });
    });

    it('lists keys by their aliases, in the connection’s region', async () => {
      const { items } = await connection.places.listKeyAliases({});
      assert.deepEqual(
        items.find(({ name }) => name === 'alias/forecast-exports'),
        {
          name: 'alias/forecast-exports',
          arn: 'arn:aws:kms:us-east-1:111122223333:alias/forecast-exports',
          targetKeyId: '1b2c3d4e-0000-4000-8000-5f6a7b8c9d0e',
        },
      );
      assert.equal(items.find(({ name }) => name === 'alias/aws/dynamodb')?.targetKeyId, undefined);
    });

    it('says when nothing may be listed, while exports still can be', async () => {
      emulator.account.faults.set({ mode: 'deny', services: ['s3', 'iam', 'kms'] });
      const { places, forecast } = connection;
      const refused = [
        () => places.listBuckets({}),
        () => places.listPrefixes({ bucket: SANDBOX, prefix: '' }),
        () => places.listRoles({}),
        () => places.listKeyAliases({}),
      ];
      for (const ask of refused) assert.equal((await failure(ask())).kind, 'accessDenied');
      assert.match((await failure(places.listRoles({}))).message, /is not authorized to perform: iam:ListRoles/u);
      assert.equal((await forecast.listPredictors({ maxResults: 1 })).items.length, 1);
    });
  });
});
