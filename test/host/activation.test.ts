import assert from 'node:assert/strict';
import { Socket } from 'node:net';
import path from 'node:path';
import { commands, extensions } from 'vscode';
import { startEmulator, type Emulator } from '../../src/sample/loopback';
import manifest from '../../package.json';
import { eventually } from '../support/eventually';

/** What of a socket's options says where it goes; the empty name and the numbers are of the list around them. */
const SOCKET_OPTIONS = new Set(['', '0', '1', 'host', 'hostname', 'port']);

/** The extension's bundles that Node has loaded, by their names. */
function loadedBundles(): string[] {
  const folder = extensions.getExtension(`${manifest.publisher}.${manifest.name}`)?.extensionPath ?? '?';
  return Object.keys(require.cache)
    .filter((file) => file.startsWith(folder))
    .map((file) => path.basename(file))
    .sort();
}

describe('Activation', () => {
  let emulator: Emulator;
  /** Connections to Amazon Forecast, the emulator's and the real one; other extensions have theirs. */
  const connections: string[] = [];

  before(async () => {
    emulator = await startEmulator({ jobs: 60 });
    process.env['AWS_ENDPOINT_URL_FORECAST'] = emulator.url;
    process.env['AWS_REGION'] = 'us-east-1';
    process.env['AWS_ACCESS_KEY_ID'] = 'AKIAIOSFODNN7EXAMPLE';
    process.env['AWS_SECRET_ACCESS_KEY'] = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
    const original = Object.getOwnPropertyDescriptor(Socket.prototype, 'connect')?.value as (
      ...args: unknown[]
    ) => Socket;
    Object.defineProperty(Socket.prototype, 'connect', {
      configurable: true,
      writable: true,
      value(this: Socket, ...args: unknown[]) {
        const target = JSON.stringify(args, (key, value: unknown) => (SOCKET_OPTIONS.has(key) ? value : undefined));
        if (target.includes('amazonaws.com') || target.includes(new URL(emulator.url).port)) connections.push(target);
        return original.apply(this, args);
      },
    });
    after(() => {
      Object.defineProperty(Socket.prototype, 'connect', { configurable: true, writable: true, value: original });
    });
  });

  after(async () => {
    for (const name of ['AWS_ENDPOINT_URL_FORECAST', 'AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'])
      // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- assigning undefined would set a text
      delete process.env[name];
    await emulator.close();
  });

  it('loads neither the SDK nor the sample account, and opens no connection', async () => {
    await extensions.getExtension(`${manifest.publisher}.${manifest.name}`)?.activate();
    assert.deepEqual(loadedBundles(), ['extension.js']);
    assert.deepEqual(connections, []);
    assert.equal(emulator.requests.length, 0);
  });

  it('the first look at the view loads the SDK and asks the service once', async () => {
    await commands.executeCommand('forecastBacktests.jobs.focus');
    await eventually(() => assert.equal(emulator.requests.length, 1));
    assert.deepEqual(loadedBundles(), ['aws.js', 'extension.js']);
    assert.ok(connections.length > 0);
  });
});
