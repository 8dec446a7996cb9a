import type { Clock } from '../domain/ports';

export interface WatchTimerEvents {
  /** The time that was waited for has come. */
  due(): void;
  /** The machine has slept, or its clock was set: `due` follows soon. */
  woken(): void;
}

/** Timers do not run on while a machine sleeps, so a long wait is cut into pieces that notice a jump of the clock. */
const PIECE = 15_000;
/** A timer that is this late, or this early, was not merely busy. */
const JUMP = 20_000;
/** The network needs a moment after waking. */
const AFTER_WAKING = 2_000;

/** One timer that survives sleep. */
export class WatchTimer {
  readonly #clock: Clock;
  readonly #events: WatchTimerEvents;
  #due = Infinity;
  #cancel: (() => void) | undefined;

  constructor(clock: Clock, events: WatchTimerEvents) {
    this.#clock = clock;
    this.#events = events;
  }

  /** The moment that is waited for; Infinity while none is. */
  get due(): number {
    return this.#due;
  }

  /** Waits until a moment, epoch milliseconds, in place of what was waited for before. */
  start(due: number): void {
    this.stop();
    this.#due = due;
    this.#wait();
  }

  stop(): void {
    this.#due = Infinity;
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #wait(): void {
    const now = this.#clock.now();
    const piece = Math.min(PIECE, Math.max(0, this.#due - now));
    this.#cancel = this.#clock.after(piece, () => this.#check(now + piece));
  }

  #check(expected: number): void {
    this.#cancel = undefined;
    const now = this.#clock.now();
    if (Math.abs(now - expected) > JUMP) {
      this.#events.woken();
      this.start(now + AFTER_WAKING);
    } else if (now >= this.#due) {
      this.stop();
      this.#events.due();
    } else {
      this.#wait();
    }
  }
}
