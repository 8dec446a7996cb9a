import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ResultsErrorKind } from '../../../src/domain/results-error';
import { isResultsError } from '../../../src/domain/results-error';
import type { DuckDbEngine } from '../../../src/results/engine';
import { filesIn, openFolder } from '../../support/exports/engine';
import { type ExportPlan, PLAIN_PLAN } from '../../support/exports/plan';
import { TIMESTAMP } from '../../support/exports/plan';
import { writeCsvExport, writeParquetExport } from '../../support/exports/write';
import { useEngine } from '../../support/exports/use-engine';

const PLAN: ExportPlan = { ...PLAIN_PLAN, seed: 31, jobName: 'broken', parts: 3 };

const FORECAST = 'forecasted-values';
const part = (number: number): string => path.join(FORECAST, `Forecasts_broken_${TIMESTAMP}_part${number}.csv`);

describe('A broken export', function () {
  this.timeout(60_000);
  let folder: string;
  let engine: DuckDbEngine;
  let made = 0;

  useEngine((scene) => ({ folder, engine } = scene));

  /** A whole export in a folder of its own, for a test to break. */
  function whole(changes: Partial<ExportPlan> = {}): string {
    made += 1;
    const target = path.join(folder, `export-${made}`);
    writeCsvExport({ ...PLAN, ...changes }, target);
    return target;
  }

  async function fails(
    target: string,
    kind: ResultsErrorKind,
  ): Promise<{ file?: string; line?: number; message: string }> {
    let told: { file?: string; line?: number; message: string } | undefined;
    await assert.rejects(openFolder(engine, target), (error) => {
      assert.ok(isResultsError(error), String(error));
      assert.equal(error.kind, kind, error.message);
      told = { ...error.facts, message: error.message };
      return true;
    });
    // The engine goes on working.
    const good = await openFolder(engine, whole({ items: 3 }));
    assert.equal(good.shape.items, 3);
    await engine.close(good.id);
    return told ?? { message: '' };
  }

  it('that ends in the middle of a line names the part and the line', async () => {
    const target = whole();
    const file = path.join(target, part(1));
    truncateSync(file, readFileSync(file, 'utf8').lastIndexOf('T'));
    const { file: name, line } = await fails(target, 'badPart');
    assert.equal(name, path.basename(file));
    assert.ok(line !== undefined && line > 100);
  });

  it('that ends inside its last number is read with a note', async () => {
    const target = whole();
    const file = path.join(target, part(1));
    truncateSync(file, readFileSync(file).length - 3);
    const { notes } = await openFolder(engine, target);
    assert.deepEqual(
      notes.find(({ kind }) => kind === 'noFinalNewline'),
      {
        kind: 'noFinalNewline',
        file: path.basename(file),
      },
    );
  });

  it('that lacks the rows of whole windows says so', async () => {
    const target = whole();
    const file = path.join(target, part(1));
    const lines = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, `${lines.slice(0, 1 + 24 * 10).join('\n')}\n`);
    const { notes } = await openFolder(engine, target);
    const note = notes.find((one) => one.kind === 'forecastRowsMissing');
    assert.equal(note?.count, (lines.length - 2) / 24 - 10);
  });

  it('with text where a number should be names the part and the line', async () => {
    const target = whole();
    const file = path.join(target, part(2));
    const lines = readFileSync(file, 'utf8').split('\n');
    lines[5] = (lines[5] ?? '').replace(/,[^,]*$/u, ',many');
    writeFileSync(file, lines.join('\n'));
    const { file: name, line } = await fails(target, 'badPart');
    assert.deepEqual([name, line], [path.basename(file), 6]);
  });

  it('with Windows line ends and a byte order mark is read as any other', async () => {
    const target = whole();
    for (const number of [0, 1, 2]) {
      const file = path.join(target, part(number));
      writeFileSync(file, `\uFEFF${readFileSync(file, 'utf8').replaceAll('\n', '\r\n')}`);
    }
    const [windows, unix] = [await openFolder(engine, target), await openFolder(engine, whole())];
    assert.deepEqual(await engine.summary(windows.id), await engine.summary(unix.id));
  });

  it('with words for missing numbers has missing values, not failures', async () => {
    const target = whole();
    const file = path.join(target, part(2));
    const lines = readFileSync(file, 'utf8').split('\n');
    lines[5] = (lines[5] ?? '').replace(/,[^,]*$/u, ',not defined');
    writeFileSync(file, lines.join('\n'));
    const { notes } = await openFolder(engine, target);
    assert.equal(notes.find((one) => one.kind === 'missingValues')?.count, 1);
  });

  it('with bytes that are no text is refused', async () => {
    const target = whole();
    appendFileSync(path.join(target, part(0)), Buffer.from([0xff, 0xfe, 0x80, 0x2c, 0x0a]));
    await fails(target, 'badPart');
  });

  it('without its header is refused', async () => {
    const target = whole();
    for (const number of [0, 1, 2]) {
      const file = path.join(target, part(number));
      const text = readFileSync(file, 'utf8');
      writeFileSync(file, text.slice(text.indexOf('\n') + 1));
    }
    await fails(target, 'unknownShape');
  });

  it('with a column missing names the column', async () => {
    const target = whole();
    for (const number of [0, 1, 2]) {
      const file = path.join(target, part(number));
      writeFileSync(file, readFileSync(file, 'utf8').replace('target_value', 'demand'));
    }
    assert.match((await fails(target, 'unknownShape')).message, /targetvalue/u);
  });

  it('whose parts have different columns is refused', async () => {
    const target = whole();
    writeFileSync(path.join(target, part(1)), readFileSync(path.join(whole({ quantiles: [0.2, 0.8] }), part(1))));
    assert.equal((await fails(target, 'mixedExports')).file, path.basename(part(1)));
  });

  it('whose folders have different dimensions is refused', async () => {
    const target = whole();
    const other = whole({ dimensions: ['shop'] });
    for (const number of [0, 1, 2])
      writeFileSync(path.join(target, part(number)), readFileSync(path.join(other, part(number))));
    await fails(target, 'mixedExports');
  });

  it('that holds the rows of another export as well says how many differ', async () => {
    const target = whole();
    writeFileSync(path.join(target, part(7)), readFileSync(path.join(whole({ seed: 99 }), part(0))));
    const { notes, shape } = await openFolder(engine, target);
    const note = notes.find((one) => one.kind === 'duplicates');
    assert.ok(note && note.differing > 0.5 * note.dropped && note.dropped > 0);
    assert.equal(shape.rows, 40 * 2 * 24);
  });

  it('in Parquet that is cut off is refused', async () => {
    const csv = whole();
    const target = path.join(folder, 'cut-parquet');
    await writeParquetExport(csv, target, [part(0), part(1)], 'typed');
    truncateSync(path.join(target, part(1).replace('.csv', '.snappy.parquet')), 2000);
    const { file } = await fails(target, 'badPart');
    assert.equal(file, path.basename(part(1)).replace('.csv', '.snappy.parquet'));
  });

  it('whose part vanishes while it is opened is refused', async () => {
    const target = whole();
    const files = await filesIn(target);
    rmSync(path.join(target, part(2)));
    const opening = engine.open({ source: { kind: 'folder', path: target }, files });
    await assert.rejects(opening, (error) => isResultsError(error) && error.kind === 'changed');
  });
});

describe('Item ids that nobody expects', function () {
  this.timeout(60_000);
  const ids = [
    '<img src=x onerror=alert(1)>',
    '=HYPERLINK("http://example.com";"click")',
    `it's "quoted", with commas`,
    'two\nlines\r\nand more',
    "'; DROP TABLE item; --",
    'x'.repeat(10_000),
    'not defined',
    '',
    ' ',
    'Ünïcödé 🚲',
    'NaN',
  ];
  let folder: string;
  let engine: DuckDbEngine;

  useEngine((scene) => ({ folder, engine } = scene));

  for (const format of ['CSV', 'PARQUET'] as const) {
    it(`come back unchanged, each with its own series (${format})`, async () => {
      const csv = path.join(folder, `ids-${format}`);
      writeCsvExport({ ...PLAN, ids, items: ids.length, dimensions: ['a "dimension", quoted', "it's"] }, csv);
      let target = csv;
      if (format === 'PARQUET') {
        target = path.join(folder, 'ids-parquet');
        await writeParquetExport(csv, target, [part(0), part(1), part(2)], 'typed');
      }
      const opened = await openFolder(engine, target);
      await opened.stored;
      const { rows } = await engine.items(opened.id, {
        sort: { by: 'item', descending: false },
        offset: 0,
        limit: 100,
      });
      assert.deepEqual(rows.map(({ key }) => key.itemId).sort(), [...ids].sort());
      for (const { key } of rows) {
        const series = await engine.series(opened.id, key);
        assert.equal(series.timestamps.length, 48, JSON.stringify(key.itemId.slice(0, 50)));
      }
      const found = await engine.items(opened.id, {
        sort: { by: 'item', descending: false },
        text: "'; drop table",
        offset: 0,
        limit: 10,
      });
      assert.equal(found.total, 1);
      const columns = (await engine.tables(opened.id)).find(({ name }) => name === 'forecasted_values')?.columns;
      assert.ok(columns?.some(({ name }) => name === 'a "dimension", quoted'));
    });
  }
});
