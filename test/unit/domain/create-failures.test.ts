import assert from 'node:assert/strict';
import { createFailure, type CreateFailure } from '../../../src/domain/create-failures';
import { DomainError, ERROR_KINDS, type ErrorFacts, type ErrorKind } from '../../../src/domain/errors';
import type { NewExportJob } from '../../../src/domain/export-job';
import { failureCause, type FailureCause } from '../../../src/domain/failure-causes';

const ROLE = 'arn:aws:iam::123456789012:role/bucket-kms-limits';
const KEY = 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const JOB: NewExportJob = {
  name: 'weekly',
  predictorArn: 'arn:aws:forecast:us-east-1:123456789012:predictor/demand',
  destination: { path: 's3://role-kms-limit-bucket/my role', roleArn: ROLE, kmsKeyArn: KEY },
};
const JOB_ARN = 'arn:aws:forecast:us-east-1:123456789012:predictor-backtest-export-job/demand/weekly';

const constraint = (...paths: string[]) =>
  `${paths.length} validation errors detected: ` +
  paths.map((path) => `Value 'x' at '${path}' failed to satisfy constraint: Member must not be null`).join('; ');

describe('the next step after a Create that failed', () => {
  const table: readonly (readonly [kind: ErrorKind, message: string, next: CreateFailure, facts?: ErrorFacts])[] = [
    [
      'alreadyExists',
      `A predictor backtest export job already exists with the arn: ${JOB_ARN}`,
      { next: 'nameTaken', arn: JOB_ARN },
    ],
    [
      'alreadyExists',
      'There is already a resource with this name. Try again with a different name.',
      { next: 'nameTaken' },
    ],
    [
      'inUse',
      `${JOB.predictorArn} is in state CREATE_IN_PROGRESS.`,
      { next: 'predictorNotActive', status: 'CREATE_IN_PROGRESS' },
    ],
    ['inUse', 'The specified resource is in use.', { next: 'predictorNotActive' }],
    ['notFound', `No resource found ${JOB.predictorArn}`, { next: 'predictorMissing' }],
    ['notFound', "We can't find a resource with that Amazon Resource Name (ARN).", { next: 'predictorMissing' }],
    ['notFound', 'The specified bucket does not exist', { next: 'bucketRefused' }],
    [
      'limitExceeded',
      'Maximum parallel CreatePredictorBacktestExportJob tasks: 3.',
      { next: 'limitReached', limit: 'parallel' },
    ],
    [
      'limitExceeded',
      'Maximum number of predictor backtest export jobs: 1000.',
      { next: 'limitReached', limit: 'total' },
    ],
    ['limitExceeded', 'Maximum number of tags: 50.', { next: 'limitReached', limit: 'tags' }],
    [
      'limitExceeded',
      'The limit on the number of resources per account has been exceeded.',
      { next: 'limitReached', limit: 'unknown' },
    ],
    ['notOnboarded', 'Amazon Forecast is no longer available to new customers.', { next: 'notOnboarded' }],
    [
      'accessDenied',
      `User: arn:aws:iam::123456789012:user/a is not authorized to perform: iam:PassRole on resource: ${ROLE}`,
      { next: 'passRoleDenied', roleArn: ROLE },
    ],
    [
      'accessDenied',
      'User: arn:aws:iam::123456789012:user/iam-role is not authorized to perform: forecast:CreatePredictorBacktestExportJob on resource: *',
      { next: 'accessDenied', action: 'forecast:CreatePredictorBacktestExportJob' },
    ],
    [
      'accessDenied',
      `User: x is not authorized to perform: kms:GenerateDataKey on resource: ${KEY}`,
      { next: 'keyRefused' },
    ],
    ['accessDenied', 'Access to the S3 bucket is denied', { next: 'bucketRefused' }],
    ['accessDenied', 'Access Denied', { next: 'accessDenied' }],
    ['invalidInput', constraint('predictorBacktestExportJobName'), { next: 'invalid', fields: ['name'] }],
    ['invalidInput', constraint('predictorArn'), { next: 'invalid', fields: ['predictorArn'] }],
    ['invalidInput', constraint('destination.s3Config.path'), { next: 'invalid', fields: ['path'] }],
    ['invalidInput', constraint('destination.s3Config.roleArn'), { next: 'invalid', fields: ['roleArn'] }],
    ['invalidInput', constraint('destination.s3Config.kMSKeyArn'), { next: 'invalid', fields: ['kmsKeyArn'] }],
    ['invalidInput', constraint('format'), { next: 'invalid', fields: ['format'] }],
    ['invalidInput', constraint('tags.1.member.key', 'tags.2.member.value'), { next: 'invalid', fields: ['tags'] }],
    [
      'invalidInput',
      constraint('destination.s3Config.path', 'format'),
      { next: 'invalid', fields: ['path', 'format'] },
    ],
    ['invalidInput', constraint('somethingNew'), { next: 'invalid', fields: [] }],
    [
      'invalidInput',
      `The role ${ROLE} does not belong to the account 999999999999.`,
      { next: 'roleRefused', reason: 'otherAccount' },
    ],
    ['invalidInput', `Invalid role ARN: ${ROLE}`, { next: 'roleRefused', reason: 'other' }],
    ['invalidInput', `Forecast cannot assume ${ROLE}`, { next: 'roleRefused', reason: 'trust' }],
    ['invalidInput', `Unable to write to ${JOB.destination.path}`, { next: 'bucketRefused' }],
    ['invalidInput', `Cannot use ${KEY}`, { next: 'keyRefused' }],
    ['invalidInput', 'Duplicate tag keys found.', { next: 'invalid', fields: ['tags'] }],
    [
      'invalidInput',
      "We can't process the request because it includes an invalid value or a value that exceeds the valid range.",
      { next: 'invalid', fields: [] },
    ],
    ['throttled', 'Rate exceeded', { next: 'throttled' }],
    ['network', 'socket hang up', { next: 'outcomeUnknown' }, { code: 'ECONNRESET' }],
    ['network', 'broken pipe', { next: 'outcomeUnknown' }, { code: 'EPIPE' }],
    ['network', 'lost', { next: 'outcomeUnknown' }],
    ['network', 'refused', { next: 'notSent' }, { code: 'ECONNREFUSED' }],
    ['network', 'no such host', { next: 'notSent' }, { code: 'ENOTFOUND' }],
    ['timeout', 'no answer', { next: 'outcomeUnknown' }, { code: 'ETIMEDOUT' }],
    ['badResponse', 'not JSON', { next: 'outcomeUnknown' }],
    ['serviceFault', 'HTTP 500', { next: 'outcomeUnknown' }],
    ['signInExpired', 'expired', { next: 'connection' }],
    ['tls', 'self-signed', { next: 'connection' }],
    ['unknown', 'Teapot', { next: 'other' }, { code: 'TeapotException', httpStatus: 418 }],
    ['unknown', 'anything', { next: 'outcomeUnknown' }],
  ];
  for (const [kind, message, next, facts] of table) {
    it(`${kind}, "${message.slice(0, 70)}"${facts?.code ? ` (${facts.code})` : ''}: ${next.next}`, () => {
      assert.deepEqual(createFailure(new DomainError(kind, message, facts), JOB), next);
    });
  }

  it('exists for every kind of error', () => {
    for (const kind of ERROR_KINDS) assert.ok(createFailure(new DomainError(kind, ''), JOB).next);
  });
});

describe('the probable cause of a failed export', () => {
  const table: readonly (readonly [message: string | undefined, cause: FailureCause])[] = [
    [
      `Amazon Forecast can't assume the role ${ROLE}. Make sure that its trust policy allows sts:AssumeRole.`,
      { cause: 'role', aspect: 'trust' },
    ],
    [`Access denied while writing to ${JOB.destination.path}: ${ROLE}`, { cause: 'bucket', aspect: 'denied' }],
    [`The bucket of ${JOB.destination.path} doesn't exist`, { cause: 'bucket', aspect: 'missing' }],
    ['The bucket is in another region', { cause: 'bucket', aspect: 'region' }],
    [`The role ${ROLE} is not allowed to use the AWS KMS key ${KEY}.`, { cause: 'key', aspect: 'denied' }],
    ['An error occurred (NoSuchBucket)', { cause: 'bucket', aspect: 'missing' }],
    ['NoSuchBucket: The specified bucket does not exist', { cause: 'bucket', aspect: 'missing' }],
    [`${ROLE} lacks permissions`, { cause: 'role', aspect: 'permission' }],
    ['The role cannot be found', { cause: 'role', aspect: 'missing' }],
    ['Quota exceeded', { cause: 'quota' }],
    ['The predictor was deleted during the export', { cause: 'predictor' }],
    ['An internal service error occurred. Create the export job again.', { cause: 'service' }],
    ['Something else', { cause: 'unknown' }],
    ['', { cause: 'unknown' }],
    [undefined, { cause: 'unknown' }],
  ];
  for (const [message, cause] of table) {
    it(`${JSON.stringify(message?.slice(0, 70))}: ${Object.values(cause).join(', ')}`, () => {
      assert.deepEqual(failureCause(message, JOB.destination), cause);
    });
  }
});
