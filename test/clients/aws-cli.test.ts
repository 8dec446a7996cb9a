import assert from 'node:assert/strict';
import { ensureAwsClients, runClient } from '../support/aws-clients';
import { eventually } from '../support/eventually';
import { useEmulatorProcess } from '../support/emulator-process';

interface Job {
  readonly PredictorBacktestExportJobArn: string;
  readonly PredictorBacktestExportJobName: string;
  readonly Destination?: object;
  readonly Status: string;
  readonly Message?: string;
  /** ISO 8601 with version 2 of the CLI, epoch seconds with version 1. */
  readonly CreationTime: string | number;
  readonly LastModificationTime: string | number;
}

interface JobPage {
  readonly PredictorBacktestExportJobs: readonly Job[];
  readonly NextToken?: string;
}

const PREDICTOR = 'arn:aws:forecast:us-east-1:111122223333:predictor/promo_uplift_daily';
const ROLE = 'arn:aws:iam::111122223333:role/ForecastExportRole';

describe('The AWS CLI with the emulator', function () {
  this.timeout(120_000);

  // New jobs run for an hour, so that what is stopped here is still running.
  const emulator = useEmulatorProcess('--still', '--pending-seconds', '0', '--running-seconds', '3600');
  let program: string;

  before(async function () {
    this.timeout(600_000);
    program = (await ensureAwsClients()).aws;
  });

  const run = (words: string, ...args: string[]) =>
    runClient(program, [
      'forecast',
      ...words.split(' '),
      ...args,
      '--endpoint-url',
      emulator.url,
      ...(args.includes('--region') ? [] : ['--region', 'us-east-1']),
      '--output',
      'json',
    ]);

  /** What the CLI printed, parsed; undefined when it printed nothing. */
  const aws = async <T>(words: string, ...args: string[]): Promise<T> => {
    const { code, stdout, stderr } = await run(words, ...args);
    assert.equal(code, 0, stderr);
    return (stdout.trim() === '' ? undefined : JSON.parse(stdout)) as T;
  };

  const refused = async (words: string, ...args: string[]) => {
    const { code, stderr } = await run(words, ...args);
    assert.notEqual(code, 0, 'The CLI ended well.');
    return stderr.trim();
  };

  const list = (...args: string[]) => aws<JobPage>('list-predictor-backtest-export-jobs', ...args);
  const describeJob = (arn: string) =>
    aws<Job & { PredictorArn: string; Format: string }>(
      'describe-predictor-backtest-export-job --predictor-backtest-export-job-arn',
      arn,
    );
  const create = (name: string, ...args: string[]) =>
    [
      'create-predictor-backtest-export-job --predictor-backtest-export-job-name',
      name,
      '--predictor-arn',
      PREDICTOR,
      '--destination',
      `S3Config={Path=s3://example-retail-forecast/reviews/,RoleArn=${ROLE}}`,
      ...args,
    ] as const;

  const names = ({ PredictorBacktestExportJobs: jobs }: JobPage) =>
    jobs.map((job) => job.PredictorBacktestExportJobName);
  const milliseconds = (time: string | number) => (typeof time === 'number' ? time * 1000 : Date.parse(time));

  it('lists every job of the region, newest first, following the tokens', async () => {
    await emulator.forgetRequests();
    const { PredictorBacktestExportJobs: jobs, NextToken } = await list();
    assert.equal(jobs.length, 480);
    assert.equal(NextToken, undefined);
    assert.equal((await emulator.requests()).length, 5);
    const times = jobs.map(({ CreationTime }) => milliseconds(CreationTime));
    assert.deepEqual(
      times,
      [...times].sort((a, b) => b - a),
    );
    assert.equal((await list('--region', 'eu-west-1')).PredictorBacktestExportJobs.length, 160);
    assert.deepEqual(await list('--region', 'ap-south-1'), { PredictorBacktestExportJobs: [] });
  });

  it('pages with --page-size', async () => {
    await emulator.forgetRequests();
    const all = await list('--page-size', '30');
    assert.equal(all.PredictorBacktestExportJobs.length, 480);
    const requests = await emulator.requests();
    assert.equal(requests.length, 16);
    assert.ok(requests.every(({ body }) => (body as { MaxResults: number }).MaxResults === 30));
  });

  it('goes on with --starting-token where --max-items ended', async () => {
    const first = await list('--max-items', '25', '--page-size', '10');
    assert.equal(first.PredictorBacktestExportJobs.length, 25);
    assert.ok(first.NextToken);
    const second = await list('--max-items', '25', '--page-size', '10', '--starting-token', first.NextToken);
    const whole = await list('--max-items', '50');
    assert.deepEqual([...names(first), ...names(second)], names(whole));
  });

  it('goes on with a NextToken of its own page by page', async () => {
    const first = await list('--no-paginate', '--max-results', '7');
    assert.ok(first.NextToken);
    const second = await list('--no-paginate', '--max-results', '7', '--next-token', first.NextToken);
    const whole = await list('--max-items', '14');
    assert.deepEqual([...names(first), ...names(second)], names(whole));
  });

  it('filters by status and predictor, IS and IS_NOT, with AND', async () => {
    const all = (await list()).PredictorBacktestExportJobs;
    const failed = await list('--filters', 'Key=Status,Value=CREATE_FAILED,Condition=IS');
    assert.deepEqual(
      failed.PredictorBacktestExportJobs,
      all.filter(({ Status }) => Status === 'CREATE_FAILED'),
    );

    const both = await list(
      '--filters',
      `Key=PredictorArn,Value=${PREDICTOR},Condition=IS`,
      'Key=Status,Value=ACTIVE,Condition=IS_NOT',
    );
    const expected = all.filter(
      ({ PredictorBacktestExportJobArn: arn, Status }) => arn.includes('/promo_uplift_daily/') && Status !== 'ACTIVE',
    );
    assert.ok(expected.length > 0);
    assert.deepEqual(both.PredictorBacktestExportJobs, expected);
  });

  it('creates, describes, tags, stops and deletes an export', async () => {
    const { PredictorBacktestExportJobArn: arn } = await aws<{ PredictorBacktestExportJobArn: string }>(
      ...create('cli_review', '--format', 'PARQUET', '--tags', 'Key=team,Value=planning', 'Key=season,Value=autumn'),
    );
    assert.equal(
      arn,
      'arn:aws:forecast:us-east-1:111122223333:predictor-backtest-export-job/promo_uplift_daily/cli_review',
    );

    const running = await describeJob(arn);
    assert.ok(Math.abs(milliseconds(running.CreationTime) - Date.now()) < 120_000);
    assert.ok(milliseconds(running.LastModificationTime) >= milliseconds(running.CreationTime));
    const { CreationTime, LastModificationTime, ...rest } = running;
    assert.deepEqual(
      [typeof CreationTime, rest],
      [
        typeof LastModificationTime,
        {
          PredictorBacktestExportJobArn: arn,
          PredictorBacktestExportJobName: 'cli_review',
          PredictorArn: PREDICTOR,
          Destination: { S3Config: { Path: 's3://example-retail-forecast/reviews/', RoleArn: ROLE } },
          Status: 'CREATE_IN_PROGRESS',
          Format: 'PARQUET',
        },
      ],
    );
    assert.deepEqual(names(await list('--max-items', '1')), ['cli_review']);

    const tags = () => aws<{ Tags: unknown }>('list-tags-for-resource --resource-arn', arn);
    await aws('tag-resource --resource-arn', arn, '--tags', 'Key=season,Value=winter', 'Key=größe,Value=');
    await aws('untag-resource --resource-arn', arn, '--tag-keys', 'team');
    assert.deepEqual(await tags(), {
      Tags: [
        { Key: 'season', Value: 'winter' },
        { Key: 'größe', Value: '' },
      ],
    });

    assert.equal(await aws('stop-resource --resource-arn', arn), undefined);
    assert.match((await describeJob(arn)).Status, /^CREATE_STOPP(ING|ED)$/);
  });

  it('deletes an export that has ended', async () => {
    const [active] = (await list('--filters', 'Key=Status,Value=ACTIVE,Condition=IS', '--max-items', '1'))
      .PredictorBacktestExportJobs;
    const arn = active?.PredictorBacktestExportJobArn ?? '';
    const remove = ['delete-predictor-backtest-export-job --predictor-backtest-export-job-arn', arn] as const;
    assert.equal(await aws(...remove), undefined);
    const seen = new Set<string>();
    await eventually(async () => {
      const { code, stdout, stderr } = await run(
        'describe-predictor-backtest-export-job --predictor-backtest-export-job-arn',
        arn,
      );
      if (code === 0) seen.add((JSON.parse(stdout) as Job).Status);
      assert.match(stderr, /An error occurred \(ResourceNotFoundException\)/);
    }, 60_000);
    assert.deepEqual(
      [...seen].filter((status) => !['DELETE_PENDING', 'DELETE_IN_PROGRESS'].includes(status)),
      [],
    );
  });

  it('reads predictors, their accuracy and dataset groups', async () => {
    const { Predictors } = await aws<{ Predictors: { PredictorArn: string; IsAutoPredictor: boolean }[] }>(
      'list-predictors --page-size 4',
    );
    assert.equal(Predictors.length, 9);
    const auto = Predictors.find((one) => one.PredictorArn.includes('/fresh_daily_demand_'))?.PredictorArn ?? '';
    const described = await aws<{ ForecastHorizon: number }>('describe-auto-predictor --predictor-arn', auto);
    assert.equal(described.ForecastHorizon, 14);
    const legacy = await aws<{ AlgorithmArn: string }>('describe-predictor --predictor-arn', PREDICTOR);
    assert.equal(legacy.AlgorithmArn, 'arn:aws:forecast:::algorithm/CNN-QR');

    const metrics = await aws<{ PredictorEvaluationResults: { TestWindows: { EvaluationType: string }[] }[] }>(
      'get-accuracy-metrics --predictor-arn',
      auto,
    );
    assert.deepEqual(
      metrics.PredictorEvaluationResults[0]?.TestWindows.map(({ EvaluationType }) => EvaluationType),
      ['SUMMARY', ...Array<string>(5).fill('COMPUTED')],
    );
    const { DatasetGroups } = await aws<{ DatasetGroups: unknown[] }>('list-dataset-groups');
    assert.equal(DatasetGroups.length, 4);
  });

  it('shows what the service refuses', async () => {
    assert.equal(
      await refused(...create('compare_CNN-QR')),
      'An error occurred (ValidationException) when calling the CreatePredictorBacktestExportJob operation: ' +
        "1 validation error detected: Value 'compare_CNN-QR' at 'predictorBacktestExportJobName' failed to satisfy " +
        'constraint: Member must satisfy regular expression pattern: ^[a-zA-Z][a-zA-Z0-9_]*',
    );
    assert.match(
      await refused(...create('x', '--predictor-arn', `${PREDICTOR}_2`)),
      /\(ResourceNotFoundException\) .*: No resource found arn:aws:forecast:.*promo_uplift_daily_2$/,
    );
    assert.match(await refused(...create('x', '--tags', 'Key=aws:x,Value=y')), /\(InvalidInputException\)/);
    assert.match(
      await refused('list-predictor-backtest-export-jobs --no-paginate --next-token', 'made-up'),
      /\(InvalidNextTokenException\) .*: The token is not valid\. Tokens expire after 24 hours\.$/,
    );
    assert.match(
      await refused('list-predictor-backtest-export-jobs --no-paginate --max-results', '101'),
      /\(ValidationException\) .*'maxResults'.*less than or equal to 100$/,
    );
    assert.match(await refused('create-forecast --forecast-name x --predictor-arn', PREDICTOR), /\(UnknownOperation/);
  });
});
