import { operation, seconds } from './context';
import type { Context } from './context';
import { BY_PREDICTOR, FILTERED_LIST, LIST } from './inputs';
import { lastModification, stepAt } from './lifecycle';
import { listPage } from './listing';
import { invalidInput, notFound } from './refusals';
import type { Predictor, Resource } from './resources';

export const listPredictors = operation(FILTERED_LIST, (input, context) => {
  const { region, now } = context;
  const keys = {
    DatasetGroupArn: (predictor: Predictor) => predictor.datasetGroupArn,
    Status: (predictor: Predictor) => stepAt(predictor.timeline, now).status,
  };
  const { items, NextToken } = listPage('ListPredictors', region.predictors.ordered, input, keys, context);
  const Predictors = items.map((predictor) => ({
    PredictorArn: predictor.arn,
    PredictorName: predictor.name,
    DatasetGroupArn: predictor.datasetGroupArn,
    IsAutoPredictor: predictor.kind === 'auto',
    ...progress(predictor, now),
  }));
  return { Predictors, NextToken };
});

export const describePredictor = operation(BY_PREDICTOR, ({ PredictorArn }, context) => {
  const predictor = existingPredictor(PredictorArn, context);
  if (predictor.kind === 'auto') {
    throw invalidInput(`${PredictorArn} is an AutoPredictor. Use DescribeAutoPredictor to describe it.`);
  }
  const [algorithm] = predictor.algorithms;
  const automl = predictor.algorithms.length > 1;
  return {
    PredictorArn,
    PredictorName: predictor.name,
    AlgorithmArn: automl ? undefined : algorithm,
    AutoMLAlgorithmArns: automl ? predictor.algorithms : undefined,
    PerformAutoML: automl,
    PerformHPO: false,
    IsAutoPredictor: false,
    ForecastHorizon: predictor.horizon,
    ForecastTypes: predictor.forecastTypes,
    EvaluationParameters: {
      NumberOfBacktestWindows: predictor.backtestWindows,
      BackTestWindowOffset: predictor.horizon,
    },
    InputDataConfig: { DatasetGroupArn: predictor.datasetGroupArn },
    FeaturizationConfig: {
      ForecastFrequency: predictor.frequency,
      ForecastDimensions: predictor.dimensions.length > 0 ? predictor.dimensions : undefined,
    },
    OptimizationMetric: 'AverageWeightedQuantileLoss',
    ...progress(predictor, context.now),
  };
});

export const describeAutoPredictor = operation(BY_PREDICTOR, ({ PredictorArn }, context) => {
  const predictor = existingPredictor(PredictorArn, context);
  if (predictor.kind === 'legacy') {
    throw invalidInput(`${PredictorArn} is not an AutoPredictor. Use DescribePredictor to describe it.`);
  }
  return {
    PredictorArn,
    PredictorName: predictor.name,
    ForecastHorizon: predictor.horizon,
    ForecastTypes: predictor.forecastTypes,
    ForecastFrequency: predictor.frequency,
    ForecastDimensions: predictor.dimensions.length > 0 ? predictor.dimensions : undefined,
    DataConfig: { DatasetGroupArn: predictor.datasetGroupArn },
    OptimizationMetric: 'AverageWeightedQuantileLoss',
    ...progress(predictor, context.now),
  };
});

export const listDatasetGroups = operation(LIST, (input, context) => {
  const { region, now } = context;
  const { items, NextToken } = listPage('ListDatasetGroups', region.datasetGroups.ordered, input, {}, context);
  const DatasetGroups = items.map((group) => {
    const { CreationTime, LastModificationTime } = progress(group, now);
    return { DatasetGroupArn: group.arn, DatasetGroupName: group.name, CreationTime, LastModificationTime };
  });
  return { DatasetGroups, NextToken };
});

/** Throws ResourceNotFoundException. */
export function existingPredictor(arn: string, context: Context): Predictor {
  const predictor = context.region.predictors.get(arn);
  if (!predictor) throw notFound(arn);
  return predictor;
}

function progress({ timeline }: Resource, now: number) {
  const { status, message } = stepAt(timeline, now);
  return {
    Status: status,
    Message: message,
    CreationTime: seconds(timeline[0].at),
    LastModificationTime: seconds(lastModification(timeline, now)),
  };
}
