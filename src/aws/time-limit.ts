import { Cancelled, type DomainError } from '../domain/errors';
import { callSignal } from './call-signal';

export interface LimitedCall {
  /** Aborted when the time is over, or nobody needs the work any more: takes away what was asked of the person. */
  readonly signal: AbortSignal;
  /** The person may take as long as they like to answer; the work then has its whole time again. */
  asking<T>(question: Promise<T>): Promise<T>;
}

export interface TimeLimit {
  readonly milliseconds: number;
  /** Aborting ends the work as `Cancelled`. */
  readonly outer: AbortSignal;
  /** What is told when the time is over. */
  readonly expired: () => DomainError;
}

/** Gives work up that takes too long, also such that cannot be told to end. */
export async function withTimeLimit<T>(
  { milliseconds, outer, expired }: TimeLimit,
  work: (call: LimitedCall) => Promise<T>,
): Promise<T> {
  const call = callSignal(outer);
  let timer: NodeJS.Timeout | undefined;
  let giveUp: (reason: Error) => void = () => undefined;
  const givenUp = new Promise<never>((_, reject) => (giveUp = reject));
  call.signal.addEventListener('abort', () => giveUp(new Cancelled()));
  const stop = (): void => clearTimeout(timer);
  const start = (): void => {
    stop();
    if (!call.signal.aborted) timer = setTimeout(() => giveUp(expired()), milliseconds).unref();
  };
  const asking = async <A>(question: Promise<A>): Promise<A> => {
    stop();
    try {
      return await question;
    } finally {
      start();
    }
  };
  start();
  try {
    return await Promise.race([work({ signal: call.signal, asking }), givenUp]);
  } finally {
    call.abort();
    stop();
    call.release();
  }
}
