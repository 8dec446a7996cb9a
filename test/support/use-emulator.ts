/** The fixture for an Amazon Forecast of a test's own: the sample account behind a server on the loopback. */
import type { Fault } from '../../src/sample/faults';
import { startEmulator, type Emulator, type EmulatorOptions, type LoggedRequest } from '../../src/sample/loopback';
import { DUMMY_CREDENTIALS } from './environment';
import { forecastRequest } from './sample-client';

export interface EmulatorFixture {
  readonly url: string;
  /** The environment that points an extension host at it for every service: endpoint, region us-east-1 and credentials that are none. */
  readonly env: Readonly<Record<string, string>>;
  /** Every request so far, in order of arrival. */
  readonly requests: readonly LoggedRequest[];
  forgetRequests(): void;
  /** Misbehaves from now on, until `fault({ mode: 'none' })`. */
  fault(fault: Fault): void;
  /** Asks it as another client of the account would, past the extension. Rejects unless it is answered with success. */
  call(operation: string, input: object): Promise<void>;
  /** How many export jobs exist in a region now. */
  jobCount(region: string): number;
  /** Breaks all connections and answers no more. */
  kill(): Promise<void>;
  /** Comes back at the same address after `kill`, with a fresh account. */
  restart(): Promise<void>;
}

/** Call it in a `describe`, before `useVscode`. It is there before the tests and goes after them. */
export function useEmulator(options: EmulatorOptions = {}): EmulatorFixture {
  let emulator: Emulator | undefined;
  const running = (): Emulator => {
    if (!emulator) throw new Error('The emulator is not running yet: use the fixture inside hooks and tests.');
    return emulator;
  };

  before('start the emulator', async () => void (emulator = await startEmulator(options)));
  after('end the emulator', async () => emulator?.close());

  return {
    get url() {
      return running().url;
    },
    get env() {
      return { ...DUMMY_CREDENTIALS, AWS_ENDPOINT_URL: running().url };
    },
    get requests() {
      return running().requests;
    },
    forgetRequests: () => void (running().requests.length = 0),
    fault: (fault) => running().account.faults.set(fault),
    call: async (operation, input) => {
      const { body, headers } = forecastRequest(operation, JSON.stringify(input));
      const response = await fetch(running().url, { method: 'POST', headers, body: Buffer.from(body) });
      if (!response.ok) throw new Error(`${operation}: ${await response.text()}`);
    },
    jobCount: (region) => running().account.jobCount(region),
    kill: () => running().close(),
    restart: async () => {
      emulator = await startEmulator({ ...options, port: Number(new URL(running().url).port) });
    },
  };
}
