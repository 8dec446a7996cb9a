import { isCancelled, toDomainError, type DomainError } from '../domain/errors';
import type { Connect, Connection, ConnectionChoice, Log } from '../domain/ports';
import { Emitter } from './event';
import type { JobStore } from './job-store';

export interface AccountSessionOptions {
  readonly connect: Connect;
  readonly store: JobStore;
  readonly log: Log;
  /** What the person has chosen at this moment. */
  readonly choice: () => ConnectionChoice;
}

/** A predictor by which the list of jobs is filtered. */
export interface PredictorFilter {
  readonly arn: string;
  readonly name: string;
}

/**
 * The account that is open: works out the connection from the person's choice and opens the store with it.
 * Of several openings only the last one counts; a connection that comes late is thrown away.
 */
export class AccountSession {
  readonly #options: AccountSessionOptions;
  readonly #changes = new Emitter<undefined>();
  #connection: Connection | undefined;
  #error: DomainError | undefined;
  #opening: Promise<void> | undefined;
  #predictor: PredictorFilter | undefined;
  #turn = 0;

  readonly onDidChange = this.#changes.event;

  constructor(options: AccountSessionOptions) {
    this.#options = options;
  }

  get connection(): Connection | undefined {
    return this.#connection;
  }

  /** Why no connection could be worked out. */
  get error(): DomainError | undefined {
    return this.#error;
  }

  /** A connection is being worked out. */
  get opening(): boolean {
    return this.#opening !== undefined;
  }

  get predictor(): PredictorFilter | undefined {
    return this.#predictor;
  }

  /**
   * Opens the account at the first call; later calls wait for the same opening. A failed one is tried again by
   * `retry` or `reopen` only: a view that draws the failure calls this at every drawing. Never rejects: see `error`.
   */
  async start(): Promise<void> {
    if (this.#connection || this.#error) return;
    await (this.#opening ?? this.reopen());
  }

  /** Works out the connection anew and reads the account; the predictor filter goes, for it belonged to the old one. */
  reopen(): Promise<void> {
    this.#turn += 1;
    const opening = this.#open(this.#turn).finally(() => {
      if (this.#opening === opening) this.#opening = undefined;
      this.#changes.fire(undefined);
    });
    this.#opening = opening;
    this.#changes.fire(undefined);
    return opening;
  }

  /** Shows the jobs of one predictor, or of all. */
  async filterByPredictor(predictor: PredictorFilter | undefined): Promise<void> {
    if (!this.#connection || predictor?.arn === this.#predictor?.arn) return;
    this.#predictor = predictor;
    const reading = this.#options.store.open(this.#connection.forecast, predictor?.arn);
    this.#changes.fire(undefined);
    await reading;
  }

  /** Reads again what is shown; works out the connection first when there is none. */
  async refresh(): Promise<void> {
    await (this.#connection ? this.#options.store.refresh() : this.reopen());
  }

  /** Tries again what failed. */
  async retry(): Promise<void> {
    await (this.#connection ? this.#options.store.retry() : this.reopen());
  }

  dispose(): void {
    this.#turn += 1;
    this.#connection?.dispose();
    this.#changes.dispose();
  }

  async #open(turn: number): Promise<void> {
    const { connect, store, log, choice } = this.#options;
    this.#connection?.dispose();
    this.#connection = undefined;
    this.#error = undefined;
    this.#predictor = undefined;
    store.close();
    try {
      const connection = await connect(choice());
      if (turn !== this.#turn) {
        connection.dispose();
        return;
      }
      this.#connection = connection;
    } catch (error) {
      if (turn !== this.#turn || isCancelled(error)) return;
      this.#error = toDomainError(error);
      log.error(`No connection: ${this.#error.message}`);
      return;
    }
    this.#changes.fire(undefined);
    await store.open(this.#connection.forecast);
  }
}
