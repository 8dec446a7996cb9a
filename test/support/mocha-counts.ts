/** Runs mocha and counts. Used in Node and inside the extension host alike, so it imports nothing but types. */
import type Mocha from 'mocha';

export interface TestOutcome {
  readonly title: string;
  readonly passed: boolean;
  /** Milliseconds; 0 for a failed hook. */
  readonly duration: number;
  readonly error?: string;
}

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly tests: readonly TestOutcome[];
  /** Tests that were tried a second time, with what was wrong at first; they count as what the second try was. */
  readonly again: readonly { readonly title: string; readonly error: string }[];
}

/** Names the file that a suite's process leaves its `Counts` in, for `test/run.ts`. */
export const COUNTS_FILE = 'TEST_COUNTS_FILE';

/** A text that narrows the run to the tests whose titles contain it. */
export const GREP = 'TEST_GREP';

/** What the host tests put before everything they print. */
export const OUTPUT_MARK = 'TEST_OUTPUT_MARK';

/** Skipped tests and forgotten `.only` are failures: a suite that passes has run all of its tests. */
export const STRICT = { forbidOnly: true, forbidPending: true, ui: 'bdd', reporter: 'spec' } as const;

/** Runs what was loaded. A failing hook counts as a failed test. Never rejects. */
export function runAndCount(mocha: Mocha): Promise<Counts> {
  return new Promise((resolve) => {
    const tests: TestOutcome[] = [];
    const again: { title: string; error: string }[] = [];
    const runner = mocha.run(() => {
      const passed = tests.filter((test) => test.passed).length;
      resolve({ passed, failed: tests.length - passed, tests, again });
    });
    runner.on('pass', (test) => tests.push({ title: test.fullTitle(), passed: true, duration: test.duration ?? 0 }));
    runner.on('retry', (test: Mocha.Test, error: Error) => {
      again.push({ title: test.fullTitle(), error: error.message });
      console.log(`    again: ${test.title}\n      ${error.message.replaceAll('\n', '\n      ')}`);
    });
    runner.on('fail', (test, error: Error) =>
      tests.push({
        title: test.fullTitle(),
        passed: false,
        duration: test.duration ?? 0,
        error: error.stack ?? error.message,
      }),
    );
  });
}
