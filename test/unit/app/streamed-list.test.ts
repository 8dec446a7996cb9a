import assert from 'node:assert/strict';
import { StreamedList } from '../../../src/app/streamed-list';
import { DomainError, type ErrorKind } from '../../../src/domain/errors';
import type { Page } from '../../../src/domain/ports';

const PAGES: Readonly<Record<string, Page<string>>> = {
  first: { items: ['a', 'b'], nextToken: 'second' },
  second: { items: ['c'] },
};

/** A list of two pages; `fails` are answers that are refused, in the order in which they are asked for. */
function twoPages(...fails: readonly (ErrorKind | undefined)[]) {
  const asked: string[] = [];
  const list = new StreamedList<string>((token = 'first') => {
    asked.push(token);
    const kind = fails[asked.length - 1];
    if (kind) return Promise.reject(new DomainError(kind, 'refused'));
    return Promise.resolve(PAGES[token] ?? { items: [] });
  });
  const seen: string[] = [];
  const read = () => list.readOn(new AbortController().signal, () => seen.push(list.values.join('')));
  return { asked, list, seen, read };
}

describe('A list that is read page by page', () => {
  it('is read to its end and told of page by page', async () => {
    const { list, seen, read } = twoPages();
    await read();
    assert.deepEqual(seen, ['ab', 'abc']);
    assert.equal(list.complete, true);
  });

  it('goes on where it failed', async () => {
    const { asked, list, read } = twoPages(undefined, 'throttled');
    await assert.rejects(read(), { kind: 'throttled' });
    assert.deepEqual(list.values, ['a', 'b']);
    await read();
    assert.deepEqual(list.values, ['a', 'b', 'c']);
    assert.deepEqual(asked, ['first', 'second', 'second']);
  });

  it('starts anew when its token has expired, without a row twice', async () => {
    const { asked, list, read } = twoPages(undefined, 'invalidNextToken');
    await read();
    assert.deepEqual(list.values, ['a', 'b', 'c']);
    assert.deepEqual(asked, ['first', 'second', 'first', 'second']);
  });

  it('does not start anew for ever', async () => {
    const { asked, read } = twoPages(undefined, 'invalidNextToken', undefined, 'invalidNextToken');
    await assert.rejects(read(), { kind: 'invalidNextToken' });
    assert.equal(asked.length, 4);
  });
});
