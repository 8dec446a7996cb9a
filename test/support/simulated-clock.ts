/** A clock that a test moves: days pass in milliseconds, every timer at its moment and in its order. */
import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../src/domain/ports';

interface Timer {
  /** On the machine's own count, which stands still while the machine sleeps. */
  readonly due: number;
  readonly callback: () => void;
}

export class SimulatedClock implements Clock {
  #awake = 0;
  #offset: number;
  readonly #timers = new Set<Timer>();

  constructor(start = Date.UTC(2026, 10, 22, 9)) {
    this.#offset = start;
  }

  now(): number {
    return this.#offset + this.#awake;
  }

  /** How many timers wait. */
  get waiting(): number {
    return this.#timers.size;
  }

  after(milliseconds: number, callback: () => void): () => void {
    const timer = { due: this.#awake + milliseconds, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Lets time pass; what the timers start is given the time to end, as far as it waits for nothing but promises. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.#awake + milliseconds;
    await setImmediate();
    for (;;) {
      const next = [...this.#timers].filter(({ due }) => due <= end).sort((a, b) => a.due - b.due)[0];
      if (!next) break;
      this.#timers.delete(next);
      this.#awake = Math.max(this.#awake, next.due);
      next.callback();
      await setImmediate();
    }
    this.#awake = end;
  }

  /** The machine sleeps: the clock goes on, timers do not. Negative: somebody sets the clock back. */
  jump(milliseconds: number): void {
    this.#offset += milliseconds;
  }
}
