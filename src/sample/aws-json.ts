/** The wire protocol AWS JSON 1.1: one POST per operation, named by the `X-Amz-Target` header. */
import type { HttpRequest, HttpResponse } from '../domain/http';
import { respond } from './responses';
import { ServiceError } from './service-error';

const CONTENT_TYPE = 'application/x-amz-json-1.1';
const decoder = new TextDecoder();

/** The operation that a request names, without the service's prefix; empty when it names none. */
export function operationOf(request: HttpRequest): string {
  const target = request.headers['x-amz-target'] ?? '';
  return target.slice(target.indexOf('.') + 1);
}

/** The request's JSON. An empty body counts as an empty structure. Throws SerializationException. */
export function parseBody(body: Uint8Array): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(decoder.decode(body)) as unknown;
  } catch {
    throw new ServiceError('SerializationException', 'The request body is not valid JSON.');
  }
}

/** A successful answer. Without a result (void operations) the body is empty, as the service sends it. */
export function jsonResponse(result: object | undefined, now: number): HttpResponse {
  return answer(200, result === undefined ? '' : JSON.stringify(result), now);
}

/**
 * An error as the service words it: `__type` with the bare name, and the text in `Message` for errors of the service
 * model, in `message` for those that the web service framework raises before the service is asked.
 */
export function errorResponse(error: ServiceError, now: number): HttpResponse {
  const member = FRAMEWORK_ERRORS.has(error.code) ? 'message' : 'Message';
  return answer(error.status, JSON.stringify({ __type: error.code, [member]: error.message }), now);
}

const FRAMEWORK_ERRORS: ReadonlySet<string> = new Set([
  'ValidationException',
  'UnrecognizedClientException',
  'ExpiredTokenException',
  'InvalidSignatureException',
  'IncompleteSignatureException',
  'MissingAuthenticationTokenException',
  'ThrottlingException',
]);

function answer(status: number, text: string, now: number): HttpResponse {
  return respond(status, CONTENT_TYPE, text, now, { 'x-amzn-requestid': crypto.randomUUID() });
}
