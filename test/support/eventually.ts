/** Waiting for what a user would see, without guessing how long it takes. */
import { setTimeout as delay } from 'node:timers/promises';

const PAUSE = 50;

/**
 * Repeats an assertion until it holds.
 * @param timeout Milliseconds after which the assertion's own failure is thrown.
 * @returns What the assertion returned when it held.
 */
export async function eventually<T>(assertion: () => T | Promise<T>, timeout = 10_000): Promise<T> {
  const deadline = performance.now() + timeout;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await delay(PAUSE);
    }
  }
}
