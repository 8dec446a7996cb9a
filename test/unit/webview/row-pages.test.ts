import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { RowPages } from '../../../src/webview/results/grid/row-pages';

/** A list of 10,000 rows that is answered by an engine which may be down. */
function list() {
  const engine = { isDown: false };
  const asked: number[] = [];
  const pages = new RowPages<number>(
    (offset, limit) => {
      asked.push(offset);
      if (engine.isDown) return Promise.reject(new Error('The engine has ended'));
      return Promise.resolve({ total: 10_000, rows: Array.from({ length: limit }, (_, index) => offset + index) });
    },
    () => undefined,
  );
  return { engine, asked, pages };
}

describe('The rows of a long table', () => {
  it('are asked for by pages as they are looked at, each once', async () => {
    const { asked, pages } = list();
    pages.want(0, 0);
    await setImmediate();
    pages.want(5090, 5110);
    pages.want(5090, 5110);
    await setImmediate();
    assert.deepEqual(asked, [0, 5000, 5100]);
    assert.deepEqual([pages.row(0), pages.row(5095), pages.row(200)], [0, 5095, undefined]);
  });

  it('are those on the screen after Retry, wherever the list was scrolled to', async () => {
    const { engine, pages } = list();
    pages.want(0, 0);
    await setImmediate();
    engine.isDown = true;
    pages.want(5000, 5020);
    await setImmediate();
    assert.equal(pages.problem, 'The engine has ended');
    engine.isDown = false;
    pages.want(7000, 7020);
    await setImmediate();
    assert.equal(pages.row(7000), undefined, 'nothing more is asked while the problem stands');
    pages.retry();
    await setImmediate();
    assert.equal(pages.problem, undefined);
    assert.deepEqual([pages.row(5000), pages.row(7020)], [5000, 7020]);
  });

  it('begin with the first after Retry when not even those had come', async () => {
    const { engine, pages } = list();
    engine.isDown = true;
    pages.want(0, 0);
    await setImmediate();
    engine.isDown = false;
    pages.retry();
    await setImmediate();
    assert.deepEqual([pages.total, pages.row(99)], [10_000, 99]);
  });
});
