import assert from 'node:assert/strict';
import type { Tag } from '../../../src/domain/export-job';
import { tagCalls } from '../../../src/domain/tags';

const tags = (text: string): Tag[] =>
  text === ''
    ? []
    : text.split(' ').map((pair) => {
        const [key = '', value = ''] = pair.split('=');
        return { key, value };
      });

describe('the calls that change tags', () => {
  const table: readonly (readonly [title: string, before: string, after: string, calls: readonly object[]])[] = [
    ['nothing changed', 'a=1 b=2', 'b=2 a=1', []],
    ['nothing at all', '', '', []],
    ['one added', 'a=1', 'a=1 b=2', [{ kind: 'tag', tags: tags('b=2') }]],
    ['one changed', 'a=1 b=2', 'a=1 b=3', [{ kind: 'tag', tags: tags('b=3') }]],
    ['added and changed in one call', 'a=1', 'a=2 b=2', [{ kind: 'tag', tags: tags('a=2 b=2') }]],
    ['one removed', 'a=1 b=2', 'a=1', [{ kind: 'untag', keys: ['b'] }]],
    ['all removed in one call', 'a=1 b=2', '', [{ kind: 'untag', keys: ['a', 'b'] }]],
    [
      'a key renamed: the new one first, so that a failure in between loses nothing',
      'a=1',
      'b=1',
      [
        { kind: 'tag', tags: tags('b=1') },
        { kind: 'untag', keys: ['a'] },
      ],
    ],
    [
      'a key written in other letters is another key',
      'team=1',
      'Team=1',
      [
        { kind: 'tag', tags: tags('Team=1') },
        { kind: 'untag', keys: ['team'] },
      ],
    ],
    ['tags of AWS are left alone', 'aws:x=1 a=1', 'a=1', []],
  ];
  for (const [title, before, after, calls] of table) {
    it(title, () => assert.deepEqual(tagCalls(tags(before), tags(after)), calls));
  }

  it('remove first when the limit of 50 would be exceeded on the way', () => {
    const full = Array.from({ length: 50 }, (_, index) => ({ key: `k${index}`, value: '' }));
    const swapped = [...full.slice(1), { key: 'new', value: '' }];
    assert.deepEqual(
      tagCalls(full, swapped).map(({ kind }) => kind),
      ['untag', 'tag'],
    );
  });
});
