import assert from 'node:assert/strict';
import { isCancelled } from '../../../src/domain/errors';
import { createSampleAccount } from '../../../src/sample';
import type { Fault } from '../../../src/sample';
import { startEmulator } from '../../../src/sample/loopback';
import type { Emulator, LoggedRequest } from '../../../src/sample/loopback';
import { forecastRequest } from '../../support/sample-client';

const LIST = 'ListPredictorBacktestExportJobs';

describe('The emulator on the loopback', () => {
  let emulator: Emulator;

  const send = async (operation: string, input: object = {}, signal?: AbortSignal) => {
    const { headers, body } = forecastRequest(operation, JSON.stringify(input));
    return fetch(emulator.url, { method: 'POST', headers, body: Buffer.from(body), signal: signal ?? null });
  };
  const errorName = async (response: Response) => ((await response.json()) as { __type?: string }).__type;
  const control = (method: string, path: string, content?: object) =>
    fetch(`${emulator.url}/_emulator/${path}`, { method, body: content ? JSON.stringify(content) : null });
  const inject = async (fault: Fault) => assert.equal((await control('POST', 'faults', fault)).status, 200);
  const requests = async () => (await (await control('GET', 'requests')).json()) as LoggedRequest[];

  beforeEach(async () => {
    emulator = await startEmulator({ jobs: 100 });
  });
  afterEach(() => emulator.close());

  it('answers as the service does, headers included', async () => {
    const response = await send(LIST, { MaxResults: 2 });
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('content-type'), 'application/x-amz-json-1.1');
    assert.match(response.headers.get('x-amzn-requestid') ?? '', /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/);
    const body = (await response.json()) as { PredictorBacktestExportJobs: unknown[] };
    assert.equal(body.PredictorBacktestExportJobs.length, 2);
  });

  it('answers a void operation with nothing', async () => {
    const list = (await (await send(LIST)).json()) as {
      PredictorBacktestExportJobs: { PredictorBacktestExportJobArn: string; Status: string }[];
    };
    const running = list.PredictorBacktestExportJobs.find(({ Status }) => Status === 'CREATE_IN_PROGRESS');
    const response = await send('StopResource', { ResourceArn: running?.PredictorBacktestExportJobArn });
    assert.deepEqual([response.status, await response.text()], [200, '']);
  });

  it('says in order which requests it got, and how many at the same time', async () => {
    await inject({ mode: 'slow', latency: 500 });
    await Promise.all([send(LIST, { MaxResults: 5 }), send(LIST), send('ListPredictors')]);
    const log = await requests();
    assert.deepEqual(log.map(({ operation }) => operation).sort(), [LIST, LIST, 'ListPredictors'].sort());
    assert.ok(log.every(({ region }) => region === 'us-east-1'));
    assert.deepEqual(
      log.map(({ inFlight }) => inFlight),
      [1, 2, 3],
    );
    assert.ok(log.some(({ body }) => JSON.stringify(body) === '{"MaxResults":5}'));
    await control('DELETE', 'requests');
    assert.deepEqual(await requests(), []);
  });

  for (const [mode, name, status] of [
    ['throttle', 'ThrottlingException', 400],
    ['deny', 'AccessDeniedException', 400],
    ['notOnboarded', 'AccessDeniedException', 400],
    ['expiredToken', 'ExpiredTokenException', 400],
    ['badCredentials', 'UnrecognizedClientException', 400],
    ['clockSkew', 'InvalidSignatureException', 400],
    ['serverError', 'InternalFailure', 500],
  ] as const) {
    it(`misbehaves on demand: ${mode}`, async () => {
      await inject({ mode });
      const response = await send(LIST);
      assert.equal(response.status, status);
      assert.equal(await errorName(response), name);
      await inject({ mode: 'none' });
      assert.equal((await send(LIST)).status, 200);
    });
  }

  it('misbehaves on demand: a web page instead of JSON', async () => {
    await inject({ mode: 'html' });
    const response = await send(LIST);
    assert.deepEqual([response.status, response.headers.get('content-type')], [200, 'text/html']);
    assert.match(await response.text(), /^<!DOCTYPE html>/);
  });

  it('misbehaves on demand: a broken connection', async () => {
    await inject({ mode: 'reset', times: 1 });
    await assert.rejects(send(LIST));
    assert.equal((await send(LIST)).status, 200);
  });

  it('misbehaves on demand: no answer at all', async () => {
    await inject({ mode: 'hang' });
    await assert.rejects(send(LIST, {}, AbortSignal.timeout(100)), { name: 'TimeoutError' });
    await inject({ mode: 'none' });
    assert.equal((await send(LIST)).status, 200);
  });

  it('misbehaves only for the requests that are meant', async () => {
    await inject({ mode: 'throttle', operation: LIST, afterPages: 1, times: 2 });
    const statuses = [];
    for (const operation of [LIST, 'ListPredictors', LIST, LIST, LIST]) statuses.push((await send(operation)).status);
    assert.deepEqual(statuses, [200, 200, 400, 400, 200]);
  });

  it('refuses a filter by status, or a token, on demand', async () => {
    const Filters = [{ Key: 'Status', Condition: 'IS', Value: 'ACTIVE' }];
    await inject({ mode: 'refuseStatusFilter' });
    assert.equal((await send(LIST)).status, 200);
    assert.equal(await errorName(await send(LIST, { Filters })), 'InvalidInputException');

    const { NextToken } = (await (await send(LIST, { MaxResults: 5 })).json()) as { NextToken: string };
    await inject({ mode: 'invalidNextToken' });
    assert.equal(await errorName(await send(LIST, { NextToken })), 'InvalidNextTokenException');
  });

  interface Page {
    readonly PredictorBacktestExportJobs: readonly { readonly PredictorBacktestExportJobArn: string }[];
    readonly NextToken?: string;
  }
  const page = async (input: object) => (await (await send(LIST, input)).json()) as Page;
  const arns = ({ PredictorBacktestExportJobs: jobs }: Page) => jobs.map((job) => job.PredictorBacktestExportJobArn);

  it('answers empty pages that go on from the same place, on demand', async () => {
    const whole = await page({ MaxResults: 10 });
    await inject({ mode: 'emptyPages', times: 2 });
    const first = await page({ MaxResults: 10 });
    const second = await page({ MaxResults: 10, NextToken: first.NextToken });
    assert.deepEqual([arns(first), arns(second)], [[], []]);
    assert.ok(first.NextToken !== undefined && second.NextToken !== first.NextToken);
    assert.deepEqual(arns(await page({ MaxResults: 10, NextToken: second.NextToken })), arns(whole));
  });

  it('answers the token it was given, or the last row once more, on demand', async () => {
    const first = await page({ MaxResults: 10 });
    await inject({ mode: 'sameToken', times: 1 });
    assert.equal((await page({ MaxResults: 10, NextToken: first.NextToken })).NextToken, first.NextToken);

    await inject({ mode: 'overlap', times: 1 });
    const overlapping = await page({ MaxResults: 10 });
    const next = await page({ MaxResults: 10, NextToken: overlapping.NextToken });
    assert.equal(arns(next)[0], arns(overlapping)[9]);
  });

  it('refuses a fault that it does not know, and says so', async () => {
    const response = await control('POST', 'faults', { mode: 'explode' });
    assert.equal(response.status, 400);
    assert.match(((await response.json()) as { error: string }).error, /enum value set: \[none, throttle/);
    assert.equal((await control('GET', 'nothing')).status, 404);
  });

  it('cannot have a port that is taken', async () => {
    const port = Number(new URL(emulator.url).port);
    await assert.rejects(startEmulator({ port }), { code: 'EADDRINUSE' });
  });
});

describe('The latency of the sample account', () => {
  it('ends with the signal of a client that gives up', async () => {
    const account = createSampleAccount({ latency: 60_000 });
    const abort = new AbortController();
    const answer = account.handle(forecastRequest(LIST, '{}'), abort.signal);
    abort.abort();
    await assert.rejects(answer, isCancelled);
  });
});
