import type { ResultsEngine } from '../../domain/results-port';

/** One user's hold of the engine. */
export interface EngineHold {
  /** Starts the engine when nobody has yet. Rejects when it cannot be loaded; the next call tries again. */
  engine(): Promise<ResultsEngine>;
  /** The engine that runs, without starting one. */
  running(): Promise<ResultsEngine> | undefined;
  release(): void;
}

/** The one engine of the window: started by the first that asks, ended when the last one has let go. */
export class SharedEngine {
  readonly #make: () => Promise<ResultsEngine>;
  #engine: Promise<ResultsEngine> | undefined;
  readonly #holds = new Set<EngineHold>();

  constructor(make: () => Promise<ResultsEngine>) {
    this.#make = make;
  }

  hold(): EngineHold {
    const hold: EngineHold = {
      engine: () => this.#start(),
      running: () => this.#engine,
      release: () => {
        if (this.#holds.delete(hold) && this.#holds.size === 0) this.dispose();
      },
    };
    this.#holds.add(hold);
    return hold;
  }

  #start(): Promise<ResultsEngine> {
    if (this.#engine) return this.#engine;
    const starting = this.#make();
    this.#engine = starting;
    starting.catch(() => {
      if (this.#engine === starting) this.#engine = undefined;
    });
    return starting;
  }

  dispose(): void {
    void this.#engine?.then(
      (engine) => engine.dispose(),
      () => undefined,
    );
    this.#engine = undefined;
  }
}
