import assert from 'node:assert/strict';
import { appendFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { OpenedExport } from '../../../src/domain/results-port';
import { isResultsError } from '../../../src/domain/results-error';
import { Cache } from '../../../src/results/cache';
import type { DuckDbEngine } from '../../../src/results/engine';
import { writeByHand } from '../../support/exports/by-hand';
import { makeEngine, openFolder, temporaryFolder } from '../../support/exports/engine';
import { eventually } from '../../support/eventually';

/** No process has this number on any system that runs these tests. */
const GONE = 4_194_999;

describe('A cache that several windows share', function () {
  this.timeout(60_000);
  let folder: string;
  let cache: string;
  const engines: DuckDbEngine[] = [];

  beforeEach(() => {
    folder = temporaryFolder();
    cache = path.join(folder, 'cache');
  });

  afterEach(() => {
    for (const engine of engines.splice(0)) engine.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A window of its own that keeps no more than it has open. */
  function makeWindow(): DuckDbEngine {
    const engine = makeEngine(cache, { cacheLimit: 1 });
    engines.push(engine);
    return engine;
  }

  async function openStored(engine: DuckDbEngine, jobName: string): Promise<OpenedExport> {
    const target = path.join(folder, jobName);
    if (!existsSync(target)) writeByHand(target, [{ itemId: jobName, window: 0, actual: [1], mean: [2] }], { jobName });
    const opened = await openFolder(engine, target);
    assert.equal((await opened.stored).kind, 'stored');
    return opened;
  }

  const stores = (): string[] => readdirSync(cache).filter((name) => name.endsWith('.duckdb'));
  const itemOf = async (engine: DuckDbEngine, { id }: OpenedExport): Promise<unknown> =>
    (await engine.query(id, 'SELECT item_id FROM item_metrics', 1)).rows[0]?.[0];

  it('keeps what any of them has open, until it is closed', async () => {
    const [one, other] = [makeWindow(), makeWindow()];
    const first = await openStored(one, 'first');
    const second = await openStored(other, 'second');
    assert.equal(stores().length, 2);
    assert.equal(await itemOf(one, first), 'first');
    assert.equal(await itemOf(other, second), 'second');
    await one.close(first.id);
    await openStored(other, 'third');
    assert.equal(stores().length, 2);
    assert.equal((await openFolder(one, path.join(folder, 'first'))).fromStore, false);
  });

  it('keeps what a window has found in it', async () => {
    const [one, other] = [makeWindow(), makeWindow()];
    const first = await openStored(one, 'first');
    const again = await openFolder(other, path.join(folder, 'first'));
    assert.equal(again.fromStore, true);
    await one.close(first.id);
    await openStored(one, 'second');
    assert.equal(await itemOf(other, again), 'first');
  });

  it('does not keep what a window had open that is gone', async () => {
    const one = makeWindow();
    const first = await openStored(one, 'first');
    await one.close(first.id);
    const [store = ''] = stores();
    const lease = path.join(cache, store.replace('.duckdb', `.${GONE}.0a1b2c3d.lease`));
    writeFileSync(lease, '');
    const other = makeWindow();
    await openStored(other, 'second');
    assert.equal(existsSync(path.join(cache, store)), false);
    assert.equal(existsSync(lease), false);
  });

  it('is left without marks when all is closed', async () => {
    const one = makeWindow();
    const opened = [await openStored(one, 'first'), await openStored(one, 'second')];
    const broken = path.join(folder, 'broken');
    writeByHand(broken, [{ itemId: 'a', window: 0, actual: [1], mean: [2] }], { jobName: 'broken' });
    for (const name of readdirSync(path.join(broken, 'forecasted-values'))) {
      appendFileSync(path.join(broken, 'forecasted-values', name), 'cut off');
    }
    await assert.rejects(openFolder(one, broken), isResultsError);
    for (const { id } of opened) await one.close(id);
    await eventually(() =>
      assert.deepEqual(
        readdirSync(cache).filter((name) => !name.endsWith('.duckdb')),
        ['parts'],
      ),
    );
  });

  it('from which the store of an open page has gone asks to open it again', async () => {
    const one = makeWindow();
    const opened = await openStored(one, 'first');
    for (const name of stores()) rmSync(path.join(cache, name));
    await assert.rejects(itemOf(one, opened), (error) => isResultsError(error) && error.kind === 'notOpen');
    await assert.rejects(one.summary(opened.id), (error) => isResultsError(error) && error.kind === 'notOpen');
    assert.equal(await itemOf(one, await openStored(one, 'first')), 'first');
  });

  it('keeps a download that is under way beside another one of the same export', async () => {
    const [mine, theirs] = [new Cache(cache, 0), new Cache(cache, 0)];
    await mine.prepare();
    const shared = await mine.partsFolder('abc');
    const beside = await mine.partsFolder('abc');
    assert.notEqual(beside.path, shared.path);
    for (const { path: target } of [shared, beside]) writeFileSync(path.join(target, 'part.partial'), 'half');
    await theirs.evict(new Set());
    assert.ok(existsSync(path.join(shared.path, 'part.partial')));
    assert.ok(existsSync(path.join(beside.path, 'part.partial')));
    await beside.release(true);
    assert.equal(existsSync(beside.path), false);
  });

  it('loses the downloads of a process that is gone, except those that can be taken up', async () => {
    const parts = path.join(cache, 'parts');
    for (const name of ['abc', `abc.${GONE}.0a1b2c3d.tmp`, `abc.${process.pid}.0a1b2c3d.tmp`]) {
      mkdirSync(path.join(parts, name), { recursive: true });
      writeFileSync(path.join(parts, name, 'part.partial'), 'half');
    }
    await new Cache(cache, 1000).prepare();
    assert.deepEqual(readdirSync(parts).sort(), ['abc', `abc.${process.pid}.0a1b2c3d.tmp`]);
  });
});
