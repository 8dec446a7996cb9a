import assert from 'node:assert/strict';
import { tableText } from '../../../src/domain/table-text';

const TABLE = {
  headings: ['item_id', 'WAPE', 'seen'],
  rows: [
    ['=1+1', 0.25, true],
    ['a|b <i>', null, false],
    ['-1.5', undefined, true],
  ],
} as const;

describe('A table of the results page as a file', () => {
  it('is CSV that no spreadsheet takes for a formula', () => {
    assert.equal(
      tableText(TABLE, 'csv'),
      [`"item_id","WAPE","seen"`, `"'=1+1",0.25,"true"`, `"a|b <i>",,"false"`, `"-1.5",,"true"`, ''].join('\r\n'),
    );
  });

  it('is Markdown in which nothing of the data is markup, with numbers to the right', () => {
    const [head, rule, first, second] = tableText(TABLE, 'markdown').split('\n');
    assert.equal(head, '| item\\_id | WAPE | seen |');
    assert.equal(rule, '| --- | ---: | --- |');
    assert.equal(first, '| \\=1\\+1 | 0.25 | true |');
    assert.equal(second, '| a\\|b &lt;i&gt; |  | false |');
  });
});
