import {
  CreatePredictorBacktestExportJobCommand,
  DeletePredictorBacktestExportJobCommand,
  DescribePredictorBacktestExportJobCommand,
  ForecastClient,
  GetAccuracyMetricsCommand,
  ListPredictorBacktestExportJobsCommand,
  ListPredictorsCommand,
  ListTagsForResourceCommand,
  StopResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-forecast';
import { DomainError } from '../domain/errors';
import type { ForecastPort } from '../domain/ports';
import { page } from './answers';
import { cancellable } from './cancellable';
import { accuracyMetrics, createInput, exportJob, filters, predictor, serviceTags, tags } from './forecast-mapping';
import type { ClientSetup } from './identity';

/** Amazon Forecast behind the program's port. `signal` ends every call (the connection was given up). */
export function forecastPort(setup: ClientSetup, signal: AbortSignal): ForecastPort {
  const client = new ForecastClient(setup.config);
  setup.instrument(client.middlewareStack);
  const call = cancellable(client, signal);

  return {
    async listExportJobs({ maxResults, nextToken, status, predictorArn }, options) {
      const answer = await call(
        new ListPredictorBacktestExportJobsCommand({
          MaxResults: maxResults,
          NextToken: nextToken,
          Filters: filters({ PredictorArn: predictorArn, Status: status }),
        }),
        options,
      );
      const rows = (answer.PredictorBacktestExportJobs ?? []).map((row) => exportJob(row, predictorArn));
      return page(rows, answer.NextToken);
    },

    async describeExportJob(arn, options) {
      const answer = await call(
        new DescribePredictorBacktestExportJobCommand({ PredictorBacktestExportJobArn: arn }),
        options,
      );
      const job = exportJob({ ...answer, PredictorBacktestExportJobArn: answer.PredictorBacktestExportJobArn ?? arn });
      if (!job) throw incomplete('DescribePredictorBacktestExportJob');
      return job;
    },

    async createExportJob(job, options) {
      const answer = await call(new CreatePredictorBacktestExportJobCommand(createInput(job)), options);
      if (!answer.PredictorBacktestExportJobArn) throw incomplete('CreatePredictorBacktestExportJob');
      return answer.PredictorBacktestExportJobArn;
    },

    async stopExportJob(arn, options) {
      await call(new StopResourceCommand({ ResourceArn: arn }), options);
    },

    async deleteExportJob(arn, options) {
      await call(new DeletePredictorBacktestExportJobCommand({ PredictorBacktestExportJobArn: arn }), options);
    },

    async listTags(arn, options) {
      return tags((await call(new ListTagsForResourceCommand({ ResourceArn: arn }), options)).Tags);
    },

    async tagResource(arn, list, options) {
      await call(new TagResourceCommand({ ResourceArn: arn, Tags: serviceTags(list) }), options);
    },

    async untagResource(arn, keys, options) {
      await call(new UntagResourceCommand({ ResourceArn: arn, TagKeys: [...keys] }), options);
    },

    async listPredictors({ maxResults, nextToken, status, datasetGroupArn }, options) {
      const answer = await call(
        new ListPredictorsCommand({
          MaxResults: maxResults,
          NextToken: nextToken,
          Filters: filters({ DatasetGroupArn: datasetGroupArn, Status: status }),
        }),
        options,
      );
      return page((answer.Predictors ?? []).map(predictor), answer.NextToken);
    },

    async getAccuracyMetrics(arn, options) {
      return accuracyMetrics(await call(new GetAccuracyMetricsCommand({ PredictorArn: arn }), options));
    },
  };
}

/** An answer of 200 without the member that it is for: not the service, or not all of it. */
function incomplete(operation: string): DomainError {
  return new DomainError('badResponse', `The answer to ${operation} holds no ARN`, { operation });
}
