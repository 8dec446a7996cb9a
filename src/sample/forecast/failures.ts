/** Why exports fail. The service's real messages were never published; these say what its documentation names. */
import type { Destination } from './inputs';

export const roleNotAssumed = ({ S3Config: { RoleArn } }: Destination) =>
  `Amazon Forecast can't assume the role ${RoleArn}. Make sure that the role exists and that its trust policy allows ` +
  'forecast.amazonaws.com to perform sts:AssumeRole.';

export const bucketDenied = ({ S3Config: { Path, RoleArn } }: Destination) =>
  `Access denied while writing to ${Path}. Make sure that the role ${RoleArn} allows s3:PutObject on this location.`;

export const bucketMissing = ({ S3Config: { Path } }: Destination) =>
  `The bucket of ${Path} doesn't exist, or it is not in the same Region as the predictor.`;

export const keyDenied = ({ S3Config: { KMSKeyArn, RoleArn } }: Destination) =>
  `The role ${RoleArn} is not allowed to use the AWS KMS key${KMSKeyArn === undefined ? '' : ` ${KMSKeyArn}`}. It needs ` +
  'kms:DescribeKey, kms:CreateGrant and kms:RetireGrant.';

export const serviceFailure = () => 'An internal service error occurred. Create the export job again.';

/**
 * A new export fails when its destination says so in a name: a role that ends in `Untrusted`, a bucket that starts
 * with `denied-` or `missing-`, a key id that starts with `denied`. So each failure can be shown at will.
 */
export function foreseeFailure(destination: Destination): string | undefined {
  const { Path, RoleArn, KMSKeyArn } = destination.S3Config;
  if (RoleArn.endsWith('Untrusted')) return roleNotAssumed(destination);
  if (Path.startsWith('s3://denied-')) return bucketDenied(destination);
  if (Path.startsWith('s3://missing-')) return bucketMissing(destination);
  if (KMSKeyArn?.includes(':key/denied')) return keyDenied(destination);
  return undefined;
}
