import assert from 'node:assert/strict';
import * as v from 'valibot';
import { RESULTS_PAGE } from '../../../src/protocol/results';

const { requests } = RESULTS_PAGE;

describe('What the results page may ask', () => {
  const items = { sort: { by: 'wql:0.9', descending: true }, offset: 0, limit: 100 };

  it('is a page of items by any column of an export', () => {
    for (const by of ['item', 'errorShare', 'coverage:0.05', 'file:wape', 'file:wql:0.65', 'windowsDefined']) {
      assert.ok(v.is(requests.items.params, { ...items, sort: { by, descending: false } }), by);
    }
  });

  it('is never a column that is none, nor more rows than a page has', () => {
    for (const by of ['item_id', 'wql:0.9; DROP TABLE item', 'wql:9', 'constructor', '']) {
      assert.ok(!v.is(requests.items.params, { ...items, sort: { by, descending: false } }), by);
    }
    for (const change of [{ limit: 1001 }, { limit: 0 }, { offset: -1 }, { offset: 0.5 }, { sparkline: 1000 }]) {
      assert.ok(!v.is(requests.items.params, { ...items, ...change }), JSON.stringify(change));
    }
  });

  it('is answered with items whatever their ids hold', () => {
    const key = { itemId: '<img src=x>\u0000"', dimensions: ['', '=1'] };
    const values = { wape: 0.5, mase: null };
    assert.ok(v.is(requests.items.result, { total: 1, rows: [{ key, values, sparkline: [1, null] }] }));
    assert.ok(!v.is(requests.items.result, { total: 1, rows: [{ key, values: { wape: 'high' } }] }));
    assert.ok(!v.is(requests.items.result, { total: 1, rows: [{ key, values: { nonsense: 1 } }] }));
  });
});
