import type { HttpRequest, HttpResponse } from '../domain/http';
import type { FaultMode } from './faults';
import type { ServiceError } from './service-error';

/** What the account hands to the service that a request is signed for. */
export interface ServiceCall {
  readonly request: HttpRequest;
  readonly region: string;
  /** The fault in force, for those faults that bend an answer instead of replacing it. */
  readonly fault: FaultMode | undefined;
}

/** One service of the account, on its own wire protocol. */
export interface Service {
  /** The operation that a request asks for, for example `ListRoles`; empty when it asks for none. */
  operationOf(request: HttpRequest): string;
  /** Throws `ServiceError` for a refusal. */
  answer(call: ServiceCall): HttpResponse;
  refuse(error: ServiceError, request: HttpRequest, now: number): HttpResponse;
}
