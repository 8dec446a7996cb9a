import assert from 'node:assert/strict';
import path from 'node:path';
import type { OpenedExport } from '../../../src/domain/results-port';
import { dimensionColumns, itemsSql, sqlIdentifier, type ItemsQuestion } from '../../../src/domain/results-sql';
import type { DuckDbEngine } from '../../../src/results/engine';
import { openFolder } from '../../support/exports/engine';
import { PLAIN_PLAN } from '../../support/exports/plan';
import { writeCsvExport } from '../../support/exports/write';
import { useEngine } from '../../support/exports/use-engine';

const PLAN = {
  ...PLAIN_PLAN,
  seed: 5,
  jobName: 'weekly',
  items: 60,
  dimensions: ['Store Name'],
  parts: 2,
  ids: ["o'clock", '%_'],
};

/** Words of SQL, and names that the tables have already. */
const NAMES = ['group', 'demand', 'dimension_demand', 'Points', 'select', 'a "quoted", one'];

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

  it('answers the same as the table, whatever its dimensions are called', async () => {
    const target = path.join(folder, 'names');
    writeCsvExport({ ...PLAN, items: 20, dimensions: NAMES }, target);
    const { id, shape } = await openFolder(engine, target);
    const [first] = shape.windows;
    for (const question of [
      { ...byShare, text: 'north' },
      { ...byShare, window: first?.start ?? 0 },
    ]) {
      const page = await engine.items(id, { ...question, offset: 0, limit: 1000 });
      const answer = await engine.query(id, itemsSql(question, ['demand'], shape.dimensions), 1000);
      assert.ok(page.total > 0);
      assert.deepEqual(
        answer.rows,
        page.rows.map(({ key, values }) => [key.itemId, ...key.dimensions, values.demand]),
      );
    }
  });

  it('can be gone on with: every column of every table can be written as the page inserts it', async () => {
    const target = path.join(folder, 'columns');
    writeCsvExport({ ...PLAN, items: 5, dimensions: NAMES, notDefinedEvery: 5 }, target);
    const { id, shape } = await openFolder(engine, target);
    const tables = await engine.tables(id);
    assert.equal(tables.length, 4);
    for (const { name, columns } of tables) {
      const names = columns.map((column) => column.name);
      assert.equal(new Set(names.map((one) => one.toLowerCase())).size, names.length, name);
      assert.deepEqual(names.slice(1, 1 + NAMES.length), dimensionColumns(shape.dimensions));
      const written = names.map((one) => sqlIdentifier(one));
      assert.deepEqual(written.slice(1 + NAMES.length), names.slice(1 + NAMES.length), 'own names need no quotes');
      const answer = await engine.query(id, `SELECT ${written.join(', ')} FROM ${name} WHERE ${written[1]} <> ''`, 1);
      assert.deepEqual(
        answer.columns.map((column) => column.name),
        names,
      );
    }
  });

  it('has the names of dimensions as they are, except those that the tables have already', () => {
    assert.deepEqual(dimensionColumns(NAMES), [
      'group',
      'dimension_dimension_demand',
      'dimension_demand',
      'dimension_Points',
      'select',
      'a "quoted", one',
    ]);
    assert.deepEqual(dimensionColumns(['demand', 'P50', 'wql_p90', 'store']), [
      'dimension_demand',
      'dimension_P50',
      'dimension_wql_p90',
      'store',
    ]);
  });
});
