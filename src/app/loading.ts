import { isCancelled, toDomainError, type DomainError } from '../domain/errors';

/** Something that is asked for once and then there, or not. */
export type Loadable<T> =
  | { readonly state: 'waiting' }
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly value: T }
  | { readonly state: 'failed'; readonly error: DomainError };

/** Asks for one thing at a time; a newer question makes the older one's answer void. */
export class Loading<T> {
  readonly #changed: () => void;
  #current: Loadable<T> = { state: 'waiting' };
  #abort: AbortController | undefined;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get current(): Loadable<T> {
    return this.#current;
  }

  /** Asks. While it asks anew, what is there stays. Never rejects: see `current`. */
  async load(ask: (signal: AbortSignal) => Promise<T>): Promise<void> {
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    if (this.#current.state !== 'ready') this.#set({ state: 'loading' });
    try {
      const value = await ask(abort.signal);
      if (abort === this.#abort) this.#set({ state: 'ready', value });
    } catch (error) {
      if (abort === this.#abort && !isCancelled(error)) this.#set({ state: 'failed', error: toDomainError(error) });
    }
  }

  /** Forgets what is there and the question that is on its way. */
  reset(): void {
    this.#abort?.abort();
    this.#abort = undefined;
    this.#current = { state: 'waiting' };
  }

  #set(next: Loadable<T>): void {
    this.#current = next;
    this.#changed();
  }
}
