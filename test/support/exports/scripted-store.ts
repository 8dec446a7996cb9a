/** An object store in memory that fails on demand, as a network or a service does. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Cancelled } from '../../../src/domain/errors';
import type { GetObjectRequest, ObjectStore } from '../../../src/domain/object-store';

export class ScriptedStore implements ObjectStore {
  /** What was asked for, in order. */
  readonly gets: GetObjectRequest[] = [];
  /** Objects that are being sent at this moment, and the most there ever were. */
  sending = 0;
  mostAtOnce = 0;
  readonly #folder: string;
  readonly #script: (
    request: GetObjectRequest,
    attempt: number,
  ) => { readonly after: number; readonly error: Error } | undefined;

  /** @param script how an attempt fails: after so many bytes, with that error */
  constructor(
    folder: string,
    script: (
      request: GetObjectRequest,
      attempt: number,
    ) => { readonly after: number; readonly error: Error } | undefined = () => undefined,
  ) {
    this.#folder = folder;
    this.#script = script;
  }

  listBuckets(): Promise<never> {
    return Promise.reject(new Error('not part of this store'));
  }

  bucketRegion(): Promise<never> {
    return Promise.reject(new Error('not part of this store'));
  }

  list(): Promise<never> {
    return Promise.reject(new Error('not part of this store'));
  }

  get(request: GetObjectRequest, options?: { readonly signal?: AbortSignal }): Promise<AsyncIterable<Uint8Array>> {
    this.gets.push(request);
    const attempt = this.gets.filter(({ key }) => key === request.key).length;
    const failure = this.#script(request, attempt);
    const body = readFileSync(path.join(this.#folder, request.key)).subarray(request.range?.start ?? 0);
    return Promise.resolve(this.#send(body, failure, options?.signal));
  }

  async *#send(
    body: Uint8Array,
    failure: { readonly after: number; readonly error: Error } | undefined,
    signal: AbortSignal | undefined,
  ): AsyncIterable<Uint8Array> {
    this.sending += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.sending);
    try {
      const end = failure ? Math.min(failure.after, body.length) : body.length;
      for (let start = 0; start < end; start += 16_384) {
        if (signal?.aborted) throw new Cancelled();
        await new Promise(setImmediate);
        yield body.subarray(start, Math.min(end, start + 16_384));
      }
      if (failure) throw failure.error;
    } finally {
      this.sending -= 1;
    }
  }
}
