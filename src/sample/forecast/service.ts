/** Amazon Forecast, as far as backtest exports need it: AWS JSON 1.1, API version 2018-06-26. */
import { errorResponse, jsonResponse, operationOf, parseBody } from '../aws-json';
import type { SampleSettings } from '../options';
import type { ExportedFiles } from '../s3/service';
import type { Service } from '../service';
import { ServiceError } from '../service-error';
import { getAccuracyMetrics } from './accuracy';
import { ACCOUNT_ID } from '../identity';
import type { Operation, Region } from './context';
import { ExportedObjects } from './exported-files';
import { createExportJob, deleteExportJob, describeExportJob, listExportJobs } from './export-jobs';
import { describeAutoPredictor, describePredictor, listDatasetGroups, listPredictors } from './predictors';
import type { ExportJob } from './resources';
import { seedRegion } from './seed/region';
import { stopResource } from './stop';
import { listTags, tagResource, untagResource } from './tags';

const TARGET = 'AmazonForecast.';

const OPERATIONS: ReadonlyMap<string, Operation> = new Map([
  ['ListPredictorBacktestExportJobs', listExportJobs],
  ['CreatePredictorBacktestExportJob', createExportJob],
  ['DescribePredictorBacktestExportJob', describeExportJob],
  ['DeletePredictorBacktestExportJob', deleteExportJob],
  ['StopResource', stopResource],
  ['TagResource', tagResource],
  ['UntagResource', untagResource],
  ['ListTagsForResource', listTags],
  ['ListPredictors', listPredictors],
  ['DescribePredictor', describePredictor],
  ['DescribeAutoPredictor', describeAutoPredictor],
  ['GetAccuracyMetrics', getAccuracyMetrics],
  ['ListDatasetGroups', listDatasetGroups],
]);

interface ForecastService {
  readonly accountId: string;
  readonly service: Service;
  /** What exports of a region have left in a bucket. */
  readonly exportedFiles: ExportedFiles;
  /** How many export jobs exist in a region now. */
  readonly jobCount: (region: string) => number;
}

export function createForecastService(settings: SampleSettings): ForecastService {
  // All data hang on the time at which the account was made, not on the first request of each region.
  const start = settings.now();
  const regions = new Map<string, Region>();
  const exported = new ExportedObjects(settings.seed);
  let nonce = 0;

  const regionOf = (name: string) => {
    const region = regions.get(name) ?? seedRegion(name, start, settings);
    regions.set(name, region);
    return region;
  };

  return {
    accountId: ACCOUNT_ID,
    jobCount: (region) => regionOf(region).exportJobs.ordered.length,
    exportedFiles: (region, bucket, prefix) => {
      const { exportJobs, predictors } = regionOf(region);
      const predictorOf = ({ predictorArn }: ExportJob) => predictors.get(predictorArn);
      return exported.below(exportJobs.ever, predictorOf, bucket, prefix, settings.now());
    },
    service: {
      operationOf,
      refuse: (error, _, now) => errorResponse(error, now),
      answer: ({ request, region, fault }) => {
        const target = request.headers['x-amz-target'] ?? '';
        const operation = target.startsWith(TARGET) ? OPERATIONS.get(operationOf(request)) : undefined;
        if (request.method !== 'POST' || !operation) {
          throw new ServiceError('UnknownOperationException', `Unknown operation: ${target || 'none was named'}`);
        }
        const now = settings.now();
        const context = { region: regionOf(region), now, settings, fault, nextNonce: () => nonce++ };
        return jsonResponse(operation(parseBody(request.body), context), now);
      },
    },
  };
}
