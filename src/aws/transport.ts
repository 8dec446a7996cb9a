import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { HttpRequest, HttpResponse } from '@smithy/core/protocols';
import type { HttpHandlerOptions, RequestHandler } from '@smithy/types';
import { FetchTransport } from './fetch-transport';

export type Transport = RequestHandler<HttpRequest, HttpResponse, HttpHandlerOptions>;

/** A connection that is not up after this long will hardly come: tell it before the answer's time is over. */
const CONNECTION_TIMEOUT = 10_000;

/**
 * The way of every request to the outside, with time limits (the SDK has none by default).
 *
 * Two transports, because of VS Code's default `http.proxySupport: override`, which replaces the agent of Node's
 * `http` and `https` modules and with it loses keep-alive: a new TCP and TLS handshake for every page.
 * - `https:` goes by Node's fetch. It keeps its connections under `override`, and VS Code routes it through the
 *   configured proxy and the system's certificates under every setting.
 * - `http:` (an emulator on this machine, never proxied) goes by Node's own client, where a handshake is cheap and
 *   fetch was measured to be slower by 12 ms per request.
 */
export class OutsideTransport implements Transport {
  // Part of what the SDK expects of a handler: it lets the clients that fetch credentials share this one.
  readonly metadata = { handlerProtocol: 'http/1.1' };
  readonly #plain: NodeHttpHandler;
  readonly #requestTimeout: number;
  #secure: FetchTransport | undefined;

  /** `requestTimeout` in milliseconds: until the answer begins, and for each silence within it. */
  constructor(requestTimeout: number) {
    this.#plain = new NodeHttpHandler({
      connectionTimeout: Math.min(requestTimeout, CONNECTION_TIMEOUT),
      requestTimeout,
      throwOnRequestTimeout: true,
      socketTimeout: requestTimeout,
    });
    this.#requestTimeout = requestTimeout;
  }

  handle(request: HttpRequest, options?: HttpHandlerOptions): Promise<{ response: HttpResponse }> {
    if (request.protocol === 'http:') return this.#plain.handle(request, options);
    // Made late: Node loads its fetch (30 ms) when it is first looked at.
    this.#secure ??= new FetchTransport(this.#requestTimeout);
    return this.#secure.handle(request, options);
  }

  destroy(): void {
    this.#plain.destroy();
  }
}
