import assert from 'node:assert/strict';
import path from 'node:path';
import type { ColumnId, ItemRow, OpenedExport, Series, Values } from '../../../src/domain/results-port';
import { windowMetrics } from '../../../src/domain/metrics';
import type { DuckDbEngine } from '../../../src/results/engine';
import type { Recomputed } from '../../support/exports/engine';
import { openFolder, recompute } from '../../support/exports/engine';
import type { ExportPlan } from '../../support/exports/plan';
import { writeCsvExport } from '../../support/exports/write';
import { useEngine } from '../../support/exports/use-engine';

/** Three exports that together have every quirk of the published ones. */
const PLANS: Readonly<Record<string, ExportPlan>> = {
  'hourly, two dimensions, mean, windows not defined, duplicates': {
    seed: 1,
    jobName: 'hourly',
    items: 60,
    windows: 5,
    horizon: 48,
    step: 'hour',
    dimensions: ['location', 'mean_price'],
    quantiles: [0.65, 0.9],
    mean: true,
    parts: 5,
    notDefinedEvery: 6,
    duplicateEvery: 50,
  },
  'daily, no mean, rows in random order, values missing': {
    seed: 2,
    jobName: 'daily',
    items: 80,
    windows: 3,
    horizon: 14,
    step: 'day',
    dimensions: [],
    quantiles: [0.1, 0.5, 0.9],
    mean: false,
    parts: 7,
    shuffled: true,
    missingEvery: 97,
  },
  'monthly, mean, many quantiles, one window': {
    seed: 3,
    jobName: 'monthly',
    items: 120,
    windows: 1,
    horizon: 18,
    step: 'month',
    dimensions: ['region'],
    quantiles: [0.01, 0.05, 0.25, 0.5, 0.55, 0.75, 0.95, 0.99],
    mean: true,
    parts: 3,
    notDefinedEvery: 10,
  },
};

/** Equal within 1e-9 of the larger one, or of 1 for numbers around zero. */
function assertClose(actual: number | null | undefined, expected: number | null | undefined, what: string): void {
  if (expected === null || expected === undefined || actual === null || actual === undefined) {
    assert.equal(actual ?? null, expected ?? null, what);
    return;
  }
  const tolerance = 1e-9 * Math.max(1, Math.abs(expected), Math.abs(actual));
  assert.ok(Math.abs(actual - expected) <= tolerance, `${what}: ${actual} instead of ${expected}`);
}

function assertValues(actual: Values, expected: Readonly<Record<string, number | null>>, what: string): void {
  for (const [name, value] of Object.entries(expected)) {
    if (name !== 'n') assertClose(actual[name as ColumnId], value, `${what} ${name}`);
  }
}

for (const [title, plan] of Object.entries(PLANS)) {
  describe(`The metrics of an export (${title})`, function () {
    this.timeout(60_000);
    let folder: string;
    let engine: DuckDbEngine;
    let opened: OpenedExport;
    let python: Recomputed;
    let rows: readonly ItemRow[];

    useEngine((scene) => ({ folder, engine } = scene));

    before(async () => {
      writeCsvExport(plan, path.join(folder, 'export'));
      python = recompute(path.join(folder, 'export'));
      opened = await openFolder(engine, path.join(folder, 'export'));
      rows = (await engine.items(opened.id, { sort: { by: 'item', descending: false }, offset: 0, limit: 1000 })).rows;
    });

    it('are those that an independent program computes, item by item', () => {
      const withRows = rows.filter(({ key }) => JSON.stringify([key.itemId, ...key.dimensions]) in asKeys(python));
      assert.equal(withRows.length, Object.keys(python.items).length);
      for (const { key, values } of withRows) {
        const expected = asKeys(python)[JSON.stringify([key.itemId, ...key.dimensions])];
        assertValues(values, expected ?? {}, key.itemId);
      }
    });

    it('are those that an independent program computes, window by window', async () => {
      const summary = await engine.summary(opened.id);
      assert.equal(summary.windows.length, plan.windows);
      for (const window of summary.windows) {
        assertValues(window.values, python.windows[String(window.start)] ?? {}, `window ${window.start}`);
      }
      assertValues(summary.overall, python.overall, 'overall');
    });

    it('are those of the formulas in TypeScript, for every item and window', async () => {
      const { quantiles, hasMean, season } = opened.shape;
      assert.equal(season, python.season);
      const basis = hasMean ? 'mean' : quantiles.includes(0.5) ? 'median' : 'none';
      let compared = 0;
      for (const { key } of rows) {
        const series = await engine.series(opened.id, key);
        for (const window of series.windows) {
          const points = pointsOf(series, window);
          const expected = windowMetrics(points, { levels: quantiles, season, basis });
          const what = `${key.itemId} ${window.start}`;
          expected.wql.forEach((value, index) =>
            assertClose(window.values[`wql:${quantiles[index] ?? 0}`], value, what),
          );
          expected.coverage.forEach((value, index) =>
            assertClose(window.values[`coverage:${quantiles[index] ?? 0}`], value, what),
          );
          for (const name of ['averageWql', 'absoluteError', 'bias'] as const) {
            assertClose(window.values[name], expected[name], `${what} ${name}`);
          }
          for (const name of ['wape', 'rmse', 'mape', 'mase'] as const) {
            assertClose(window.values[name], hasMean ? expected[name] : null, `${what} ${name}`);
          }
          compared += 1;
        }
      }
      assert.equal(compared, plan.items * plan.windows);
    });

    it('counts every forecast row once', () => {
      assert.equal(opened.shape.rows, python.rows);
      const note = opened.notes.find((one) => one.kind === 'duplicates');
      assert.equal(note?.dropped ?? 0, python.copies);
      assert.equal(note?.differing ?? 0, 0, 'copies that differ in the last digit only are the same');
    });

    it('agree with the accuracy files wherever both say something', () => {
      assert.deepEqual(
        opened.notes.filter(({ kind }) => kind === 'disagreement'),
        [],
      );
      const definition = opened.notes.find((one) => one.kind === 'fileWape')?.definition;
      assert.equal(definition, 'absoluteErrorSum');
    });
  });
}

function asKeys(python: Recomputed): Recomputed['items'] {
  // Python separates with a space.
  return Object.fromEntries(
    Object.entries(python.items).map(([key, value]) => [JSON.stringify(JSON.parse(key)), value]),
  );
}

function pointsOf(series: Series, window: { readonly start: number; readonly end: number }) {
  return series.timestamps.flatMap((time, index) =>
    time < window.start || time > window.end
      ? []
      : [
          {
            actual: series.actual[index] ?? null,
            mean: series.mean?.[index] ?? null,
            quantiles: series.quantiles.map(({ values }) => values[index] ?? null),
          },
        ],
  );
}
