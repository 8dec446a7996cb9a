/**
 * The emulator's own small API, for tests that drive it from another process. It needs no signature and is never
 * logged as a request:
 *
 * - `GET /_emulator/requests` answers the service requests so far: a JSON list of `{ service, operation, region,
 *   body, at, inFlight }`.
 * - `DELETE /_emulator/requests` forgets them.
 * - `POST /_emulator/faults` with `{ mode, times?, operation?, services?, afterPages?, latency?, code?, words? }` sets the fault in force (modes
 *   in `faults.ts`); `{ "mode": "none" }` ends it.
 */
import type { HttpRequest, HttpResponse } from '../domain/http';
import type { SampleAccount } from './account';
import { FAULT_MODES } from './faults';
import type { Fault } from './faults';
import { integer, list, oneOf, optional, required, string, structure } from './shapes';
import { validate } from './validation';

const FAULT = structure({
  mode: required(oneOf(...FAULT_MODES)),
  times: optional(integer({ min: 0 })),
  operation: optional(string()),
  services: optional(list(string())),
  afterPages: optional(integer({ min: 0 })),
  latency: optional(integer({ min: 0 })),
  code: optional(string()),
  words: optional(string()),
});

/** Undefined for a request that is not the control API's. */
export function answerControl(
  request: HttpRequest,
  account: SampleAccount,
  requests: unknown[],
): HttpResponse | undefined {
  if (!request.path.startsWith('/_emulator/')) return undefined;
  switch (`${request.method} ${request.path}`) {
    case 'GET /_emulator/requests':
      return json(200, requests);
    case 'DELETE /_emulator/requests':
      requests.length = 0;
      return json(200, {});
    case 'POST /_emulator/faults':
      try {
        account.faults.set(readFault(request.body));
        return json(200, {});
      } catch (error) {
        return json(400, { error: error instanceof Error ? error.message : String(error) });
      }
    default:
      return json(404, { error: `No such thing: ${request.method} ${request.path}` });
  }
}

function readFault(body: Uint8Array): Fault {
  return validate(FAULT, JSON.parse(new TextDecoder().decode(body)));
}

function json(status: number, content: unknown): HttpResponse {
  const body = new TextEncoder().encode(JSON.stringify(content));
  return {
    status,
    headers: { 'content-type': 'application/json', 'content-length': String(body.length) },
    body,
  };
}
