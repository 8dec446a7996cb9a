import assert from 'node:assert/strict';
import type { Series } from '../../../src/domain/results-port';
import { bandPairs, planSeries } from '../../../src/webview/results/chart/series-plan';

const HOUR = 3_600_000;

function series(timestamps: readonly number[], starts: readonly number[]): Series {
  const values = timestamps.map((_, index) => index);
  return {
    key: { itemId: 'a', dimensions: [] },
    windows: starts.map((start) => ({ start, end: start + HOUR, values: {} })),
    timestamps,
    actual: values,
    mean: values,
    quantiles: [0.1, 0.5, 0.65, 0.9].map((level) => ({ level, values })),
  };
}

describe('The plan of an item chart', () => {
  it('pairs quantiles below the median with those above it, the outermost first', () => {
    assert.deepEqual(bandPairs([0.1, 0.25, 0.5, 0.75, 0.9]), [
      [0.1, 0.9],
      [0.25, 0.75],
    ]);
    assert.deepEqual(bandPairs([0.65, 0.9]), []);
    assert.deepEqual(bandPairs([0.1, 0.5]), []);
  });

  it('draws what is in no band as a line', () => {
    const { lines, bands } = planSeries(series([0, HOUR], [0]), () => 1);
    assert.deepEqual(
      lines.map(({ id }) => id),
      ['actual', 'mean', 'median', 'P65'],
    );
    assert.deepEqual(
      bands.map(({ name }) => name),
      ['P10 to P90'],
    );
  });

  it('ends a forecast at the border of a window, and lets the actual values go on', () => {
    const { times, lines, isBreak } = planSeries(series([0, HOUR, 2 * HOUR, 3 * HOUR], [0, 2 * HOUR]), () => 1);
    assert.deepEqual(times, [0, 3600, 5400, 7200, 10_800]);
    assert.deepEqual(isBreak, [false, false, true, false, false]);
    assert.deepEqual(lines[0]?.values, [0, 1, undefined, 2, 3]);
    assert.deepEqual(lines[1]?.values, [0, 1, null, 2, 3]);
  });

  it('ends the actual values as well where a window is missing', () => {
    const { lines } = planSeries(series([0, HOUR, 20 * HOUR, 21 * HOUR], [0, 20 * HOUR]), () => 1);
    assert.deepEqual(lines[0]?.values, [0, 1, null, 2, 3]);
  });
});
