import { Cancelled } from './errors';

/** Waits for something that goes on by itself; rejects with `Cancelled` as soon as nobody wants it any more. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  return new Promise<T>((resolve, reject) => {
    const giveUp = (): void => reject(new Cancelled());
    signal.addEventListener('abort', giveUp);
    if (signal.aborted) giveUp();
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}
