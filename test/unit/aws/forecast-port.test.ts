import assert from 'node:assert/strict';
import type { Connection, ForecastPort } from '../../../src/domain/ports';
import { startFaultServer, type FaultServer } from '../../support/fault-server';
import { connectTo, failure } from './harness';

const JOB = 'arn:aws:forecast:us-east-1:123456789012:predictor-backtest-export-job/demand/weekly';
const PREDICTOR = 'arn:aws:forecast:us-east-1:123456789012:predictor/demand_01FTHF1KK7E6VVR676WVN24MXC';
const ROLE = 'arn:aws:iam::123456789012:role/ForecastExport';

describe('Amazon Forecast through its port', () => {
  let server: FaultServer;
  let connection: Connection;
  let forecast: ForecastPort;

  before(async () => {
    server = await startFaultServer();
    connection = await connectTo(server.url);
    forecast = connection.forecast;
  });
  after(async () => {
    connection.dispose();
    await server.close();
  });

  const lastRequest = (): unknown => server.requests.at(-1)?.json;

  describe('a page of export jobs', () => {
    it('asks for so many rows from a token on, filtered by predictor and status', async () => {
      server.answer('ListPredictorBacktestExportJobs', { body: { PredictorBacktestExportJobs: [] } });
      await forecast.listExportJobs({
        maxResults: 25,
        nextToken: 'from-here',
        status: 'ACTIVE',
        predictorArn: PREDICTOR,
      });
      assert.deepEqual(lastRequest(), {
        MaxResults: 25,
        NextToken: 'from-here',
        Filters: [
          { Key: 'PredictorArn', Value: PREDICTOR, Condition: 'IS' },
          { Key: 'Status', Value: 'ACTIVE', Condition: 'IS' },
        ],
      });
    });

    it('sends no filter when none is wanted', async () => {
      server.answer('ListPredictorBacktestExportJobs', { body: { PredictorBacktestExportJobs: [] } });
      assert.deepEqual(await forecast.listExportJobs({ maxResults: 100 }), { items: [] });
      assert.deepEqual(lastRequest(), { MaxResults: 100 });
    });

    it('has every field of a row, times in milliseconds', async () => {
      server.answer('ListPredictorBacktestExportJobs', {
        body: {
          PredictorBacktestExportJobs: [
            {
              PredictorBacktestExportJobArn: JOB,
              PredictorBacktestExportJobName: 'weekly',
              Destination: {
                S3Config: { Path: 's3://exports/demand/', RoleArn: ROLE, KMSKeyArn: 'arn:aws:kms:::key/k' },
              },
              Status: 'CREATE_FAILED',
              Message: 'No permission',
              CreationTime: 1_700_000_000.25,
              LastModificationTime: 1_700_000_600,
            },
          ],
          NextToken: 'more',
        },
      });
      assert.deepEqual(await forecast.listExportJobs({ maxResults: 100 }), {
        items: [
          {
            arn: JOB,
            name: 'weekly',
            status: 'CREATE_FAILED',
            message: 'No permission',
            destination: { path: 's3://exports/demand/', roleArn: ROLE, kmsKeyArn: 'arn:aws:kms:::key/k' },
            createdAt: 1_700_000_000_250,
            modifiedAt: 1_700_000_600_000,
          },
        ],
        nextToken: 'more',
      });
    });

    it('fills what a row does not say: the name from the ARN, the predictor from the filter', async () => {
      server.answer('ListPredictorBacktestExportJobs', {
        body: {
          PredictorBacktestExportJobs: [{ PredictorBacktestExportJobArn: JOB }, { Status: 'ACTIVE' }],
          NextToken: '',
        },
      });
      assert.deepEqual(await forecast.listExportJobs({ maxResults: 100, predictorArn: PREDICTOR }), {
        items: [{ arn: JOB, name: 'weekly', status: '', predictorArn: PREDICTOR }],
      });
    });

    it('may be empty and still be followed by another', async () => {
      server.answer('ListPredictorBacktestExportJobs', { body: { NextToken: 'go on' } });
      assert.deepEqual(await forecast.listExportJobs({ maxResults: 100 }), { items: [], nextToken: 'go on' });
    });
  });

  it('describes a job with its predictor and format', async () => {
    server.answer('DescribePredictorBacktestExportJob', {
      body: { PredictorBacktestExportJobArn: JOB, PredictorArn: PREDICTOR, Status: 'ACTIVE', Format: 'PARQUET' },
    });
    assert.deepEqual(await forecast.describeExportJob(JOB), {
      arn: JOB,
      name: 'weekly',
      status: 'ACTIVE',
      predictorArn: PREDICTOR,
      format: 'PARQUET',
    });
    assert.deepEqual(lastRequest(), { PredictorBacktestExportJobArn: JOB });
  });

  it('creates a job and returns its ARN', async () => {
    server.answer('CreatePredictorBacktestExportJob', { body: { PredictorBacktestExportJobArn: JOB } });
    const arn = await forecast.createExportJob({
      name: 'weekly',
      predictorArn: PREDICTOR,
      destination: { path: 's3://exports/demand', roleArn: ROLE, kmsKeyArn: 'arn:aws:kms:::key/k' },
      format: 'PARQUET',
      tags: [{ key: 'team', value: 'planning' }],
    });
    assert.equal(arn, JOB);
    assert.deepEqual(lastRequest(), {
      PredictorBacktestExportJobName: 'weekly',
      PredictorArn: PREDICTOR,
      Destination: { S3Config: { Path: 's3://exports/demand', RoleArn: ROLE, KMSKeyArn: 'arn:aws:kms:::key/k' } },
      Format: 'PARQUET',
      Tags: [{ Key: 'team', Value: 'planning' }],
    });
  });

  it('creates a job with nothing but what is required', async () => {
    server.answer('CreatePredictorBacktestExportJob', { body: { PredictorBacktestExportJobArn: JOB } });
    await forecast.createExportJob({
      name: 'weekly',
      predictorArn: PREDICTOR,
      destination: { path: 's3://exports/demand', roleArn: ROLE },
      tags: [],
    });
    assert.deepEqual(lastRequest(), {
      PredictorBacktestExportJobName: 'weekly',
      PredictorArn: PREDICTOR,
      Destination: { S3Config: { Path: 's3://exports/demand', RoleArn: ROLE } },
    });
  });

  it('takes an answer without the ARN of the new job for no answer of Amazon Forecast', async () => {
    server.answer('CreatePredictorBacktestExportJob', { body: {} });
    const error = await failure(
      forecast.createExportJob({ name: 'n', predictorArn: PREDICTOR, destination: { path: 's3://b/', roleArn: ROLE } }),
    );
    assert.equal(error.kind, 'badResponse');
  });

  it('stops and deletes a job; the answers are empty', async () => {
    server.answer('StopResource', {});
    server.answer('DeletePredictorBacktestExportJob', {});
    await forecast.stopExportJob(JOB);
    assert.deepEqual(lastRequest(), { ResourceArn: JOB });
    await forecast.deleteExportJob(JOB);
    assert.deepEqual(lastRequest(), { PredictorBacktestExportJobArn: JOB });
  });

  it('reads, sets and removes tags', async () => {
    server.answer('ListTagsForResource', { body: { Tags: [{ Key: 'team', Value: 'planning' }, { Key: 'bare' }] } });
    server.answer('TagResource', { body: {} });
    server.answer('UntagResource', { body: {} });
    assert.deepEqual(await forecast.listTags(JOB), [
      { key: 'team', value: 'planning' },
      { key: 'bare', value: '' },
    ]);
    await forecast.tagResource(JOB, [{ key: 'stage', value: '' }]);
    assert.deepEqual(lastRequest(), { ResourceArn: JOB, Tags: [{ Key: 'stage', Value: '' }] });
    await forecast.untagResource(JOB, ['team', 'stage']);
    assert.deepEqual(lastRequest(), { ResourceArn: JOB, TagKeys: ['team', 'stage'] });
  });

  it('lists predictors, old and automatic ones', async () => {
    server.answer('ListPredictors', {
      body: {
        Predictors: [
          {
            PredictorArn: PREDICTOR,
            PredictorName: 'demand',
            DatasetGroupArn: 'arn:aws:forecast:us-east-1:123456789012:dataset-group/shop',
            IsAutoPredictor: true,
            Status: 'ACTIVE',
            CreationTime: 1_700_000_000,
          },
          { PredictorArn: 'arn:aws:forecast:us-east-1:123456789012:predictor/legacy' },
        ],
        NextToken: 'more',
      },
    });
    assert.deepEqual(
      await forecast.listPredictors({ maxResults: 50, status: 'ACTIVE', datasetGroupArn: 'arn:group' }),
      {
        items: [
          {
            arn: PREDICTOR,
            name: 'demand',
            status: 'ACTIVE',
            datasetGroupArn: 'arn:aws:forecast:us-east-1:123456789012:dataset-group/shop',
            isAutoPredictor: true,
            createdAt: 1_700_000_000_000,
          },
          {
            arn: 'arn:aws:forecast:us-east-1:123456789012:predictor/legacy',
            name: 'legacy',
            status: '',
            isAutoPredictor: false,
          },
        ],
        nextToken: 'more',
      },
    );
    assert.deepEqual(lastRequest(), {
      MaxResults: 50,
      Filters: [
        { Key: 'DatasetGroupArn', Value: 'arn:group', Condition: 'IS' },
        { Key: 'Status', Value: 'ACTIVE', Condition: 'IS' },
      ],
    });
  });

  it('reads accuracy metrics, also those from before the error metrics of a forecast type', async () => {
    server.answer('GetAccuracyMetrics', {
      body: {
        IsAutoPredictor: false,
        OptimizationMetric: 'WAPE',
        PredictorEvaluationResults: [
          {
            AlgorithmArn: 'arn:aws:forecast:::algorithm/NPTS',
            TestWindows: [
              {
                TestWindowStart: 1_500_000_000,
                TestWindowEnd: 1_500_086_400,
                ItemCount: 3,
                EvaluationType: 'COMPUTED',
                Metrics: {
                  WeightedQuantileLosses: [{ Quantile: 0.9, LossValue: 0.25 }, { Quantile: 0.5 }],
                  AverageWeightedQuantileLoss: 0.25,
                  ErrorMetrics: [{ ForecastType: 'mean', WAPE: 0.1, RMSE: 2, MAPE: 0.3, MASE: 0.4 }],
                },
              },
              { EvaluationType: 'SUMMARY', Metrics: { RMSE: 7 } },
            ],
          },
        ],
      },
    });
    assert.deepEqual(await forecast.getAccuracyMetrics(PREDICTOR), {
      isAutoPredictor: false,
      optimizationMetric: 'WAPE',
      evaluations: [
        {
          algorithmArn: 'arn:aws:forecast:::algorithm/NPTS',
          windows: [
            {
              start: 1_500_000_000_000,
              end: 1_500_086_400_000,
              itemCount: 3,
              type: 'COMPUTED',
              weightedQuantileLosses: [{ quantile: 0.9, loss: 0.25 }],
              averageWeightedQuantileLoss: 0.25,
              errors: [{ forecastType: 'mean', wape: 0.1, rmse: 2, mape: 0.3, mase: 0.4 }],
            },
            { type: 'SUMMARY', weightedQuantileLosses: [], errors: [{ rmse: 7 }] },
          ],
        },
      ],
    });
  });

  it('keeps one connection for one call after the other', async () => {
    server.answer('ListPredictors', { body: { Predictors: [] } });
    const before = server.connections;
    for (let page = 0; page < 10; page++) await forecast.listPredictors({ maxResults: 1 });
    assert.equal(server.connections, before);
  });
});
