import { StandardRetryStrategy } from '@smithy/core/retry';
import type {
  FinalizeRequestMiddleware,
  Pluggable,
  RetryErrorInfo,
  RetryToken,
  StandardRetryToken,
} from '@smithy/types';
import { isDomainError } from '../domain/errors';

/** Reads, and writes that end in the same state however often they are sent. */
export const ATTEMPTS = 3;

/**
 * Operations that are sent once, whatever happens: a second `Create` after a lost answer would either make a second
 * resource or report the first one as somebody else's.
 */
const SENT_ONCE = 'Create';

/** The codes under which a `TimeoutError` is no timeout but a connection that broke or was refused. */
const CONNECTION_CODES: readonly unknown[] = ['ECONNRESET', 'ECONNREFUSED', 'EPIPE'];

/**
 * The SDK's standard strategy (jittered exponential waits, a budget for retries, `retry-after` honoured) without the
 * repetitions that help nobody:
 * - `LimitExceededException` is a quota in Amazon Forecast; the SDK takes it for throttling.
 * - A request that ran into its time limit: the person has waited as long as they chose to.
 * - Credentials that could not be had, which the providers have repeated themselves.
 * - Operations that are sent once.
 */
export class CarefulRetryStrategy extends StandardRetryStrategy {
  readonly #final = new WeakSet();

  constructor() {
    super(ATTEMPTS);
  }

  override refreshRetryTokenForRetry(token: RetryToken, info: RetryErrorInfo): Promise<StandardRetryToken> {
    if (isFinal(info.error) || (info.error instanceof Error && this.#final.has(info.error))) {
      // The SDK answers any rejection here by throwing the call's own error.
      return Promise.reject(new Error('No repetition'));
    }
    return super.refreshRetryTokenForRetry(token as StandardRetryToken, info);
  }

  /** Marks the errors of operations that are sent once; stands between the SDK's retry loop and the transport. */
  plugin<In extends object, Out extends object>(): Pluggable<In, Out> {
    const middleware: FinalizeRequestMiddleware<In, Out> = (next, context) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        if (error instanceof Error && context.commandName?.startsWith(SENT_ONCE)) this.#final.add(error);
        throw error;
      }
    };
    return {
      applyToStack: (stack) => {
        stack.addRelativeTo(middleware, { relation: 'after', toMiddleware: 'retryMiddleware', name: 'sentOnce' });
      },
    };
  }
}

function isFinal(error: unknown): boolean {
  if (isDomainError(error)) return true;
  const { name, code } = error as { name?: unknown; code?: unknown };
  return name === 'LimitExceededException' || (name === 'TimeoutError' && !CONNECTION_CODES.includes(code));
}
