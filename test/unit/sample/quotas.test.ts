import assert from 'node:assert/strict';
import { accountWithClock, newExport, READY_PREDICTOR } from '../../support/sample-client';
import type { MovableAccount } from '../../support/sample-client';

const CREATE = 'CreatePredictorBacktestExportJob';

describe('Quotas of the sample account', () => {
  const create = async (sample: MovableAccount, name: string) =>
    (await sample.call(CREATE, newExport(name))).PredictorBacktestExportJobArn;

  it('let three exports run at the same time, beside the seeded ones', async () => {
    const sample = accountWithClock();
    for (const name of ['first', 'second', 'third']) await create(sample, name);
    const refusal = await sample.refusal(CREATE, newExport('fourth'));
    assert.equal(refusal.name, 'LimitExceededException');
    assert.match(refusal.message, /parallel .*: 3\./);
    sample.pass(60_000);
    await create(sample, 'fourth');
  });

  it('count each region by itself', async () => {
    const sample = accountWithClock({ quotas: { parallelExports: 1 } });
    await create(sample, 'first');
    const PredictorArn = 'arn:aws:forecast:eu-west-1:111122223333:predictor/eu_fresh_prophet';
    await sample.call(CREATE, newExport('first', {}, { PredictorArn }), 'eu-west-1');
  });

  it('free the place of an export that is stopped', async () => {
    const sample = accountWithClock({ quotas: { parallelExports: 1 } });
    const arn = await create(sample, 'first');
    await sample.call('StopResource', { ResourceArn: arn });
    await create(sample, 'second');
  });

  it('let three exports be stopped at the same time', async () => {
    const sample = accountWithClock({ quotas: { parallelExports: 4 } });
    const arns = [];
    for (const name of ['a', 'b', 'c', 'd']) arns.push(await create(sample, name));
    const last = arns.pop();
    for (const ResourceArn of arns) await sample.call('StopResource', { ResourceArn });
    assert.equal((await sample.refusal('StopResource', { ResourceArn: last })).name, 'LimitExceededException');
    sample.pass(6_000);
    await sample.call('StopResource', { ResourceArn: last });
  });

  it('allow 1000 export jobs, and give an account that has more room for new ones', async () => {
    const full = accountWithClock({ quotas: { jobs: 480 } });
    assert.equal(full.account.jobCount('us-east-1'), 480);
    const refusal = await full.refusal(CREATE, newExport());
    assert.equal(refusal.name, 'LimitExceededException');
    assert.match(refusal.message, /export jobs: 480\./);

    const ordinary = accountWithClock({ jobs: 1333 });
    assert.equal(ordinary.account.jobCount('us-east-1'), 1173);
    await create(ordinary, 'one_more');
  });
});

describe('Tags of the sample account', () => {
  let sample: MovableAccount;
  let arn: string;

  const tags = async (ResourceArn = arn) => (await sample.call('ListTagsForResource', { ResourceArn })).Tags;
  const many = (count: number, from = 0) =>
    Array.from({ length: count }, (_, index) => ({ Key: `key${from + index}`, Value: 'x' }));

  beforeEach(async () => {
    sample = accountWithClock({ jobs: 0 });
    const created = await sample.call(CREATE, newExport('tagged', {}, { Tags: [{ Key: 'team', Value: 'planning' }] }));
    arn = created.PredictorBacktestExportJobArn;
  });

  it('are added, replaced and removed', async () => {
    assert.deepEqual(await tags(), [{ Key: 'team', Value: 'planning' }]);
    const Tags = [
      { Key: 'team', Value: 'buying' },
      { Key: 'season', Value: '' },
    ];
    assert.deepEqual(await sample.call('TagResource', { ResourceArn: arn, Tags }), {});
    assert.deepEqual(await tags(), Tags);
    assert.deepEqual(await sample.call('UntagResource', { ResourceArn: arn, TagKeys: ['team', 'absent'] }), {});
    assert.deepEqual(await tags(), [{ Key: 'season', Value: '' }]);
  });

  it('are at most 50, where replacing one does not count', async () => {
    await sample.call('TagResource', { ResourceArn: arn, Tags: many(49) });
    await sample.call('TagResource', { ResourceArn: arn, Tags: [{ Key: 'key3', Value: 'other' }] });
    const refusal = await sample.refusal('TagResource', { ResourceArn: arn, Tags: many(1, 49) });
    assert.equal(refusal.name, 'LimitExceededException');
    assert.equal((await tags()).length, 50);
  });

  it('may not start with aws: or name a key twice', async () => {
    for (const Tags of [[{ Key: 'Aws:x', Value: '' }], [...many(1), ...many(1)]]) {
      assert.equal((await sample.refusal('TagResource', { ResourceArn: arn, Tags })).name, 'InvalidInputException');
    }
    assert.deepEqual(await tags(), [{ Key: 'team', Value: 'planning' }]);
  });

  it('are there for predictors and dataset groups too, and not for what does not exist', async () => {
    const group = 'arn:aws:forecast:us-east-1:111122223333:dataset-group/grocery_retail';
    assert.deepEqual(await tags(READY_PREDICTOR), [{ Key: 'team', Value: 'demand-planning' }]);
    assert.deepEqual(await tags(group), [{ Key: 'team', Value: 'demand-planning' }]);
    const refusal = await sample.refusal('ListTagsForResource', { ResourceArn: `${group}_2` });
    assert.equal(refusal.name, 'ResourceNotFoundException');
  });
});
