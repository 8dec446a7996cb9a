/** A signal for one call, aborted with any of several that may live much longer. */
export interface CallSignal {
  readonly signal: AbortSignal;
  /** Ends the call by itself, for instance when its time is over. */
  abort(): void;
  /** Call it when the call is over: until then the sources hold on to it. */
  release(): void;
}

/**
 * Like `AbortSignal.any`, but collectable: Node keeps what that returns for as long as anybody still listens to it, and
 * an entry for it in each source for good, which the thousands of calls of a poller make a leak (measured: 3 KB each).
 */
export function callSignal(...sources: readonly (AbortSignal | undefined)[]): CallSignal {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  for (const source of sources) {
    if (source?.aborted) abort();
    else source?.addEventListener('abort', abort);
  }
  return {
    signal: controller.signal,
    abort,
    release: () => {
      for (const source of sources) source?.removeEventListener('abort', abort);
    },
  };
}
