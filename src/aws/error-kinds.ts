import type { ErrorKind } from '../domain/errors';

/** Error names of AWS services, with and without the suffix `Exception`, by what they mean. */
const NAMES: Readonly<Partial<Record<ErrorKind, readonly string[]>>> = {
  signInExpired: [
    'ExpiredToken',
    'ExpiredTokenException',
    'UnauthorizedException',
    // Of STS, for the token of another identity provider or for one of its own: a new sign-in makes a new token.
    'InvalidIdentityToken',
    'InvalidIdentityTokenException',
    'IDPRejectedClaim',
    'IDPRejectedClaimException',
    'TokenRefreshRequired',
  ],
  badCredentials: [
    'UnrecognizedClientException',
    'InvalidClientTokenId',
    'InvalidAccessKeyId',
    'InvalidToken',
    'MissingAuthenticationToken',
    'MissingAuthenticationTokenException',
    'IncompleteSignature',
    'IncompleteSignatureException',
    'InvalidSignatureException',
    'SignatureDoesNotMatch',
  ],
  clockSkew: ['RequestExpired', 'RequestInTheFuture', 'RequestTimeTooSkewed'],
  accessDenied: [
    'AccessDenied',
    'AccessDeniedException',
    'NotAuthorized',
    'ForbiddenException',
    'UnauthorizedOperation',
    'AllAccessDisabled',
    'AccountProblem',
  ],
  notOnboarded: ['SubscriptionRequiredException', 'OptInRequired'],
  throttled: [
    'Throttling',
    'ThrottlingException',
    'ThrottledException',
    'TooManyRequestsException',
    'RequestLimitExceeded',
    'RequestThrottled',
    'RequestThrottledException',
    'BandwidthLimitExceeded',
    'SlowDown',
  ],
  serviceFault: [
    'InternalFailure',
    'InternalError',
    'ServiceFailure',
    'KMSInternalException',
    'DependencyTimeoutException',
    'InternalServerError',
    'InternalServerException',
    'InternalServiceException',
    'ServiceUnavailable',
    'ServiceUnavailableException',
    // STS could not reach the identity provider.
    'IDPCommunicationError',
    'IDPCommunicationErrorException',
  ],
  timeout: ['RequestTimeout', 'RequestTimeoutException'],
  // STS, for a region that the account has not turned on.
  noRegion: ['RegionDisabledException'],
  // An address that belongs to another service: it speaks the protocol and has never heard of the operation.
  badResponse: ['UnknownOperationException', 'UnknownOperation', 'InvalidAction'],
  invalidNextToken: ['InvalidNextTokenException', 'InvalidMarkerException'],
  invalidInput: [
    'InvalidInputException',
    'ValidationException',
    'ValidationError',
    'SerializationException',
    'InvalidArgument',
    'InvalidBucketName',
    // The bucket is in another region, which a custom endpoint can keep from being reached.
    'PermanentRedirect',
    'AuthorizationHeaderMalformed',
    'IllegalLocationConstraintException',
  ],
  notFound: ['ResourceNotFoundException', 'NoSuchBucket', 'NoSuchKey', 'NoSuchEntity', 'NotFoundException', 'NotFound'],
  alreadyExists: ['ResourceAlreadyExistsException'],
  inUse: ['ResourceInUseException'],
  limitExceeded: ['LimitExceededException'],
};

const KIND_OF_NAME: ReadonlyMap<string, ErrorKind> = new Map(
  Object.entries(NAMES).flatMap(([kind, names]) => names.map((name) => [name, kind as ErrorKind] as const)),
);

/** What a service's refusal means; undefined for a name that is not known. */
export function kindOfServiceError(name: string, message: string): ErrorKind | undefined {
  // Seen on accounts that never used the service: AccessDeniedException with this sentence.
  if (/no longer available to new customers/iu.test(message)) return 'notOnboarded';
  const kind = KIND_OF_NAME.get(name);
  // "Signature expired: … is now earlier than …" and "Signature not yet current: …".
  if (kind === 'badCredentials' && /signature (?:expired|not yet current)/iu.test(message)) return 'clockSkew';
  // A token whose form is wrong is refused by the validation in front of the service: "… at 'nextToken' failed …".
  if (kind === 'invalidInput' && /next_?\s?token|continuation token|\bmarker\b/iu.test(message)) {
    return 'invalidNextToken';
  }
  if (kind === 'accessDenied' && /MultiFactorAuthentication|\bMFA\b/u.test(message)) return 'mfaRequired';
  return kind;
}

/** What an answer means whose body told no name: a proxy, a load balancer, a page for signing in to a network. */
export function kindOfHttpStatus(status: number): ErrorKind {
  if (status === 429) return 'throttled';
  if (status === 407) return 'proxy';
  return status >= 500 ? 'serviceFault' : 'badResponse';
}

/** The name servers did not know the name, or were not reached. */
const NAME_CODES: ReadonlySet<string> = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME']);

/** There is no way out of this machine. */
const OFFLINE_CODES: ReadonlySet<string> = new Set(['ENETDOWN', 'ENETUNREACH', 'EADDRNOTAVAIL']);

const NETWORK_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  // Node's fetch: the other side closed the connection, a proxy refused to open a tunnel.
  'UND_ERR_SOCKET',
  'UND_ERR_ABORTED',
]);

const TIMEOUT_CODES: ReadonlySet<string> = new Set([
  'ETIMEDOUT',
  'ESOCKETTIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);

/** OpenSSL's and Node's codes for certificates and handshakes. */
const TLS_CODE =
  /^(?:EPROTO|ERR_SSL_.*|ERR_TLS_.*|.*CERT.*|UNABLE_TO_.*|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED)$/u;

/** What a code of Node's network layer means; undefined for a code that is not about the network. */
export function kindOfNetworkCode(code: string): ErrorKind | undefined {
  if (NAME_CODES.has(code)) return 'unknownHost';
  if (OFFLINE_CODES.has(code)) return 'offline';
  if (NETWORK_CODES.has(code)) return 'network';
  if (TIMEOUT_CODES.has(code)) return 'timeout';
  if (TLS_CODE.test(code)) return 'tls';
  // The answer was no HTTP, was too large or broke off in the middle of a header.
  if (code.startsWith('HPE_') || code.startsWith('UND_ERR_')) return 'badResponse';
  return undefined;
}
