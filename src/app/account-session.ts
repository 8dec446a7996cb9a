import { isCancelled, toDomainError, type DomainError } from '../domain/errors';
import type { Connect, Connection, ConnectionChoice, Log } from '../domain/ports';
import { Emitter } from './event';
import type { JobStore } from './job-store';
import { OpenConnection } from './open-connection';
import { signInProblem } from './sign-in-problem';

export interface AccountSessionOptions {
  readonly connect: Connect;
  readonly store: JobStore;
  readonly log: Log;
  /** What the person has chosen at this moment. */
  readonly choice: () => ConnectionChoice;
  /** The shared config files, to be watched as soon as an account was opened. */
  readonly configFiles?: readonly string[];
  /** Calls back when one of the files has changed; returns how to stop. */
  readonly watchFiles?: (files: readonly string[], onChange: () => void) => () => void;
}

/** Background work never asks the person for anything. */
export interface Opening {
  readonly background?: boolean;
}

/** A predictor by which the list of jobs is filtered. */
export interface PredictorFilter {
  readonly arn: string;
  readonly name: string;
  /** As it was when the filter was set. */
  readonly status?: string;
  readonly message?: string;
}

/**
 * The account that is open: works out the connection from the person's choice and opens the store with it.
 * Of several openings only the last one counts; a connection that comes late is thrown away. What the connection was
 * made from is watched: when it changes, the account is opened anew.
 */
export class AccountSession {
  readonly #options: AccountSessionOptions;
  readonly #changes = new Emitter<undefined>();
  #open: OpenConnection | undefined;
  #error: DomainError | undefined;
  #opening: Promise<void> | undefined;
  #predictor: PredictorFilter | undefined;
  #turn = 0;
  /** Counts the changes of the config files: a renewal belongs to one, and the next one makes it late. */
  #fileChanges = 0;
  #accountId: string | undefined;
  #identified: Promise<void> = Promise.resolve();
  #stopWatchingConfig: (() => void) | undefined;
  #stopWatchingSignIn: (() => void) | undefined;
  readonly #signIns = new Emitter<undefined>();

  readonly onDidChange = this.#changes.event;
  /** The person has signed in for the account that is open. */
  readonly onDidSignIn = this.#signIns.event;

  constructor(options: AccountSessionOptions) {
    this.#options = options;
  }

  /** One object for as long as the account is open, also when its credentials are renewed. */
  get connection(): Connection | undefined {
    return this.#open?.connection;
  }

  /** Why no connection could be worked out. */
  get error(): DomainError | undefined {
    return this.#error;
  }

  /** A connection is being worked out. */
  get opening(): boolean {
    return this.#opening !== undefined;
  }

  /** The account's twelve digits, once they are known. */
  get accountId(): string | undefined {
    return this.#accountId;
  }

  /** Fulfilled when it is known which account the connection belongs to, or that this cannot be found out. */
  get identified(): Promise<void> {
    return this.#identified;
  }

  get predictor(): PredictorFilter | undefined {
    return this.#predictor;
  }

  /**
   * Opens the account at the first call; later calls wait for the same opening. A failed one is tried again by
   * `retry` or `reopen` only: a view that draws the failure calls this at every drawing. Never rejects: see `error`.
   */
  async start(opening?: Opening): Promise<void> {
    if (this.connection || this.#error) return;
    await (this.#opening ?? this.reopen(opening));
  }

  /** Works out the connection anew and reads the account; the predictor filter goes, for it belonged to the old one. */
  reopen({ background = false }: Opening = {}): Promise<void> {
    this.#turn += 1;
    const opening = this.#connect(this.#turn, background).finally(() => {
      if (this.#opening === opening) this.#opening = undefined;
      this.#changes.fire(undefined);
    });
    this.#opening = opening;
    this.#changes.fire(undefined);
    return opening;
  }

  /** Shows the jobs of one predictor, or of all. */
  async filterByPredictor(predictor: PredictorFilter | undefined): Promise<void> {
    if (!this.connection || predictor?.arn === this.#predictor?.arn) return;
    this.#predictor = predictor;
    const reading = this.#options.store.open(this.connection.forecast, predictor?.arn);
    this.#changes.fire(undefined);
    await reading;
  }

  /** Reads again what is shown; works out the connection first when there is none, or when its files have changed. */
  async refresh(): Promise<void> {
    await this.#again(() => this.#options.store.refresh());
  }

  /** Tries again what failed. */
  async retry(): Promise<void> {
    await this.#again(() => this.#options.store.retry());
  }

  /** The person signs in again: fetches credentials anew, asking for what is needed, and tries again what failed. */
  async signIn(): Promise<void> {
    this.connection?.forgetCredentials();
    await this.retry();
    if (this.connection && !signInProblem(this.#options.store)) this.#signIns.fire(undefined);
  }

  dispose(): void {
    this.#turn += 1;
    this.#stopWatchingConfig?.();
    this.#stopWatchingSignIn?.();
    this.connection?.dispose();
    for (const emitter of [this.#changes, this.#signIns]) emitter.dispose();
  }

  async #again(read: () => Promise<void>): Promise<void> {
    const connection = this.connection;
    if (!connection || !(await connection.isCurrent())) {
      await this.reopen();
      return;
    }
    if (connection !== this.connection) return;
    connection.allowPrompt();
    if (this.#accountId === undefined) this.#identify(connection);
    await read();
  }

  async #connect(turn: number, background: boolean): Promise<void> {
    const { connect, store, log, choice } = this.#options;
    this.#watchConfig();
    this.#stopWatchingSignIn?.();
    this.#stopWatchingSignIn = undefined;
    this.connection?.dispose();
    this.#open = undefined;
    this.#accountId = undefined;
    this.#error = undefined;
    this.#predictor = undefined;
    store.close();
    let connection: Connection;
    try {
      const made = await connect(choice());
      if (turn !== this.#turn) {
        made.dispose();
        return;
      }
      connection = this.#take(made, background);
    } catch (error) {
      if (turn !== this.#turn || isCancelled(error)) return;
      this.#error = toDomainError(error);
      log.error(`No connection: ${this.#error.message}`);
      return;
    }
    this.#changes.fire(undefined);
    await store.open(connection.forecast);
  }

  #take(made: Connection, background: boolean): Connection {
    const open = new OpenConnection(made, () => {
      if (open !== this.#open) return;
      this.#options.log.warn('The credentials have become those of another account, which is opened now.');
      void this.reopen({ background: true });
    });
    const { connection } = open;
    this.#open = open;
    if (!background) connection.allowPrompt();
    this.#watchSignIn(connection);
    this.#identify(connection);
    return connection;
  }

  /**
   * Takes other credentials for the open account, if STS says that they are its own: rows and lists stay, and what had
   * failed is tried again. False when it is another account, or cannot be told. Does nothing when it comes late: what
   * came in between, another opening or another change of the files, sees to the account.
   */
  async #renew(open: OpenConnection, change: number): Promise<boolean> {
    const { connect, choice, store } = this.#options;
    const [turn, accountId] = [this.#turn, this.#accountId];
    if (accountId === undefined) return false;
    const made = await connect(choice()).catch(() => undefined);
    const isSame =
      made !== undefined && open.isLike(made) && (await made.accountId().catch(() => undefined)) === accountId;
    const isLate = turn !== this.#turn || change !== this.#fileChanges;
    // A reading that is under way would end with the old credentials, and nothing would follow it.
    if (!isSame || isLate || store.busy) {
      made?.dispose();
      return isLate;
    }
    open.replace(made);
    this.#changes.fire(undefined);
    await store.retry();
    this.#signIns.fire(undefined);
    return true;
  }

  #watchSignIn({ signInFiles }: Connection): void {
    this.#stopWatchingSignIn?.();
    this.#stopWatchingSignIn = this.#options.watchFiles?.(signInFiles, () => this.#signInChanged());
  }

  /** Asks in the background which account it is. A failure is told where it matters: by the lists. */
  #identify(connection: Connection): void {
    this.#identified = connection.accountId().then(
      (accountId) => {
        if (connection !== this.connection || accountId === undefined) return;
        this.#accountId = accountId;
        this.#options.log.info(`Account ${accountId}`);
        this.#changes.fire(undefined);
      },
      () => undefined,
    );
  }

  #watchConfig(): void {
    const { configFiles = [], watchFiles } = this.#options;
    this.#stopWatchingConfig ??= watchFiles?.(configFiles, () => void this.#configChanged());
  }

  async #configChanged(): Promise<void> {
    const open = this.#open;
    const change = (this.#fileChanges += 1);
    if (open && (await open.connection.isCurrent())) return;
    if (open !== this.#open || change !== this.#fileChanges) return;
    this.#options.log.info('The shared AWS config files have changed.');
    if (!open || !(await this.#renew(open, change))) await this.reopen({ background: true });
  }

  /** The person has signed in outside: what failed for it is tried again by itself. */
  #signInChanged(): void {
    const { store, log } = this.#options;
    const connection = this.connection;
    if (!connection) return;
    connection.forgetCredentials();
    this.#signIns.fire(undefined);
    if (!signInProblem(store)) return;
    log.info('The sign-in has changed; trying again.');
    if (this.#accountId === undefined) this.#identify(connection);
    void store.retry();
  }
}
