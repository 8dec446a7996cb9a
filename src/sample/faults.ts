/** Misbehaviour on demand: what a network, a proxy, a sign-in or a tired service does to its clients. */
import { Cancelled } from '../domain/errors';
import type { HttpResponse } from '../domain/http';
import { ACCOUNT_ID, CALLER_ARN } from './identity';
import { respond } from './responses';
import { ServiceError } from './service-error';

export const FAULT_MODES = [
  'none',
  /** ThrottlingException, "Rate exceeded". */
  'throttle',
  /** 200 with a web page, as a captive portal answers. */
  'html',
  /** The answer comes `latency` milliseconds late. */
  'slow',
  /** No answer, ever. */
  'hang',
  /** The connection breaks without an answer. */
  'reset',
  /** What was asked is done, and the connection breaks before the answer. */
  'lost',
  /** What is sent ends in its middle: the connection breaks. */
  'cutOff',
  /** The refusal that `code` and `words` say. */
  'refuse',
  /** AccessDeniedException for the calling user. */
  'deny',
  /** AccessDeniedException as accounts get it that did not use Amazon Forecast before it closed. */
  'notOnboarded',
  /** ExpiredTokenException: the caller's temporary credentials have run out. */
  'expiredToken',
  /** UnrecognizedClientException: the access key does not exist. */
  'badCredentials',
  /** InvalidSignatureException: the caller's clock is late. */
  'clockSkew',
  /** InternalFailure with status 500. */
  'serverError',
  /** Lists filtered by Status get InvalidInputException. */
  'refuseStatusFilter',
  /** Requests that continue a list get InvalidNextTokenException. */
  'invalidNextToken',
  /** Lists answer an empty page with a token that goes on from the same place. */
  'emptyPages',
  /** Lists answer with the token they were given, so that they never end. */
  'sameToken',
  /** Lists repeat the last row of a page as the first row of the next. */
  'overlap',
] as const;

export type FaultMode = (typeof FAULT_MODES)[number];

export interface Fault {
  readonly mode: FaultMode;
  /** So many requests are hit, then all is well again. Default: every one. */
  readonly times?: number;
  /** Only this operation is hit, for example `ListPredictors`. */
  readonly operation?: string;
  /** Only these services are hit, by their signing names, for example `['s3', 'iam']`. Default: every one. */
  readonly services?: readonly string[];
  /** So many matching requests pass first, for example to break a listing in its middle. */
  readonly afterPages?: number;
  /** Milliseconds, for `slow`. Default 5000. */
  readonly latency?: number;
  /** The error's name, for `refuse`. Default `InvalidInputException`. */
  readonly code?: string;
  /** Its message, for `refuse`. */
  readonly words?: string;
}

/** Thrown in place of an answer when the connection is to break. Its `code` is what Node reports for it. */
export class ConnectionReset extends Error {
  readonly code = 'ECONNRESET';

  constructor() {
    super('read ECONNRESET');
    this.name = 'Error';
  }
}

/** What a fault looks at of a request. */
export interface FaultyRequest {
  readonly service: string;
  readonly operation: string;
  readonly body: Uint8Array;
}

export class Faults {
  #fault: Fault = { mode: 'none' };
  #passed = 0;
  #hits = 0;

  /** Replaces the fault in force; `{ mode: 'none' }` ends it. */
  set(fault: Fault): void {
    this.#fault = fault;
    this.#passed = 0;
    this.#hits = 0;
  }

  /**
   * The fault that hits this request, counted; undefined when it passes. A fault that needs something special of
   * the request (a token, a filter) passes over the others without counting them.
   */
  take({ service, operation, body }: FaultyRequest): Fault | undefined {
    const { mode, services = [service], afterPages = 0, times = Infinity } = this.#fault;
    if (mode === 'none' || !services.includes(service)) return undefined;
    if (operation !== (this.#fault.operation ?? operation) || !concerns(mode, service, operation, body))
      return undefined;
    if (this.#passed < afterPages) {
      this.#passed++;
      return undefined;
    }
    if (this.#hits >= times) return undefined;
    this.#hits++;
    return this.#fault;
  }
}

function concerns(mode: FaultMode, service: string, operation: string, body: Uint8Array): boolean {
  const isForecast = service === 'forecast';
  switch (mode) {
    case 'refuseStatusFilter':
      return isForecast && /"Key"\s*:\s*"Status"/u.test(new TextDecoder().decode(body));
    case 'invalidNextToken':
    case 'sameToken':
      return isForecast && /"NextToken"\s*:\s*"/u.test(new TextDecoder().decode(body));
    case 'emptyPages':
    case 'overlap':
      return isForecast && operation.startsWith('List');
    default:
      return true;
  }
}

/**
 * The answer that stands in for the service's; undefined when the service answers after all (late, or bent). Refusals
 * are thrown, for the service to put on its wire.
 */
export async function faultyAnswer(
  fault: Fault,
  { service, operation, region }: Omit<FaultyRequest, 'body'> & { readonly region: string },
  now: number,
  signal?: AbortSignal,
): Promise<HttpResponse | undefined> {
  const refuse = (code: string, message: string, status?: number): never => {
    throw new ServiceError(code, message, status);
  };
  switch (fault.mode) {
    case 'throttle':
      return refuse('ThrottlingException', 'Rate exceeded');
    case 'html':
      return respond(
        200,
        'text/html',
        '<!DOCTYPE html><title>Sign in</title><h1>Welcome to the guest network</h1>',
        now,
      );
    case 'slow':
      await pause(fault.latency ?? 5000, signal);
      return undefined;
    case 'hang':
      await pause(Infinity, signal);
      return undefined;
    case 'reset':
      throw new ConnectionReset();
    case 'lost':
      return undefined;
    case 'refuse':
      return refuse(fault.code ?? 'InvalidInputException', fault.words ?? 'The request is refused.');
    case 'deny':
      return refuse(
        'AccessDeniedException',
        `User: ${CALLER_ARN} is not authorized to perform: ${service}:${operation} on resource: ` +
          `${service === 'forecast' ? `arn:aws:forecast:${region}:${ACCOUNT_ID}:*` : '*'} because no identity-based ` +
          'policy allows it',
      );
    case 'notOnboarded':
      return refuse('AccessDeniedException', 'Amazon Forecast is no longer available to new customers.');
    case 'expiredToken':
      return refuse('ExpiredTokenException', 'The security token included in the request is expired');
    case 'badCredentials':
      return refuse('UnrecognizedClientException', 'The security token included in the request is invalid.');
    case 'clockSkew':
      return refuse('InvalidSignatureException', 'Signature expired: the request was signed too long ago.');
    case 'serverError':
      return refuse('InternalFailure', 'The request processing has failed because of an internal failure.', 500);
    case 'refuseStatusFilter':
      return refuse('InvalidInputException', 'Filtering by Status is not supported.');
    case 'invalidNextToken':
      return refuse('InvalidNextTokenException', 'The token is not valid. Tokens expire after 24 hours.');
    case 'none':
    case 'cutOff':
    case 'emptyPages':
    case 'sameToken':
    case 'overlap':
      return undefined;
  }
}

/** An answer of which only the first half arrives. */
export function cutOff(response: HttpResponse): HttpResponse {
  const half = Math.floor(Number(response.headers['content-length']) / 2);
  return { ...response, body: firstBytes(response.body, half) };
}

async function* firstBytes(body: HttpResponse['body'], bytes: number): AsyncIterable<Uint8Array> {
  let left = bytes;
  for await (const piece of body instanceof Uint8Array ? [body] : body) {
    if (left > 0) yield piece.subarray(0, left);
    left -= piece.length;
    if (left <= 0) break;
  }
  throw new ConnectionReset();
}

/** Waits so many milliseconds (Infinity: until aborted). Rejects with `Cancelled` when the signal is aborted. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(new Cancelled());
      return;
    }
    const abort = () => {
      clearTimeout(timer);
      reject(new Cancelled());
    };
    const timer = Number.isFinite(milliseconds)
      ? setTimeout(() => {
          signal?.removeEventListener('abort', abort);
          resolve();
        }, milliseconds)
      : undefined;
    signal?.addEventListener('abort', abort, { once: true });
  });
}
