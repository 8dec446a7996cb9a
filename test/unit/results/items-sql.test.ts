import assert from 'node:assert/strict';
import path from 'node:path';
import type { OpenedExport } from '../../../src/domain/results-port';
import { itemsSql, type ItemsQuestion } from '../../../src/domain/results-sql';
import type { DuckDbEngine } from '../../../src/results/engine';
import { openFolder } from '../../support/exports/engine';
import type { ExportPlan } from '../../support/exports/plan';
import { writeCsvExport } from '../../support/exports/write';
import { useEngine } from '../../support/exports/use-engine';

const PLAN: ExportPlan = {
  seed: 5,
  jobName: 'weekly',
  items: 60,
  windows: 2,
  horizon: 24,
  step: 'hour',
  dimensions: ['Store Name'],
  quantiles: [0.1, 0.5, 0.9],
  mean: true,
  parts: 2,
  ids: ["o'clock", '%_'],
};

const COLUMNS = ['errorShare', 'wape', 'wql:0.9', 'coverage:0.1', 'file:averageWql'] as const;

describe('The query behind the table of items', function () {
  this.timeout(60_000);
  let folder: string;
  let engine: DuckDbEngine;
  let opened: OpenedExport;

  useEngine((scene) => ({ folder, engine } = scene));

  before(async () => {
    writeCsvExport(PLAN, path.join(folder, 'export'));
    opened = await openFolder(engine, path.join(folder, 'export'));
  });

  const byShare: ItemsQuestion = { sort: { by: 'errorShare', descending: true } };
  const questions: readonly (readonly [string, (window: number) => ItemsQuestion])[] = [
    ['of all items', () => byShare],
    ['of one window, by id', (window) => ({ window, sort: { by: 'item', descending: false } })],
    ['of a text with a quote', () => ({ ...byShare, text: "O'C" })],
    ['of a text with signs that patterns know', () => ({ ...byShare, text: '%_' })],
    [
      'of a range',
      () => ({ sort: { by: 'wql:0.9', descending: false }, ranges: [{ column: 'wape', min: 0.2, max: 0.9 }] }),
    ],
  ];

  for (const [name, questionOf] of questions) {
    it(`answers the same as the table: ${name}`, async () => {
      const question = questionOf(opened.shape.windows[0]?.start ?? 0);
      const page = await engine.items(opened.id, { ...question, offset: 0, limit: 1000 });
      const answer = await engine.query(opened.id, itemsSql(question, COLUMNS, opened.shape.dimensions), 1000);
      assert.ok(page.total > 0);
      assert.deepEqual(
        answer.rows,
        page.rows.map(({ key, values }) => [key.itemId, ...key.dimensions, ...COLUMNS.map((id) => values[id] ?? null)]),
      );
    });
  }
});
