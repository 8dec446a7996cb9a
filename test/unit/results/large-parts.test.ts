import assert from 'node:assert/strict';
import { closeSync, mkdirSync, openSync, readFileSync, statSync, truncateSync, writeSync } from 'node:fs';
import path from 'node:path';
import { isResultsError } from '../../../src/domain/results-error';
import type { DuckDbEngine } from '../../../src/results/engine';
import { openFolder } from '../../support/exports/engine';
import { TIMESTAMP } from '../../support/exports/plan';
import { useEngine } from '../../support/exports/use-engine';
import { csvField } from '../../support/exports/write';

const HEADER = 'item_id,timestamp,target_value,backtestwindow_start_time,backtestwindow_end_time,mean,p50';
const END = '2021-06-01T00:00:00,2021-06-01T23:00:00,11.0,11.0';

/** What a thread reads of a file at once. */
const PIECE = 8_000_000;

/** Every so-and-so-many-th item is called like a piece of an export. */
const isOdd = (item: number): boolean => item % 40 === 7;
const idOf = (item: number): string =>
  isOdd(item) ? `note ${item}\n${`item_0,2021-06-01T00:00:00Z,10.0,${END}\n`.repeat(2000)}` : `item_${item}`;

describe('A part that is so large that several threads read it', function () {
  this.timeout(120_000);
  let folder: string;
  let engine: DuckDbEngine;

  useEngine((scene) => ({ folder, engine } = scene));

  /** @param last the actual value of the last item, as it is written */
  function write(name: string, count: number, last = '10.0'): string {
    const target = path.join(folder, name);
    const inner = path.join(target, 'forecasted-values');
    mkdirSync(inner, { recursive: true });
    const part = path.join(inner, `Forecasts_${name}_${TIMESTAMP}_part0.csv`);
    const file = openSync(part, 'w');
    writeSync(file, `${HEADER}\n`);
    for (let item = 0; item < count; item += 1) {
      const id = csvField(idOf(item));
      const value = item === count - 1 ? last : '10.0';
      const hours = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));
      writeSync(file, hours.map((hour) => `${id},2021-06-01T${hour}:00:00Z,${value},${END}\n`).join(''));
    }
    closeSync(file);
    assert.ok(statSync(part).size > PIECE);
    return target;
  }

  async function items(target: string, count: number): Promise<string[]> {
    const opened = await openFolder(engine, target);
    assert.equal(opened.shape.rows, count * 24);
    const sort = { by: 'item', descending: false } as const;
    const { rows, total } = await engine.items(opened.id, { sort, offset: 0, limit: 1000 });
    assert.equal(total, count);
    await engine.close(opened.id);
    return rows.map(({ key }) => key.itemId).sort();
  }

  const ids = (count: number): string[] => Array.from({ length: count }, (_, item) => idOf(item)).sort();

  // Where the second piece begins decides what the engine finds wrong: the way of reading, or the file.
  for (const count of [60, 90, 130]) {
    it(`is read whole when ids are texts that look like its own lines (${count} items)`, async () => {
      assert.deepEqual(await items(write(`lines${count}`, count), count), ids(count));
    });
  }

  it('is read whole when words stand for missing numbers as well', async () => {
    assert.deepEqual(await items(write('words', 90, 'not defined'), 90), ids(90));
  });

  it('is refused with its name and the line where it is cut off', async () => {
    const target = write('broken', 90);
    const name = `Forecasts_broken_${TIMESTAMP}_part0.csv`;
    const part = path.join(target, 'forecasted-values', name);
    const text = readFileSync(part, 'utf8');
    truncateSync(part, text.lastIndexOf('T23:00:00,11.0'));
    await assert.rejects(openFolder(engine, target), (error) => {
      assert.ok(isResultsError(error) && error.kind === 'badPart', String(error));
      assert.equal(error.facts.file, name);
      assert.equal(error.facts.line, 1 + 90 * 24);
      return true;
    });
  });
});
