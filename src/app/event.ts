/** A thing that can be listened to. The shape is that of VS Code's events, so views can pass either on. */
export type Listener<T> = (value: T) => void;

export interface Subscription {
  dispose(): void;
}

export type Event<T> = (listener: Listener<T>) => Subscription;

export class Emitter<T> {
  readonly #listeners = new Set<Listener<T>>();

  readonly event: Event<T> = (listener) => {
    // A wrapper of its own for every subscription: the same function may subscribe twice.
    const own: Listener<T> = (value) => listener(value);
    this.#listeners.add(own);
    return { dispose: () => this.#listeners.delete(own) };
  };

  /** Never throws: one broken listener must neither silence the others nor stop the work that is being told of. */
  fire(value: T): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(value);
      } catch (error) {
        // Surfaces where every unexpected failure does.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  dispose(): void {
    this.#listeners.clear();
  }
}
