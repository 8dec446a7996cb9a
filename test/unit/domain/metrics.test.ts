import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ForecastPoint } from '../../../src/domain/metrics';
import { meanOfDefined, seasonality, windowMetrics } from '../../../src/domain/metrics';
import { PROJECT } from '../../support/paths';

const OPTIONS = { levels: [0.5, 0.9], season: 1, basis: 'mean' } as const;

function points(...rows: readonly [number | null, number | null, number?, number?][]): ForecastPoint[] {
  return rows.map(([actual, mean, p50 = 0, p90 = 0]) => ({ actual, mean, quantiles: [p50, p90] }));
}

describe('The metrics of a window', () => {
  it('follow the documented formulas', () => {
    // Errors 1, 2, 1; demand 2 + 4 + 4 = 10; steps of demand 2, 0.
    const metrics = windowMetrics(points([2, 1, 1, 3], [4, 6, 5, 8], [4, 5, 4, 3]), OPTIONS);
    assert.equal(metrics.absoluteError, 4);
    assert.equal(metrics.wape, 0.4);
    assert.equal(metrics.rmse, Math.sqrt(6 / 3));
    assert.equal(metrics.mape, (1 / 2 + 2 / 4 + 1 / 4) / 3);
    assert.equal(metrics.mase, 4 / 3 / 1);
    assert.equal(metrics.bias, 2 / 10);
    // 0.5: 2 * 0.5 * (1 + 1 + 0); 0.9: 2 * (0.1 * 1 + 0.1 * 4 + 0.9 * 1).
    assert.ok(Math.abs((metrics.wql[0] ?? 0) - 0.2) < 1e-12);
    assert.ok(Math.abs((metrics.wql[1] ?? 0) - 0.28) < 1e-12);
    assert.ok(Math.abs((metrics.averageWql ?? 0) - 0.24) < 1e-12);
    assert.deepEqual(metrics.coverage, [2 / 3, 2 / 3]);
  });

  it('have the numerator alone when nothing was demanded', () => {
    const metrics = windowMetrics(points([0, 1, 2, 4], [0, 2, 2, 4]), OPTIONS);
    assert.equal(metrics.wape, 3);
    assert.ok(Math.abs((metrics.wql[1] ?? 0) - 2 * 0.1 * 8) < 1e-12);
    assert.deepEqual([metrics.mape, metrics.mase], [0, 0]);
  });

  it('count a step without demand in the MAPE, with nothing', () => {
    // A published row: one 1 among 24 steps, off by 1.0159, has the MAPE 0.04233.
    const rows = Array.from({ length: 24 }, (_, t): [number, number] => [t === 5 ? 1 : 0, t === 5 ? 1 - 1.0159 : 0.01]);
    assert.ok(Math.abs((windowMetrics(points(...rows), OPTIONS).mape ?? 0) - 0.04233) < 5e-6);
  });

  it('scale the MASE by the season inside the window', () => {
    const rows = [1, 5, 2, 7].map((y): [number, number] => [y, y + 1]);
    assert.equal(windowMetrics(points(...rows), { ...OPTIONS, season: 2 }).mase, 1 / 1.5);
  });

  it('are not defined without rows or with a value missing', () => {
    const empty = windowMetrics([], OPTIONS);
    assert.deepEqual(
      [empty.wape, empty.averageWql, empty.wql, empty.coverage],
      [null, null, [null, null], [null, null]],
    );
    const gap = windowMetrics(points([1, 1], [null, 1]), OPTIONS);
    assert.deepEqual([gap.wape, gap.rmse, gap.averageWql], [null, null, null]);
  });

  it('without a mean are those of the quantiles, and the error is that of the median', () => {
    const metrics = windowMetrics(points([2, null, 1, 3], [4, null, 5, 8]), { ...OPTIONS, basis: 'median' });
    assert.deepEqual([metrics.wape, metrics.rmse, metrics.mape, metrics.mase], [null, null, null, null]);
    assert.equal(metrics.absoluteError, 2);
    assert.ok(metrics.averageWql !== null);
  });
});

describe('The season of MASE', () => {
  const [MINUTE, HOUR, DAY] = [60, 3600, 86_400];
  for (const [title, step, length, season] of [
    ['an hour, a window of a day', HOUR, 24, 1],
    ['an hour, a window of two days', HOUR, 48, 24],
    ['two hours', 2 * HOUR, 24, 12],
    ['15 minutes', 15 * MINUTE, 200, 96],
    ['7 minutes, which divide no day', 7 * MINUTE, 500, 1],
    ['a day', DAY, 60, 1],
    ['a week', 7 * DAY, 60, 1],
    ['a month', 28 * DAY, 24, 12],
    ['a month, a window of 12', 31 * DAY, 12, 1],
    ['three months', 90 * DAY, 12, 4],
    ['a year', 365 * DAY, 12, 1],
    ['unknown', 0, 12, 1],
  ] as const) {
    it(`for steps of ${title} is ${season}`, () => assert.equal(seasonality(step, length), season));
  }
});

/** Rows of a published accuracy file. */
function realRows(name: string): Record<string, string>[] {
  const file = path.join(PROJECT, 'test', 'fixtures', 'amazon-forecast-samples', name);
  const [header = '', ...lines] = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) =>
    Object.fromEntries(line.split(',').map((value, index) => [header.split(',')[index] ?? '', value])),
  );
}

describe('Published accuracy rows', () => {
  const slice = realRows('bike_accuracy_metrics_2020_real_slice.csv');
  const defined = (row: Record<string, string>, name: string): number | null =>
    row[name] === 'not defined' ? null : Number(row[name]);

  it('have a Summary that is the mean of the defined windows', () => {
    const computed = new Map<string, Map<string, Record<string, string>>>();
    for (const row of slice.filter(({ backtest_window: kind }) => kind === 'Computed')) {
      const item = row['item_id'] ?? '';
      const windows = computed.get(item) ?? new Map<string, Record<string, string>>();
      computed.set(item, windows.set(row['backtestwindow_start_time'] ?? '', row));
    }
    let checked = 0;
    for (const row of slice.filter(({ backtest_window: kind }) => kind === 'Summary')) {
      const windows = [...(computed.get(row['item_id'] ?? '')?.values() ?? [])];
      if (windows.length !== 5) continue;
      for (const name of ['wQL[0.65]', 'wQL[0.9]', 'RMSE', 'WAPE']) {
        const expected = meanOfDefined(windows.map((window) => defined(window, name)));
        const stated = defined(row, name);
        if (expected === null || stated === null) assert.equal(stated, expected);
        else assert.ok(Math.abs(stated - expected) < 1e-9 * Math.max(1, expected), `${row['item_id'] ?? ''} ${name}`);
        checked += 1;
      }
    }
    assert.ok(checked > 50, `${checked} values checked`);
  });

  it('state a WAPE that can only be the sum of absolute errors', () => {
    const rows = slice.filter((row) => row['backtest_window'] === 'Computed' && row['WAPE'] !== 'not defined');
    assert.ok(rows.length > 100);
    for (const row of rows) {
      const [rmse, mean] = [Number(row['RMSE']), Number(row['WAPE']) / 24];
      assert.ok(rmse / Math.sqrt(24) <= mean + 1e-9 && mean <= rmse + 1e-9);
    }
  });

  it('have a MASE whose scale is the change of whole numbers inside the window', () => {
    const rows = realRows('bike_accuracy_metrics_printed_rows_2021.csv').filter(
      (row) => row['backtest_window'] === 'Computed' && Number(row['MASE']) > 0,
    );
    assert.ok(rows.length >= 5);
    for (const row of rows) {
      const changes = (Number(row['WAPE']) / 24 / Number(row['MASE'])) * 23;
      assert.ok(Math.abs(changes - Math.round(changes)) < 2e-3, `${changes}`);
    }
  });

  it('have an average wQL that is the mean over the quantiles', () => {
    for (const row of realRows('bike_accuracy_metrics_printed_rows_2021.csv')) {
      const mean = meanOfDefined([Number(row['wQL[0.65]']), Number(row['wQL[0.9]'])]) ?? 0;
      assert.ok(Math.abs(mean - Number(row['Average wQL'])) < 1.1e-5);
    }
  });
});
