import type { Client, Command, MetadataBearer } from '@smithy/types';
import { Cancelled } from '../domain/errors';
import type { CallOptions } from '../domain/ports';
import { callSignal } from './call-signal';

/**
 * The `send` of a client, ended by the caller's signal or by `lifetime` at once: also while credentials are being
 * fetched, which the SDK does not interrupt. Rejects with `Cancelled` then.
 */
export function cancellable<In extends object, Out extends MetadataBearer, Config>(
  client: Client<In, Out, Config>,
  lifetime: AbortSignal,
): <I extends In, O extends Out>(command: Command<In, I, Out, O, Config>, options?: CallOptions) => Promise<O> {
  return async (command, { signal } = {}) => {
    const call = callSignal(signal, lifetime);
    const isAborted = (): boolean => call.signal.aborted;
    try {
      if (isAborted()) throw new Cancelled();
      const cancelled = new Promise<never>((_, reject) => {
        call.signal.addEventListener('abort', () => reject(new Cancelled()));
      });
      return await Promise.race([client.send(command, { abortSignal: call.signal }), cancelled]);
    } catch (error) {
      // The call's own failure by the abort can come first.
      throw isAborted() ? new Cancelled() : error;
    } finally {
      call.release();
    }
  };
}
