import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isCancelled } from '../../../src/domain/errors';
import { isResultsError } from '../../../src/domain/results-error';
import { fingerprint } from '../../../src/results/cache';
import { filesIn, makeEngine, openFolder, temporaryFolder, workerPath } from '../../support/exports/engine';
import { PLAIN_PLAN } from '../../support/exports/plan';
import { writeCsvExport } from '../../support/exports/write';

const PLAN = { ...PLAIN_PLAN, seed: 31, jobName: 'trouble', parts: 3 };

describe('An engine in trouble', function () {
  this.timeout(60_000);
  let folder: string;
  let csv: string;

  before(() => {
    folder = temporaryFolder();
    csv = path.join(folder, 'export');
    writeCsvExport({ ...PLAN, items: 200, windows: 5, horizon: 100 }, csv);
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  const endless = 'SELECT count(*) FROM range(100000000000) a(x), range(1000) b(y) WHERE (x * y) % 7 = 3';

  it('that is killed in mid-query says so, and answers again', async () => {
    const engine = makeEngine(path.join(folder, 'killed'));
    try {
      const opened = await openFolder(engine, csv);
      await opened.stored;
      const before = await engine.summary(opened.id);
      const lost = engine.query(opened.id, endless, 10);
      const pid = engine.pid;
      assert.ok(pid !== undefined);
      setImmediate(() => process.kill(pid, 'SIGKILL'));
      await assert.rejects(lost, (error) => isResultsError(error) && error.kind === 'engineCrashed');
      assert.deepEqual(await engine.summary(opened.id), before);
      assert.notEqual(engine.pid, pid);
    } finally {
      engine.dispose();
    }
  });

  it('that is killed before an export is stored asks to open it again', async () => {
    const engine = makeEngine(path.join(folder, 'killed-early'));
    try {
      const opened = await openFolder(engine, csv);
      process.kill(engine.pid ?? 0, 'SIGKILL');
      const stored = await opened.stored;
      if (stored.kind === 'notStored') {
        await assert.rejects(engine.summary(opened.id), (error) => isResultsError(error) && error.kind === 'notOpen');
      }
      const again = await openFolder(engine, csv);
      assert.equal((await again.stored).kind, 'stored');
      const leftOvers = readdirSync(path.join(folder, 'killed-early')).filter((name) => name.endsWith('.duckdb'));
      assert.equal(leftOvers.length, 1);
    } finally {
      engine.dispose();
    }
  });

  it('gives up a query that was cancelled, and answers the next one', async () => {
    const engine = makeEngine(path.join(folder, 'cancelled'));
    try {
      const opened = await openFolder(engine, csv);
      await opened.stored;
      const cancel = new AbortController();
      const query = engine.query(opened.id, endless, 10, { signal: cancel.signal });
      setImmediate(() => cancel.abort());
      await assert.rejects(query, isCancelled);
      assert.equal((await engine.query(opened.id, 'SELECT 42', 1)).rows[0]?.[0], 42);
    } finally {
      engine.dispose();
    }
  });

  it('gives up a query that waits until the export is stored', async () => {
    const engine = makeEngine(path.join(folder, 'cancelled-waiting'));
    try {
      const opened = await openFolder(engine, csv);
      let isStored = false;
      void opened.stored.then(() => (isStored = true));
      const cancel = new AbortController();
      const waiting = [
        engine.query(opened.id, 'SELECT 42', 1, { signal: cancel.signal }),
        engine.tables(opened.id, { signal: cancel.signal }),
      ];
      cancel.abort();
      for (const one of waiting) await assert.rejects(one, isCancelled);
      assert.equal(isStored, false);
      assert.equal((await engine.query(opened.id, 'SELECT 42', 1)).rows[0]?.[0], 42);
    } finally {
      engine.dispose();
    }
  });

  it('gives up opening that was cancelled, and opens the next time', async () => {
    const engine = makeEngine(path.join(folder, 'cancelled-open'));
    try {
      const cancel = new AbortController();
      const opening = openFolder(engine, csv, { signal: cancel.signal, onProgress: () => cancel.abort() });
      await assert.rejects(opening, isCancelled);
      assert.equal((await openFolder(engine, csv)).shape.items, 200);
    } finally {
      engine.dispose();
    }
  });

  it('reads an export again when its store is damaged', async () => {
    const cache = path.join(folder, 'damaged');
    const first = makeEngine(cache);
    const opened = await openFolder(first, csv);
    await opened.stored;
    first.dispose();
    for (const name of readdirSync(cache).filter((file) => file.endsWith('.duckdb'))) {
      truncateSync(path.join(cache, name), 20_000);
    }
    const second = makeEngine(cache);
    try {
      const again = await openFolder(second, csv);
      assert.deepEqual([again.fromStore, again.shape.items, (await again.stored).kind], [false, 200, 'stored']);
    } finally {
      second.dispose();
    }
  });

  it('removes what a process that is gone had half written, and never takes it for a store', async () => {
    const cache = path.join(folder, 'half');
    mkdirSync(cache);
    // No process has this number on any system that runs these tests.
    for (const name of ['abc.4194999.0a1b2c3d.tmp', 'abc.4194999.0a1b2c3d.tmp.wal'])
      writeFileSync(path.join(cache, name), 'half');
    const engine = makeEngine(cache);
    try {
      assert.equal((await openFolder(engine, csv)).fromStore, false);
      assert.deepEqual(
        readdirSync(cache).filter((name) => name.includes('4194999')),
        [],
      );
    } finally {
      engine.dispose();
    }
  });

  it('works with two windows that open the same export at once', async () => {
    const cache = path.join(folder, 'two');
    const engines = [makeEngine(cache), makeEngine(cache)];
    try {
      const opened = await Promise.all(engines.map((engine) => openFolder(engine, csv)));
      assert.deepEqual(
        (await Promise.all(opened.map(({ stored }) => stored))).map(({ kind }) => kind),
        ['stored', 'stored'],
      );
      const summaries = await Promise.all(engines.map((engine, index) => engine.summary(opened[index]?.id ?? '')));
      assert.deepEqual(summaries[0], summaries[1]);
      assert.equal(readdirSync(cache).filter((name) => name.endsWith('.duckdb')).length, 1);
    } finally {
      for (const engine of engines) engine.dispose();
    }
  });

  it('works on in memory when an export cannot be stored, and says why SQL cannot be answered', async () => {
    const cache = path.join(folder, 'unwritable');
    const engine = makeEngine(cache);
    try {
      const files = await filesIn(csv);
      // What stands in the store's place is no file, so it can be neither read nor replaced.
      mkdirSync(path.join(cache, `${fingerprint(csv, files)}.duckdb`, 'in the way'), { recursive: true });
      const opened = await engine.open({ source: { kind: 'folder', path: csv }, files });
      const stored = await opened.stored;
      assert.equal(stored.kind, 'notStored');
      assert.equal(
        (await engine.items(opened.id, { sort: { by: 'wape', descending: true }, offset: 0, limit: 5 })).total,
        200,
      );
      await assert.rejects(engine.query(opened.id, 'SELECT 1', 1), (error) => isResultsError(error));
    } finally {
      engine.dispose();
    }
  });

  it('that has too little memory and disk for an export says so, and opens a smaller one', async function () {
    this.timeout(180_000);
    const engine = makeEngine(path.join(folder, 'poor'), { memoryLimit: 80_000_000, tempLimit: 1_000_000, threads: 1 });
    try {
      const large = path.join(folder, 'large');
      const quantiles = Array.from({ length: 19 }, (_, index) => (index + 1) / 20);
      writeCsvExport({ ...PLAN, items: 2000, windows: 5, horizon: 20, quantiles, parts: 2 }, large);
      await assert.rejects(
        openFolder(engine, large),
        (error) => isResultsError(error) && ['outOfMemory', 'diskFull'].includes(error.kind),
      );
      const small = path.join(folder, 'small');
      writeCsvExport({ ...PLAN, items: 5, parts: 1 }, small);
      assert.equal((await openFolder(engine, small)).shape.items, 5);
    } finally {
      engine.dispose();
    }
  });

  it('says that a build carries no engine', async () => {
    const engine = makeEngine(path.join(folder, 'none'), { worker: { path: path.join(folder, 'not-there.js') } });
    await assert.rejects(openFolder(engine, csv), (error) => isResultsError(error) && error.kind === 'engineMissing');
  });

  it('says that the engine for this machine is missing when its package is', async () => {
    const alone = path.join(folder, 'worker.js');
    writeFileSync(alone, readFileSync(workerPath()));
    const engine = makeEngine(path.join(folder, 'none'), { worker: { path: alone } });
    await assert.rejects(openFolder(engine, csv), (error) => isResultsError(error) && error.kind === 'engineMissing');
  });
});
