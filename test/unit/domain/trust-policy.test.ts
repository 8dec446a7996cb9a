import assert from 'node:assert/strict';
import { judgeTrustPolicy, type Trust } from '../../../src/domain/trust-policy';

const PLACE = { partition: 'aws', region: 'us-east-1', account: '123456789012' };

const FORECAST = { Service: 'forecast.amazonaws.com' };
const allow = (more: object) => ({ Effect: 'Allow', Principal: FORECAST, Action: 'sts:AssumeRole', ...more });
const deny = (more: object) => ({ ...allow({}), Effect: 'Deny', ...more });

function judged(...statements: readonly object[]): Trust {
  return judgeTrustPolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements }), PLACE);
}

/** The policy of the developer guide, for an account and a region. */
function documented(account: string, region: string): object {
  return allow({
    Condition: {
      StringEquals: { 'aws:SourceAccount': account },
      ArnLike: { 'aws:SourceArn': `arn:aws:forecast:${region}:${account}:*` },
    },
  });
}

describe('whether Forecast can assume a role', () => {
  const table: readonly (readonly [title: string, expected: Trust['canAssume'], ...statements: object[]])[] = [
    ['the plain trust policy', 'yes', allow({})],
    [
      'a list of services',
      'yes',
      allow({ Principal: { Service: ['sagemaker.amazonaws.com', 'forecast.amazonaws.com'] } }),
    ],
    ['a list of actions', 'yes', allow({ Action: ['sts:TagSession', 'sts:AssumeRole'] })],
    ['the action in other letters', 'yes', allow({ Action: 'STS:assumerole' })],
    ['sts:*', 'yes', allow({ Action: 'sts:*' })],
    ['every action', 'yes', allow({ Action: '*' })],
    ['sts:Assume*', 'yes', allow({ Action: 'sts:Assume*' })],
    ['sts:AssumeRol?', 'yes', allow({ Action: 'sts:AssumeRol?' })],
    ['everything but another action', 'yes', allow({ Action: undefined, NotAction: 'sts:GetSessionToken' })],
    ['everything but assuming', 'no', allow({ Action: undefined, NotAction: 'sts:AssumeRole' })],
    ['any principal', 'yes', allow({ Principal: '*' })],
    ['any AWS principal', 'yes', allow({ Principal: { AWS: '*' } })],
    ['another service', 'no', allow({ Principal: { Service: 'lambda.amazonaws.com' } })],
    [
      'a name that only contains the service',
      'no',
      allow({ Principal: { Service: 'forecast.amazonaws.com.example.org' } }),
    ],
    ['an account', 'no', allow({ Principal: { AWS: 'arn:aws:iam::123456789012:root' } })],
    ['web identities only', 'no', allow({ Action: 'sts:AssumeRoleWithWebIdentity' })],
    ['no Allow at all', 'no', deny({})],
    ['an Effect that does not exist', 'no', allow({ Effect: 'allow' })],
    [
      'a second statement that trusts Forecast',
      'yes',
      allow({ Principal: { Service: 'ec2.amazonaws.com' } }),
      allow({}),
    ],
    ['a Deny of the service', 'no', allow({}), deny({})],
    ['a Deny of everybody', 'no', allow({}), deny({ Principal: '*', Action: '*' })],
    ['a Deny of another service', 'yes', allow({}), deny({ Principal: { Service: 'lambda.amazonaws.com' } })],
    ['a Deny of another action', 'yes', allow({}), deny({ Action: 'sts:TagSession' })],
    ['a Deny of everybody but Forecast', 'yes', allow({}), deny({ Principal: undefined, NotPrincipal: FORECAST })],
    [
      'a Deny of other accounts',
      'yes',
      allow({}),
      deny({ Principal: '*', Condition: { StringNotEquals: { 'aws:SourceAccount': '123456789012' } } }),
    ],
    [
      'a Deny under a condition that is not known',
      'conditional',
      allow({}),
      deny({ Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    ],
    ['the documented conditions, for this place', 'yes', documented('123456789012', 'us-east-1')],
    ['the documented conditions, for another account', 'no', documented('999999999999', 'us-east-1')],
    ['the documented conditions, for another region', 'no', documented('123456789012', 'eu-west-1')],
    [
      'conditions for another region, and a statement for this one',
      'yes',
      documented('123456789012', 'eu-west-1'),
      documented('123456789012', 'us-east-1'),
    ],
    ['any region by wildcard', 'yes', documented('123456789012', '*')],
    [
      'any Forecast resource by a short wildcard',
      'yes',
      allow({ Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:forecast:*' } } }),
    ],
    [
      'the condition key in other letters',
      'no',
      allow({ Condition: { stringEquals: { 'AWS:sourceaccount': '999999999999' } } }),
    ],
    [
      'one of several accounts',
      'yes',
      allow({ Condition: { StringEquals: { 'aws:SourceAccount': ['999999999999', '123456789012'] } } }),
    ],
    [
      'one resource only',
      'conditional',
      allow({
        Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:forecast:us-east-1:123456789012:dataset-group/demand' } },
      }),
    ],
    ['an external id', 'conditional', allow({ Condition: { StringEquals: { 'sts:ExternalId': 'x' } } })],
    ['a condition of no known shape', 'conditional', allow({ Condition: 'x' })],
  ];
  for (const [title, expected, ...statements] of table) {
    it(`${title}: ${expected}`, () => assert.equal(judged(...statements).canAssume, expected));
  }

  it('reads the document percent-encoded, as IAM returns it, and a single statement without a list', () => {
    const document = JSON.stringify({ Version: '2012-10-17', Statement: allow({ Sid: 'a+b c' }) });
    assert.equal(judgeTrustPolicy(encodeURIComponent(document), PLACE).canAssume, 'yes');
    assert.equal(judgeTrustPolicy(`\n ${document}`, PLACE).canAssume, 'yes');
  });

  it('cannot judge conditions about a place that is not known', () => {
    const document = JSON.stringify({ Statement: documented('123456789012', 'us-east-1') });
    assert.equal(judgeTrustPolicy(document).canAssume, 'conditional');
  });

  for (const broken of ['', '{', '%', '%7B%', 'null', '[]', '"x"', '{}', '{"Statement":[1]}', '{"Statement":"x"}']) {
    it(`says that ${JSON.stringify(broken)} is no policy, without throwing`, () => {
      const { canAssume, reasons } = judgeTrustPolicy(broken, PLACE);
      assert.equal(canAssume, 'no');
      assert.equal(reasons[0]?.code, 'unreadable');
    });
  }
});

describe('why', () => {
  it('names the services that are trusted instead', () => {
    const { reasons } = judged(allow({ Principal: { Service: ['a.amazonaws.com', 'b.amazonaws.com'] } }));
    assert.deepEqual(reasons, [{ code: 'serviceNotTrusted', services: ['a.amazonaws.com', 'b.amazonaws.com'] }]);
  });

  it('names the actions that are allowed instead', () => {
    const { reasons } = judged(allow({ Action: ['sts:TagSession'] }));
    assert.deepEqual(reasons, [{ code: 'actionNotAllowed', actions: ['sts:TagSession'] }]);
  });

  it('tells conditions, also when they are met', () => {
    assert.deepEqual(judged(documented('123456789012', 'us-east-1')).reasons, [
      {
        code: 'condition',
        operator: 'StringEquals',
        key: 'aws:SourceAccount',
        values: ['123456789012'],
        verdict: 'met',
      },
      {
        code: 'condition',
        operator: 'ArnLike',
        key: 'aws:SourceArn',
        values: ['arn:aws:forecast:us-east-1:123456789012:*'],
        verdict: 'met',
      },
    ]);
  });

  it('tells which condition keeps Forecast out', () => {
    const [account, arn] = judged(documented('123456789012', 'eu-west-1')).reasons;
    assert.equal(account?.code === 'condition' && account.verdict, 'met');
    assert.equal(arn?.code === 'condition' && arn.verdict, 'notMet');
  });

  it('warns of a role that trusts everybody', () => {
    assert.deepEqual(judged(allow({ Principal: '*' })).reasons, [{ code: 'anyPrincipal' }]);
  });

  it('names the statement that denies', () => {
    assert.deepEqual(judged(allow({}), deny({ Sid: 'NoForecast' })).reasons, [
      { code: 'denied', certain: true, sid: 'NoForecast' },
    ]);
  });
});
