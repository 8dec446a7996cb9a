import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import path from 'node:path';
import type { ColumnId, OpenedExport, Values } from '../../../src/domain/results-port';
import type { DuckDbEngine } from '../../../src/results/engine';
import { createSampleAccount } from '../../../src/sample';
import { makeEngine, openFolder, recompute, temporaryFolder } from '../../support/exports/engine';
import { copyBelow, objectsBelow, s3 } from '../../support/exports/sample-s3';
import { accountWithClock, bytesOf, newExport, type MovableAccount } from '../../support/sample-client';

const BUCKET = 'example-retail-forecast';

async function predictorArn(scene: MovableAccount, name: string): Promise<string> {
  const { Predictors } = await scene.call('ListPredictors', {});
  return Predictors.find(({ PredictorName }) => PredictorName === name)?.PredictorArn ?? assert.fail(name);
}

/** Lets the sample account make an export of a predictor; `name` is a part of the predictor's name. */
async function exportOf(scene: MovableAccount, predictor: string, format: 'CSV' | 'PARQUET'): Promise<string> {
  const prefix = `${predictor}/${format}`;
  const request = newExport(`${predictor}_as_${format}`, { Path: `s3://${BUCKET}/${prefix}` });
  await scene.call('CreatePredictorBacktestExportJob', {
    ...request,
    PredictorArn: await predictorArn(scene, predictor),
    Format: format,
  });
  scene.pass(120_000);
  return `${prefix}/`;
}

const CASES = {
  'days, a dimension, with the mean': { predictor: 'fresh_daily_demand', hasMean: true, items: 400 },
  'weeks, a dimension, without the mean': { predictor: 'grocery_weekly_demand', hasMean: false, items: 300 },
  'hours, other quantiles': { predictor: 'store_traffic_hourly', hasMean: true, items: 200 },
  'one window': { predictor: 'apparel_season_plan', hasMean: true, items: 50 },
};

for (const [title, { predictor, hasMean, items }] of Object.entries(CASES)) {
  describe(`The files of a sample export (${title})`, function () {
    this.timeout(60_000);
    let folder: string;
    let engine: DuckDbEngine;
    const scenes = { CSV: accountWithClock({ items }), PARQUET: accountWithClock({ items }) };
    const opened: Partial<Record<'CSV' | 'PARQUET', OpenedExport>> = {};

    before(async () => {
      folder = temporaryFolder();
      engine = makeEngine(path.join(folder, 'cache'));
      for (const format of ['CSV', 'PARQUET'] as const) {
        const prefix = await exportOf(scenes[format], predictor, format);
        await copyBelow(scenes[format].account, BUCKET, prefix, path.join(folder, format));
        opened[format] = await openFolder(engine, path.join(folder, format));
      }
    });

    after(() => {
      engine.dispose();
      rmSync(folder, { recursive: true, force: true });
    });

    const csv = (): OpenedExport => opened.CSV ?? assert.fail('not opened');
    const allItems = async ({ id }: OpenedExport) =>
      (await engine.items(id, { sort: { by: 'item', descending: false }, offset: 0, limit: 1000 })).rows;

    it('hold metrics that follow from their forecasts', () => {
      for (const { notes, shape } of Object.values(opened)) {
        assert.deepEqual(
          notes.filter(({ kind }) => kind === 'disagreement'),
          [],
        );
        const wape = notes.find(({ kind }) => kind === 'fileWape');
        if (hasMean) assert.deepEqual(wape, { kind: 'fileWape', definition: 'absoluteErrorSum' });
        assert.equal(shape.hasMean, hasMean);
        assert.equal(shape.items, items);
      }
    });

    it('leave out windows that are not defined', async () => {
      const note = csv().notes.find(({ kind }) => kind === 'windowsNotDefined');
      assert.ok(note?.kind === 'windowsNotDefined' && note.count > 0 && note.items < items / 10);
      const rows = await allItems(csv());
      const undefinedWindows = rows.reduce(
        (sum, { values }) => sum + csv().shape.windows.length - (values.windowsDefined ?? 0),
        0,
      );
      assert.equal(undefinedWindows, note.count);
    });

    it('have the metrics that an independent program computes from them', async () => {
      const python = recompute(path.join(folder, 'CSV'));
      const expected = new Map(
        Object.entries(python.items).map(([key, values]) => [key.replaceAll(', ', ','), values]),
      );
      let compared = 0;
      for (const { key, values } of await allItems(csv())) {
        const own = expected.get(JSON.stringify([key.itemId, ...key.dimensions]));
        if (!own) continue;
        compared += 1;
        for (const [name, value] of Object.entries(own)) if (name !== 'n') assertClose(values, name, value, key.itemId);
      }
      assert.equal(compared, expected.size);
      assert.equal(csv().shape.rows, python.rows);
    });

    it('say the same in CSV and in Parquet', async () => {
      const parquet = opened.PARQUET ?? assert.fail('not opened');
      assert.deepEqual(parquet.shape, csv().shape);
      assert.deepEqual(await allItems(parquet), await allItems(csv()));
    });

    it('have the accuracy that the service tells of the predictor, window by window', async () => {
      const { PredictorEvaluationResults } = await scenes.CSV.call('GetAccuracyMetrics', {
        PredictorArn: await predictorArn(scenes.CSV, predictor),
      });
      const stated = [...(PredictorEvaluationResults[0]?.TestWindows.slice(1) ?? [])].reverse();
      const { windows } = await engine.summary(csv().id);
      assert.equal(stated.length, windows.length);
      for (const [index, { start, items: defined, values }] of windows.entries()) {
        const window = stated[index] ?? assert.fail();
        assert.deepEqual([(window.TestWindowStart ?? 0) * 1000, window.ItemCount], [start, defined]);
        for (const { Quantile, LossValue } of window.Metrics.WeightedQuantileLosses) {
          assertClose(values, `wql:${Quantile}`, LossValue, 'loss');
        }
        const [errors] = window.Metrics.ErrorMetrics;
        for (const name of hasMean ? (['WAPE', 'RMSE', 'MAPE', 'MASE'] as const) : []) {
          assertClose(values, name.toLowerCase(), errors?.[name] ?? null, name);
        }
      }
    });

    it('come from a forecast that is neither perfect nor hopeless', async () => {
      const { overall } = await engine.summary(csv().id);
      const loss = overall.averageWql ?? 0;
      assert.ok(loss > 0.03 && loss < 0.8, `wQL ${loss}`);
      for (const level of csv().shape.quantiles) {
        const coverage = overall[`coverage:${level}`] ?? 0;
        assert.ok(Math.abs(coverage - level) < 0.2, `${coverage} of the values lie at or below the quantile ${level}`);
      }
    });
  });
}

function assertClose(values: Values, name: string, expected: number | null, what: string): void {
  const actual = values[name as ColumnId] ?? null;
  const tolerance = 1e-9 * Math.max(1, Math.abs(expected ?? 0));
  const isClose = actual === null || expected === null ? actual === expected : Math.abs(actual - expected) <= tolerance;
  assert.ok(isClose, `${what} ${name}: ${actual} instead of ${expected}`);
}

describe('The files of sample exports', () => {
  it('are as many as the option says, without making one of them', async () => {
    const scene = accountWithClock({ items: 100_000 });
    const prefix = await exportOf(scene, 'slow_movers_npts', 'CSV');
    const objects = await objectsBelow(scene.account, BUCKET, `${prefix}forecasted-values/`);
    const bytes = objects.reduce((sum, { size }) => sum + size, 0);
    assert.ok(bytes > 1e9, `${bytes} bytes`);
    assert.equal(objects.filter(({ size }) => size === 0).length, 1, 'a part without a byte');
  });

  it('can be read from any place, with the same bytes', async () => {
    const scene = accountWithClock({ items: 60 });
    for (const format of ['CSV', 'PARQUET'] as const) {
      const prefix = await exportOf(scene, 'fresh_daily_demand', format);
      for (const { key, size } of await objectsBelow(scene.account, BUCKET, prefix)) {
        if (size === 0) continue;
        const whole = await bytesOf(await s3(scene.account, `/${BUCKET}/${key}`));
        assert.equal(whole.length, size, key);
        for (const [start, end] of [
          [0, 0],
          [1, 200],
          [Math.floor(size / 3), Math.floor(size / 2)],
          [size - 7, size - 1],
        ] as const) {
          const part = await s3(scene.account, `/${BUCKET}/${key}`, { headers: { range: `bytes=${start}-${end}` } });
          assert.ok((await bytesOf(part)).equals(whole.subarray(start, end + 1)), `${key} ${start}-${end}`);
        }
      }
    }
  });

  it('exist for every export that the account began with and that ended well', async () => {
    const scene = accountWithClock({ items: 50 });
    const { PredictorBacktestExportJobs } = await scene.call('ListPredictorBacktestExportJobs', {
      Filters: [{ Key: 'Status', Value: 'ACTIVE', Condition: 'IS' }],
    });
    assert.ok(PredictorBacktestExportJobs.length > 50);
    for (const { PredictorBacktestExportJobName: name, Destination } of PredictorBacktestExportJobs) {
      if (!Destination) continue;
      const [, , bucket = '', ...rest] = Destination.S3Config.Path.split('/');
      const folder = rest.join('/').replace(/(?<=.)\/?$/u, '/');
      const objects = await objectsBelow(scene.account, bucket, `${folder}forecasted-values/Forecasts_${name}_`);
      assert.ok(objects.length > 1, name);
    }
  });

  it('differ from one sample account to another', async () => {
    const texts = await Promise.all(
      [1, 1, 2].map(async (seed) => {
        const scene = accountWithClock({ items: 50, seed });
        const prefix = await exportOf(scene, 'fresh_daily_demand', 'CSV');
        const [first] = await objectsBelow(scene.account, BUCKET, `${prefix}forecasted-values/`);
        return (await bytesOf(await s3(scene.account, `/${BUCKET}/${first?.key ?? ''}`))).toString();
      }),
    );
    assert.equal(texts[0], texts[1]);
    assert.notEqual(texts[0], texts[2]);
  });

  it('are made when they are read, not when the account is', () => {
    const before = process.memoryUsage().heapUsed;
    createSampleAccount({ items: 100_000 });
    // The rows of one such export take hundreds of megabytes.
    assert.ok(process.memoryUsage().heapUsed - before < 50 * 1024 * 1024);
  });
});
