import {
  SMITHY_CONTEXT_KEY,
  type FinalizeRequestMiddleware,
  type HandlerExecutionContext,
  type InitializeMiddleware,
  type Pluggable,
} from '@smithy/types';
import { isCancelled, quotesRequest, type DomainError } from '../domain/errors';
import type { Log } from '../domain/ports';
import { translateError } from './errors';

export interface Observation {
  readonly log: Log;
  /** As in `AWS_ENDPOINT_URL_…`, in lower case. */
  readonly service: string;
  readonly profile: string;
  readonly region: string;
  /** The host is the region's own. */
  readonly ownEndpoint: boolean;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Called with every failure that was the service's word. */
  readonly onError?: (error: DomainError) => void;
}

interface Metadata {
  readonly attempts?: number;
  readonly requestId?: string;
}

/**
 * Stands around every call of a client: writes one line to the log and turns what is thrown into the program's own
 * errors. The line tells operation, region, duration, attempts, request id and result; never headers, keys, tokens
 * or the request itself.
 */
export function observe<In extends object, Out extends object>(observation: Observation): Pluggable<In, Out> {
  const { log, service, region, profile, ownEndpoint, now, onError } = observation;
  const hosts = new WeakMap<object, string>();

  const around: InitializeMiddleware<In, Out> = (next, context) => async (args) => {
    const operation = String(context.commandName).replace(/Command$/u, '');
    const start = now();
    const line = (...parts: readonly (string | undefined)[]): string =>
      [operation, region, `${now() - start} ms`, ...parts].filter((part) => part !== undefined).join(', ');
    try {
      const result = await next(args);
      const { attempts, requestId } = (result.output as { $metadata?: Metadata }).$metadata ?? {};
      log.debug(line(attemptsText(attempts), requestText(requestId), countText(result.output)));
      return result;
    } catch (thrown) {
      const host = hosts.get(context);
      const signal = signalOf(context);
      const error = translateError(thrown, { service, operation, host, profile, region, ownEndpoint, signal });
      if (isCancelled(error)) {
        log.debug(line('cancelled'));
      } else {
        const { code, httpStatus, attempts, requestId } = error.facts;
        const status = httpStatus === undefined ? undefined : `HTTP ${httpStatus}`;
        const message = quotesRequest(error) ? undefined : error.message;
        log.warn(line(attemptsText(attempts), requestText(requestId), error.kind, code, status, message));
        onError?.(error);
      }
      throw error;
    }
  };

  // The host is known only when the request has been built, which this middleware sees just before it is signed.
  const noteHost: FinalizeRequestMiddleware<In, Out> = (next, context) => (args) => {
    const { hostname, port } = args.request as { hostname?: string; port?: number };
    if (hostname !== undefined) hosts.set(context, port === undefined ? hostname : `${hostname}:${port}`);
    return next(args);
  };

  return {
    applyToStack: (stack) => {
      // The SDK's own log copies every answer before it finds that nobody listens.
      stack.remove('loggerMiddleware');
      stack.add(around, { step: 'initialize', priority: 'high', name: 'observe' });
      stack.add(noteHost, { step: 'finalizeRequest', priority: 'high', name: 'noteHost' });
    },
  };
}

/** The signal that was passed to `send`. */
function signalOf(context: HandlerExecutionContext): AbortSignal | undefined {
  const signal: unknown = context[SMITHY_CONTEXT_KEY]?.abortSignal;
  return signal instanceof AbortSignal ? signal : undefined;
}

function attemptsText(attempts: number | undefined): string | undefined {
  if (attempts === undefined) return undefined;
  return attempts === 1 ? '1 attempt' : `${attempts} attempts`;
}

function requestText(requestId: string | undefined): string | undefined {
  return requestId && `request ${requestId}`;
}

/** The length of the list in an answer, the first one where there are several. */
function countText(output: object): string | undefined {
  const list = Object.values(output).find((value) => Array.isArray(value));
  return list && `${list.length} results`;
}
