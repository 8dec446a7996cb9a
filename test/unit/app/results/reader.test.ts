import assert from 'node:assert/strict';
import { readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { exportsInFolder, resolveFolder, type FolderIdentity } from '../../../../src/app/results/folders';
import { ResultsReader } from '../../../../src/app/results/reader';
import { SharedEngine } from '../../../../src/app/results/shared-engine';
import { isResultsError } from '../../../../src/domain/results-error';
import type { DuckDbEngine } from '../../../../src/results/engine';
import { listFolder } from '../../../../src/results/local-folder';
import { eventually } from '../../../support/eventually';
import { makeEngine, temporaryFolder } from '../../../support/exports/engine';
import { type ExportPlan, PLAIN_PLAN } from '../../../support/exports/plan';
import { writeCsvExport } from '../../../support/exports/write';

const PLAN: ExportPlan = { ...PLAIN_PLAN, seed: 3, jobName: 'weekly', horizon: 7, step: 'day', parts: 2 };

const FIRST_ITEMS = { sort: { by: 'errorShare', descending: true }, offset: 0, limit: 5 } as const;

describe('The reader of a results page', function () {
  this.timeout(60_000);
  let folder: string;
  let started: DuckDbEngine[];
  let shared: SharedEngine;
  let identity: FolderIdentity;
  const readers: ResultsReader[] = [];

  beforeEach(async () => {
    folder = temporaryFolder();
    writeCsvExport(PLAN, path.join(folder, 'export'));
    started = [];
    shared = new SharedEngine(() => {
      const engine = makeEngine(path.join(folder, 'cache'));
      started.push(engine);
      return Promise.resolve(engine);
    });
    const [only] = await exportsInFolder(listFolder, path.join(folder, 'export'));
    assert.ok(only);
    identity = only.identity;
  });

  afterEach(() => {
    for (const reader of readers.splice(0)) reader.dispose();
    shared.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  const makeReader = (): ResultsReader => {
    const reader = new ResultsReader({
      identity,
      resolve: () => resolveFolder(listFolder)(identity, {}),
      engine: shared,
    });
    readers.push(reader);
    return reader;
  };
  const firstItems = (reader: ResultsReader): Promise<number> =>
    reader.ask(async (engine, id) => (await engine.items(id, FIRST_ITEMS)).rows.length);

  it('finds the files, opens them and has a summary', async () => {
    const reader = makeReader();
    const states = new Set<string>();
    reader.onDidChange(() => states.add(reader.state.state));
    await reader.open();
    assert.deepEqual([...states], ['finding', 'opening', 'ready']);
    assert.equal(reader.found?.files.jobName, 'weekly');
    assert.ok(reader.state.state === 'ready' && reader.state.summary.windows.length === 2);
    assert.equal(await firstItems(reader), 5);
  });

  it('starts one engine for all pages, and ends it with the last of them', async () => {
    const [first, second] = [makeReader(), makeReader()];
    await Promise.all([first.open(), second.open()]);
    assert.equal(started.length, 1);
    first.dispose();
    assert.equal(await firstItems(second), 5);
    second.dispose();
    await eventually(() => assert.equal(started[0]?.pid, undefined));
    const third = makeReader();
    await third.open();
    assert.equal(started.length, 2);
  });

  it('opens the export again when the engine has ended before it was stored', async () => {
    const reader = makeReader();
    await reader.open();
    const before = reader.state;
    await reader.ask((engine, id) => engine.close(id));
    assert.equal(await firstItems(reader), 5);
    assert.notEqual(reader.state, before);
  });

  it('goes on after its engine was killed', async () => {
    const reader = makeReader();
    await reader.open();
    assert.ok(reader.state.state === 'ready');
    await reader.state.opened.stored;
    const pid = started[0]?.pid;
    assert.ok(pid !== undefined);
    process.kill(pid, 'SIGKILL');
    await eventually(async () => assert.equal(await firstItems(reader), 5));
  });

  it('opens the export again when its store has gone from under it', async () => {
    const reader = makeReader();
    await reader.open();
    assert.ok(reader.state.state === 'ready');
    await reader.state.opened.stored;
    const cache = path.join(folder, 'cache');
    for (const name of readdirSync(cache).filter((file) => file.endsWith('.duckdb'))) rmSync(path.join(cache, name));
    const answer = await reader.ask((engine, id) => engine.query(id, 'SELECT count(*) FROM item_metrics', 1));
    assert.deepEqual(answer.rows, [[40]]);
  });

  it('can be given up while it opens, and opened after that', async () => {
    const reader = makeReader();
    const opening = reader.open();
    reader.cancel();
    await opening;
    assert.equal(reader.state.state, 'cancelled');
    await reader.open();
    assert.equal(reader.state.state, 'ready');
  });

  it('says why an export cannot be opened, and opens it when the cause is gone', async () => {
    const here = path.join(folder, 'export');
    const away = path.join(folder, 'away');
    renameSync(here, away);
    const reader = makeReader();
    await reader.open();
    assert.ok(reader.state.state === 'failed' && isResultsError(reader.state.error));
    await assert.rejects(firstItems(reader), isResultsError);
    renameSync(away, here);
    await reader.reload();
    assert.equal(await firstItems(reader), 5);
  });

  it('says of a try whether the person has asked for it', async () => {
    const asked: boolean[] = [];
    const reader = new ResultsReader({
      identity,
      resolve: (_, { byPerson = false }) => {
        asked.push(byPerson);
        return resolveFolder(listFolder)(identity, {});
      },
      engine: shared,
    });
    readers.push(reader);
    await reader.open();
    await reader.reload();
    await reader.ask((engine, id) => engine.close(id));
    await firstItems(reader);
    assert.deepEqual(asked, [false, true, false]);
  });

  it('tells several exports of one folder apart, the newest first', async () => {
    const here = path.join(folder, 'export');
    writeCsvExport({ ...PLAN, jobName: 'other' }, path.join(folder, 'other'));
    renameSync(path.join(folder, 'other'), path.join(here, 'nested'));
    const all = await exportsInFolder(listFolder, here);
    assert.deepEqual(all.map(({ files }) => files.jobName).sort(), ['other', 'weekly']);
    assert.equal(new Set(all.map((one) => one.identity.exportKey)).size, 2);
    for (const one of all) {
      const { request } = await resolveFolder(listFolder)(one.identity, {});
      assert.equal(request.files.jobName, one.files.jobName);
    }
  });

  it('refuses a folder without an export', async () => {
    await assert.rejects(exportsInFolder(listFolder, path.join(folder, 'cache-of-nothing')), isResultsError);
    await assert.rejects(
      exportsInFolder(listFolder, __dirname),
      (error) => isResultsError(error) && error.kind === 'missingFiles',
    );
  });
});
