import assert from 'node:assert/strict';
import * as v from 'valibot';
import type { PageContract, PageStart } from '../../../src/protocol/channel';
import { PageClient } from '../../../src/protocol/page-client';
import { PageServer, type Handlers } from '../../../src/protocol/page-server';

const CONTRACT = {
  model: v.object({ title: v.string() }),
  requests: {
    double: { params: v.object({ value: v.number() }), result: v.number() },
    forget: { params: v.object({}), result: v.void() },
  },
} satisfies PageContract;
type Contract = typeof CONTRACT;

interface Line {
  readonly client: PageClient<Contract>;
  readonly server: PageServer<Contract>;
  readonly shown: string[];
  readonly starts: PageStart[];
  /** Messages that were dropped, with who dropped them. */
  readonly refused: string[];
  /** What went over the line to the page. */
  readonly toPage: unknown[];
  /** Resolves when everything that is under way has arrived. */
  readonly settled: () => Promise<void>;
}

/** A page and a host, joined as VS Code joins them: what is sent arrives later and as JSON. */
function line(handlers: Partial<Handlers<Contract>> = {}): Line {
  const shown: string[] = [];
  const starts: PageStart[] = [];
  const refused: string[] = [];
  const toPage: unknown[] = [];
  let underWay = Promise.resolve();
  const send = (arrive: (message: unknown) => unknown, message: unknown): void => {
    const text = JSON.stringify(message);
    underWay = underWay.then(async () => {
      await arrive(JSON.parse(text));
    });
  };
  const client = new PageClient<Contract>({
    contract: CONTRACT,
    post: (message) => send((data) => server.receive(data), message),
    onStart: (start) => void starts.push(start),
    onShow: ({ title }) => void shown.push(title),
    onRefused: (reason) => void refused.push(`page: ${reason}`),
  });
  const server = new PageServer<Contract>({
    contract: CONTRACT,
    handlers: { double: ({ value }) => value * 2, forget: () => undefined, ...handlers },
    post: (message) => {
      toPage.push(message);
      send((data) => client.receive(data), message);
    },
    start: () => ({ locale: 'en' }),
    describe: (error) => (error instanceof Error ? error.message : 'unknown'),
    onRefused: (reason) => void refused.push(`host: ${reason}`),
  });
  const settled = async (): Promise<void> => {
    for (let last: unknown; last !== underWay;) {
      last = underWay;
      await underWay;
    }
  };
  return { client, server, shown, starts, refused, toPage, settled };
}

describe('The channel between a page and its host', () => {
  it('shows nothing before the page is there, and then the newest model', async () => {
    const { client, server, shown, starts, settled } = line();
    server.show({ title: 'old' });
    server.show({ title: 'new' });
    await settled();
    assert.deepEqual(shown, []);
    client.ready();
    await settled();
    assert.deepEqual(starts, [{ locale: 'en' }]);
    assert.deepEqual(shown, ['new']);
  });

  it('shows the model again to a page that was hidden and starts anew', async () => {
    const { client, server, shown, settled } = line();
    server.show({ title: 'a' });
    client.ready();
    client.ready();
    await settled();
    assert.deepEqual(shown, ['a', 'a']);
  });

  it('sends nothing when nothing changed', async () => {
    const { client, server, shown, settled } = line();
    client.ready();
    await settled();
    for (const title of ['a', 'a', 'b', 'b']) server.show({ title });
    await settled();
    assert.deepEqual(shown, ['a', 'b']);
  });

  it('answers a request with its result, and several each with its own', async () => {
    const { client } = line();
    assert.deepEqual(await Promise.all([2, 3].map((value) => client.request('double', { value }))), [4, 6]);
    await client.request('forget', {});
  });

  it('rejects a request with the words of the host when it fails', async () => {
    const { client } = line({ double: () => Promise.reject(new Error('No connection. Retry.')) });
    await assert.rejects(client.request('double', { value: 1 }), { message: 'No connection. Retry.' });
  });

  it('rejects a request whose reply does not fit', async () => {
    const { client } = line({ double: () => 'four' as unknown as number });
    await assert.rejects(client.request('double', { value: 1 }), /Unexpected reply/u);
  });

  it('refuses parameters that do not fit without calling the handler', async () => {
    let calls = 0;
    const { client, refused } = line({ double: () => (calls += 1) });
    await assert.rejects(client.request('double', { value: '1' } as unknown as { value: number }), /value/u);
    assert.equal(calls, 0);
    assert.equal(refused.length, 1);
  });

  it('refuses requests that do not exist, those of every object among them', async () => {
    const { server, toPage, refused } = line();
    for (const method of ['erase', 'constructor', 'toString', '__proto__']) {
      await server.receive({ type: 'request', id: 1, method, params: {} });
    }
    assert.deepEqual(
      toPage.map((message) => (message as { type: string }).type),
      ['refuse', 'refuse', 'refuse', 'refuse'],
    );
    assert.equal(refused.length, 4);
  });

  it('drops messages that are none, on both sides, and says so without their content', async () => {
    const { client, server, shown, toPage, refused } = line();
    for (const message of [undefined, null, 'secret', 7, {}, { type: 'secret' }, { type: 'request', id: 'x' }]) {
      await server.receive(message);
      client.receive(message);
    }
    client.receive({ type: 'show', model: { title: 7 } });
    assert.deepEqual(shown, []);
    assert.deepEqual(toPage, []);
    assert.equal(refused.length, 15);
    assert.ok(refused.every((reason) => !reason.includes('secret')));
  });

  it('answers the page that has asked, and not the one that came after it was hidden', async () => {
    let answer: (value: number) => void = () => undefined;
    const { client, server, toPage, settled } = line({
      double: ({ value }) => (value === 1 ? new Promise((resolve) => (answer = resolve)) : value * 2),
    });
    client.ready();
    await settled();
    const lost = server.receive({ type: 'request', id: 1, method: 'double', params: { value: 1 } });
    // VS Code throws the page away while it is hidden: the next one counts its requests from 1 again.
    client.ready();
    await settled();
    const own = client.request('double', { value: 21 });
    answer(2);
    await lost;
    await settled();
    assert.equal(await own, 42);
    assert.equal(toPage.filter((message) => (message as { type: string }).type === 'reply').length, 1);
  });
});
