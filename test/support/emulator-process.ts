/** The emulator as a process of its own, as a user starts it. */
import path from 'node:path';
import type { LoggedRequest } from '../../src/sample/loopback';
import { lineMatching, startGuarded, type Guarded } from './guarded';
import { PROJECT } from './paths';

export const EMULATOR = path.join('src', 'sample', 'emulator.ts');

export interface EmulatorProcess {
  readonly url: string;
  /** The service requests since the last call of `forgetRequests`. */
  requests(): Promise<LoggedRequest[]>;
  forgetRequests(): Promise<void>;
}

/** Call it in a `describe`. The emulator is there before the tests and goes after them. */
export function useEmulatorProcess(...options: string[]): EmulatorProcess {
  let run: Guarded | undefined;
  let url = '';

  before('start the emulator', async function () {
    this.timeout(60_000);
    run = startGuarded(process.execPath, ['--import=tsx', EMULATOR, ...options], { cwd: PROJECT, output: 'pipe' });
    [, url = ''] = await lineMatching(run, /^Forecast emulator ready: (\S+)$/m, 60_000);
  });
  after('end the emulator', () => run?.stop());

  return {
    get url() {
      return url;
    },
    requests: async () => (await (await fetch(`${url}/_emulator/requests`)).json()) as LoggedRequest[],
    forgetRequests: async () => {
      await fetch(`${url}/_emulator/requests`, { method: 'DELETE' });
    },
  };
}
