import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { OpenedExport, OpenProgress } from '../../../src/domain/results-port';
import { isResultsError } from '../../../src/domain/results-error';
import type { DuckDbEngine } from '../../../src/results/engine';
import { makeEngine, openFolder } from '../../support/exports/engine';
import { PLAIN_PLAN } from '../../support/exports/plan';
import { writeCsvExport, writeParquetExport } from '../../support/exports/write';
import { useEngine } from '../../support/exports/use-engine';

const PLAN = {
  ...PLAIN_PLAN,
  seed: 11,
  jobName: 'weekly',
  items: 120,
  windows: 3,
  dimensions: ['location'],
  parts: 4,
  notDefinedEvery: 8,
};

describe('An opened export', function () {
  this.timeout(60_000);
  let folder: string;
  let csv: string;
  let engine: DuckDbEngine;
  let opened: OpenedExport;

  useEngine((scene) => ({ folder, engine } = scene));

  before(async () => {
    csv = path.join(folder, 'export');
    writeCsvExport(PLAN, csv);
    opened = await openFolder(engine, csv);
    await opened.stored;
  });

  const byWql = { by: 'averageWql', descending: true } as const;

  it('says what it holds', () => {
    const { shape } = opened;
    assert.deepEqual([shape.items, shape.windows.length, shape.horizon, shape.step], [120, 3, 24, 3_600_000]);
    assert.deepEqual(shape.quantiles, [0.1, 0.5, 0.9]);
    assert.deepEqual(shape.dimensions, ['location']);
    assert.equal(shape.rows, (120 * 3 - 15) * 24);
    assert.deepEqual(
      opened.notes.find(({ kind }) => kind === 'windowsNotDefined'),
      {
        kind: 'windowsNotDefined',
        count: 15,
        items: 15,
      },
    );
  });

  it('pages through the items in the order of any column, without gaps or repeats', async () => {
    const pages = await Promise.all(
      [0, 50, 100].map((offset) => engine.items(opened.id, { sort: byWql, offset, limit: 50 })),
    );
    const rows = pages.flatMap((page) => page.rows);
    assert.equal(new Set(rows.map(({ key }) => JSON.stringify(key))).size, 120);
    const values = rows.map(({ values: { averageWql } }) => averageWql ?? Number.NEGATIVE_INFINITY);
    assert.deepEqual(
      values,
      [...values].sort((a, b) => b - a),
    );
  });

  it('puts items without a value last in both directions', async () => {
    const start = opened.shape.windows[0]?.start ?? 0;
    for (const descending of [true, false]) {
      const { rows } = await engine.items(opened.id, {
        window: start,
        sort: { by: 'wape', descending },
        offset: 0,
        limit: 200,
      });
      const defined = rows.map(({ values }) => values.wape !== null);
      assert.ok(defined.includes(false));
      assert.equal(defined.lastIndexOf(true) + 1, defined.indexOf(false));
    }
  });

  it('filters by text and by range', async () => {
    const text = await engine.items(opened.id, { sort: byWql, text: 'ITEM_00001', offset: 0, limit: 50 });
    assert.equal(text.total, 10);
    const place = await engine.items(opened.id, { sort: byWql, text: 'nor', offset: 0, limit: 5 });
    assert.equal(place.total, 40);
    const worst = await engine.items(opened.id, {
      sort: byWql,
      ranges: [{ column: 'averageWql', min: 0.5, max: 1 }],
      offset: 0,
      limit: 200,
    });
    assert.ok(worst.total > 0 && worst.rows.length === worst.total);
    assert.ok(worst.rows.every(({ values: { averageWql: wql } }) => (wql ?? 0) >= 0.5 && (wql ?? 0) <= 1));
  });

  it('shares the total error out over the items', async () => {
    const sort = { by: 'errorShare', descending: true } as const;
    const { rows } = await engine.items(opened.id, { sort, offset: 0, limit: 200 });
    const shares = rows.map(({ values }) => values.errorShare ?? 0);
    assert.ok(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1) < 1e-9);
  });

  it('draws a sparkline of as many points as asked for, from the actual values', async () => {
    const { rows } = await engine.items(opened.id, { sort: byWql, offset: 0, limit: 10, sparkline: 20 });
    for (const { key, sparkline } of rows) {
      assert.ok(sparkline && sparkline.length > 0 && sparkline.length <= 20);
      const { actual } = await engine.series(opened.id, key);
      assert.ok(sparkline.every((value) => actual.includes(value)));
    }
  });

  it('gives one series with its windows, also where one is not defined', async () => {
    const series = await engine.series(opened.id, { itemId: 'item_000007', dimensions: ['south'] });
    assert.deepEqual(
      series.windows.map(({ values }) => values.windowsDefined),
      [1, 0, 1],
    );
    assert.equal(series.timestamps.length, 48);
    assert.deepEqual(
      series.timestamps,
      [...series.timestamps].sort((a, b) => a - b),
    );
    assert.deepEqual(
      series.quantiles.map(({ level, values }) => [level, values.length]),
      [
        [0.1, 48],
        [0.5, 48],
        [0.9, 48],
      ],
    );
  });

  it('says that it does not know an item', async () => {
    const unknown = engine.series(opened.id, { itemId: 'item_000007', dimensions: ['nowhere'] });
    await assert.rejects(unknown, (error) => isResultsError(error) && error.kind === 'badQuery');
  });

  it('reads back from the local store without touching the files', async () => {
    const other = makeEngine(path.join(folder, 'cache'));
    try {
      const again = await openFolder(other, csv);
      assert.equal(again.fromStore, true);
      assert.deepEqual(again.shape, opened.shape);
      assert.deepEqual(again.notes, opened.notes);
      assert.deepEqual(await other.summary(again.id), await engine.summary(opened.id));
    } finally {
      other.dispose();
    }
  });

  it('is read again when a file has changed', async () => {
    const copy = path.join(folder, 'changed');
    writeCsvExport({ ...PLAN, items: 20 }, copy);
    const first = await openFolder(engine, copy);
    await first.stored;
    writeCsvExport({ ...PLAN, items: 21 }, copy);
    const second = await openFolder(engine, copy);
    assert.deepEqual([first.shape.items, second.fromStore, second.shape.items], [20, false, 21]);
  });

  it('tells how far it has come', async () => {
    const copy = path.join(folder, 'progress');
    writeCsvExport({ ...PLAN, seed: 12 }, copy);
    const steps: OpenProgress[] = [];
    await openFolder(engine, copy, { onProgress: (step) => steps.push(step) });
    assert.equal(steps.at(-1)?.phase, 'compute');
    assert.equal(steps.at(-1)?.bytesDone, steps.at(-1)?.bytesTotal);
    assert.ok(steps.some(({ rows }) => rows > 0));
  });

  for (const style of ['texts', 'typed', 'typedAlteredNames'] as const) {
    it(`has the same metrics when its files are Parquet (${style})`, async () => {
      const target = path.join(folder, `parquet-${style}`);
      const files = readdirSync(csv, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.csv'));
      await writeParquetExport(
        csv,
        target,
        files.filter((file) => statSync(path.join(csv, file)).size > 0),
        style,
      );
      const parquet = await openFolder(engine, target);
      assert.deepEqual(parquet.shape, opened.shape);
      const [one, two] = await Promise.all([engine.summary(opened.id), engine.summary(parquet.id)]);
      for (const [name, value] of Object.entries(one.overall)) {
        const other = Object.entries(two.overall).find(([key]) => key === name)?.[1];
        assert.ok(Math.abs((value ?? 0) - (other ?? 0)) < 1e-9 * Math.max(1, Math.abs(value ?? 0)), name);
      }
      await engine.close(parquet.id);
    });
  }

  it('compares with another export, item by item', async () => {
    const better = path.join(folder, 'better');
    writeCsvExport({ ...PLAN, quantiles: [0.5, 0.9], items: 130 }, better);
    const other = await openFolder(engine, better);
    const compared = await engine.compare({
      left: opened.id,
      right: other.id,
      metric: 'wql:0.5',
      sort: { by: 'difference', descending: true },
      offset: 0,
      limit: 10,
      scatter: 40,
    });
    assert.deepEqual([compared.onlyLeft, compared.onlyRight, compared.total], [0, 10, 120]);
    assert.equal(compared.leftWins + compared.rightWins + compared.ties, 120);
    assert.ok(compared.scatter.length > 30 && compared.scatter.length <= 40);
    assert.equal(compared.windows.length, 3);
    for (const { left, right, difference } of compared.rows) {
      assert.equal(difference, (right ?? Number.NaN) - (left ?? Number.NaN));
    }
    await engine.close(other.id);
  });

  it('is not compared with an export of other dimensions', async () => {
    const target = path.join(folder, 'other-dimensions');
    writeCsvExport({ ...PLAN, dimensions: ['shop'], items: 5 }, target);
    const other = await openFolder(engine, target);
    const compared = engine.compare({
      left: opened.id,
      right: other.id,
      metric: 'wape',
      sort: { by: 'item', descending: false },
      offset: 0,
      limit: 10,
    });
    await assert.rejects(compared, (error) => isResultsError(error) && error.kind === 'notComparable');
  });

  it('answers SQL on tables that bear the names of the files', async () => {
    const tables = await engine.tables(opened.id);
    assert.deepEqual(
      tables.map(({ name }) => name),
      ['item_metrics', 'window_metrics', 'forecasted_values', 'accuracy_metrics_values'],
    );
    const columns = tables[2]?.columns.map(({ name }) => name);
    assert.deepEqual(columns?.slice(0, 4), ['item_id', 'location', 'timestamp', 'target_value']);
    const result = await engine.query(
      opened.id,
      'SELECT location, count(*) AS n FROM forecasted_values GROUP BY location ORDER BY location',
      10,
    );
    assert.deepEqual(
      result.rows.map(([location]) => location),
      ['east', 'north', 'south'],
    );
    const cut = await engine.query(opened.id, 'FROM forecasted_values', 5);
    assert.deepEqual([cut.rows.length, cut.truncated], [5, true]);
  });

  for (const [title, sql] of [
    ['a change', 'DELETE FROM forecast'],
    ['two statements', 'SELECT 1; SELECT 2'],
    ['a file', `SELECT * FROM read_csv('/etc/hosts', columns = {'a': 'VARCHAR'}, auto_detect = false)`],
    ['a folder', `SELECT * FROM glob('/*')`],
    ['a copy to a file', `COPY forecast TO '/tmp/stolen.csv'`],
    ['a setting', 'SET enable_external_access = true'],
    ['another database', `ATTACH '/tmp/other.duckdb'`],
    ['nonsense', 'SELEC 1'],
  ] as const) {
    it(`refuses ${title} in SQL`, async () => {
      const refused = engine.query(opened.id, sql, 10);
      await assert.rejects(
        refused,
        (error) => isResultsError(error) && error.kind === 'badQuery' && error.message !== '',
      );
    });
  }

  it('keeps what was used last when the store grows over its limit', async () => {
    const cache = path.join(folder, 'small-cache');
    mkdirSync(cache);
    const small = makeEngine(cache, { cacheLimit: 4 * 1024 * 1024 });
    try {
      for (const seed of [21, 22, 23, 24]) {
        const target = path.join(folder, `evict-${seed}`);
        writeCsvExport({ ...PLAN, seed, items: 30 }, target);
        const one = await openFolder(small, target);
        assert.equal((await one.stored).kind, 'stored');
        await small.close(one.id);
      }
      const stores = readdirSync(cache).filter((name) => name.endsWith('.duckdb'));
      const bytes = stores.reduce((sum, name) => sum + statSync(path.join(cache, name)).size, 0);
      assert.ok(stores.length >= 1 && bytes <= 4 * 1024 * 1024, `${stores.length} stores of ${bytes} bytes`);
      assert.equal((await openFolder(small, path.join(folder, 'evict-24'))).fromStore, true);
      assert.equal((await openFolder(small, path.join(folder, 'evict-21'))).fromStore, false);
    } finally {
      small.dispose();
    }
  });

  it('is no longer known after it was closed', async () => {
    const again = await openFolder(engine, csv);
    await engine.close(again.id);
    await assert.rejects(engine.summary(again.id), (error) => isResultsError(error) && error.kind === 'notOpen');
    assert.ok((await engine.summary(opened.id)).windows.length > 0);
  });
});
