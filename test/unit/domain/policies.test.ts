import assert from 'node:assert/strict';
import { CALLED_ACTIONS, callerPolicy, policyText, rolePolicy, trustPolicy } from '../../../src/domain/policies';
import { judgeTrustPolicy } from '../../../src/domain/trust-policy';

const PLACE = {
  partition: 'aws',
  region: 'us-east-1',
  account: '123456789012',
  path: 's3://forecast-exports/demand/weekly/',
  roleArn: 'arn:aws:iam::123456789012:role/ForecastExport',
};
const KEY = 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';

describe('the trust policy to copy', () => {
  it('is one that lets Forecast assume the role here, and nowhere else', () => {
    const text = policyText(trustPolicy(PLACE));
    assert.equal(judgeTrustPolicy(text, PLACE).canAssume, 'yes');
    assert.equal(judgeTrustPolicy(text, { ...PLACE, region: 'eu-west-1' }).canAssume, 'no');
    assert.equal(judgeTrustPolicy(text, { ...PLACE, account: '999999999999' }).canAssume, 'no');
  });

  it('has placeholders for what is not known', () => {
    const text = policyText(trustPolicy({}));
    assert.ok(text.includes('"aws:SourceAccount": "<account-id>"'));
    assert.ok(text.includes('arn:aws:forecast:<region>:<account-id>:*'));
  });
});

describe("the role's policy to copy", () => {
  it('allows writing below the destination only', () => {
    assert.deepEqual(rolePolicy(PLACE).Statement, [
      {
        Sid: 'FindExports',
        Effect: 'Allow',
        Action: ['s3:ListBucket', 's3:GetBucketLocation'],
        Resource: 'arn:aws:s3:::forecast-exports',
      },
      {
        Sid: 'WriteExports',
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:PutObject'],
        Resource: 'arn:aws:s3:::forecast-exports/demand/weekly/*',
      },
    ]);
  });

  it('allows the key when there is one', () => {
    const [, , key] = rolePolicy({ ...PLACE, kmsKeyArn: KEY }).Statement;
    assert.deepEqual(key?.Action, ['kms:DescribeKey', 'kms:CreateGrant', 'kms:RetireGrant']);
    assert.equal(key.Resource, KEY);
  });

  it('covers the whole bucket when the destination has no prefix, in its own partition', () => {
    const [, write] = rolePolicy({ partition: 'aws-cn', path: 's3://exports' }).Statement;
    assert.equal(write?.Resource, 'arn:aws-cn:s3:::exports/*');
  });

  it('keeps a prefix with wildcards from reaching further than it says', () => {
    const [, write] = rolePolicy({ path: 's3://exports/a*b?${c}' }).Statement;
    assert.equal(write?.Resource, 'arn:aws:s3:::exports/a${*}b${?}${$}{c}/*');
  });
});

describe("the caller's policy to copy", () => {
  const granted = (document: ReturnType<typeof callerPolicy>) =>
    new Set(document.Statement.flatMap(({ Action }) => Action));

  it('grants exactly the actions that are called', () => {
    assert.deepEqual(
      granted(callerPolicy({ ...PLACE, kmsKeyArn: KEY })),
      new Set(CALLED_ACTIONS.map(({ action }) => action)),
    );
  });

  it('grants nothing of KMS but listing when no key is used', () => {
    const actions = [...granted(callerPolicy(PLACE))].filter((action) => action.startsWith('kms:'));
    assert.deepEqual(actions, ['kms:ListAliases']);
  });

  it('only reads when one only browses', () => {
    assert.deepEqual(
      granted(callerPolicy(PLACE, ['browse'])),
      new Set([
        'forecast:ListPredictorBacktestExportJobs',
        'forecast:ListPredictors',
        'forecast:DescribePredictorBacktestExportJob',
        'forecast:ListTagsForResource',
        'forecast:GetAccuracyMetrics',
      ]),
    );
  });

  it('passes one role, to Forecast only', () => {
    const [pass] = callerPolicy(PLACE).Statement.filter(({ Action }) => Action.includes('iam:PassRole'));
    assert.deepEqual(pass, {
      Sid: 'CreateExportsRole',
      Effect: 'Allow',
      Action: ['iam:PassRole'],
      Resource: PLACE.roleArn,
      Condition: { StringEquals: { 'iam:PassedToService': 'forecast.amazonaws.com' } },
    });
  });

  it('names resources wherever IAM lets it', () => {
    for (const { Resource, Action } of callerPolicy({ ...PLACE, kmsKeyArn: KEY }).Statement) {
      if (Resource !== '*') continue;
      for (const action of Action) assert.match(action, /:List[A-Z]/u);
    }
  });

  it('is a valid document: unique alphanumeric statement ids, no empty lists', () => {
    const { Version, Statement } = callerPolicy({});
    assert.equal(Version, '2012-10-17');
    const sids = Statement.map(({ Sid }) => Sid ?? '');
    assert.equal(new Set(sids).size, sids.length);
    for (const sid of sids) assert.match(sid, /^[A-Za-z0-9]+$/u);
    for (const { Action, Resource } of Statement) {
      assert.ok(Action.length > 0);
      assert.ok(Resource !== undefined && Resource.length > 0);
    }
  });
});
