import assert from 'node:assert/strict';
import { JOB_STATUSES } from '../../../src/domain/status';
import { createSampleAccount } from '../../../src/sample';
import type { SampleAccountOptions } from '../../../src/sample';
import { accountWithClock, allJobs, clientOf } from '../../support/sample-client';

const DAY = 86_400;

describe('The seeded data of the sample account', () => {
  const sample = accountWithClock();

  it('are 640 export jobs in two regions, and other regions are empty', async () => {
    const { account } = sample;
    assert.equal(account.jobCount('us-east-1') + account.jobCount('eu-west-1'), 640);
    assert.ok(account.jobCount('eu-west-1') > 100);
    assert.deepEqual(await sample.call('ListPredictorBacktestExportJobs', {}, 'ap-south-1'), {
      PredictorBacktestExportJobs: [],
    });
    assert.deepEqual((await sample.call('ListPredictors', {}, 'ap-south-1')).Predictors, []);
  });

  it('have every status in us-east-1, and more than one page that is active', async () => {
    const jobs = await allJobs(sample);
    const count = (status: string) => jobs.filter(({ Status }) => Status === status).length;
    for (const status of JOB_STATUSES) assert.ok(count(status) > 0, status);
    assert.ok(count('ACTIVE') > 200);
  });

  it('belong to eight predictors of both kinds, beside some that are not ready', async () => {
    const predictors = [];
    for (const region of ['us-east-1', 'eu-west-1']) {
      const { Predictors } = await sample.call('ListPredictors', {}, region);
      for (const predictor of Predictors) {
        const Filters = [{ Key: 'PredictorArn', Value: predictor.PredictorArn, Condition: 'IS' }];
        const { PredictorBacktestExportJobs: jobs } = await sample.call(
          'ListPredictorBacktestExportJobs',
          { Filters },
          region,
        );
        predictors.push({ ...predictor, exports: jobs.length });
      }
    }
    const used = predictors.filter(({ exports }) => exports > 0);
    assert.equal(used.length, 8);
    assert.ok(used.every(({ Status }) => Status === 'ACTIVE'));
    assert.ok(used.some((one) => one.IsAutoPredictor) && used.some((one) => !one.IsAutoPredictor));
    assert.deepEqual([...new Set(predictors.map(({ Status }) => Status))].sort(), [
      'ACTIVE',
      'CREATE_FAILED',
      'CREATE_IN_PROGRESS',
      'CREATE_PENDING',
      'CREATE_STOPPED',
    ]);
    for (const { IsAutoPredictor, PredictorArn } of predictors) {
      assert.equal(/_01[0-9A-HJKMNP-TV-Z]{24}$/.test(PredictorArn), IsAutoPredictor, PredictorArn);
    }
  });

  it('hold what is rare in life: a name of 63 characters and a missing member', async () => {
    const jobs = await allJobs(sample);
    assert.ok(jobs.some(({ PredictorBacktestExportJobName: { length } }) => length === 63));
    assert.equal(jobs.filter(({ Destination }) => Destination === undefined).length, 1);
  });

  it('have a message where something failed, and only there', async () => {
    for (const { Status, Message } of await allJobs(sample)) {
      assert.equal(Message !== undefined, Status.endsWith('_FAILED'), Status);
    }
  });

  it('never happened in the future, nor before the predictor was there', async () => {
    const jobs = await allJobs(sample);
    for (const job of jobs) {
      assert.ok(job.CreationTime < sample.time() && job.CreationTime > sample.time() - 600 * DAY);
      assert.ok(job.LastModificationTime >= job.CreationTime && job.LastModificationTime <= sample.time());
    }
  });

  it('are named as the service allows, no two alike', async () => {
    const names = (await allJobs(sample)).map((job) => job.PredictorBacktestExportJobName);
    for (const name of names) assert.match(name, /^[a-zA-Z][a-zA-Z0-9_]{0,62}$/);
    assert.equal(new Set(names).size, names.length);
  });

  it('are the same for the same seed, whenever the account is made', async () => {
    const jobs = async (options: SampleAccountOptions, start: number) => {
      const account = createSampleAccount({ ...options, now: () => start });
      const list = await allJobs(clientOf(account.handle));
      return list.map((job) => ({
        ...job,
        CreationTime: Math.round((job.CreationTime - start / 1000) * 1000),
        LastModificationTime: Math.round((job.LastModificationTime - start / 1000) * 1000),
      }));
    };
    const first = await jobs({ seed: 7 }, Date.UTC(2026, 0, 1));
    assert.deepEqual(await jobs({ seed: 7 }, Date.UTC(2027, 5, 5, 5, 5, 5)), first);
    assert.notDeepEqual(await jobs({ seed: 8 }, Date.UTC(2026, 0, 1)), first);
  });

  it('can be of any number', async () => {
    for (const jobs of [0, 1, 5, 12, 100]) {
      const small = accountWithClock({ jobs });
      const { account } = small;
      assert.equal(account.jobCount('us-east-1') + account.jobCount('eu-west-1'), jobs);
      assert.equal((await allJobs(small)).length, account.jobCount('us-east-1'));
    }
  });

  it('can be 10,000 jobs, each of which is listed once', async () => {
    const large = accountWithClock({ jobs: 10_160 });
    assert.equal(large.account.jobCount('us-east-1'), 10_000);
    const arns = (await allJobs(large)).map(({ PredictorBacktestExportJobArn }) => PredictorBacktestExportJobArn);
    assert.equal(arns.length, 10_000);
    assert.equal(new Set(arns).size, 10_000);
  });
});

describe('Predictors of the sample account', () => {
  const sample = accountWithClock();
  const AUTO = /fresh_daily_demand/;
  const predictorLike = async (name: RegExp) => {
    const { Predictors } = await sample.call('ListPredictors');
    const predictor = Predictors.find(({ PredictorName }) => name.test(PredictorName));
    assert.ok(predictor, String(name));
    return predictor.PredictorArn;
  };

  it('are described by the operation for their kind, and refused by the other', async () => {
    const auto = { PredictorArn: await predictorLike(AUTO) };
    const legacy = { PredictorArn: await predictorLike(/promo_uplift/) };
    assert.deepEqual((await sample.call('DescribeAutoPredictor', auto)).ForecastTypes, ['0.1', '0.5', '0.9', 'mean']);
    assert.equal((await sample.call('DescribePredictor', legacy)).EvaluationParameters.NumberOfBacktestWindows, 2);
    assert.equal((await sample.refusal('DescribePredictor', auto)).name, 'InvalidInputException');
    assert.equal((await sample.refusal('DescribeAutoPredictor', legacy)).name, 'InvalidInputException');
  });

  it('have accuracy metrics: a summary that is the mean of contiguous windows, newest first', async () => {
    const PredictorArn = await predictorLike(AUTO);
    const { PredictorEvaluationResults: results, IsAutoPredictor } = await sample.call('GetAccuracyMetrics', {
      PredictorArn,
    });
    assert.equal(IsAutoPredictor, true);
    assert.equal(results.length, 1);
    const [summary, ...windows] = results[0]?.TestWindows ?? [];
    assert.equal(summary?.EvaluationType, 'SUMMARY');
    assert.equal(windows.length, 5);

    const mean = (read: (window: (typeof windows)[number]) => number | undefined) =>
      windows.reduce((sum, window) => sum + (read(window) ?? NaN), 0) / windows.length;
    const close = (actual: number | undefined, expected: number) =>
      assert.ok(Math.abs((actual ?? NaN) - expected) < 1e-9, `${String(actual)} is not ${expected}`);
    for (const index of [0, 1, 2]) {
      const loss = (window: (typeof windows)[number]) => window.Metrics.WeightedQuantileLosses[index]?.LossValue;
      close(loss(summary), mean(loss));
    }
    for (const metric of ['WAPE', 'RMSE', 'MASE', 'MAPE'] as const) {
      const error = (window: (typeof windows)[number]) => window.Metrics.ErrorMetrics[0]?.[metric];
      close(error(summary), mean(error));
    }
    close(
      summary.Metrics.AverageWeightedQuantileLoss,
      mean(({ Metrics }) => Metrics.AverageWeightedQuantileLoss),
    );

    windows.forEach((window, index) => {
      assert.equal((window.TestWindowEnd ?? 0) - (window.TestWindowStart ?? 0), 14 * DAY);
      if (index > 0) assert.equal(window.TestWindowEnd, windows[index - 1]?.TestWindowStart);
    });
  });

  it('of AutoML have metrics for every algorithm, the best first', async () => {
    const { PredictorEvaluationResults: results } = await sample.call('GetAccuracyMetrics', {
      PredictorArn: await predictorLike(/store_traffic/),
    });
    const losses = results.map(({ TestWindows: [summary] }) => summary?.Metrics.AverageWeightedQuantileLoss ?? NaN);
    assert.equal(losses.length, 4);
    assert.equal(Math.min(...losses), losses[0]);
  });

  it('have no accuracy metrics until they are active', async () => {
    const refusal = await sample.refusal('GetAccuracyMetrics', { PredictorArn: await predictorLike(/holiday_peak/) });
    assert.equal(refusal.name, 'ResourceInUseException');
  });
});
