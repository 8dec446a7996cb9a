import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { awsError, startFaultServer, type FaultServer } from '../../support/fault-server';
import { connectTo, failure } from './harness';
import type { Order, Outcome } from './trusting-caller';

const LIST = 'ListPredictorBacktestExportJobs';
const CREATE = 'CreatePredictorBacktestExportJob';
const TLS = path.join(__dirname, '../../support/tls');
const CERTIFICATE = path.join(TLS, 'loopback.crt.pem');

describe('Over HTTPS', function () {
  // Two of the tests start a process.
  this.timeout(60_000);

  let server: FaultServer;
  let caller: ChildProcess;
  let lastId = 0;

  before(async () => {
    const [key, cert] = await Promise.all([
      readFile(path.join(TLS, 'loopback.key.pem'), 'utf8'),
      readFile(CERTIFICATE, 'utf8'),
    ]);
    server = await startFaultServer({ tls: { key, cert } });
    caller = startCaller();
  });
  after(async () => {
    await end(caller);
    await server.close();
  });

  function startCaller(env: Readonly<Record<string, string>> = {}): ChildProcess {
    return fork(path.join(__dirname, 'trusting-caller.ts'), {
      execArgv: ['--import=tsx', '--no-warnings'],
      env: { ...process.env, NODE_EXTRA_CA_CERTS: CERTIFICATE, ...env },
    });
  }

  async function end(process: ChildProcess): Promise<void> {
    const exit = once(process, 'exit');
    process.kill();
    await exit;
  }

  function order(
    what: 'list' | 'create',
    requestTimeout = 5_000,
    by = caller,
  ): { id: number; outcome: Promise<Outcome> } {
    const id = ++lastId;
    const outcome = new Promise<Outcome>((resolve) => {
      const listener = (message: Outcome): void => {
        if (message.id !== id) return;
        by.off('message', listener);
        resolve(message);
      };
      by.on('message', listener);
    });
    by.send({ id, what, endpoint: server.url, requestTimeout } satisfies Order);
    return { id, outcome };
  }

  const list = (requestTimeout?: number): Promise<Outcome> => order('list', requestTimeout).outcome;

  it('lists, page after page on one connection', async () => {
    server.answer(LIST, { body: { PredictorBacktestExportJobs: [{ PredictorBacktestExportJobArn: 'arn:x' }] } });
    for (let page = 0; page < 5; page++) assert.equal((await list()).items, 1);
    assert.equal(server.connections, 1);
  });

  it('tells a refusal in the words of the service', async () => {
    server.answer(LIST, awsError('AccessDeniedException', 'Amazon Forecast is no longer available to new customers.'));
    const outcome = await list();
    assert.equal(outcome.kind, 'notOnboarded');
    assert.equal(outcome.attempts, 1);
  });

  it('repeats after throttling and a connection that broke', async () => {
    server.answer(LIST, awsError('ThrottlingException', 'Rate exceeded'), { reset: true }, { body: {} });
    const sent = server.count(LIST);
    assert.equal((await list()).items, 0);
    assert.equal(server.count(LIST), sent + 3);
  });

  it('tells a connection that keeps breaking', async () => {
    server.answer(LIST, { reset: true });
    const outcome = await list();
    assert.equal(outcome.kind, 'network');
    assert.equal(outcome.code, 'ECONNRESET');
    assert.equal(outcome.attempts, 3);
  });

  it('sends a creation once, though the connection breaks', async () => {
    server.answer(CREATE, { reset: true });
    const outcome = await order('create').outcome;
    assert.equal(outcome.kind, 'network');
    assert.equal(server.count(CREATE), 1);
  });

  it('does not follow a redirect with a signed request', async () => {
    const elsewhere = await startFaultServer();
    server.answer(LIST, { status: 307, headers: { location: elsewhere.url } });
    const outcome = await list();
    assert.equal(outcome.kind, 'badResponse');
    assert.equal(elsewhere.count(), 0);
    await elsewhere.close();
  });

  it('tells a page of HTML', async () => {
    server.answer(LIST, { body: '<html>Sign in to the hotel network</html>' });
    assert.equal((await list()).kind, 'badResponse');
  });

  it('gives up, once, on a service that never answers, and closes the connection', async () => {
    server.answer(LIST, { hang: true });
    const arrival = server.nextRequest();
    const sent = server.count(LIST);
    const outcome = await list(300);
    assert.equal(outcome.kind, 'timeout');
    assert.match(String(outcome.message), /0\.3 s/u);
    assert.equal(server.count(LIST), sent + 1);
    await (
      await arrival
    ).abandoned;
  });

  it('gives up on an answer that stops in the middle', async () => {
    server.answer(LIST, { stall: true, body: { PredictorBacktestExportJobs: [] } });
    const arrival = server.nextRequest();
    assert.equal((await list(300)).kind, 'timeout');
    await (
      await arrival
    ).abandoned;
  });

  it('ends a call at once when it is cancelled, and closes the connection', async () => {
    server.answer(LIST, { hang: true });
    const arrival = server.nextRequest();
    const { id, outcome } = order('list');
    const request = await arrival;
    caller.send({ id, what: 'abort', endpoint: '', requestTimeout: 0 } satisfies Order);
    assert.equal((await outcome).cancelled, true);
    await request.abandoned;
  });

  it('ends a call whose answer is on its way', async () => {
    server.answer(LIST, { stall: true, body: { PredictorBacktestExportJobs: [] } });
    const arrival = server.nextRequest();
    const { id, outcome } = order('list');
    const request = await arrival;
    caller.send({ id, what: 'abort', endpoint: '', requestTimeout: 0 } satisfies Order);
    assert.equal((await outcome).cancelled, true);
    await request.abandoned;
  });

  it('tells a certificate that nobody vouches for, and sends nothing', async () => {
    const sent = server.count();
    const connection = await connectTo(server.url);
    const error = await failure(connection.forecast.listExportJobs({ maxResults: 1 }));
    assert.equal(error.kind, 'tls');
    assert.equal(error.facts.code, 'DEPTH_ZERO_SELF_SIGNED_CERT');
    assert.equal(error.facts.attempts, 1);
    assert.equal(server.count(), sent);
    connection.dispose();
  });

  it('goes another way when VS Code’s fetch does not know a certificate that Node was told to trust', async () => {
    const distrusting = startCaller({ FETCH_DISTRUSTS: '1' });
    server.answer(LIST, { body: { PredictorBacktestExportJobs: [{ PredictorBacktestExportJobArn: 'arn:x' }] } });
    server.answer(CREATE, { body: { PredictorBacktestExportJobArn: 'arn:x' } });
    const sent = server.count();
    const created = await order('create', 5_000, distrusting).outcome;
    assert.equal(created.kind, undefined, created.message);
    assert.equal((await order('list', 5_000, distrusting).outcome).items, 1);
    assert.equal(server.count(), sent + 2);
    await end(distrusting);
  });
});
