import assert from 'node:assert/strict';
import { accountWithClock, forecastRequest, newExport, READY_PREDICTOR, refusalOf } from '../../support/sample-client';
import type { MovableAccount } from '../../support/sample-client';
import { createRequestOf, ruleCases } from '../../support/rule-cases';

const CREATE = 'CreatePredictorBacktestExportJob';
const LIST = 'ListPredictorBacktestExportJobs';
const NAME_RULE = 'Member must satisfy regular expression pattern: ^[a-zA-Z][a-zA-Z0-9_]*';

describe('What the sample account refuses', () => {
  let sample: MovableAccount;

  beforeEach(() => {
    sample = accountWithClock({ jobs: 20 });
  });

  describe('as ValidationException, in the words of the service', () => {
    const cases: readonly (readonly [title: string, operation: string, input: object, ...violations: string[]])[] = [
      [
        'a hyphen in a name',
        CREATE,
        newExport('compare_CNN-QR'),
        `Value 'compare_CNN-QR' at 'predictorBacktestExportJobName' failed to satisfy constraint: ${NAME_RULE}`,
      ],
      [
        'a name that is too long',
        CREATE,
        newExport('n'.repeat(64)),
        `Value '${'n'.repeat(64)}' at 'predictorBacktestExportJobName' failed to satisfy constraint: Member must have length less than or equal to 63`,
      ],
      [
        'a key that is an alias',
        CREATE,
        newExport('x', { KMSKeyArn: 'alias/x' }),
        "Value 'alias/x' at 'destination.s3Config.kMSKeyArn' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:aws:kms:.*:key/.*",
      ],
      [
        'a destination without its parts',
        CREATE,
        newExport('x', {}, { Destination: { S3Config: {} } }),
        "Value null at 'destination.s3Config.path' failed to satisfy constraint: Member must not be null",
        "Value null at 'destination.s3Config.roleArn' failed to satisfy constraint: Member must not be null",
      ],
      [
        'nothing at all',
        CREATE,
        {},
        "Value null at 'predictorBacktestExportJobName' failed to satisfy constraint: Member must not be null",
        "Value null at 'predictorArn' failed to satisfy constraint: Member must not be null",
        "Value null at 'destination' failed to satisfy constraint: Member must not be null",
      ],
      [
        'a tag, without showing it',
        CREATE,
        newExport(
          'x',
          {},
          {
            Tags: [
              { Key: 'a', Value: 'b' },
              { Key: 'no!', Value: 'b' },
            ],
          },
        ),
        "Value at 'tags.2.member.key' failed to satisfy constraint: Member must satisfy regular expression pattern: ^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$",
      ],
      [
        'a page that is too long',
        LIST,
        { MaxResults: 101 },
        "Value '101' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 100",
      ],
      [
        'a page of nothing',
        LIST,
        { MaxResults: 0 },
        "Value '0' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 1",
      ],
      [
        'a condition that does not exist',
        LIST,
        { Filters: [{ Key: 'Status', Value: 'ACTIVE', Condition: 'LIKE' }] },
        "Value 'LIKE' at 'filters.1.member.condition' failed to satisfy constraint: Member must satisfy enum value set: [IS, IS_NOT]",
      ],
      [
        'an ARN that is none',
        'DescribePredictorBacktestExportJob',
        { PredictorBacktestExportJobArn: 'weekly' },
        "Value 'weekly' at 'predictorBacktestExportJobArn' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:([a-z\\d-]+):forecast:.*:.*:.+",
      ],
      [
        'a list of plain values, as a whole and without showing it',
        'UntagResource',
        { ResourceArn: READY_PREDICTOR, TagKeys: ['good', 'b!d'] },
        "Value at 'tagKeys' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: ^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$]",
      ],
    ];

    for (const [title, operation, input, ...violations] of cases) {
      it(title, async () => {
        const count = violations.length === 1 ? '1 validation error' : `${violations.length} validation errors`;
        assert.deepEqual(await sample.refusal(operation, input), {
          name: 'ValidationException',
          message: `${count} detected: ${violations.join('; ')}`,
          status: 400,
        });
      });
    }
  });

  describe('before it looks at the content', () => {
    const answer = async (change: Partial<ReturnType<typeof forecastRequest>>, body = '{}') =>
      refusalOf(await sample.account.handle({ ...forecastRequest(LIST, body), ...change }));
    const headers = forecastRequest(LIST, '').headers;

    it('a request without a signature', async () => {
      const refusal = await answer({ headers: { 'x-amz-target': `AmazonForecast.${LIST}` } });
      assert.equal(refusal.name, 'MissingAuthenticationTokenException');
    });

    it('a signature without a credential scope', async () => {
      const refusal = await answer({ headers: { ...headers, authorization: 'AWS4-HMAC-SHA256 Credential=a/b' } });
      assert.equal(refusal.name, 'IncompleteSignatureException');
    });

    it('a signature for another service', async () => {
      const authorization = headers['authorization']?.replace('/forecast/', '/personalize/') ?? '';
      assert.equal((await answer({ headers: { ...headers, authorization } })).name, 'InvalidSignatureException');
    });

    it('an operation that it does not know', async () => {
      assert.equal((await sample.refusal('CreateForecast')).name, 'UnknownOperationException');
      const target = { ...headers, 'x-amz-target': `DynamoDB_20120810.${LIST}` };
      assert.equal((await answer({ headers: target })).name, 'UnknownOperationException');
      assert.equal((await answer({ method: 'GET' })).name, 'UnknownOperationException');
    });

    it('a body that is not JSON, or of the wrong types', async () => {
      for (const body of ['{', '[]', '"x"', 'null', '{"MaxResults":"10"}', '{"MaxResults":1.5}', '{"Filters":{}}']) {
        assert.equal((await answer({}, body)).name, 'SerializationException', body);
      }
    });
  });

  it('takes members with null for absent ones and ignores unknown members', async () => {
    const page = await sample.call(LIST, { MaxResults: null, NextToken: null, Filters: null, Sort: 'up' });
    assert.equal(page.PredictorBacktestExportJobs.length, sample.account.jobCount('us-east-1'));
  });

  it('an export of a predictor that is not ready, or not there', async () => {
    const { Predictors } = await sample.call('ListPredictors');
    const training = Predictors.find(({ Status }) => Status === 'CREATE_IN_PROGRESS');
    const ofTraining = newExport('x', {}, { PredictorArn: training?.PredictorArn });
    assert.equal((await sample.refusal(CREATE, ofTraining)).name, 'ResourceInUseException');
    const ofNone = newExport('x', {}, { PredictorArn: `${READY_PREDICTOR}_2` });
    assert.deepEqual(await sample.refusal(CREATE, ofNone), {
      name: 'ResourceNotFoundException',
      message: `No resource found ${READY_PREDICTOR}_2`,
      status: 400,
    });
  });

  it('a name that is taken for this predictor, but not for another one', async () => {
    const other = { PredictorArn: READY_PREDICTOR.replace('promo_uplift_daily', 'slow_movers_npts') };
    await sample.call(CREATE, newExport('twice'));
    assert.equal((await sample.refusal(CREATE, newExport('twice'))).name, 'ResourceAlreadyExistsException');
    const { PredictorBacktestExportJobArn: arn } = await sample.call(CREATE, newExport('twice', {}, other));
    assert.match(arn, /predictor-backtest-export-job\/slow_movers_npts\/twice$/);
  });
});

describe('The rules of a new export', () => {
  const place = { partition: 'aws', region: 'us-east-1', account: '111122223333', predictorArn: READY_PREDICTOR };

  for (const ruleCase of ruleCases(place)) {
    it(`${ruleCase.refusedBy.length > 0 ? 'refuse' : 'take'} ${ruleCase.field}: ${ruleCase.title}`, async () => {
      const sample = accountWithClock({ jobs: 0 });
      const request = createRequestOf(ruleCase, place, 'rules');
      if (ruleCase.refusedBy.length > 0) {
        const { name, message } = await sample.refusal(CREATE, request);
        assert.ok((ruleCase.refusedBy as readonly string[]).includes(name), `${name}: ${message}`);
      } else if (ruleCase.mayBeMissing) {
        assert.equal((await sample.refusal(CREATE, request)).name, 'ResourceNotFoundException');
      } else {
        await sample.call(CREATE, request);
      }
    });
  }
});
