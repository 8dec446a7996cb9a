import assert from 'node:assert/strict';
import type { ExportShape, ResultsSummary } from '../../../src/domain/results-port';
import { headlineColumns, valueColumns, worstFirst } from '../../../src/webview/results/columns';

const SHAPE: ExportShape = {
  dimensions: [],
  quantiles: [0.1, 0.9],
  hasMean: true,
  windows: [],
  horizon: 24,
  step: 3_600_000,
  season: 1,
  items: 1,
  rows: 24,
  fileQuantiles: [0.1, 0.9],
  fileMetrics: ['averageWql', 'rmse', 'wape'],
};

function columnsOf(change: Partial<ExportShape>, errorBasis: ResultsSummary['errorBasis']) {
  return valueColumns({ ...SHAPE, ...change }, { overall: {}, windows: [], distributions: {}, errorBasis });
}

const headlines = (columns: ReturnType<typeof columnsOf>): string[] =>
  headlineColumns(columns).map(({ short }) => short);

describe('The columns of the results page', () => {
  it('are recomputed metrics where the forecasts allow it, and begin with the share of the error', () => {
    const columns = columnsOf({}, 'mean');
    assert.deepEqual(headlines(columns), ['Avg wQL', 'WAPE', 'RMSE', 'MAPE', 'MASE']);
    assert.equal(worstFirst(columns), 'errorShare');
  });

  it('say which metrics are those of the files, when the mean is not exported', () => {
    const columns = columnsOf({ hasMean: false }, 'none');
    assert.deepEqual(headlines(columns), ['Avg wQL', 'WAPE (file)', 'RMSE (file)']);
    assert.equal(worstFirst(columns), 'averageWql');
  });

  it('are those of the files alone, when there are no forecasts', () => {
    const columns = columnsOf({ hasMean: false, quantiles: [], rows: 0, fileMetrics: ['rmse', 'wape'] }, 'none');
    assert.deepEqual(headlines(columns), ['WAPE (file)', 'RMSE (file)']);
    assert.equal(worstFirst(columns), 'file:rmse');
  });

  it('have a name in full for every metric', () => {
    for (const { short, long } of columnsOf({}, 'mean')) assert.ok(short !== '' && long.length > 5, short);
  });
});
