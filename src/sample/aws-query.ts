/** The wire protocol AWS Query: a form that names its `Action`, answered in XML. IAM and STS speak it. */
import type { HttpRequest } from '../domain/http';
import { respond } from './responses';
import type { Service } from './service';
import { ServiceError } from './service-error';
import { document, element, type XmlElement } from './xml';

export interface QueryService {
  /** On the outermost element of each answer, for example `https://iam.amazonaws.com/doc/2010-05-08/`. */
  readonly namespace: string;
  /** By name; each gives the elements of its result. Throws `ServiceError`. */
  readonly operations: ReadonlyMap<string, (form: Form) => readonly XmlElement[]>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** A parameter of the request; undefined when it was not sent. */
export type Form = (name: string) => string | undefined;

export function queryService({ namespace, operations, now }: QueryService): Service {
  return {
    operationOf: (request) => formOf(request)('Action') ?? '',
    answer: ({ request }) => {
      const form = formOf(request);
      const action = form('Action') ?? '';
      const operation = operations.get(action);
      if (!operation) {
        throw new ServiceError(
          'InvalidAction',
          `Could not find operation ${action} for version ${form('Version') ?? ''}`,
        );
      }
      const requestId = crypto.randomUUID();
      const root = element(`${action}Response`, [
        element(`${action}Result`, operation(form)),
        element('ResponseMetadata', [element('RequestId', requestId)]),
      ]);
      return respond(200, 'text/xml', document(root, namespace), now(), { 'x-amzn-requestid': requestId });
    },
    refuse: (error, _, at) => {
      const [code, status] = SPELLINGS[error.code] ?? [error.code, error.status];
      const requestId = crypto.randomUUID();
      const root = element('ErrorResponse', [
        element('Error', [
          element('Type', status < 500 ? 'Sender' : 'Receiver'),
          element('Code', code),
          element('Message', error.message),
        ]),
        element('RequestId', requestId),
      ]);
      return respond(status, 'text/xml', document(root, namespace), at, { 'x-amzn-requestid': requestId });
    },
  };
}

/** How this protocol spells the errors that are common to all services, and their status. */
const SPELLINGS: Readonly<Record<string, readonly [code: string, status: number]>> = {
  AccessDeniedException: ['AccessDenied', 403],
  ThrottlingException: ['Throttling', 400],
  ExpiredTokenException: ['ExpiredToken', 403],
  UnrecognizedClientException: ['InvalidClientTokenId', 403],
  InvalidSignatureException: ['SignatureDoesNotMatch', 403],
};

const decoder = new TextDecoder();

function formOf({ method, query, body }: HttpRequest): Form {
  if (method !== 'POST') return (name) => query[name];
  const form = new URLSearchParams(decoder.decode(body));
  return (name) => form.get(name) ?? undefined;
}
