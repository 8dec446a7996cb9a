import assert from 'node:assert/strict';
import { accuracyTables } from '../../../src/domain/accuracy-table';
import { exportFolder } from '../../../src/domain/export-folders';
import type { EvaluatedWindow } from '../../../src/domain/export-job';

const day = (date: number): number => Date.UTC(2017, 5, date);

/** The evaluation that the Forecast console shows for the bike demo, in another order than the service's. */
const WINDOWS: readonly EvaluatedWindow[] = [
  windowOf('COMPUTED', [22, 23], 465, [0.6442, 0.4313], 0.5377, [0.6478, 1.7663, 0.2496, 0.6414]),
  windowOf('SUMMARY', undefined, 467, [0.6463, 0.43545], 0.54085, [0.6387, 1.6537, 0.23565, 0.62735]),
  windowOf('COMPUTED', [23, 24], 467, [0.6484, 0.4396], 0.544, [0.6296, 1.5411, 0.2217, 0.6133]),
];

function windowOf(
  type: string,
  range: readonly [number, number] | undefined,
  itemCount: number,
  [low, high]: readonly [number, number],
  averageWeightedQuantileLoss: number,
  [wape, rmse, mape, mase]: readonly [number, number, number, number],
): EvaluatedWindow {
  return {
    type,
    itemCount,
    ...(range ? { start: day(range[0]), end: day(range[1]) } : {}),
    weightedQuantileLosses: [
      { quantile: 0.9, loss: high },
      { quantile: 0.65, loss: low },
    ],
    averageWeightedQuantileLoss,
    errors: [{ forecastType: 'mean', wape, rmse, mape, mase }],
  };
}

describe('The accuracy of a predictor', () => {
  it('is a table of the average and the windows, newest first and numbered from there', () => {
    const [table] = accuracyTables({ evaluations: [{ windows: WINDOWS }] });
    assert.deepEqual(
      table?.windows.map(({ window, start }) => [window, start]),
      [
        [1, day(23)],
        [2, day(22)],
      ],
    );
    assert.equal(table.average?.wape, 0.6387);
  });

  it('has one column for each quantile, ascending, whatever order the service gives them in', () => {
    const [table] = accuracyTables({ evaluations: [{ windows: WINDOWS }] });
    assert.deepEqual(table?.quantiles, [0.65, 0.9]);
    assert.deepEqual(table.windows[0]?.losses, [0.6484, 0.4396]);
  });

  it('shows no dates and no items beside the average, as the console does', () => {
    const [table] = accuracyTables({ evaluations: [{ windows: WINDOWS }] });
    assert.deepEqual(Object.keys(table?.average ?? {}).sort(), [
      'averageLoss',
      'losses',
      'mape',
      'mase',
      'rmse',
      'wape',
    ]);
  });

  it('makes the average when the service gives none: the mean of the windows', () => {
    const computed = WINDOWS.filter(({ type }) => type === 'COMPUTED');
    const [table] = accuracyTables({ evaluations: [{ windows: computed }] });
    assert.ok(Math.abs((table?.average?.averageLoss ?? 0) - 0.54085) < 1e-9);
    assert.ok(Math.abs((table?.average?.losses[0] ?? 0) - 0.6463) < 1e-9);
  });

  it('makes no average over some of the windows only', () => {
    const [first, second] = WINDOWS.filter(({ type }) => type === 'COMPUTED');
    assert.ok(first && second);
    const [table] = accuracyTables({ evaluations: [{ windows: [first, { ...second, errors: [] }] }] });
    assert.equal(table?.average?.rmse, undefined);
    assert.notEqual(table?.average?.averageLoss, undefined);
  });

  it('has a table for each algorithm of a legacy AutoML predictor, by the name of the algorithm', () => {
    const evaluations = ['Deep_AR_Plus', 'NPTS'].map((name) => ({
      algorithmArn: `arn:aws:forecast:::algorithm/${name}`,
      windows: WINDOWS,
    }));
    assert.deepEqual(
      accuracyTables({ evaluations }).map(({ algorithm }) => algorithm),
      ['Deep_AR_Plus', 'NPTS'],
    );
  });

  it('takes the metrics of the mean before those of another forecast type, and says which it has', () => {
    const [window] = WINDOWS;
    assert.ok(window);
    const errors = [
      { forecastType: '0.5', rmse: 9 },
      { forecastType: 'mean', rmse: 1 },
    ];
    const [both] = accuracyTables({ evaluations: [{ windows: [{ ...window, errors }] }] });
    assert.deepEqual([both?.forecastType, both?.windows[0]?.rmse], ['mean', 1]);
    const [one] = accuracyTables({ evaluations: [{ windows: [{ ...window, errors: errors.slice(0, 1) }] }] });
    assert.deepEqual([one?.forecastType, one?.windows[0]?.rmse], ['0.5', 9]);
  });

  it('is nothing when the service evaluated nothing', () => {
    assert.deepEqual(accuracyTables({ evaluations: [] }), []);
    assert.deepEqual(accuracyTables({ evaluations: [{ windows: [] }] }), []);
  });
});

describe('The folders of an export', () => {
  it('lie below the destination, with one slash between, and keep what the destination holds', () => {
    assert.equal(exportFolder('s3://b/p', 'accuracy'), 's3://b/p/accuracy-metrics-values/');
    assert.equal(exportFolder('s3://b/p/', 'forecasts'), 's3://b/p/forecasted-values/');
    assert.equal(exportFolder('s3://b/a b//', 'forecasts'), 's3://b/a b//forecasted-values/');
  });
});
