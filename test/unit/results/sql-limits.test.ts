import assert from 'node:assert/strict';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { isCancelled } from '../../../src/domain/errors';
import { isResultsError } from '../../../src/domain/results-error';
import type { OpenedExport } from '../../../src/domain/results-port';
import type { DuckDbEngine } from '../../../src/results/engine';
import { writeByHand } from '../../support/exports/by-hand';
import { makeEngine, openFolder, temporaryFolder } from '../../support/exports/engine';
import { eventually } from '../../support/eventually';

const MEGABYTE = 1024 * 1024;

/** Needs more memory than there is: every one of the rows has to be kept until the last one has come. */
const sorted = (rows: number): string =>
  `SELECT max(place) FROM (SELECT row_number() OVER (ORDER BY md5(i::VARCHAR)) AS place FROM range(${rows}) t(i))`;

describe('A query that needs more memory than it may take', function () {
  this.timeout(60_000);
  let folder: string;
  let cache: string;
  let engine: DuckDbEngine;
  let opened: OpenedExport;

  before(async () => {
    folder = temporaryFolder();
    cache = path.join(folder, 'cache');
    writeByHand(path.join(folder, 'export'), [{ itemId: 'one', window: 0, actual: [1], mean: [2] }]);
    engine = makeEngine(cache, { memoryLimit: 100 * MEGABYTE, tempLimit: 1024 * MEGABYTE, threads: 1 });
    opened = await openFolder(engine, path.join(folder, 'export'));
    await opened.stored;
  });

  after(() => {
    engine.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  const spilled = (): string[] => readdirSync(cache).filter((name) => name.startsWith('sql-'));

  it('goes on in the folder of the stores, and leaves nothing behind', async () => {
    const answer = engine.query(opened.id, sorted(1_500_000), 1);
    let isDone = false;
    const seen = new Set<string>();
    void answer.finally(() => (isDone = true)).catch(() => undefined);
    await eventually(() => {
      for (const name of spilled()) seen.add(name);
      assert.ok(isDone || seen.size > 0);
    });
    assert.equal(existsSync('.tmp'), false, 'nothing is written to where the program was started');
    assert.deepEqual((await answer).rows, [[1_500_000]]);
    assert.equal(seen.size, 1);
    assert.deepEqual(spilled(), []);
  });

  it('leaves nothing behind when it is cancelled either', async () => {
    const cancel = new AbortController();
    const query = engine.query(opened.id, sorted(20_000_000), 1, { signal: cancel.signal });
    const rejected = assert.rejects(query, isCancelled);
    await eventually(() => assert.equal(spilled().length, 1));
    cancel.abort();
    await rejected;
    await eventually(() => assert.deepEqual(spilled(), []));
  });

  it('ends with words about the disk when it needs more of that than it may take', async () => {
    const poor = makeEngine(cache, { memoryLimit: 100 * MEGABYTE, tempLimit: 4 * MEGABYTE, threads: 1 });
    try {
      const { id } = await openFolder(poor, path.join(folder, 'export'));
      const query = poor.query(id, sorted(3_000_000), 1);
      await assert.rejects(query, (error) => isResultsError(error) && error.kind === 'diskFull');
      assert.deepEqual(spilled(), []);
      assert.deepEqual((await poor.query(id, 'SELECT 42', 1)).rows, [[42]]);
    } finally {
      poor.dispose();
    }
  });
});
