import { toDomainError } from '../domain/errors';
import type { Connection, Log } from '../domain/ports';
import { changeBetween, NOTHING_SAVED, type SavedWatch, type WatchStorage } from './watch-storage';

/** Under which the watch of a connection is saved. While the account's number is not known, the profile stands for it. */
export function scopeOf({ account, profile, region, endpoint }: Connection, accountId: string | undefined): string {
  return [account, accountId ?? profile, region, endpoint ?? ''].join('|');
}

/** Saves a watch change by change, one after the other. What cannot be saved is told in the log and not missed else. */
export class WatchMemory {
  readonly #storage: WatchStorage;
  readonly #log: Log;
  /** What is known to be saved, by scope. */
  readonly #last = new Map<string, SavedWatch>();
  #saving: Promise<void> = Promise.resolve();

  constructor(storage: WatchStorage, log: Log) {
    this.#storage = storage;
    this.#log = log;
  }

  /** Everything that was given to `save` has been saved. */
  get saved(): Promise<void> {
    return this.#saving;
  }

  hasWatched(): Promise<boolean> {
    return this.#storage.hasWatched().catch((error: unknown) => {
      this.#warn('read', error);
      return false;
    });
  }

  async load(scope: string): Promise<SavedWatch> {
    await this.#saving;
    const saved = await this.#storage.load(scope).catch((error: unknown) => {
      this.#warn('read', error);
      return NOTHING_SAVED;
    });
    this.#last.set(scope, saved);
    return saved;
  }

  save(scope: string, now: SavedWatch): void {
    const change = changeBetween(this.#last.get(scope) ?? NOTHING_SAVED, now);
    this.#last.set(scope, now);
    if (!change) return;
    this.#saving = this.#saving
      .then(() => this.#storage.update(scope, change))
      .catch((error: unknown) => this.#warn('saved', error));
  }

  #warn(what: string, error: unknown): void {
    this.#log.warn(`The watched jobs could not be ${what}: ${toDomainError(error).message}`);
  }
}
