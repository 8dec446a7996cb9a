import { sampleExport } from '../exports/export-plan';
import { windowAccuracy, type WindowAccuracy } from '../exports/window-accuracy';
import { backtestWindows } from './backtest-windows';
import { operation, seconds } from './context';
import type { Context } from './context';
import { BY_PREDICTOR } from './inputs';
import { stepAt } from './lifecycle';
import { existingPredictor } from './predictors';
import { inUse } from './refusals';
import type { Predictor } from './resources';

export const getAccuracyMetrics = operation(BY_PREDICTOR, ({ PredictorArn }, context) => {
  const predictor = existingPredictor(PredictorArn, context);
  const { status } = stepAt(predictor.timeline, context.now);
  if (status !== 'ACTIVE') throw inUse(PredictorArn, status);
  const windows = accuracyOf(predictor, context);
  const evaluated = predictor.kind === 'auto' ? [undefined] : predictor.algorithms;
  return {
    PredictorEvaluationResults: evaluated.map((AlgorithmArn, rank) => ({
      AlgorithmArn,
      TestWindows: testWindows(predictor, windows, rank),
    })),
    IsAutoPredictor: predictor.kind === 'auto',
    OptimizationMetric: 'AverageWeightedQuantileLoss',
  };
});

/** What a predictor forecast does not change: it is worked out once. */
const known = new WeakMap<Predictor, readonly WindowAccuracy[]>();

function accuracyOf(predictor: Predictor, { settings }: Context): readonly WindowAccuracy[] {
  const windows = known.get(predictor) ?? windowAccuracy(sampleExport(predictor, settings.seed));
  known.set(predictor, windows);
  return windows;
}

/**
 * The summary, then the windows: contiguous, newest first, `TestWindowEnd` exclusive. In real answers the summary is
 * the plain mean of the windows.
 */
function testWindows(predictor: Predictor, accuracy: readonly WindowAccuracy[], rank: number) {
  const windows = backtestWindows(predictor).map(({ start, end }, index) => {
    const own = accuracy[accuracy.length - 1 - index];
    return {
      TestWindowStart: seconds(start),
      TestWindowEnd: seconds(end),
      ItemCount: own?.items,
      EvaluationType: 'COMPUTED',
      Metrics: metrics(predictor, own, rank),
    };
  });
  const summary = { EvaluationType: 'SUMMARY', Metrics: mean(windows.map(({ Metrics }) => Metrics)) };
  return [summary, ...windows];
}

type Metrics = ReturnType<typeof metrics>;

/** Exports hold what the winner forecast. Each algorithm that AutoML ranked lower is a little worse than the one before it. */
function metrics({ forecastTypes }: Predictor, accuracy: WindowAccuracy | undefined, rank: number) {
  const worse = 1 + 0.15 * rank;
  const { wql = [], rmse = 0, wape = 0, mase = 0, mape = 0 } = accuracy ?? {};
  const losses = forecastTypes
    .filter((type) => type !== 'mean')
    .map((type, index) => ({ Quantile: Number(type), LossValue: (wql[index] ?? 0) * worse }));
  return {
    RMSE: rmse * worse,
    WeightedQuantileLosses: losses,
    ErrorMetrics: [
      { ForecastType: 'mean', WAPE: wape * worse, RMSE: rmse * worse, MASE: mase * worse, MAPE: mape * worse },
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
