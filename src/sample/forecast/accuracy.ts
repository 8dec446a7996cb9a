import { seededRandom } from '../random';
import type { Random } from '../random';
import { backtestWindows } from './backtest-windows';
import { operation, seconds } from './context';
import { BY_PREDICTOR } from './inputs';
import { stepAt } from './lifecycle';
import { existingPredictor } from './predictors';
import { inUse } from './refusals';
import type { Predictor } from './resources';

export const getAccuracyMetrics = operation(BY_PREDICTOR, ({ PredictorArn }, context) => {
  const predictor = existingPredictor(PredictorArn, context);
  const { status } = stepAt(predictor.timeline, context.now);
  if (status !== 'ACTIVE') throw inUse(PredictorArn, status);
  const evaluated = predictor.kind === 'auto' ? [undefined] : predictor.algorithms;
  return {
    PredictorEvaluationResults: evaluated.map((AlgorithmArn, rank) => ({
      AlgorithmArn,
      TestWindows: testWindows(predictor, rank, seededRandom(context.settings.seed, `${PredictorArn}/${rank}`)),
    })),
    IsAutoPredictor: predictor.kind === 'auto',
    OptimizationMetric: 'AverageWeightedQuantileLoss',
  };
});

/**
 * The summary, then the windows: contiguous, newest first, `TestWindowEnd` exclusive. In real answers the summary is
 * the plain mean of the windows.
 */
function testWindows(predictor: Predictor, rank: number, random: Random) {
  const windows = backtestWindows(predictor).map(({ start, end }) => ({
    TestWindowStart: seconds(start),
    TestWindowEnd: seconds(end),
    ItemCount: predictor.itemCount - random.integer(0, 3),
    EvaluationType: 'COMPUTED',
    Metrics: metrics(predictor, rank, random),
  }));
  const summary = { EvaluationType: 'SUMMARY', Metrics: mean(windows.map(({ Metrics }) => Metrics)) };
  return [summary, ...windows];
}

type Metrics = ReturnType<typeof metrics>;

/** Each algorithm that AutoML ranked lower is a little worse than the one before it. */
function metrics(predictor: Predictor, rank: number, random: Random) {
  const level = predictor.typicalLoss * (1 + 0.15 * rank) * (0.85 + 0.3 * random.next());
  const losses = predictor.forecastTypes
    .filter((type) => type !== 'mean')
    .map((type) => {
      const Quantile = Number(type);
      // The loss is highest at the median and falls towards both ends.
      return { Quantile, LossValue: level * Math.sqrt(4 * Quantile * (1 - Quantile)) * (0.97 + 0.06 * random.next()) };
    });
  const rmse = level * (40 + 60 * random.next());
  return {
    RMSE: rmse,
    WeightedQuantileLosses: losses,
    ErrorMetrics: [
      {
        ForecastType: 'mean',
        WAPE: level * (1.02 + 0.05 * random.next()),
        RMSE: rmse,
        MASE: level * (2.4 + 0.8 * random.next()),
        MAPE: level * (1.3 + 0.4 * random.next()),
      },
    ],
    AverageWeightedQuantileLoss: average(losses.map(({ LossValue }) => LossValue)),
  };
}

function mean(all: readonly Metrics[]): Metrics | undefined {
  const [first] = all;
  if (!first) return undefined;
  const of = (read: (metrics: Metrics) => number | undefined) => average(all.map((metrics) => read(metrics) ?? 0));
  return {
    RMSE: of(({ RMSE }) => RMSE),
    WeightedQuantileLosses: first.WeightedQuantileLosses.map(({ Quantile }, index) => ({
      Quantile,
      LossValue: of(({ WeightedQuantileLosses }) => WeightedQuantileLosses[index]?.LossValue),
    })),
    ErrorMetrics: first.ErrorMetrics.map(({ ForecastType }, index) => ({
      ForecastType,
      WAPE: of(({ ErrorMetrics }) => ErrorMetrics[index]?.WAPE),
      RMSE: of(({ ErrorMetrics }) => ErrorMetrics[index]?.RMSE),
      MASE: of(({ ErrorMetrics }) => ErrorMetrics[index]?.MASE),
      MAPE: of(({ ErrorMetrics }) => ErrorMetrics[index]?.MAPE),
    })),
    AverageWeightedQuantileLoss: of(({ AverageWeightedQuantileLoss }) => AverageWeightedQuantileLoss),
  };
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
