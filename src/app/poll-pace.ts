import type { DomainError, ErrorKind } from '../domain/errors';

/**
 * How long to wait between two looks at the service, in milliseconds. Right after a change the next one is likely
 * (a pending job starts within seconds), later it is rare: real exports take minutes to hours.
 */
export const PACE = {
  first: 5_000,
  growth: 1.6,
  most: 60_000,
  /** Each wait is longer by up to this part, so that several windows do not ask in step. */
  jitter: 0.2,
  /** Nobody looks at an unfocused window: its waits are this much longer, and never short. */
  unfocusedFactor: 3,
  unfocusedLeast: 30_000,
  /** After a failure; doubled with each further one in a row. */
  failure: { first: 10_000, most: 300_000 },
  /** The service asks to slow down: `Rate exceeded` names no time, so wait long from the start. */
  throttled: { first: 60_000, most: 600_000 },
} as const;

/** At the slowest pace a poll that took several requests counts for as many, so that the cost of a day stays bounded. */
const MOST_WEIGHT = 3;

/** Failures that waiting does not cure: somebody has to sign in, or to choose another account. */
const NEEDS_A_PERSON: ReadonlySet<ErrorKind> = new Set<ErrorKind>([
  'noCredentials',
  'badProfile',
  'signInExpired',
  'mfaRequired',
  'badCredentials',
  'clockSkew',
  'noRegion',
  'accessDenied',
  'notOnboarded',
]);

export function needsAPerson(error: DomainError): boolean {
  return NEEDS_A_PERSON.has(error.kind);
}

/** Decides how soon to ask again: quick after a change, slower while nothing happens, much slower after failures. */
export class PollPace {
  /** Polls since the last change that told nothing new; -1 when the change came after the last poll. */
  #quiet = -1;
  #weight = 1;
  #failures = 0;
  #failure: DomainError | undefined;

  /** Something changed, or may have: ask soon again. A failure is still waited out. */
  hurry(): void {
    this.#quiet = -1;
  }

  /** A poll has succeeded with so many requests. */
  succeeded(requests: number): void {
    this.#quiet += 1;
    this.#weight = Math.min(MOST_WEIGHT, Math.max(1, requests));
    this.forgive();
  }

  failed(error: DomainError): void {
    this.#failures += 1;
    this.#failure = error;
  }

  /** The cause of the failures may be gone. */
  forgive(): void {
    this.#failures = 0;
    this.#failure = undefined;
  }

  /** Milliseconds to wait from now. `random` is a number from 0 to 1. */
  wait(focused: boolean, random: number): number {
    const jittered = 1 + PACE.jitter * random;
    if (this.#failure) {
      const { first, most } = this.#failure.kind === 'throttled' ? PACE.throttled : PACE.failure;
      const wait = Math.min(most, first * 2 ** (this.#failures - 1));
      return jittered * Math.max(wait, this.#failure.facts.retryAfter ?? 0);
    }
    const grown = PACE.first * PACE.growth ** Math.max(0, this.#quiet);
    const wait = grown < PACE.most ? grown : PACE.most * this.#weight;
    return jittered * (focused ? wait : Math.max(PACE.unfocusedLeast, wait * PACE.unfocusedFactor));
  }
}
