/**
 * A real HTTP(S) server on the loopback that stands in for an AWS service and answers as it is told: right, wrong,
 * late, half or not at all. It counts what it received.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

export interface Received {
  /**
   * The operation of AWS JSON 1.1 (`X-Amz-Target` behind the dot), or the `Action` of the query protocol (IAM, STS), or
   * of REST (S3) method and path, for example `GET /bucket`.
   */
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
  /** The body as JSON; undefined when it is none. */
  readonly json: unknown;
  /** Fulfilled when the client has gone away before the answer was complete. */
  readonly abandoned: Promise<void>;
}

export interface Answer {
  /** 200 if it is not given. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text is sent as it is (with type text/html), anything else as AWS JSON 1.1. */
  readonly body?: unknown;
  /** Milliseconds until the answer begins. */
  readonly delay?: number;
  /** The request is read and never answered. */
  readonly hang?: boolean;
  /** The headers and half of the body are sent, and then nothing more. */
  readonly stall?: boolean;
  /** The connection is reset instead of an answer. */
  readonly reset?: boolean;
}

export type Script = Answer | ((request: Received) => Answer | Promise<Answer>);

export interface FaultServer {
  readonly url: string;
  readonly port: number;
  readonly requests: readonly Received[];
  /** How many TCP connections were opened. */
  readonly connections: number;
  /** The answers to one operation in their order; the last one is repeated. Replaces what was said before. */
  answer(operation: string, ...script: readonly [Script, ...Script[]]): void;
  /** How many requests came in, of one operation or of all. */
  count(operation?: string): number;
  /** The next request that comes in after this call. */
  nextRequest(): Promise<Received>;
  close(): Promise<void>;
}

/** An error as AWS JSON services answer it. */
export function awsError(name: string, message: string, status = 400): Answer {
  return {
    status,
    headers: { 'x-amzn-requestid': '11111111-2222-4333-8444-555555555555' },
    body: { __type: name, Message: message },
  };
}

/** An error as S3 answers it. */
export function s3Error(code: string, message: string, status: number, headers: Answer['headers'] = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/xml', 'x-amz-request-id': '4442587FB7D0A2F9', ...headers },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
  };
}

/** An error as IAM answers it. */
export function queryError(code: string, message: string, status: number): Answer {
  return {
    status,
    headers: { 'content-type': 'text/xml' },
    body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
  };
}

/** Starts on a free port, or on `port`. With `tls` (PEM texts) it speaks HTTPS. */
export async function startFaultServer(
  options: { readonly port?: number; readonly tls?: { readonly key: string; readonly cert: string } } = {},
): Promise<FaultServer> {
  const scripts = new Map<string, Script[]>();
  const requests: Received[] = [];
  /** By the client's port: under TLS a request knows only the encrypted socket, which cannot reset. */
  const sockets = new Map<number | undefined, Socket>();
  const waiting: ((request: Received) => void)[] = [];
  let connections = 0;

  const listener = (incoming: IncomingMessage, response: ServerResponse): void => {
    void receive(incoming, response).then(async (request) => {
      requests.push(request);
      for (const resolve of waiting.splice(0)) resolve(request);
      const script = scripts.get(request.operation);
      const step = script && script.length > 1 ? script.shift() : script?.[0];
      const answer = typeof step === 'function' ? await step(request) : step;
      if (answer?.reset) sockets.get(incoming.socket.remotePort)?.resetAndDestroy();
      else send(response, answer ?? awsError('UnknownOperationException', `No script for ${request.operation}`));
    });
  };
  const server: Server = options.tls ? createSecureServer(options.tls, listener) : createServer(listener);
  server.on('connection', (socket: Socket) => {
    connections++;
    const { remotePort } = socket;
    sockets.set(remotePort, socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(remotePort));
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    port,
    requests,
    get connections() {
      return connections;
    },
    answer: (operation, ...script) => void scripts.set(operation, [...script]),
    count: (operation) =>
      requests.filter((request) => operation === undefined || request.operation === operation).length,
    nextRequest: () => new Promise((resolve) => waiting.push(resolve)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets.values()) socket.destroy();
      }),
  };
}

async function receive(incoming: IncomingMessage, response: ServerResponse): Promise<Received> {
  const abandoned = new Promise<void>((resolve) => {
    response.on('close', () => {
      if (!response.writableEnded) resolve();
    });
  });
  const pieces: Buffer[] = [];
  for await (const piece of incoming) pieces.push(piece as Buffer);
  const text = Buffer.concat(pieces).toString('utf8');
  const target = String(incoming.headers['x-amz-target'] ?? '');
  const rest = `${incoming.method ?? ''} ${(incoming.url ?? '').replace(/\?.*$/u, '')}`;
  return {
    operation: target.slice(target.indexOf('.') + 1) || (new URLSearchParams(text).get('Action') ?? rest),
    method: incoming.method ?? '',
    path: incoming.url ?? '',
    headers: incoming.headers,
    text,
    json: parsed(text),
    abandoned,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function send(response: ServerResponse, answer: Answer): void {
  if (answer.hang) return;
  const body =
    typeof answer.body === 'string' ? answer.body : answer.body === undefined ? '' : JSON.stringify(answer.body);
  const write = (): void => {
    response.writeHead(answer.status ?? 200, {
      'content-type': typeof answer.body === 'string' ? 'text/html' : 'application/x-amz-json-1.1',
      'content-length': Buffer.byteLength(body),
      'x-amzn-requestid': 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee',
      ...answer.headers,
    });
    if (answer.stall) response.write(body.slice(0, body.length / 2));
    else response.end(body);
  };
  if (answer.delay === undefined) {
    write();
    return;
  }
  const timer = setTimeout(write, answer.delay);
  response.on('close', () => clearTimeout(timer));
}
