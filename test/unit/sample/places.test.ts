import assert from 'node:assert/strict';
import { judgeTrustPolicy } from '../../../src/domain/trust-policy';
import { createSampleAccount, type SampleAccount } from '../../../src/sample';
import { objectsBelow, s3 } from '../../support/exports/sample-s3';
import { accountWithClock, bytesOf, newExport, READY_PREDICTOR, textOf } from '../../support/sample-client';

const MINUTE = 60_000;

async function keysIn(account: SampleAccount, prefix: string): Promise<string[]> {
  return (await objectsBelow(account, 'example-retail-forecast', prefix)).map(({ key }) => key);
}

describe('What the sample account keeps in S3', () => {
  const EXPORT = newExport('spring_review', { Path: 's3://example-retail-forecast/review/spring' });

  it('grows with an export: a probe when it starts, its files when it has ended', async () => {
    const scene = accountWithClock();
    const { account } = scene;
    assert.deepEqual(await keysIn(account, 'review/spring'), []);
    await scene.call('CreatePredictorBacktestExportJob', EXPORT);
    assert.deepEqual(await keysIn(account, 'review/spring'), []);
    scene.pass(10_000);
    assert.deepEqual(await keysIn(account, 'review/spring'), ['review/spring/_CHECK']);
    scene.pass(MINUTE);
    const [check, ...parts] = await keysIn(account, 'review/spring');
    assert.equal(check, 'review/spring/_CHECK');
    for (const folder of ['accuracy-metrics-values/Accuracy', 'forecasted-values/Forecasts']) {
      const own = parts.filter((key) =>
        key.startsWith(`review/spring/${folder}_spring_review_2026-11-22T12-00-53Z_part`),
      );
      assert.ok(own.length > 1 && own[0]?.endsWith('_part0.csv'), `${folder}: ${own.join(' ')}`);
    }
    assert.equal(parts.length, new Set(parts).size);
  });

  it('starts each file with the columns of its predictor', async () => {
    const scene = accountWithClock();
    const { account } = scene;
    await scene.call('CreatePredictorBacktestExportJob', EXPORT);
    scene.pass(MINUTE);
    const header = async (folder: string) => {
      const [key = ''] = await keysIn(account, `review/spring/${folder}/`);
      return (await bytesOf(await s3(account, `/example-retail-forecast/${key}`))).toString().split('\n', 1)[0] ?? '';
    };
    assert.match(
      await header('accuracy-metrics-values'),
      /^item_id,.*backtest_window,.*wQL\[0\.5\].*,Average wQL,RMSE,WAPE,MAPE,MASE$/u,
    );
    assert.match(await header('forecasted-values'), /^item_id,.*timestamp,target_value,.*,p50,p90/u);
  });

  it('stays when the job is deleted', async () => {
    const scene = accountWithClock();
    const { account } = scene;
    const { PredictorBacktestExportJobArn } = await scene.call('CreatePredictorBacktestExportJob', EXPORT);
    scene.pass(MINUTE);
    const before = await keysIn(account, 'review/spring');
    await scene.call('DeletePredictorBacktestExportJob', { PredictorBacktestExportJobArn });
    scene.pass(MINUTE);
    const { PredictorBacktestExportJobs } = await scene.call('ListPredictorBacktestExportJobs', {
      Filters: [{ Key: 'PredictorArn', Value: READY_PREDICTOR, Condition: 'IS' }],
    });
    assert.ok(
      !PredictorBacktestExportJobs.some((job) => job.PredictorBacktestExportJobArn === PredictorBacktestExportJobArn),
    );
    assert.ok(before.length > 3);
    assert.deepEqual(await keysIn(account, 'review/spring'), before);
  });

  it('gets nothing from an export that fails', async () => {
    const scene = accountWithClock();
    const { account } = scene;
    const role = { RoleArn: 'arn:aws:iam::111122223333:role/ForecastExportUntrusted' };
    const path = { Path: 's3://example-retail-forecast/review/failed/' };
    await scene.call('CreatePredictorBacktestExportJob', newExport('fails', { ...path, ...role }));
    scene.pass(5 * MINUTE);
    assert.deepEqual(await keysIn(account, 'review/failed/'), []);
  });

  it('is the same for the same seed and time', async () => {
    const now = () => Date.UTC(2026, 10, 22);
    const texts = await Promise.all(
      [1, 1, 2].map(async (seed) => {
        const account = createSampleAccount({ seed, now });
        return textOf(await s3(account, '/example-retail-forecast?list-type=2'));
      }),
    );
    assert.equal(texts[0], texts[1]);
    assert.notEqual(texts[0], texts[2]);
  });

  it('is read in parts, and only while it is what the reader knows', async () => {
    const account = createSampleAccount();
    const get = (headers: object, method?: string) =>
      s3(account, '/example-retail-forecast/README.txt', { headers, ...(method && { method }) });
    const whole = await get({});
    assert.deepEqual([whole.status, textOf(whole)], [200, 'README.txt\n']);
    const part = await get({ range: 'bytes=2-4' });
    assert.deepEqual([part.status, textOf(part), part.headers['content-range']], [206, 'ADM', 'bytes 2-4/11']);
    const end = await get({ range: 'bytes=-4' });
    assert.deepEqual([textOf(end), end.headers['content-range']], ['txt\n', 'bytes 7-10/11']);
    const open = await get({ range: 'bytes=7-' });
    assert.equal(textOf(open), 'txt\n');
    assert.match(textOf(await get({ range: 'bytes=50-60' })), /<Code>InvalidRange<\/Code>/u);
    const head = await get({}, 'HEAD');
    assert.deepEqual([head.status, head.headers['content-length'], textOf(head).length], [200, '11', 0]);

    assert.equal((await get({ 'if-match': whole.headers['etag'] })).status, 200);
    const changed = await get({ 'if-match': '"another"' });
    assert.deepEqual([changed.status, /<Code>(.*)<\/Code>/u.exec(textOf(changed))?.[1]], [412, 'PreconditionFailed']);
  });

  it('lists from a key on, so many at a time, with every character escaped', async () => {
    const account = createSampleAccount();
    const list = async (query: string) => textOf(await s3(account, `/example-retail-analytics?list-type=2&${query}`));
    const first = await list('max-keys=1&start-after=dashboards/weekly');
    assert.match(first, /<KeyCount>1<\/KeyCount><IsTruncated>true<\/IsTruncated>/u);
    assert.match(first, /<Key>dashboards\/weekly\/2026-W46\.json<\/Key>/u);
    assert.match(await list('prefix=quotes/'), /<Key>quotes\/&lt;old&gt; &quot;names&quot;\/&#x7;bell\.txt<\/Key>/u);
    assert.match(
      await list('prefix=quotes/&encoding-type=url'),
      /<Key>quotes\/%3Cold%3E%20%22names%22\/%07bell\.txt<\/Key>/u,
    );
    assert.match(await list('max-keys=some'), /<Code>InvalidArgument<\/Code>/u);
  });

  it('is asked in the region of the bucket', async () => {
    const account = createSampleAccount();
    const elsewhere = await s3(account, '/example-retail-archive?list-type=2');
    assert.deepEqual([elsewhere.status, elsewhere.headers['x-amz-bucket-region']], [301, 'us-west-2']);
    assert.equal((await s3(account, '/example-retail-archive?list-type=2', { region: 'us-west-2' })).status, 200);
  });
});

describe('The sample account’s roles', () => {
  it('hold one for each answer to whether Amazon Forecast can assume it', async () => {
    const account = createSampleAccount();
    const answer = await account.handle({
      method: 'POST',
      protocol: 'https:',
      hostname: 'iam.amazonaws.com',
      path: '/',
      query: {},
      headers: { authorization: 'AWS4-HMAC-SHA256 Credential=key/20261122/us-east-1/iam/aws4_request' },
      body: new TextEncoder().encode('Action=ListRoles&Version=2010-05-08'),
    });
    const roles = [
      ...textOf(answer).matchAll(
        /<RoleName>([^<]*)<\/RoleName>.*?<AssumeRolePolicyDocument>([^<]*)<\/AssumeRolePolicyDocument>/gu,
      ),
    ];
    const verdicts = Object.fromEntries(
      roles.map(([, name = '', policy = '']) => [
        name,
        judgeTrustPolicy(policy, { account: '111122223333', region: 'us-east-1' }).canAssume,
      ]),
    );
    assert.equal(verdicts['ForecastExportRole'], 'yes');
    assert.equal(verdicts['AmazonForecast-ExecutionRole-1612345678901'], 'yes');
    assert.equal(verdicts['PlanningPipelineRole'], 'yes');
    assert.equal(verdicts['ForecastExportThisAccountOnly'], 'yes');
    assert.equal(verdicts['ForecastExportConditional'], 'conditional');
    for (const name of [
      'ForecastExportOtherAccountOnly',
      'ForecastExportUntrusted',
      'ForecastQueryRole',
      'ForecastNamedUser',
      'ForecastDenied',
      'ForecastTagOnly',
    ]) {
      assert.equal(verdicts[name], 'no', name);
    }
  });
});
