import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { eventually } from '../support/eventually';
import { EMULATOR } from '../support/emulator-process';
import { runGuarded } from '../support/guarded';
import { npmCommand } from '../support/npm-command';
import { PROJECT } from '../support/paths';

const emulator = (...args: string[]) =>
  runGuarded(process.execPath, ['--import=tsx', EMULATOR, ...args], { cwd: PROJECT });

describe('npm run emulator', function () {
  this.timeout(120_000);

  it('explains its options', async () => {
    const { code, output } = await emulator('--help');
    assert.equal(code, 0);
    for (const option of ['port', 'seed', 'jobs', 'latency', 'page-size', 'pending-seconds', 'running-seconds']) {
      assert.match(output, new RegExp(`^ +--${option} N +\\S`, 'm'));
    }
  });

  for (const [args, message] of [
    [['--verbose'], "Unknown option '--verbose'"],
    [['--jobs', 'many'], "Option '--jobs' takes a number from 0 to 1000000, not 'many'."],
    [['--page-size', '0'], "Option '--page-size' takes a number from 1 to 100, not '0'."],
    [['--port', '65536'], "Option '--port' takes a number from 0 to 65535, not '65536'."],
    [['here'], "Unexpected argument 'here'"],
  ] as const) {
    it(`refuses ${args.join(' ')}, with exit code 2`, async () => {
      const { code, output } = await emulator(...args);
      assert.equal(code, 2);
      assert.ok(output.startsWith(message), output);
    });
  }

  it('says that a port is taken', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const { code, output } = await emulator('--port', String(port));
    server.close();
    assert.equal(code, 1);
    assert.match(output, /^This port is already in use\./);
  });

  describe('as a person starts it', () => {
    let run: ChildProcess | undefined;

    /** In a process group of its own, as a terminal does it; returns the emulator's address. */
    const start = async () => {
      const [program, ...args] = [...npmCommand(), 'run', 'emulator', '--', '--jobs', '20'];
      const child = spawn(program, args, { cwd: PROJECT, detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
      run = child;
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => void (output += chunk.toString()));
      return eventually(() => {
        const [, url] = /^Forecast emulator ready: (http:\/\/127\.0\.0\.1:\d+)$/m.exec(output) ?? [];
        assert.ok(url !== undefined, output);
        return url;
      }, 60_000);
    };
    const isUp = (url: string) =>
      fetch(`${url}/_emulator/requests`).then(
        ({ status }) => status === 200,
        () => false,
      );

    afterEach(() => {
      try {
        if (run?.pid !== undefined) process.kill(-run.pid, 'SIGKILL');
      } catch {
        // Nothing of the group is left, as it should be.
      }
    });

    for (const [how, signal, wholeGroup] of [
      ['Ctrl+C', 'SIGINT', true],
      ['the end of npm', 'SIGTERM', false],
    ] as const) {
      it(`ends with ${how} and leaves no process`, async () => {
        const url = await start();
        assert.ok(await isUp(url));
        const group = run?.pid ?? 0;
        process.kill(wholeGroup ? -group : group, signal);
        await eventually(() => assert.throws(() => process.kill(-group, 0), { code: 'ESRCH' }), 20_000);
        assert.equal(await isUp(url), false);
      });
    }
  });
});
