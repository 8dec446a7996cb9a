import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { DomainError, isCancelled, isDomainError } from '../../../src/domain/errors';
import type { ExportFiles } from '../../../src/domain/export-files';
import type { OpenOptions } from '../../../src/domain/results-port';
import { isResultsError, ResultsError } from '../../../src/domain/results-error';
import { fingerprint } from '../../../src/results/cache';
import type { DuckDbEngine } from '../../../src/results/engine';
import { filesIn, makeEngine, temporaryFolder } from '../../support/exports/engine';
import { PLAIN_PLAN } from '../../support/exports/plan';
import { ScriptedStore } from '../../support/exports/scripted-store';
import { writeCsvExport } from '../../support/exports/write';

const PLAN = { ...PLAIN_PLAN, seed: 41, jobName: 'remote', items: 60, windows: 3, parts: 6 };

describe('An export in an object store', function () {
  this.timeout(60_000);
  let folder: string;
  let csv: string;
  let files: ExportFiles;
  let engine: DuckDbEngine;
  let caches = 0;
  let cache: string;

  before(async () => {
    folder = temporaryFolder();
    csv = path.join(folder, 'bucket');
    writeCsvExport(PLAN, csv);
    files = await filesIn(csv);
  });

  beforeEach(() => {
    caches += 1;
    cache = path.join(folder, `cache-${caches}`);
    engine = makeEngine(cache);
  });

  afterEach(() => engine.dispose());
  after(() => rmSync(folder, { recursive: true, force: true }));

  const open = (store: ScriptedStore, options?: OpenOptions) =>
    engine.open({ source: { kind: 'objects', store, bucket: 'bucket' }, files }, options);

  it('is not downloaded when it was given up before the first part was asked for', async () => {
    const store = new ScriptedStore(csv);
    const cancel = new AbortController();
    const rejected = assert.rejects(open(store, { signal: cancel.signal }), isCancelled);
    // This is what is made last before the download.
    const parts = path.join(cache, 'parts', fingerprint('bucket', files));
    while (!existsSync(parts)) await new Promise(setImmediate);
    cancel.abort();
    await rejected;
    assert.equal(store.gets.length, 0);
  });

  it('is downloaded several parts at once, and read', async () => {
    const store = new ScriptedStore(csv);
    const opened = await open(store);
    assert.equal(opened.shape.rows, 60 * 3 * 24);
    assert.equal(store.gets.length, files.forecast.length + files.accuracy.length);
    assert.equal(store.mostAtOnce, 4);
    assert.ok(store.gets.every(({ etag }) => etag !== undefined));
  });

  it('leaves no parts behind once it is stored, and is not downloaded again', async () => {
    const opened = await open(new ScriptedStore(csv));
    assert.equal((await opened.stored).kind, 'stored');
    assert.deepEqual(readdirSync(path.join(cache, 'parts')), []);
    const store = new ScriptedStore(csv);
    assert.equal((await open(store)).fromStore, true);
    assert.equal(store.gets.length, 0);
  });

  it('goes on where a broken connection ended', async () => {
    const [broken] = files.forecast;
    const store = new ScriptedStore(csv, ({ key }, attempt) =>
      key === broken?.key && attempt < 3 ? { after: 20_000, error: new DomainError('network', 'reset') } : undefined,
    );
    const opened = await open(store);
    assert.equal(opened.shape.rows, 60 * 3 * 24);
    assert.deepEqual(
      store.gets.filter(({ key }) => key === broken?.key).map(({ range }) => range?.start ?? 0),
      [0, 20_000, 40_000],
    );
  });

  it('fails with the store’s own error when permission is revoked in mid-download, and goes on from there later', async () => {
    const last = files.forecast.at(-1);
    const refused = new ScriptedStore(csv, ({ key }) =>
      key === last?.key ? { after: 10_000, error: new DomainError('accessDenied', 'no') } : undefined,
    );
    await assert.rejects(open(refused), (error) => isDomainError(error) && error.kind === 'accessDenied');
    const allowed = new ScriptedStore(csv);
    assert.equal((await open(allowed)).shape.rows, 60 * 3 * 24);
    const ranges = allowed.gets.map(({ key, range }) => [key, range?.start ?? 0]);
    assert.ok(ranges.some(([key, start]) => key === last?.key && start === 10_000));
    assert.ok(ranges.length < files.forecast.length + files.accuracy.length, 'whole parts are not asked for again');
  });

  it('says when an object changed meanwhile, and starts over the next time', async () => {
    const changed = new ScriptedStore(csv, ({ key }) =>
      key === files.forecast[2]?.key
        ? { after: 0, error: new ResultsError('changed', 'precondition failed') }
        : undefined,
    );
    await assert.rejects(open(changed), (error) => isResultsError(error) && error.kind === 'changed');
    assert.deepEqual(readdirSync(path.join(cache, 'parts')), []);
  });

  it('says which object ended too early', async () => {
    const short: ExportFiles = {
      ...files,
      forecast: files.forecast.map((part, index) => (index === 1 ? { ...part, size: part.size + 100 } : part)),
    };
    const opening = engine.open({
      source: { kind: 'objects', store: new ScriptedStore(csv), bucket: 'bucket' },
      files: short,
    });
    const name = path.basename(files.forecast[1]?.key ?? '');
    await assert.rejects(
      opening,
      (error) => isResultsError(error) && error.kind === 'badPart' && error.facts.file === name,
    );
  });

  it('stops at once when it is cancelled, and keeps what has arrived', async () => {
    const cancel = new AbortController();
    const store = new ScriptedStore(csv);
    const opening = open(store, {
      signal: cancel.signal,
      onProgress: ({ bytesDone, bytesTotal }) => {
        if (bytesDone > bytesTotal / 2) cancel.abort();
      },
    });
    await assert.rejects(opening, isCancelled);
    assert.equal(store.sending, 0);
    const again = new ScriptedStore(csv);
    assert.equal((await open(again)).shape.items, 60);
    assert.ok(again.gets.some(({ range }) => range !== undefined) || again.gets.length < 10);
  });

  // The device that is always full is Linux's own.
  if (process.platform === 'linux') {
    it('fails when the disk becomes full in mid-download, and is read once there is room', async () => {
      const parts = path.join(cache, 'parts', fingerprint('bucket', files));
      mkdirSync(parts, { recursive: true });
      const full = path.join(parts, `${files.accuracy.length + 2}.csv.partial`);
      symlinkSync('/dev/full', full);
      const failing = open(new ScriptedStore(csv));
      await assert.rejects(failing, (error) => isResultsError(error) && error.kind === 'diskFull');
      rmSync(full);
      assert.equal((await open(new ScriptedStore(csv))).shape.items, 60);
    });
  }

  it('is not begun when the disk has no room for it', async () => {
    const huge: ExportFiles = { ...files, forecast: files.forecast.map((part) => ({ ...part, size: 2 ** 50 })) };
    const store = new ScriptedStore(csv);
    const opening = engine.open({ source: { kind: 'objects', store, bucket: 'bucket' }, files: huge });
    await assert.rejects(opening, (error) => isResultsError(error) && error.kind === 'diskFull');
    assert.equal(store.gets.length, 0);
    assert.ok(existsSync(cache));
    assert.equal((await open(store)).shape.items, 60);
  });
});
