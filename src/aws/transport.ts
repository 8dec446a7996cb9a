import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { HttpRequest, HttpResponse } from '@smithy/core/protocols';
import type { HttpHandlerOptions, RequestHandler } from '@smithy/types';
import { FetchTransport } from './fetch-transport';

export type Transport = RequestHandler<HttpRequest, HttpResponse, HttpHandlerOptions>;

/** A connection that is not up after this long will hardly come: tell it before the answer's time is over. */
const CONNECTION_TIMEOUT = 10_000;

/** Certificates that could not be verified; the request itself has not been sent then. */
const UNTRUSTED = /^(?:CERT_.*|.*SELF_SIGNED.*|UNABLE_TO_.*)$/u;

/**
 * The way of every request to the outside, with time limits (the SDK has none by default).
 *
 * Two clients, because of VS Code's default `http.proxySupport: override`, which replaces the agent of Node's `http`
 * and `https` modules and with it loses keep-alive: a new TCP and TLS handshake for every page.
 * - `https:` goes by Node's fetch. It keeps its connections under `override`, and VS Code routes it through the
 *   configured proxy and the system's certificates under every setting. Measured in an extension host (VS Code 1.139,
 *   40 ms round trip, 100 jobs a page): 2 connections and 80 to 110 ms per page, where Node's `https` needed 40
 *   connections and 320 to 500 ms.
 * - `http:` (an emulator on this machine, never proxied) goes by Node's own client, where a handshake is cheap and
 *   fetch was measured to be slower by 12 ms per request.
 *
 * VS Code's fetch does not know `NODE_EXTRA_CA_CERTS` (measured as well), which people behind an inspecting proxy set.
 * When it refuses a certificate, Node's `https` has a word too; if that accepts, all further requests to that host go its way.
 */
export class OutsideTransport implements Transport {
  // Part of what the SDK expects of a handler: it lets the clients that fetch credentials share this one.
  readonly metadata = { handlerProtocol: 'http/1.1' };
  readonly #node: NodeHttpHandler;
  readonly #requestTimeout: number;
  #fetch: FetchTransport | undefined;
  readonly #onlyNodeTrusts = new Set<string>();

  /** `requestTimeout` in milliseconds: until the answer begins, and for each silence within it. */
  constructor(requestTimeout: number) {
    this.#node = new NodeHttpHandler({
      connectionTimeout: Math.min(requestTimeout, CONNECTION_TIMEOUT),
      requestTimeout,
      throwOnRequestTimeout: true,
      socketTimeout: requestTimeout,
    });
    this.#requestTimeout = requestTimeout;
  }

  async handle(request: HttpRequest, options?: HttpHandlerOptions): Promise<{ response: HttpResponse }> {
    const { protocol, hostname } = request;
    if (protocol === 'http:' || this.#onlyNodeTrusts.has(hostname)) return this.#node.handle(request, options);
    try {
      // Made late: Node loads its fetch (30 ms) when it is first looked at.
      this.#fetch ??= new FetchTransport(this.#requestTimeout);
      return await this.#fetch.handle(request, options);
    } catch (error) {
      if (!UNTRUSTED.test(String((error as NodeJS.ErrnoException).code))) throw error;
      const answer = await this.#node.handle(request, options);
      this.#onlyNodeTrusts.add(hostname);
      return answer;
    }
  }

  destroy(): void {
    this.#node.destroy();
  }
}
