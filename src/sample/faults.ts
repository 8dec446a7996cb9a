/** Misbehaviour on demand: what a network, a proxy, a sign-in or a tired service does to its clients. */
import { Cancelled } from '../domain/errors';
import type { HttpRequest, HttpResponse } from '../domain/http';
import { errorResponse, operationOf } from './aws-json';
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
  take(request: HttpRequest): Fault | undefined {
    const { mode, operation, afterPages = 0, times = Infinity } = this.#fault;
    const named = operationOf(request);
    if (mode === 'none' || (operation !== undefined && operation !== named)) return undefined;
    if (!concerns(mode, named, request.body)) return undefined;
    if (this.#passed < afterPages) {
      this.#passed++;
      return undefined;
    }
    if (this.#hits >= times) return undefined;
    this.#hits++;
    return this.#fault;
  }
}

function concerns(mode: FaultMode, operation: string, body: Uint8Array): boolean {
  switch (mode) {
    case 'refuseStatusFilter':
      return /"Key"\s*:\s*"Status"/u.test(new TextDecoder().decode(body));
    case 'invalidNextToken':
    case 'sameToken':
      return /"NextToken"\s*:\s*"/u.test(new TextDecoder().decode(body));
    case 'emptyPages':
    case 'overlap':
      return operation.startsWith('List');
    default:
      return true;
  }
}

/** The answer that stands in for the service's; undefined when the service answers after all (late, or bent). */
export async function faultyAnswer(
  fault: Fault,
  request: HttpRequest,
  region: string,
  now: number,
  signal?: AbortSignal,
): Promise<HttpResponse | undefined> {
  const refuse = (code: string, message: string, status?: number) =>
    errorResponse(new ServiceError(code, message, status), now);
  switch (fault.mode) {
    case 'throttle':
      return refuse('ThrottlingException', 'Rate exceeded');
    case 'html':
      return page('<!DOCTYPE html><title>Sign in</title><h1>Welcome to the guest network</h1>');
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
        `User: arn:aws:iam::111122223333:user/planner is not authorized to perform: forecast:${operationOf(request)} ` +
          `on resource: arn:aws:forecast:${region}:111122223333:* because no identity-based policy allows it`,
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
    case 'emptyPages':
    case 'sameToken':
    case 'overlap':
      return undefined;
  }
}

function page(html: string): HttpResponse {
  const body = new TextEncoder().encode(html);
  return {
    status: 200,
    headers: { 'content-type': 'text/html', 'content-length': String(body.length) },
    body,
  };
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
