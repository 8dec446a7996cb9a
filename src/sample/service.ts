import type { HttpRequest, HttpResponse } from '../domain/http';
import type { FaultMode } from './faults';

/** What the account hands to the service that a request is signed for. */
export interface ServiceCall {
  readonly request: HttpRequest;
  readonly region: string;
  /** The fault in force, for those faults that bend an answer instead of replacing it. */
  readonly fault: FaultMode | undefined;
}

/** One service of the account. Throws `ServiceError` for a refusal. */
export type Service = (call: ServiceCall) => HttpResponse;
