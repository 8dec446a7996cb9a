import assert from 'node:assert/strict';
import { createConnect } from '../../../src/aws/index';
import { Cancelled, isCancelled } from '../../../src/domain/errors';
import type { HttpHandler, HttpRequest } from '../../../src/domain/http';
import type { Connection, ConnectionChoice } from '../../../src/domain/ports';
import { createSampleAccount } from '../../../src/sample/index';
import { failure, lines } from './harness';

const open: Connection[] = [];

async function connectTo(
  sample: () => Promise<HttpHandler>,
  choice: Partial<ConnectionChoice> = {},
): Promise<Connection> {
  const env = { AWS_PROFILE: 'does-not-exist', AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL: 'http://127.0.0.1:9' };
  const connection = await createConnect({ log: lines(), env, sample })({
    account: 'sample',
    requestTimeout: 2_000,
    ...choice,
  });
  open.push(connection);
  return connection;
}

describe('A connection to the sample account', () => {
  afterEach(() => {
    for (const connection of open.splice(0)) connection.dispose();
  });

  it('needs no profile and no region, and ignores what the environment says', async () => {
    const connection = await connectTo(() => Promise.resolve(createSampleAccount().handle));
    const { account, profile, region, endpoint } = connection;
    assert.deepEqual(
      { account, profile, region, endpoint },
      {
        account: 'sample',
        profile: 'sample',
        region: 'us-east-1',
        endpoint: undefined,
      },
    );
    const { items, nextToken } = await connection.forecast.listExportJobs({ maxResults: 100 });
    assert.equal(items.length, 100);
    assert.ok(nextToken);
    assert.ok(items.every(({ arn, name, status, createdAt }) => arn && name && status && createdAt));
  });

  it('opens the account at the first request, once', async () => {
    let opened = 0;
    const connection = await connectTo(() => {
      opened++;
      return Promise.resolve(createSampleAccount().handle);
    });
    assert.equal(opened, 0);
    await Promise.all([
      connection.forecast.listPredictors({ maxResults: 1 }),
      connection.forecast.listPredictors({ maxResults: 1 }),
    ]);
    assert.equal(opened, 1);
  });

  it('opens it anew after that failed', async () => {
    let opened = 0;
    const connection = await connectTo(() =>
      opened++ === 0 ? Promise.reject(new Error('No such file')) : Promise.resolve(createSampleAccount().handle),
    );
    const error = await failure(connection.forecast.listPredictors({ maxResults: 1 }));
    assert.equal(error.message, 'No such file');
    assert.equal((await connection.forecast.listPredictors({ maxResults: 1 })).items.length, 1);
  });

  it('speaks as the SDK would to the region that was chosen', async () => {
    const requests: HttpRequest[] = [];
    const { handle } = createSampleAccount();
    const connection = await connectTo(
      () =>
        Promise.resolve((request, signal) => {
          requests.push(request);
          return handle(request, signal);
        }),
      { region: 'eu-west-1' },
    );
    await connection.forecast.listPredictors({ maxResults: 1 });
    const [request] = requests;
    assert.equal(request?.hostname, 'forecast.eu-west-1.amazonaws.com');
    assert.equal(request.method, 'POST');
    assert.equal(request.headers['x-amz-target'], 'AmazonForecast.ListPredictors');
    assert.deepEqual(JSON.parse(new TextDecoder().decode(request.body)), { MaxResults: 1 });
  });

  it('tells the account’s refusals like a real one’s', async () => {
    const connection = await connectTo(() => Promise.resolve(createSampleAccount().handle));
    const arn = 'arn:aws:forecast:us-east-1:123456789012:predictor-backtest-export-job/none/none';
    const error = await failure(connection.forecast.describeExportJob(arn));
    assert.equal(error.kind, 'notFound');
    assert.ok(error.facts.requestId);
  });

  /** Answers when it is given up, which it reports. */
  function endless(): { handler: HttpHandler; givenUp: Promise<void>; called: Promise<void> } {
    let gaveUp: () => void;
    let wasCalled: () => void;
    const givenUp = new Promise<void>((resolve) => (gaveUp = resolve));
    const called = new Promise<void>((resolve) => (wasCalled = resolve));
    const handler: HttpHandler = (_, signal) =>
      new Promise((_resolve, reject) => {
        wasCalled();
        signal?.addEventListener('abort', () => {
          gaveUp();
          reject(new Cancelled());
        });
      });
    return { handler, givenUp, called };
  }

  it('gives up on an answer that does not come in time', async () => {
    const { handler, givenUp } = endless();
    const connection = await connectTo(() => Promise.resolve(handler), { requestTimeout: 50 });
    const error = await failure(connection.forecast.listPredictors({ maxResults: 1 }));
    assert.equal(error.kind, 'timeout');
    assert.equal(error.facts.attempts, 1);
    await givenUp;
  });

  it('can be cancelled', async () => {
    const { handler, givenUp, called } = endless();
    const connection = await connectTo(() => Promise.resolve(handler));
    const abort = new AbortController();
    const call = connection.forecast.listPredictors({ maxResults: 1 }, { signal: abort.signal });
    await called;
    abort.abort();
    await assert.rejects(call, isCancelled);
    await givenUp;
  });

  it('tells when there is none', async () => {
    const connect = createConnect({ log: lines(), env: {} });
    await failure(connect({ account: 'sample', requestTimeout: 1 }));
  });
});
