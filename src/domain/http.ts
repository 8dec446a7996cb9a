/**
 * One HTTP exchange, free of any library's types. The sample account answers such requests in-process, where the SDK
 * would otherwise open a connection; the same function stands behind the loopback server of `npm run emulator`.
 */
export interface HttpRequest {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  /** Path as sent (percent-encoded), without the query. */
  readonly path: string;
  /** Decoded query parameters; a parameter without a value has the empty string. */
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface HttpResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** What is large comes in pieces. */
  readonly body: Uint8Array | AsyncIterable<Uint8Array>;
}

/** Answers one request. An aborted signal ends the wait (a simulated latency) by rejecting with `Cancelled`. */
export type HttpHandler = (request: HttpRequest, signal?: AbortSignal) => Promise<HttpResponse>;
