import { ServiceError } from './service-error';

export interface CredentialScope {
  /** The signing name: `forecast`, `s3`, `iam`, … */
  readonly service: string;
  readonly region: string;
}

/**
 * Reads service and region from the credential scope of a SigV4 `Authorization` header
 * (`Credential=<key>/<date>/<region>/<service>/aws4_request`). The signature is not verified: the sample account
 * has no secrets, and any key opens it.
 */
export function credentialScope(headers: Readonly<Record<string, string>>): CredentialScope {
  const authorization = headers['authorization'];
  if (!authorization) {
    throw new ServiceError('MissingAuthenticationTokenException', 'Missing Authentication Token');
  }
  const [, region, service] =
    /^AWS4-HMAC-SHA256 .*\bCredential=[^/,\s]+\/\d{8}\/([^/,\s]+)\/([^/,\s]+)\/aws4_request\b/u.exec(authorization) ??
    [];
  if (!region || !service) {
    throw new ServiceError(
      'IncompleteSignatureException',
      'Authorization header requires a complete SigV4 credential scope in its Credential parameter.',
    );
  }
  return { service, region };
}
