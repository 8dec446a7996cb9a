import assert from 'node:assert/strict';
import { accountWithClock, allJobs, jobPages, newExport, READY_PREDICTOR } from '../../support/sample-client';
import type { MovableAccount } from '../../support/sample-client';

const HOUR = 3_600_000;
const LIST = 'ListPredictorBacktestExportJobs';

const is = (Key: string, Value: string) => ({ Key, Value, Condition: 'IS' });
const isNot = (Key: string, Value: string) => ({ Key, Value, Condition: 'IS_NOT' });

describe('Lists of the sample account', () => {
  let sample: MovableAccount;

  beforeEach(() => {
    sample = accountWithClock();
  });

  it('show the newest job first, each job once, over all pages', async () => {
    const pages = await jobPages(sample, { MaxResults: 37 });
    assert.ok(pages.slice(0, -1).every(({ length }) => length === 37));
    const jobs = pages.flat();
    assert.equal(jobs.length, sample.account.jobCount('us-east-1'));
    assert.equal(new Set(jobs.map((job) => job.PredictorBacktestExportJobArn)).size, jobs.length);
    const times = jobs.map(({ CreationTime }) => CreationTime);
    assert.deepEqual(
      times,
      [...times].sort((a, b) => b - a),
    );
  });

  it('have pages of 100 unless asked otherwise, and never longer ones than the account allows', async () => {
    assert.equal((await jobPages(sample))[0]?.length, 100);
    const short = accountWithClock({ maxPageSize: 20 });
    assert.equal((await jobPages(short, { MaxResults: 50 }))[0]?.length, 20);
  });

  it('give no token with a last page that is exactly full', async () => {
    const small = accountWithClock({ jobs: 40 });
    const page = await small.call(LIST, { MaxResults: small.account.jobCount('us-east-1') });
    assert.equal(page.NextToken, undefined);
  });

  it('show only what passes all filters', async () => {
    const all = await allJobs(sample);
    const failed = await allJobs(sample, { Filters: [is('Status', 'CREATE_FAILED')] });
    assert.deepEqual(
      failed,
      all.filter(({ Status }) => Status === 'CREATE_FAILED'),
    );

    const others = await allJobs(sample, { Filters: [isNot('Status', 'CREATE_FAILED'), isNot('Status', 'ACTIVE')] });
    assert.deepEqual(
      others,
      all.filter(({ Status }) => Status !== 'CREATE_FAILED' && Status !== 'ACTIVE'),
    );

    const ofPredictor = await allJobs(sample, { Filters: [is('PredictorArn', READY_PREDICTOR)] });
    assert.ok(ofPredictor.length > 0);
    assert.ok(ofPredictor.every((job) => job.PredictorBacktestExportJobArn.includes('/promo_uplift_daily/')));

    const both = await allJobs(sample, {
      Filters: [is('PredictorArn', READY_PREDICTOR), is('Status', 'CREATE_FAILED')],
    });
    assert.deepEqual(
      both,
      ofPredictor.filter(({ Status }) => Status === 'CREATE_FAILED'),
    );
    assert.deepEqual(await allJobs(sample, { Filters: [is('Status', 'ACTIVE'), is('Status', 'CREATE_FAILED')] }), []);
  });

  it('refuse a filter key that they do not know', async () => {
    const refusal = await sample.refusal(LIST, { Filters: [is('Name', 'x')] });
    assert.equal(refusal.name, 'InvalidInputException');
    assert.match(refusal.message, /PredictorArn, Status/);
  });

  it('skip and repeat nothing when jobs come and go between pages', async () => {
    const first = await sample.call(LIST, { MaxResults: 60, Filters: [is('Status', 'ACTIVE')] });
    const whole = await allJobs(sample, { Filters: [is('Status', 'ACTIVE')] });
    await sample.call('CreatePredictorBacktestExportJob', newExport());
    const shown = first.PredictorBacktestExportJobs[3];
    await sample.call('DeletePredictorBacktestExportJob', {
      PredictorBacktestExportJobArn: shown?.PredictorBacktestExportJobArn,
    });
    const second = await sample.call(LIST, {
      MaxResults: 60,
      Filters: [is('Status', 'ACTIVE')],
      NextToken: first.NextToken,
    });
    assert.deepEqual(second.PredictorBacktestExportJobs, whole.slice(60, 120));
  });

  describe('tokens', () => {
    const refused = async (input: object, operation = LIST, region?: string) =>
      (await sample.refusal(operation, input, region)).name;
    const token = async () => (await sample.call(LIST, { MaxResults: 10 })).NextToken ?? '';

    it('work until 24 hours have passed', async () => {
      const NextToken = await token();
      sample.pass(24 * HOUR - 1);
      assert.equal((await sample.call(LIST, { NextToken, MaxResults: 10 })).PredictorBacktestExportJobs.length, 10);
      sample.pass(1);
      assert.deepEqual(await sample.refusal(LIST, { NextToken }), {
        name: 'InvalidNextTokenException',
        message: 'The token is not valid. Tokens expire after 24 hours.',
        status: 400,
      });
    });

    it('belong to one operation, one region and one set of filters', async () => {
      const NextToken = await token();
      assert.equal(await refused({ NextToken }, 'ListPredictors'), 'InvalidNextTokenException');
      assert.equal(await refused({ NextToken }, LIST, 'eu-west-1'), 'InvalidNextTokenException');
      assert.equal(await refused({ NextToken, Filters: [is('Status', 'ACTIVE')] }), 'InvalidNextTokenException');
    });

    it('cannot be made up', async () => {
      const NextToken = await token();
      for (const forged of ['x', 'AAAA', btoa('1.2.3.4.5'), `${NextToken.slice(0, -4)}AAAA`, NextToken.slice(4)]) {
        assert.equal(await refused({ NextToken: forged }), 'InvalidNextTokenException', forged);
      }
    });

    it('differ between requests and show nothing of their content', async () => {
      const [first, second] = [await token(), await token()];
      assert.notEqual(first, second);
      assert.doesNotMatch(first, /us-east-1|List|arn/);
    });
  });

  it('page predictors and dataset groups as well', async () => {
    const first = await sample.call('ListPredictors', { MaxResults: 5 });
    const second = await sample.call('ListPredictors', { MaxResults: 5, NextToken: first.NextToken });
    assert.equal(second.NextToken, undefined);
    assert.deepEqual([first.Predictors.length, second.Predictors.length], [5, 4]);

    const groups = await sample.call('ListDatasetGroups', { MaxResults: 3 });
    const rest = await sample.call('ListDatasetGroups', { NextToken: groups.NextToken });
    assert.deepEqual([groups.DatasetGroups.length, rest.DatasetGroups.length], [3, 1]);
  });

  it('filter predictors by status and dataset group', async () => {
    const { Predictors } = await sample.call('ListPredictors', {
      Filters: [
        is('Status', 'ACTIVE'),
        is('DatasetGroupArn', 'arn:aws:forecast:us-east-1:111122223333:dataset-group/grocery_retail'),
      ],
    });
    assert.deepEqual(
      Predictors.map(({ PredictorName }) => PredictorName),
      ['grocery_weekly_demand', 'promo_uplift_daily', 'slow_movers_npts'],
    );
  });
});
