import { Readable } from 'node:stream';
import { HttpResponse, type HttpRequest } from '@smithy/core/protocols';
import type { HttpHandlerOptions } from '@smithy/types';
import { Cancelled } from '../domain/errors';
import type { HttpHandler, HttpRequest as Exchange, HttpResponse as Answer } from '../domain/http';
import { callSignal } from './call-signal';

/** Lets a function of this program answer the SDK's requests, with the same time limit and abort as a real host. */
export class InProcessTransport {
  readonly metadata = { handlerProtocol: 'http/1.1' };
  readonly #open: () => Promise<HttpHandler>;
  #handler: Promise<HttpHandler> | undefined;
  readonly #timeout: number;

  /** `open` is called at the first request, and again only after it failed. */
  constructor(open: () => Promise<HttpHandler>, timeout: number) {
    this.#open = open;
    this.#timeout = timeout;
  }

  async handle(request: HttpRequest, { abortSignal }: HttpHandlerOptions = {}): Promise<{ response: HttpResponse }> {
    const caller = abortSignal instanceof AbortSignal ? abortSignal : undefined;
    const call = callSignal(caller);
    const timer = setTimeout(() => call.abort(), this.#timeout);
    try {
      const handler = await this.#opened();
      const { status, headers, body } = await Promise.race([
        handler(exchangeOf(request), call.signal),
        aborted(call.signal),
      ]);
      return {
        response: new HttpResponse({ statusCode: status, headers: { ...headers }, body: bodyOf(headers, body) }),
      };
    } catch (error) {
      if (call.signal.aborted && !caller?.aborted) {
        throw Object.assign(new Error(`No answer within ${this.#timeout / 1000} s`), { name: 'TimeoutError' });
      }
      throw error;
    } finally {
      clearTimeout(timer);
      call.release();
    }
  }

  async #opened(): Promise<HttpHandler> {
    try {
      return await (this.#handler ??= this.#open());
    } catch (error) {
      this.#handler = undefined;
      throw error;
    }
  }
}

/** The SDK reads JSON and XML from bytes as well, but hands on the content of an object as a stream only. */
function bodyOf(headers: Answer['headers'], body: Answer['body']): Uint8Array | Readable {
  if (!(body instanceof Uint8Array)) return Readable.from(body);
  return headers['content-type'] === 'binary/octet-stream' ? Readable.from([body]) : body;
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const give = (): void => reject(new Cancelled());
    if (signal.aborted) give();
    else signal.addEventListener('abort', give, { once: true });
  });
}

function exchangeOf({ method, protocol, hostname, path, query, headers, body }: HttpRequest): Exchange {
  return {
    method,
    protocol,
    hostname,
    path,
    query: Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value ?? '')])),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    body: bytesOf(body),
  };
}

/** The SDK's JSON and XML protocols send text or bytes, never a stream. */
function bytesOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  return new TextEncoder().encode(typeof body === 'string' ? body : '');
}
