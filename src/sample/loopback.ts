/** The sample account behind a real HTTP server on this machine's loopback interface. */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isCancelled } from '../domain/errors';
import type { HttpRequest, HttpResponse } from '../domain/http';
import { createSampleAccount } from './account';
import type { RequestDescription, SampleAccount } from './account';
import { ConnectionReset } from './faults';
import { answerControl } from './loopback-control';
import type { SampleAccountOptions } from './options';

export interface EmulatorOptions extends SampleAccountOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number | undefined;
}

/** One request as the server saw it. */
export interface LoggedRequest extends RequestDescription {
  /** The parsed JSON, or the text where it is not JSON. */
  readonly body: unknown;
  /** Epoch milliseconds at which the request was complete. */
  readonly at: number;
  /** How many requests were being answered then, this one included. */
  readonly inFlight: number;
}

export interface Emulator {
  /** For example `http://127.0.0.1:4566`, without a slash at the end. */
  readonly url: string;
  readonly account: SampleAccount;
  /** Every service request so far, in order of arrival; requests of the control API are not among them. */
  readonly requests: LoggedRequest[];
  /** Drops open connections and frees the port. */
  close(): Promise<void>;
}

/** Rejects with the system's error when the port cannot be had (`code` EADDRINUSE, EACCES). */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const account = createSampleAccount(options);
  const requests: LoggedRequest[] = [];
  let inFlight = 0;

  const answer = async (incoming: IncomingMessage, response: ServerResponse) => {
    const body = await readBody(incoming);
    const request = httpRequest(incoming, body);
    const control = answerControl(request, account, requests);
    if (control) {
      await send(response, control);
      return;
    }
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    inFlight++;
    requests.push({ ...account.describe(request), body: content(request.body), at: Date.now(), inFlight });
    try {
      await send(response, await account.handle(request, gone.signal));
    } finally {
      inFlight--;
    }
  };

  const server = createServer((incoming, response) => {
    answer(incoming, response).catch((error: unknown) => {
      // A client that has gone needs no answer; a simulated reset gets none on purpose.
      if (error instanceof ConnectionReset) incoming.socket.resetAndDestroy();
      else if (!isCancelled(error)) response.writeHead(500).end();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    account,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readBody(incoming: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function httpRequest(incoming: IncomingMessage, body: Uint8Array): HttpRequest {
  const url = new URL(incoming.url ?? '/', `http://${incoming.headers.host ?? 'localhost'}`);
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]);
  return {
    method: incoming.method ?? 'GET',
    protocol: 'http:',
    hostname: url.hostname,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: Object.fromEntries(headers) as Record<string, string>,
    body,
  };
}

function content(body: Uint8Array): unknown {
  const text = new TextDecoder().decode(body);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

async function send(response: ServerResponse, { status, headers, body }: HttpResponse): Promise<void> {
  response.writeHead(status, headers);
  if (body instanceof Uint8Array) response.end(body);
  // A client that leaves in the middle has what it wanted.
  else await pipeline(Readable.from(body), response).catch(() => undefined);
}
