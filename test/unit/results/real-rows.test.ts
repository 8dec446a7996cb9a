import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { DuckDbEngine } from '../../../src/results/engine';
import { openFolder } from '../../support/exports/engine';
import { useEngine } from '../../support/exports/use-engine';
import { PROJECT } from '../../support/paths';

const FIXTURES = path.join(PROJECT, 'test', 'fixtures', 'amazon-forecast-samples');
const TIME = '2020-12-14T13-20-10Z';

describe('Rows of a published export', function () {
  this.timeout(60_000);
  let folder: string;
  let engine: DuckDbEngine;

  useEngine((scene) => ({ folder, engine } = scene));

  function exportOf(name: string, accuracy?: string, forecast?: string): string {
    const target = path.join(folder, name);
    for (const [inner, file, prefix] of [
      ['accuracy-metrics-values', accuracy, 'Accuracy_'],
      ['forecasted-values', forecast, 'Forecasts_'],
    ] as const) {
      if (file === undefined) continue;
      mkdirSync(path.join(target, inner), { recursive: true });
      copyFileSync(path.join(FIXTURES, file), path.join(target, inner, `${prefix}bike_${TIME}_part0.csv`));
    }
    return target;
  }

  it('open with the accuracy file alone, its old columns and its three copies', async () => {
    const opened = await openFolder(engine, exportOf('old', 'bike_accuracy_metrics_2020_real_slice.csv'));
    assert.deepEqual(opened.shape.fileQuantiles, [0.65, 0.9]);
    assert.deepEqual(opened.shape.fileMetrics, ['rmse', 'wape']);
    assert.equal(opened.shape.windows.length, 5);
    assert.deepEqual(
      opened.notes.map(({ kind }) => kind),
      ['duplicates', 'noForecastFiles', 'windowsNotDefined', 'fileWape'],
    );
    const duplicates = opened.notes.find((note) => note.kind === 'duplicates');
    assert.ok(duplicates && duplicates.dropped > 400);
    assert.equal(duplicates.differing, 0, 'the copies differ in the last digit of a float only');

    const { rows } = await engine.items(opened.id, { sort: { by: 'item', descending: false }, offset: 0, limit: 1000 });
    const item = rows.find(({ key }) => key.itemId === '31000');
    assert.equal(item?.values['file:wql:0.65'], 1.1643288382123906);
    assert.equal(item.values['file:rmse'], 0.6132611379099234);
    const series = await engine.series(opened.id, { itemId: '31320', dimensions: [] });
    const window = series.windows.find(({ start }) => start === Date.UTC(2017, 5, 21));
    assert.deepEqual([window?.values['file:wape'], window?.end], [null, Date.UTC(2017, 5, 21, 23)]);
  });

  it('open with the forecast file alone, negative forecasts and dates without a time', async () => {
    const opened = await openFolder(engine, exportOf('forecast', undefined, 'bike_forecasted_values_printed_rows.csv'));
    assert.deepEqual([opened.shape.hasMean, opened.shape.quantiles], [true, [0.65, 0.9]]);
    const series = await engine.series(opened.id, { itemId: '31077', dimensions: [] });
    assert.deepEqual(series.mean?.slice(0, 2), [-0.02623, -0.02692]);
    assert.equal(series.windows[0]?.start, Date.UTC(2017, 5, 19));
    // Five steps without demand: the numerators alone.
    const [{ values }] = series.windows as [(typeof series.windows)[number]];
    assert.ok(Math.abs((values.wape ?? 0) - (0.02623 + 0.02692 + 0.02998 + 0.02325 + 0.02837)) < 1e-12);
    const loss = 2 * 0.35 * 0 + 2 * 0.65 * (0.01701 + 0.01489 + 0.02312 + 0.021 + 0.0195);
    assert.ok(Math.abs((values['wql:0.65'] ?? 0) - loss) < 1e-12);
    assert.deepEqual([values.mape, values.mase, values['coverage:0.65'], values['coverage:0.9']], [0, 0, 0, 0.2]);
  });

  it('open with new columns', async () => {
    const opened = await openFolder(engine, exportOf('new', 'bike_accuracy_metrics_printed_rows_2021.csv'));
    const { rows } = await engine.items(opened.id, {
      sort: { by: 'file:mase', descending: true },
      offset: 0,
      limit: 1,
    });
    assert.deepEqual([rows[0]?.key.itemId, rows[0]?.values['file:mase']], ['31288', 0.80521]);
  });
});
