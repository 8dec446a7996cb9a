import { ACCOUNT_ID } from '../identity';
import type { Destination } from './inputs';
import { invalidInput } from './refusals';

/** Checks what the shapes cannot say of bucket, role and key. Throws InvalidInputException. */
export function checkDestination({ S3Config: { Path, RoleArn, KMSKeyArn } }: Destination): void {
  checkBucket(Path.slice('s3://'.length).split('/', 1)[0] ?? '');
  checkRole(RoleArn);
  if (KMSKeyArn !== undefined && !/^arn:aws:kms:[a-z0-9-]+:\d{12}:key\/.+$/u.test(KMSKeyArn)) {
    throw invalidInput(`Invalid KMS key ARN: ${KMSKeyArn}`);
  }
}

/** Capitals, underscores and up to 255 characters occur in old buckets of us-east-1. */
function checkBucket(bucket: string): void {
  const isAddress = /^\d+\.\d+\.\d+\.\d+$/u.test(bucket);
  if (isAddress || !/^[A-Za-z0-9._-]{3,255}$/u.test(bucket)) throw invalidInput(`Invalid S3 bucket name: ${bucket}`);
}

/** Documented: "If you pass a role that isn't in your account, you get an InvalidInputException error." */
function checkRole(role: string): void {
  const account = /^arn:aws:iam::(\d{12}):role\/(?:[!-~]+\/)?[\w+=,.@-]{1,64}$/u.exec(role)?.[1];
  if (account === undefined) throw invalidInput(`Invalid role ARN: ${role}`);
  if (account !== ACCOUNT_ID) throw invalidInput(`The role ${role} does not belong to the account ${ACCOUNT_ID}.`);
}
