import { FetchHttpHandler } from '@smithy/fetch-http-handler';
import type { HttpRequest, HttpResponse } from '@smithy/core/protocols';
import type { HttpHandlerOptions } from '@smithy/types';

/**
 * Requests by Node's fetch, with what the SDK's fetch handler leaves out: a time limit that closes the connection and
 * also watches the body, no following of redirects (a signed request means one host only), and network errors with
 * the code of their cause, so that they are judged and repeated like those of Node's own client.
 */
export class FetchTransport {
  readonly #timeout: number;
  readonly #handler = new FetchHttpHandler({ requestInit: () => ({ redirect: 'manual' }) });

  constructor(timeout: number) {
    this.#timeout = timeout;
  }

  async handle(request: HttpRequest, { abortSignal }: HttpHandlerOptions = {}): Promise<{ response: HttpResponse }> {
    const caller = abortSignal instanceof AbortSignal ? abortSignal : undefined;
    const limit = new AbortController();
    const signal = caller ? AbortSignal.any([caller, limit.signal]) : limit.signal;
    const watch = new SilenceWatch(this.#timeout, () => limit.abort());
    try {
      const { response } = await this.#handler.handle(request, { abortSignal: signal });
      const body: unknown = response.body;
      if (!(body instanceof ReadableStream)) {
        watch.stop();
        return { response };
      }
      response.body = watched(body as ReadableStream<Uint8Array>, watch, (error) => this.#explain(error, limit));
      return { response };
    } catch (error) {
      watch.stop();
      throw this.#explain(error, limit);
    }
  }

  #explain(error: unknown, limit: AbortController): unknown {
    if (limit.signal.aborted) {
      return Object.assign(new Error(`No answer within ${this.#timeout / 1000} s`), {
        name: 'TimeoutError',
        code: 'ETIMEDOUT',
      });
    }
    // `TypeError: fetch failed` and `TypeError: terminated` say nothing; their cause does.
    const cause = error instanceof Error ? error.cause : undefined;
    if (!(cause instanceof Error)) return error;
    const { code } = cause as NodeJS.ErrnoException;
    // undici's code for a connection that the other side closed.
    return code === 'UND_ERR_SOCKET' ? Object.assign(cause, { code: 'ECONNRESET' }) : cause;
  }
}

/** Calls back when nothing was heard for so many milliseconds. */
class SilenceWatch {
  readonly #limit: number;
  readonly #onSilence: () => void;
  #timer: NodeJS.Timeout;

  constructor(limit: number, onSilence: () => void) {
    this.#limit = limit;
    this.#onSilence = onSilence;
    this.#timer = setTimeout(onSilence, limit);
  }

  heard(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#onSilence, this.#limit);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

/** The same stream; every piece restarts the watch. */
function watched(
  body: ReadableStream<Uint8Array>,
  watch: SilenceWatch,
  explain: (error: unknown) => unknown,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  watch.heard();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) {
          watch.stop();
          controller.close();
        } else {
          watch.heard();
          controller.enqueue(value);
        }
      } catch (error) {
        watch.stop();
        controller.error(explain(error));
      }
    },
    async cancel(reason) {
      watch.stop();
      await reader.cancel(reason);
    },
  });
}
