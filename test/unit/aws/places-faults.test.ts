import assert from 'node:assert/strict';
import { isCancelled, type ErrorKind } from '../../../src/domain/errors';
import type { CallOptions, Connection } from '../../../src/domain/ports';
import type { PlacesPort } from '../../../src/domain/wizard-ports';
import {
  awsError,
  queryError,
  s3Error,
  startFaultServer,
  type Answer,
  type FaultServer,
} from '../../support/fault-server';
import { account, connectTo, failure, KEYS, lines, removeAccounts } from './harness';

const FILES = { AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' };
const PORTAL: Answer = { body: '<!DOCTYPE html><html><body>Welcome to the guest network</body></html>' };
const XML = { 'content-type': 'application/xml' };
const OBJECTS = '<ListBucketResult><Name>shop</Name></ListBucketResult>';

type Ask = (places: PlacesPort, options?: CallOptions) => Promise<unknown>;

/** Each list, what the fault server calls its request, and how its service words an error. */
const LISTS: readonly (readonly [string, string, Ask, (code: string, message: string, status: number) => Answer])[] = [
  ['buckets', 'GET /', (places, options) => places.listBuckets({}, options), s3Error],
  ['folders', 'GET /shop/', (places, options) => places.listPrefixes({ bucket: 'shop', prefix: '' }, options), s3Error],
  ['roles', 'ListRoles', (places, options) => places.listRoles({}, options), queryError],
  ['keys', 'ListAliases', (places, options) => places.listKeyAliases({}, options), awsError],
];

describe('Lists of places that fail', () => {
  let server: FaultServer;
  let connection: Connection;

  beforeEach(async () => {
    server = await startFaultServer();
    connection = await connectTo(
      server.url,
      { requestTimeout: 2_000 },
      { env: { ...KEYS, ...FILES, AWS_ENDPOINT_URL: server.url } },
    );
  });
  afterEach(async () => {
    connection.dispose();
    await server.close();
    await removeAccounts();
  });

  const ROWS: readonly (readonly [
    fault: string,
    ErrorKind,
    attempts: number,
    (wording: (typeof LISTS)[number][3]) => Answer,
  ])[] = [
    ['is not allowed', 'accessDenied', 1, (error) => error('AccessDenied', 'No policy allows it', 403)],
    ['asks with expired credentials', 'signInExpired', 1, (error) => error('ExpiredToken', 'It has expired', 400)],
    ['asks with an unknown key', 'badCredentials', 1, (error) => error('InvalidAccessKeyId', 'No such key', 403)],
    ['asks with a wrong clock', 'clockSkew', 1, (error) => error('RequestTimeTooSkewed', 'Too late', 403)],
    ['is refused the next page', 'invalidNextToken', 1, (error) => error('ValidationError', 'Invalid Marker', 400)],
    ['asks too often', 'throttled', 3, (error) => error('Throttling', 'Rate exceeded', 400)],
    ['meets a fault of the service', 'serviceFault', 3, (error) => error('InternalError', 'Try again', 500)],
    ['meets a captive portal', 'badResponse', 1, () => PORTAL],
    ['loses the connection', 'network', 3, () => ({ reset: true })],
  ];

  for (const [list, operation, ask, wording] of LISTS) {
    for (const [fault, kind, attempts, answer] of ROWS) {
      it(`tells when the list of ${list} ${fault}`, async () => {
        server.answer(operation, answer(wording));
        const error = await failure(ask(connection.places));
        assert.deepEqual([error.kind, server.count(operation)], [kind, attempts], error.message);
        assert.equal(error.facts.host, `127.0.0.1:${server.port}`);
        assert.doesNotMatch(error.message, /UnknownError|<|undefined/u);
      }).timeout(15_000);
    }

    it(`gives up, once, on a list of ${list} that never comes`, async () => {
      const hasty = await connectTo(
        server.url,
        { requestTimeout: 200 },
        { env: { ...KEYS, ...FILES, AWS_ENDPOINT_URL: server.url } },
      );
      server.answer(operation, { hang: true });
      assert.equal((await failure(ask(hasty.places))).kind, 'timeout');
      assert.equal(server.count(operation), 1);
      hasty.dispose();
    });

    it(`ends a list of ${list} at once when it is cancelled`, async () => {
      server.answer(operation, { hang: true });
      const abort = new AbortController();
      const arrives = server.nextRequest();
      const call = ask(connection.places, { signal: abort.signal });
      const { abandoned } = await arrives;
      abort.abort();
      await assert.rejects(call, isCancelled);
      await abandoned;
    });
  }

  it('tells what S3 says of a bucket that cannot be looked into', async () => {
    const look = () => connection.places.listPrefixes({ bucket: 'shop', prefix: '' });
    server.answer('GET /shop/', s3Error('NoSuchBucket', 'The specified bucket does not exist', 404));
    assert.equal((await failure(look())).kind, 'notFound');
    server.answer('GET /shop/', s3Error('PermanentRedirect', 'Use another endpoint', 301));
    assert.deepEqual([(await failure(look())).kind, server.count('GET /shop/')], ['invalidInput', 2]);
  });

  it('follows a redirect to the region that it names, once', async () => {
    const elsewhere = s3Error('PermanentRedirect', 'Use another endpoint', 301, {
      'x-amz-bucket-region': 'ap-south-1',
    });
    server.answer('GET /shop/', elsewhere, { headers: XML, body: OBJECTS });
    await connection.places.listPrefixes({ bucket: 'shop', prefix: '' });
    const regions = server.requests.map(
      ({ headers }) => /\/\d{8}\/([^/]+)\/s3\//u.exec(headers.authorization ?? '')?.[1],
    );
    assert.deepEqual(regions, ['us-east-1', 'ap-south-1']);
    server.answer('GET /shop/', elsewhere);
    assert.equal((await failure(connection.places.listPrefixes({ bucket: 'shop', prefix: '' }))).kind, 'invalidInput');
    assert.equal(server.count('GET /shop/'), 3);
  });

  it('reads the region of a bucket from a refusal', async () => {
    server.answer('HEAD /shop/', { status: 403, headers: { 'x-amz-bucket-region': 'eu-central-1' } });
    assert.equal(await connection.places.bucketRegion('shop'), 'eu-central-1');
  });

  it('tells a refusal that names no region', async () => {
    server.answer('HEAD /shop/', { status: 403, headers: { 'x-amz-request-id': '4442587FB7D0A2F9' } });
    const error = await failure(connection.places.bucketRegion('shop'));
    assert.deepEqual([error.kind, error.message], ['accessDenied', 'The answer was HTTP 403 without an error name']);
  });

  for (const [constraint, region] of [
    ['', 'us-east-1'],
    ['EU', 'eu-west-1'],
    ['ap-south-1', 'ap-south-1'],
  ] as const) {
    it(`knows that the location “${constraint}” is ${region}`, async () => {
      server.answer('HEAD /shop/', {});
      server.answer('GET /shop/', {
        headers: XML,
        body: `<?xml version="1.0"?><LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${constraint}</LocationConstraint>`,
      });
      assert.equal(await connection.places.bucketRegion('shop'), region);
    });
  }

  it('asks for credentials anew after they have expired', async () => {
    const files = await account({
      config:
        '[profile rotating]\ncredential_process = echo \'{"Version":1,"AccessKeyId":"AKIDROTATED","SecretAccessKey":"s"}\'\n',
    });
    const rotating = await connectTo(
      server.url,
      { profile: 'rotating' },
      { env: { ...files.env, AWS_ENDPOINT_URL: server.url } },
    );
    server.answer('ListAliases', awsError('ExpiredTokenException', 'It has expired'), { body: { Aliases: [] } });
    assert.equal((await failure(rotating.places.listKeyAliases({}))).kind, 'signInExpired');
    assert.deepEqual(await rotating.places.listKeyAliases({}), { items: [] });
    rotating.dispose();
  });

  it('goes to the endpoint of each service', async () => {
    const files = await account({
      config: `[default]\nservices = local\n[services local]\nkms =\n  endpoint_url = ${server.url}/kms\n`,
    });
    const env = {
      ...KEYS,
      ...files.env,
      AWS_ENDPOINT_URL_S3: `${server.url}/s3`,
      AWS_ENDPOINT_URL_IAM: `${server.url}/iam`,
    };
    const split = await connectTo('http://127.0.0.1:9', {}, { env });
    for (const [, , ask] of LISTS) await failure(ask(split.places));
    assert.deepEqual(
      server.requests.map(({ path }) => path.replace(/\?.*$/u, '')),
      ['/s3/', '/s3/shop/', '/iam/', '/kms/'],
    );
    split.dispose();
  });

  it('tells an endpoint that cannot be used, and lets the other services be', async () => {
    const env = { ...KEYS, ...FILES, AWS_ENDPOINT_URL: server.url, AWS_ENDPOINT_URL_S3: 'not a url' };
    const half = await connectTo(server.url, {}, { env });
    server.answer('ListAliases', { body: { Aliases: [] } });
    assert.match((await failure(half.places.listBuckets({}))).message, /AWS_ENDPOINT_URL_S3 cannot be used/u);
    assert.deepEqual(await half.places.listKeyAliases({}), { items: [] });
    half.dispose();
  });

  it('ends with the connection', async () => {
    server.answer('ListRoles', { hang: true });
    const arrives = server.nextRequest();
    const call = connection.places.listRoles({});
    await arrives;
    connection.dispose();
    await assert.rejects(call, isCancelled);
  });

  it('says in the log what was asked, and never a key', async () => {
    const log = lines();
    const logged = await connectTo(server.url, {}, { log, env: { ...KEYS, ...FILES, AWS_ENDPOINT_URL: server.url } });
    server.answer('ListAliases', { body: { Aliases: [] } });
    await logged.places.listKeyAliases({});
    await failure(logged.places.listBuckets({}));
    assert.match(log.lines.join('\n'), /debug ListAliases, us-east-1, \d+ ms, 1 attempt/u);
    assert.match(log.lines.join('\n'), /warn ListBuckets, us-east-1/u);
    assert.doesNotMatch(log.lines.join('\n'), /AKIA|not-a-real-secret-key/u);
    logged.dispose();
  });
});
