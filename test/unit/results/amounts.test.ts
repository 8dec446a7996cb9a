import assert from 'node:assert/strict';
import path from 'node:path';
import type { OpenedExport } from '../../../src/domain/results-port';
import type { DuckDbEngine } from '../../../src/results/engine';
import { writeByHand } from '../../support/exports/by-hand';
import { openFolder } from '../../support/exports/engine';
import { useEngine } from '../../support/exports/use-engine';

describe('Amounts over all windows', function () {
  this.timeout(60_000);
  let folder: string;
  let engine: DuckDbEngine;
  let opened: OpenedExport;

  useEngine((scene) => ({ folder, engine } = scene));

  before(async () => {
    const csv = path.join(folder, 'export');
    writeByHand(csv, [
      { itemId: 'even', window: 0, actual: [10, 10], mean: [11, 12] },
      { itemId: 'even', window: 1, actual: [20, 20], mean: [19, 18] },
      { itemId: 'once', window: 1, actual: [30, 30], mean: [34, 34] },
    ]);
    opened = await openFolder(engine, csv);
    await opened.stored;
  });

  const byError = { by: 'absoluteError', descending: true } as const;

  it('are sums for every item: of the absolute error as of the demand', async () => {
    const { rows } = await engine.items(opened.id, { sort: byError, offset: 0, limit: 10 });
    assert.deepEqual(
      rows.map(({ key, values }) => [key.itemId, values.absoluteError, values.demand]),
      [
        ['once', 8, 60],
        ['even', 6, 60],
      ],
    );
  });

  it('are sums for the whole export, which the windows add up to', async () => {
    const { overall, windows } = await engine.summary(opened.id);
    assert.deepEqual(
      windows.map(({ values }) => [values.absoluteError, values.demand]),
      [
        [3, 20],
        [11, 100],
      ],
    );
    assert.deepEqual([overall.absoluteError, overall.demand], [14, 120]);
  });

  it('make up the shares of the error', async () => {
    const { rows } = await engine.items(opened.id, { sort: byError, offset: 0, limit: 10 });
    assert.deepEqual(
      rows.map(({ values }) => values.errorShare),
      [8 / 14, 6 / 14],
    );
  });

  it('are what a range of the absolute error is held against', async () => {
    const ranges = [{ column: 'absoluteError', min: 6, max: 7 }] as const;
    const { rows } = await engine.items(opened.id, { sort: byError, ranges, offset: 0, limit: 10 });
    assert.deepEqual(
      rows.map(({ key }) => key.itemId),
      ['even'],
    );
  });

  it('are the same in SQL', async () => {
    const sql = 'SELECT item_id, absolute_error, demand FROM item_metrics ORDER BY item_id';
    const { rows } = await engine.query(opened.id, sql, 10);
    assert.deepEqual(rows, [
      ['even', 6, 60],
      ['once', 8, 60],
    ]);
  });

  it('are those of one window where one is asked for', async () => {
    const window = opened.shape.windows[0]?.start ?? 0;
    const { rows } = await engine.items(opened.id, { window, sort: byError, offset: 0, limit: 10 });
    assert.deepEqual(
      rows.map(({ key, values }) => [key.itemId, values.absoluteError, values.demand]),
      [['even', 3, 20]],
    );
  });
});
