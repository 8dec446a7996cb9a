import assert from 'node:assert/strict';
import path from 'node:path';
import { isCancelled } from '../../../src/domain/errors';
import type { CompareRequest, Comparison, MetricId } from '../../../src/domain/results-port';
import type { DuckDbEngine } from '../../../src/results/engine';
import { handWindowStart, type HandWindow, writeByHand } from '../../support/exports/by-hand';
import { openFolder } from '../../support/exports/engine';
import { useEngine } from '../../support/exports/use-engine';

/** A window of one hour with demand 100, so that its WAPE is the error in percent. */
function off(itemId: string, window: number, percent: number): HandWindow {
  return { itemId, window, actual: [100], mean: [100 + percent] };
}

describe('Two exports side by side', function () {
  this.timeout(60_000);
  let folder: string;
  let engine: DuckDbEngine;
  let made = 0;

  useEngine((scene) => ({ folder, engine } = scene));

  async function open(windows: readonly HandWindow[]): Promise<string> {
    made += 1;
    const target = path.join(folder, `export-${made}`);
    writeByHand(target, windows);
    return (await openFolder(engine, target)).id;
  }

  async function compare(
    left: readonly HandWindow[],
    right: readonly HandWindow[],
    metric: MetricId = 'wape',
    changes: Partial<CompareRequest> = {},
  ): Promise<Comparison> {
    return engine.compare({
      left: await open(left),
      right: await open(right),
      metric,
      sort: { by: 'item', descending: false },
      offset: 0,
      limit: 100,
      ...changes,
    });
  }

  const sides = ({ rows }: Comparison) => rows.map(({ key, left, right }) => [key.itemId, left, right]);

  it('are held against each other in the windows that both have of an item', async () => {
    // The left one lacks the hard window of i1; in the only one that both have, the right one is nearer.
    const left = [off('i1', 2, 25), off('i2', 1, 50), off('i2', 2, 12.5)];
    const right = [off('i1', 1, 75), off('i1', 2, 12.5), off('i2', 1, 75), off('i2', 2, 25)];
    const compared = await compare(left, right);
    assert.deepEqual(sides(compared), [
      ['i1', 0.25, 0.125],
      ['i2', 0.3125, 0.5],
    ]);
    assert.deepEqual([compared.leftWins, compared.rightWins, compared.ties], [1, 1, 0]);
    assert.deepEqual([compared.meanLeft, compared.meanRight], [0.28125, 0.3125]);
    assert.deepEqual(
      compared.windows.map(({ start, left: l, right: r }) => [start, l, r]),
      [
        [handWindowStart(1), 0.5, 0.75],
        [handWindowStart(2), 0.1875, 0.1875],
      ],
    );
  });

  it('declare no winner for an item of which they have no window in common', async () => {
    const compared = await compare(
      [off('i1', 1, 25), off('i2', 1, 25), off('i2', 2, 25)],
      [off('i1', 2, 50), off('i2', 1, 50), off('i2', 2, 50)],
    );
    assert.deepEqual(sides(compared), [
      ['i1', null, null],
      ['i2', 0.25, 0.5],
    ]);
    assert.deepEqual([compared.leftWins, compared.rightWins, compared.ties], [1, 0, 0]);
    assert.deepEqual([compared.onlyLeft, compared.onlyRight, compared.total], [0, 0, 2]);
  });

  it('declare no winner where they share windows, but none of the same item', async () => {
    const compared = await compare([off('i1', 1, 25), off('i2', 2, 25)], [off('i1', 2, 50), off('i2', 1, 50)]);
    assert.deepEqual([compared.leftWins, compared.rightWins, compared.ties, compared.total], [0, 0, 0, 2]);
    assert.equal(compared.windows.length, 2);
  });

  it('show the value of one side where the other has none', async () => {
    const missing: HandWindow = { itemId: 'i1', window: 1, actual: [Number.NaN], mean: [1] };
    const compared = await compare([missing], [off('i1', 1, 50), off('i1', 2, 25)]);
    assert.deepEqual(sides(compared), [['i1', null, 0.375]]);
    assert.deepEqual([compared.leftWins, compared.rightWins, compared.meanRight], [0, 0, null]);
  });

  it('are held against each other over all their windows when they share none', async () => {
    const compared = await compare([off('i1', 1, 25), off('i1', 2, 50)], [off('i1', 3, 50), off('i1', 4, 75)]);
    assert.deepEqual(sides(compared), [['i1', 0.375, 0.625]]);
    assert.deepEqual([compared.leftWins, compared.windows.length], [1, 0]);
  });

  it('tell the items that only one of them has', async () => {
    const compared = await compare([off('i1', 1, 25), off('i2', 1, 25)], [off('i2', 1, 25), off('i3', 1, 25)]);
    assert.deepEqual(
      [compared.onlyLeft, compared.onlyRight, compared.total, compared.ties, compared.meanLeft, compared.meanRight],
      [1, 1, 1, 1, 0.25, 0.25],
    );
  });

  it('can be seen in one window', async () => {
    const left = [off('i1', 1, 10), off('i1', 2, 20)];
    const right = [off('i1', 1, 20), off('i1', 2, 10)];
    const compared = await compare(left, right, 'wape', { window: handWindowStart(2) });
    assert.deepEqual(sides(compared), [['i1', 0.2, 0.1]]);
    assert.deepEqual([compared.leftWins, compared.rightWins, compared.windows.length], [0, 1, 2]);
  });

  it('say the same of the whole on every page of a table', async () => {
    const ids = ['i1', 'i2', 'i3', 'i4', 'i5'];
    const left = await open(ids.map((id, index) => off(id, 1, 12.5 * index)));
    const right = await open(ids.map((id) => off(id, 1, 25)));
    const request = { left, right, metric: 'wape', sort: { by: 'item', descending: false }, limit: 2 } as const;
    const pages = [];
    for (const offset of [0, 2, 4]) pages.push(await engine.compare({ ...request, offset }));
    assert.deepEqual(
      pages.flatMap(({ rows }) => rows.map(({ key }) => key.itemId)),
      ids,
    );
    for (const page of pages) {
      assert.deepEqual({ ...page, rows: [] }, { ...pages[0], rows: [] });
      assert.deepEqual([page.total, page.leftWins, page.ties, page.rightWins], [5, 2, 1, 2]);
    }
    const filtered = await engine.compare({ ...request, offset: 0, text: 'I3' });
    assert.deepEqual([filtered.total, filtered.leftWins, filtered.rows.length], [1, 2, 1]);
    const other = await engine.compare({ ...request, offset: 0, metric: 'absoluteError' });
    assert.deepEqual([other.total, other.meanRight], [5, 25]);
  });

  it('that are being compared can be given up', async () => {
    const left = await open([off('i1', 1, 25)]);
    const cancel = new AbortController();
    const request = { left, right: left, metric: 'wape', sort: { by: 'item', descending: false } } as const;
    const comparing = engine.compare({ ...request, offset: 0, limit: 10 }, { signal: cancel.signal });
    cancel.abort();
    await assert.rejects(comparing, isCancelled);
    assert.equal((await engine.compare({ ...request, offset: 0, limit: 10 })).ties, 1);
  });

  it('add the absolute error up over the windows that both have', async () => {
    const left = [off('i1', 1, 10), off('i1', 2, 20), off('i1', 3, 5)];
    const right = [off('i1', 2, 10), off('i1', 3, 10)];
    assert.deepEqual(sides(await compare(left, right, 'absoluteError')), [['i1', 25, 20]]);
  });
});
