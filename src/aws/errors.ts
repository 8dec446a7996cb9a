/** The one place where a failure of the AWS SDK, of Node's network or of fetch becomes a `DomainError`. */
import { networkInterfaces } from 'node:os';
import { Cancelled, DomainError, isCancelled, isDomainError, type ErrorFacts, type ErrorKind } from '../domain/errors';
import { isForecastRegion } from '../domain/regions';
import { kindOfHttpStatus, kindOfNetworkCode, kindOfServiceError } from './error-kinds';
import { redact } from './redact';

/** What is known about a call that failed. */
export interface CallFacts {
  /** As in `AWS_ENDPOINT_URL_…`, in lower case; absent for a sign-in. */
  readonly service?: string | undefined;
  readonly operation?: string | undefined;
  /** Host (and port, if it is not the default one) that was asked. */
  readonly host?: string | undefined;
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
  /** The host is the region's own, not one that was configured. */
  readonly ownEndpoint?: boolean;
  /** The signal that the caller could abort the call with. */
  readonly signal?: AbortSignal | undefined;
}

/** The members of thrown things that are read here; any of them may be missing. */
interface Thrown {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
  readonly cause?: unknown;
  readonly errors?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string; readonly attempts?: number };
  readonly $fault?: unknown;
  readonly $response?: { readonly statusCode?: number; readonly headers?: Readonly<Record<string, string>> };
}

/**
 * Translates anything thrown by a call. Matching goes by `name` and `code`, never by class: minified class names and
 * several copies of a class make both useless. Secrets are taken out of the message, and a service's answer is not
 * kept as `cause`, because it can quote the request.
 */
export function translateError(error: unknown, call: CallFacts = {}): DomainError | Cancelled {
  if (isDomainError(error) || isCancelled(error)) return error;
  if (call.signal?.aborted) return new Cancelled();
  const thrown = asThrown(error);

  if (thrown.$fault !== undefined) return fromService(thrown, call);
  // An abort without the caller's signal is a request that was given up because time was over.
  if (thrown.name === 'AbortError') return network('timeout', thrown, thrown, call);
  if (thrown.name === 'SyntaxError' || String(thrown.message).startsWith(NOT_XML)) return notTheService(thrown, call);
  const root = rootOf(thrown);
  const kind = kindOfThrown(root) ?? kindOfThrown(thrown);
  if (kind) return network(kind, root, thrown, call);
  return new DomainError('unknown', messageOf(root), factsOf(thrown, call));
}

/** The error with a network code in a chain of causes; happy eyeballs puts several into an `AggregateError`. */
function rootOf(thrown: Thrown, depth = 0): Thrown {
  if (depth > 8) return thrown;
  const [first] = Array.isArray(thrown.errors) ? (thrown.errors as unknown[]) : [];
  const inner = first ?? thrown.cause;
  if (!(inner instanceof Error)) return thrown;
  const root = rootOf(asThrown(inner), depth + 1);
  return kindOfThrown(root) ? root : thrown;
}

function kindOfThrown({ name, code, message }: Thrown): ErrorKind | undefined {
  // Node's fetch: "Proxy response (407) !== 200 when HTTP Tunneling", under a code that says less.
  if (code === 'UND_ERR_ABORTED' && /^proxy response/iu.test(String(message))) return 'proxy';
  // A reset connection is named TimeoutError by the SDK: the code knows better than the name.
  const kind = typeof code === 'string' ? kindOfNetworkCode(code) : undefined;
  return kind ?? (name === 'TimeoutError' ? 'timeout' : undefined);
}

function fromService(thrown: Thrown, call: CallFacts): DomainError {
  const name = typeof thrown.name === 'string' ? thrown.name : 'Unknown';
  const message = messageOf(thrown);
  const status = thrown.$metadata?.httpStatusCode ?? 0;
  const named = kindOfServiceError(name, message);
  // The SDK's own words for an answer without a name.
  if (!named && (name === 'Unknown' || name === 'UnknownError')) {
    // An answer to HEAD has no body that could name the error; the request id tells that a service gave it.
    const denied = status === 403 && thrown.$metadata?.requestId !== undefined;
    const kind = denied ? 'accessDenied' : kindOfHttpStatus(status);
    return new DomainError(kind, `The answer was HTTP ${status} without an error name`, {
      ...factsOf(thrown, call),
      code: `HTTP ${status}`,
    });
  }
  const kind = named ?? (status === 429 ? 'throttled' : status >= 500 ? 'serviceFault' : 'unknown');
  return new DomainError(kind, message, factsOf(thrown, call));
}

/** The SDK's words for a body that should be XML. They have no name of their own. */
const NOT_XML = '@aws-sdk XML parse error';

/** A body that is not JSON, or not XML: the SDK lets the parser's error through, whose text quotes the body. */
function notTheService(thrown: Thrown, call: CallFacts): DomainError {
  const status = thrown.$metadata?.httpStatusCode ?? thrown.$response?.statusCode;
  const what = status === undefined ? 'The answer' : `The answer (HTTP ${status})`;
  const format = call.service === 's3' || call.service === 'iam' ? 'the XML that was asked for' : 'JSON';
  return new DomainError('badResponse', `${what} is not ${format}`, { ...factsOf(thrown, call), code: 'SyntaxError' });
}

function network(kind: ErrorKind, root: Thrown, thrown: Thrown, call: CallFacts): DomainError {
  // The code is the innermost error's, the count of attempts is on the outermost.
  const facts = { ...factsOf(thrown, call), ...(typeof root.code === 'string' && { code: root.code }) };
  const { region } = call;
  const lost = facts.code === 'ENOTFOUND' && call.ownEndpoint && call.service === 'forecast';
  if (lost && region && !isForecastRegion(region)) {
    return new DomainError('noRegion', `There is no Amazon Forecast in ${region}`, facts);
  }
  // Without a network the name servers are what is missed first.
  return new DomainError(kind === 'unknownHost' && isOffline() ? 'offline' : kind, messageOf(root), facts);
}

/** This machine has no address but its own. */
function isOffline(): boolean {
  return Object.values(networkInterfaces()).every((addresses) => addresses?.every(({ internal }) => internal));
}

function factsOf(thrown: Thrown, call: CallFacts): ErrorFacts {
  const { requestId, attempts } = thrown.$metadata ?? {};
  const httpStatus = thrown.$metadata?.httpStatusCode ?? thrown.$response?.statusCode;
  const code = typeof thrown.code === 'string' ? thrown.code : thrown.name;
  const retryAfter = retryAfterOf(thrown.$response?.headers ?? {});
  return {
    ...(typeof code === 'string' && { code }),
    ...(call.operation !== undefined && { operation: call.operation }),
    ...(requestId !== undefined && { requestId }),
    ...(httpStatus !== undefined && { httpStatus }),
    ...(attempts !== undefined && { attempts }),
    ...(retryAfter !== undefined && { retryAfter }),
    ...(call.host !== undefined && { host: call.host }),
    ...(call.profile !== undefined && { profile: call.profile }),
  };
}

/** `retry-after` in seconds (RFC 9110), `x-amz-retry-after` in milliseconds; a date is not worth the clock's error. */
function retryAfterOf(headers: Readonly<Record<string, string>>): number | undefined {
  const [seconds, milliseconds] = [Number(headers['retry-after']), Number(headers['x-amz-retry-after'])];
  if (seconds > 0) return seconds * 1000;
  return milliseconds > 0 ? milliseconds : undefined;
}

function messageOf(thrown: Thrown): string {
  // The SDK's own word where a service said none.
  const said = typeof thrown.message === 'string' && thrown.message !== 'UnknownError' ? thrown.message : '';
  const text = redact(plainWords(said));
  return text || (typeof thrown.code === 'string' ? thrown.code : String(thrown.name));
}

/** Without what only a developer of the SDK or of OpenSSL can read. */
function plainWords(message: string): string {
  // For example "801C…:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../deps/…".
  const reason = /:error:[\dA-F]+:SSL routines:[^:]*:([^:]+):/iu.exec(message)?.[1];
  if (reason !== undefined) return `The secure connection failed: ${reason}`;
  return message.replace(/^@smithy\/[\w-]+ - (?:\[\w+\] )?/u, '');
}

function asThrown(error: unknown): Thrown {
  return typeof error === 'object' && error !== null ? error : { name: 'Error', message: String(error) };
}
