import assert from 'node:assert/strict';
import { accountWithClock, newExport } from '../../support/sample-client';
import type { MovableAccount } from '../../support/sample-client';

const TIMINGS = { pending: 10_000, running: 60_000, stopping: 5_000, deletePending: 2_000, deleting: 20_000 };

describe('The life of an export job in the sample account', () => {
  let sample: MovableAccount;
  let arn: string;

  const create = async (s3: object = {}) => {
    const created = await sample.call('CreatePredictorBacktestExportJob', newExport('life', s3));
    return created.PredictorBacktestExportJobArn;
  };
  const describeJob = () => sample.call('DescribePredictorBacktestExportJob', { PredictorBacktestExportJobArn: arn });
  const remove = () => sample.call('DeletePredictorBacktestExportJob', { PredictorBacktestExportJobArn: arn });
  const stop = () => sample.call('StopResource', { ResourceArn: arn });

  beforeEach(async () => {
    sample = accountWithClock({ jobs: 0, timings: TIMINGS });
    arn = await create();
  });

  it('is pending first, and was last modified when it was created', async () => {
    const created = sample.time();
    sample.pass(9_999);
    const job = await describeJob();
    assert.equal(job.Status, 'CREATE_PENDING');
    assert.equal(job.CreationTime, created);
    assert.equal(job.LastModificationTime, created);
  });

  it('moves its last modification to the present on every read while it runs', async () => {
    sample.pass(10_000);
    const first = await describeJob();
    assert.deepEqual([first.Status, first.LastModificationTime], ['CREATE_IN_PROGRESS', sample.time()]);
    sample.pass(30_000);
    const second = await describeJob();
    assert.deepEqual([second.Status, second.LastModificationTime], ['CREATE_IN_PROGRESS', sample.time()]);
  });

  it('becomes active, and keeps the time at which it finished', async () => {
    const finished = sample.time() + 70;
    sample.pass(3_600_000);
    const job = await describeJob();
    assert.deepEqual([job.Status, job.LastModificationTime, job.Message], ['ACTIVE', finished, undefined]);
  });

  it('tells of predictor and format where it is described, and only there', async () => {
    const job = await describeJob();
    assert.match(job.PredictorArn, /predictor\/promo_uplift_daily$/);
    assert.equal(job.Format, 'CSV');
    const [listed] = (await sample.call('ListPredictorBacktestExportJobs')).PredictorBacktestExportJobs;
    assert.deepEqual(Object.keys(listed ?? {}), [
      'PredictorBacktestExportJobArn',
      'PredictorBacktestExportJobName',
      'Destination',
      'Status',
      'CreationTime',
      'LastModificationTime',
    ]);
  });

  for (const [cause, s3, message] of [
    ['a role that cannot be assumed', { RoleArn: 'arn:aws:iam::111122223333:role/Untrusted' }, /can't assume the role/],
    ['a bucket that refuses', { Path: 's3://denied-bucket/x' }, /Access denied/],
    ['a bucket that is not there', { Path: 's3://missing-bucket/x' }, /doesn't exist/],
    [
      'a key that refuses',
      { KMSKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/denied-1' },
      /not allowed to use the AWS KMS key/,
    ],
  ] as const) {
    it(`fails after running, with a message, for ${cause}`, async () => {
      sample = accountWithClock({ jobs: 0, timings: TIMINGS });
      arn = await create(s3);
      sample.pass(10_000);
      assert.equal((await describeJob()).Status, 'CREATE_IN_PROGRESS');
      sample.pass(60_000);
      const job = await describeJob();
      assert.equal(job.Status, 'CREATE_FAILED');
      assert.match(job.Message ?? '', message);
    });
  }

  it('stops while it is pending or running, and says when it stopped', async () => {
    sample.pass(20_000);
    assert.equal(await stop(), undefined);
    assert.equal((await describeJob()).Status, 'CREATE_STOPPING');
    const stopped = sample.time() + 5;
    sample.pass(1_000_000);
    const job = await describeJob();
    assert.deepEqual([job.Status, job.LastModificationTime], ['CREATE_STOPPED', stopped]);
  });

  it('takes a second stop while it is being stopped', async () => {
    await stop();
    sample.pass(1_000);
    await stop();
    sample.pass(4_000);
    assert.equal((await describeJob()).Status, 'CREATE_STOPPED');
  });

  it('cannot be stopped when it has ended', async () => {
    sample.pass(70_000);
    assert.equal((await sample.refusal('StopResource', { ResourceArn: arn })).name, 'InvalidInputException');
    assert.equal((await describeJob()).Status, 'ACTIVE');
  });

  it('cannot be deleted while it runs', async () => {
    for (const wait of [0, 10_000]) {
      sample.pass(wait);
      const refusal = await sample.refusal('DeletePredictorBacktestExportJob', { PredictorBacktestExportJobArn: arn });
      assert.equal(refusal.name, 'ResourceInUseException');
    }
  });

  it('is deleted step by step, and is then unknown', async () => {
    sample.pass(70_000);
    assert.equal(await remove(), undefined);
    assert.equal((await describeJob()).Status, 'DELETE_PENDING');
    sample.pass(2_000);
    assert.equal((await describeJob()).Status, 'DELETE_IN_PROGRESS');
    assert.equal((await sample.refusal('StopResource', { ResourceArn: arn })).name, 'InvalidInputException');
    sample.pass(20_000);
    for (const [operation, input] of [
      ['DescribePredictorBacktestExportJob', { PredictorBacktestExportJobArn: arn }],
      ['DeletePredictorBacktestExportJob', { PredictorBacktestExportJobArn: arn }],
      ['StopResource', { ResourceArn: arn }],
      ['ListTagsForResource', { ResourceArn: arn }],
    ] as const) {
      assert.equal((await sample.refusal(operation, input)).name, 'ResourceNotFoundException', operation);
    }
    assert.deepEqual((await sample.call('ListPredictorBacktestExportJobs')).PredictorBacktestExportJobs, []);
  });

  it('keeps its name taken until the deletion is complete', async () => {
    sample.pass(70_000);
    await remove();
    const refusal = await sample.refusal('CreatePredictorBacktestExportJob', newExport('life'));
    assert.equal(refusal.name, 'ResourceAlreadyExistsException');
    assert.ok(refusal.message.endsWith(`already exists with the arn: ${arn}`), refusal.message);
    sample.pass(22_000);
    assert.equal(await create(), arn);
  });
});

describe('The seeded jobs that are under way', () => {
  const statuses = async (sample: MovableAccount) => {
    const { PredictorBacktestExportJobs: jobs } = await sample.call('ListPredictorBacktestExportJobs');
    return jobs.map(({ PredictorBacktestExportJobName: name, Status }) => `${name} ${Status}`);
  };

  it('end within two minutes in part, and none of them disappears', async () => {
    const sample = accountWithClock({ jobs: 100 });
    const before = await statuses(sample);
    sample.pass(120_000);
    const after = await statuses(sample);
    assert.equal(after.length, before.length);
    const changed = before.filter((job, index) => job !== after[index]).map((job) => job.split(' ')[1]);
    assert.deepEqual(changed.sort(), ['CREATE_IN_PROGRESS', 'CREATE_IN_PROGRESS', 'CREATE_PENDING', 'CREATE_STOPPING']);
  });

  it('stay as they are for hours in a still account', async () => {
    const sample = accountWithClock({ jobs: 100, still: true });
    const before = await statuses(sample);
    sample.pass(7 * 3_600_000);
    assert.deepEqual(await statuses(sample), before);
  });
});
