import { Cancelled, isCancelled } from '../../domain/errors';
import type { ExportFiles } from '../../domain/export-files';
import { isResultsError, ResultsError } from '../../domain/results-error';
import type { OpenedExport, OpenProgress, ResultsEngine, ResultsSummary, StoreResult } from '../../domain/results-port';
import { Emitter } from '../event';
import type { ResolveOptions, ResolveResults, ResultsIdentity } from './source';
import type { EngineHold, SharedEngine } from './shared-engine';

export type ReaderState =
  | { readonly state: 'finding' }
  | { readonly state: 'opening'; readonly progress: OpenProgress | undefined }
  | { readonly state: 'cancelled' }
  | { readonly state: 'failed'; readonly error: unknown }
  | ReadyState;

export interface ReadyState {
  readonly state: 'ready';
  readonly opened: OpenedExport;
  readonly summary: ResultsSummary;
  /** Undefined while it is being written. */
  readonly stored: StoreResult | undefined;
}

export interface FoundFiles {
  readonly place: string;
  readonly files: ExportFiles;
}

export interface ResultsReaderParts {
  readonly identity: ResultsIdentity;
  readonly resolve: ResolveResults;
  readonly engine: SharedEngine;
}

/** One export, from its files to its numbers: finds it, opens it, and opens it again when the engine has lost it. */
export class ResultsReader {
  readonly identity: ResultsIdentity;
  readonly #resolve: ResolveResults;
  readonly #hold: EngineHold;
  readonly #changed = new Emitter<undefined>();
  #state: ReaderState = { state: 'finding' };
  #found: FoundFiles | undefined;
  #opening: { readonly done: Promise<void>; readonly stop: AbortController } | undefined;
  #disposed = false;

  /** Whatever is known has changed. */
  readonly onDidChange = this.#changed.event;

  constructor({ identity, resolve, engine }: ResultsReaderParts) {
    this.identity = identity;
    this.#resolve = resolve;
    this.#hold = engine.hold();
  }

  get state(): ReaderState {
    return this.#state;
  }

  get found(): FoundFiles | undefined {
    return this.#found;
  }

  /**
   * Never rejects: what goes wrong becomes the state. Called again while it works, it joins in.
   * @param byPerson as `ResolveOptions` has it
   */
  open(byPerson = false): Promise<void> {
    if (this.#opening) return this.#opening.done;
    const stop = new AbortController();
    const done = this.#open({ signal: stop.signal, byPerson }).finally(() => (this.#opening = undefined));
    this.#opening = { done, stop };
    return done;
  }

  /** Gives up opening. */
  cancel(): void {
    this.#opening?.stop.abort();
  }

  /** The person asks for it: reads the files anew, if they have changed. */
  async reload(): Promise<void> {
    await this.#opening?.done;
    await this.#close();
    await this.open(true);
  }

  /**
   * Asks the engine about this export. When its process ended before the export was stored, it is opened again and asked
   * once more. Rejects as the engine does.
   */
  async ask<T>(question: (engine: ResultsEngine, id: string) => Promise<T>): Promise<T> {
    try {
      return await question(await this.#hold.engine(), this.#ready().opened.id);
    } catch (error) {
      if (!isResultsError(error) || error.kind !== 'notOpen' || this.#disposed) throw error;
      await this.open();
      return question(await this.#hold.engine(), this.#ready().opened.id);
    }
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.cancel();
    void this.#leave();
  }

  #ready(): ReadyState {
    if (this.#state.state === 'ready') return this.#state;
    if (this.#state.state === 'failed' && this.#state.error instanceof Error) throw this.#state.error;
    if (this.#state.state === 'cancelled') throw new Cancelled();
    throw new ResultsError('notOpen', 'The export is not open');
  }

  async #open(options: ResolveOptions & { readonly signal: AbortSignal }): Promise<void> {
    const { signal } = options;
    try {
      this.#show({ state: 'finding' });
      const { request, place } = await this.#resolve(this.identity, options);
      this.#found = { place, files: request.files };
      this.#show({ state: 'opening', progress: undefined });
      const engine = await this.#hold.engine();
      const opened = await engine.open(request, {
        signal,
        onProgress: (progress) => {
          if (!signal.aborted) this.#show({ state: 'opening', progress });
        },
      });
      const summary = await engine.summary(opened.id, { signal }).catch(async (error: unknown) => {
        await engine.close(opened.id);
        throw error;
      });
      const ready: ReadyState = { state: 'ready', opened, summary, stored: undefined };
      this.#show(ready);
      void opened.stored.then((stored) => {
        if (this.#state.state === 'ready' && this.#state.opened === opened) this.#show({ ...ready, stored });
      });
    } catch (error) {
      this.#show(isCancelled(error) || signal.aborted ? { state: 'cancelled' } : { state: 'failed', error });
    }
  }

  #show(state: ReaderState): void {
    this.#state = state;
    if (!this.#disposed) this.#changed.fire(undefined);
  }

  async #close(): Promise<void> {
    if (this.#state.state !== 'ready') return;
    const { id } = this.#state.opened;
    await this.#hold.running()?.then(
      (engine) => engine.close(id),
      () => undefined,
    );
  }

  /** What is being stored for the next time is let finish before the engine may end. */
  async #leave(): Promise<void> {
    await this.#opening?.done;
    if (this.#state.state === 'ready') await this.#state.opened.stored;
    await this.#close();
    this.#hold.release();
  }
}
