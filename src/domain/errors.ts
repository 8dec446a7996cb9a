/**
 * The one vocabulary of failures. Everything outside (the AWS SDK, the network, a file) is translated into it in one
 * place (`aws/`), and it is put into words for a reader in one place (`ui/errors`).
 */
export const ERROR_KINDS = [
  /** No credentials could be found for the chosen profile or environment. */
  'noCredentials',
  /** A profile that was named does not exist or cannot be read. */
  'badProfile',
  /** Credentials were found and have run out, or a sign-in (SSO, login session) is missing. */
  'signInExpired',
  /** The profile needs a one-time code and none was given, or a wrong one. */
  'mfaRequired',
  /** The service refused the credentials themselves (unknown key, bad signature). */
  'badCredentials',
  /** This machine's clock is too far from the service's. */
  'clockSkew',
  /** No region is configured, or the region has no Amazon Forecast. */
  'noRegion',
  /** The endpoint that was configured is not one. */
  'badEndpoint',
  /** Signed in, but not allowed. */
  'accessDenied',
  /** The account was not using Amazon Forecast before it closed to new customers. */
  'notOnboarded',
  'throttled',
  /** The host cannot be reached, or the connection broke. */
  'network',
  /** The name of the host is not known to the name servers. */
  'unknownHost',
  /** This machine has no network at all. */
  'offline',
  /** The proxy on the way wants a sign-in, or lets nothing through. */
  'proxy',
  /** No answer in time. */
  'timeout',
  /** TLS could not be set up: untrusted certificate or a plain-text port. */
  'tls',
  /** Something answered that is not Amazon Forecast: a proxy, a captive portal. */
  'badResponse',
  /** The service has a fault of its own (5xx). */
  'serviceFault',
  'invalidNextToken',
  /** A request the service will not take: InvalidInputException or ValidationException. */
  'invalidInput',
  'notFound',
  'alreadyExists',
  'inUse',
  'limitExceeded',
  'unknown',
] as const;

export type ErrorKind = (typeof ERROR_KINDS)[number];

export interface ErrorFacts {
  /** The name the service or the SDK gave, for example `AccessDeniedException` or `ECONNREFUSED`. */
  readonly code?: string;
  /** The operation that failed, for example `ListPredictorBacktestExportJobs`. */
  readonly operation?: string;
  readonly requestId?: string;
  readonly httpStatus?: number;
  /** How many times the request was sent. */
  readonly attempts?: number;
  /** Milliseconds for which the service asked to wait, by a `retry-after` header. */
  readonly retryAfter?: number;
  /** The host that was asked, without path or query. */
  readonly host?: string;
  /** The profile in use, when the failure is about signing in. */
  readonly profile?: string;
}

const DOMAIN_ERROR = 'forecastBacktests.DomainError';
const CANCELLED = 'forecastBacktests.Cancelled';

/** A failure in the program's own vocabulary. `message` holds the service's own words, in English. */
export class DomainError extends Error {
  // Several bundles carry a copy of this class, so `instanceof` cannot tell; the brand can.
  readonly brand = DOMAIN_ERROR;
  readonly kind: ErrorKind;
  readonly facts: ErrorFacts;

  constructor(kind: ErrorKind, message: string, facts: ErrorFacts = {}, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DomainError';
    this.kind = kind;
    this.facts = facts;
  }
}

export function isDomainError(error: unknown): error is DomainError {
  return error instanceof Error && (error as { brand?: unknown }).brand === DOMAIN_ERROR;
}

/** Anything thrown, as a DomainError: itself if it is one, else kind `unknown` with the original as cause. */
export function toDomainError(error: unknown): DomainError {
  if (isDomainError(error)) return error;
  return new DomainError('unknown', error instanceof Error ? error.message : String(error), {}, { cause: error });
}

/** Work was given up on purpose, by the person or by newer work. It is never shown and never logged as an error. */
export class Cancelled extends Error {
  readonly brand = CANCELLED;

  constructor() {
    super('Cancelled');
    this.name = 'Cancelled';
  }
}

export function isCancelled(error: unknown): error is Cancelled {
  return error instanceof Error && (error as { brand?: unknown }).brand === CANCELLED;
}

/** Kinds whose message quotes the request, a tag's value or a list's token, and what is said in its place. */
const QUOTING_KINDS: Partial<Record<ErrorKind, string>> = {
  invalidInput: 'the words of the service repeat the request and are left out',
  // https://docs.aws.amazon.com/forecast/latest/dg/API_ListPredictorBacktestExportJobs.html
  invalidNextToken: 'Tokens expire after 24 hours',
};

/** The service's words repeat parts of the request, which a log must not hold. */
export function quotesRequest({ kind }: DomainError): boolean {
  return QUOTING_KINDS[kind] !== undefined;
}

/**
 * What the log may hold of anything thrown, in English: its message, or the name alone where the message quotes the
 * request.
 */
export function logText(error: unknown, { withRequestId = false }: { readonly withRequestId?: boolean } = {}): string {
  const { kind, message, facts } = toDomainError(error);
  const instead = QUOTING_KINDS[kind];
  const text = instead === undefined ? message : `${facts.code ?? kind}: ${instead}`;
  return withRequestId && facts.requestId !== undefined ? `${text} (request id ${facts.requestId})` : text;
}
