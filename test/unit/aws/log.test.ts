import assert from 'node:assert/strict';
import type { Connection } from '../../../src/domain/ports';
import { awsError, startFaultServer, type FaultServer } from '../../support/fault-server';
import { connectTo, failure, KEYS, lines, type Lines } from './harness';

const REQUEST = 'request aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';
const REFUSAL = 'request 11111111-2222-4333-8444-555555555555';

describe('The log of calls', () => {
  let server: FaultServer;
  let connection: Connection;
  let log: Lines;
  let now: number;

  beforeEach(async () => {
    server = await startFaultServer();
    log = lines();
    now = 1_000;
    connection = await connectTo(server.url, {}, { log, now: () => (now += 5) });
    log.lines.length = 0;
  });
  afterEach(async () => {
    connection.dispose();
    await server.close();
  });

  /** The lines, with every duration as `N ms`. */
  const logged = (): readonly string[] => log.lines.map((line) => line.replaceAll(/\d+ ms/gu, 'N ms'));

  it('has a line for a call that went well: what, where, how long, how often, how many', async () => {
    server.answer('ListPredictors', { body: { Predictors: [{ PredictorArn: 'a' }, { PredictorArn: 'b' }] } });
    await connection.forecast.listPredictors({ maxResults: 10 });
    assert.deepEqual(logged(), [`debug ListPredictors, us-east-1, N ms, 1 attempt, ${REQUEST}, 2 results`]);
  });

  it('warns of a call that failed, with its reason', async () => {
    server.answer('StopResource', awsError('ResourceNotFoundException', 'No resource found'));
    await failure(connection.forecast.stopExportJob('arn'));
    assert.deepEqual(logged(), [
      `warn StopResource, us-east-1, N ms, 1 attempt, ${REFUSAL}, notFound, ResourceNotFoundException, HTTP 400, No resource found`,
    ]);
  });

  it('counts the attempts', async () => {
    server.answer('ListPredictors', { reset: true }, { body: {} });
    await connection.forecast.listPredictors({ maxResults: 10 });
    assert.match(String(logged()[0]), /, 2 attempts, /u);
  });

  it('takes a cancelled call for nothing bad', async () => {
    server.answer('ListPredictors', { hang: true });
    const abort = new AbortController();
    const call = connection.forecast.listPredictors({ maxResults: 10 }, { signal: abort.signal });
    await server.nextRequest();
    abort.abort();
    await assert.rejects(call);
    // The caller hears of it at once, the log when the connection is closed.
    await server.requests[0]?.abandoned;
    assert.deepEqual(logged(), ['debug ListPredictors, us-east-1, N ms, cancelled']);
  });

  it('holds no key, no token and no tag', async () => {
    const secret = 'tag-value-of-mine';
    server.answer('TagResource', awsError('ValidationException', `Value '${secret}' at 'tags' failed`));
    server.answer('ListPredictors', awsError('InvalidNextTokenException', 'The token list-token is not valid'));
    await failure(connection.forecast.tagResource('arn', [{ key: 'k', value: secret }]));
    await failure(connection.forecast.listPredictors({ maxResults: 10, nextToken: 'list-token' }));
    assert.equal(log.lines.length, 2);
    for (const hidden of [secret, 'list-token', KEYS.AWS_ACCESS_KEY_ID, KEYS.AWS_SECRET_ACCESS_KEY, 'AWS4']) {
      assert.ok(!log.lines.join('\n').includes(hidden), hidden);
    }
  });
});
