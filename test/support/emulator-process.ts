/** The emulator as a process of its own, as a user starts it. */
import path from 'node:path';
import type { LoggedRequest } from '../../src/sample/loopback';
import { lineMatching, startGuarded } from './guarded';
import { PROJECT } from './paths';

export const EMULATOR = path.join('src', 'sample', 'emulator.ts');

export interface EmulatorProcess {
  readonly url: string;
  /** The service requests since the last call of `forgetRequests`. */
  requests(): Promise<LoggedRequest[]>;
  forgetRequests(): Promise<void>;
}

/** Starts an emulator; `stop` ends it and waits until it has gone. */
export async function startEmulatorProcess(...options: string[]): Promise<EmulatorProcess & { stop(): Promise<void> }> {
  const run = startGuarded(process.execPath, ['--import=tsx', EMULATOR, ...options], { cwd: PROJECT, output: 'pipe' });
  const [, url = ''] = await lineMatching(run, /^Forecast emulator ready: (\S+)$/m, 60_000);
  return {
    url,
    requests: async () => (await (await fetch(`${url}/_emulator/requests`)).json()) as LoggedRequest[],
    forgetRequests: async () => {
      await fetch(`${url}/_emulator/requests`, { method: 'DELETE' });
    },
    stop: () => run.stop(),
  };
}

/** Call it in a `describe`. The emulator is there before the tests and goes after them. */
export function useEmulatorProcess(...options: string[]): EmulatorProcess {
  let emulator: Awaited<ReturnType<typeof startEmulatorProcess>> | undefined;
  const running = (): EmulatorProcess => {
    if (!emulator) throw new Error('The emulator is not running yet: use the fixture inside hooks and tests.');
    return emulator;
  };

  before('start the emulator', async function () {
    this.timeout(60_000);
    emulator = await startEmulatorProcess(...options);
  });
  after('end the emulator', () => emulator?.stop());

  return {
    get url() {
      return running().url;
    },
    requests: () => running().requests(),
    forgetRequests: () => running().forgetRequests(),
  };
}
