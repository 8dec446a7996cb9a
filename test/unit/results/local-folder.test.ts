import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { exportsInFolder } from '../../../src/app/results/folders';
import { isCancelled } from '../../../src/domain/errors';
import { isResultsError } from '../../../src/domain/results-error';
import { listFolder } from '../../../src/results/local-folder';
import { writeByHand } from '../../support/exports/by-hand';
import { temporaryFolder } from '../../support/exports/engine';

const NOBODY = 65_534;

/** Folders can be closed to everybody but root, so root steps back for a moment. */
async function asPerson<T>(work: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0 || !process.seteuid) return work();
  process.seteuid(NOBODY);
  try {
    return await work();
  } finally {
    process.seteuid(0);
  }
}

describe('A folder in which exports are looked for', () => {
  let folder: string;
  let closed: string;

  beforeEach(() => {
    folder = temporaryFolder();
    chmodSync(folder, 0o755);
    for (const name of ['weekly', 'daily']) {
      const target = path.join(folder, 'copies', name);
      writeByHand(target, [{ itemId: 'a', window: 0, actual: [1], mean: [2] }], { jobName: name });
    }
    closed = path.join(folder, 'copies', 'private');
    mkdirSync(path.join(closed, 'more'), { recursive: true });
  });

  afterEach(() => {
    chmodSync(closed, 0o755);
    rmSync(folder, { recursive: true, force: true });
  });

  it('is looked through with all its subfolders', async () => {
    const { path: found, files, unreadable } = await listFolder(folder);
    assert.equal(found, folder);
    assert.deepEqual(files.map(({ key }) => key.split('/').slice(0, 3).join('/')).sort(), [
      'copies/daily/forecasted-values',
      'copies/weekly/forecasted-values',
    ]);
    assert.ok(files.every(({ size, etag }) => size > 100 && etag !== ''));
    assert.deepEqual(unreadable, []);
  });

  it('tells which subfolders it had to pass over', async () => {
    chmodSync(closed, 0o000);
    const passed: string[] = [];
    const found = await asPerson(() =>
      exportsInFolder(listFolder, folder, { onUnreadable: (folders) => passed.push(...folders) }),
    );
    assert.deepEqual(found.map(({ files }) => files.jobName).sort(), ['daily', 'weekly']);
    assert.deepEqual(passed, [closed]);
  });

  it('says that the export may lie in a subfolder that it had to pass over', async () => {
    chmodSync(closed, 0o000);
    for (const name of ['weekly', 'daily']) rmSync(path.join(folder, 'copies', name), { recursive: true });
    await assert.rejects(
      asPerson(() => exportsInFolder(listFolder, folder)),
      (error) => isResultsError(error) && error.kind === 'missingFiles' && error.message.includes(closed),
    );
  });

  it('is refused when a part of an export itself may not be read', async () => {
    const inner = path.join(folder, 'copies', 'weekly', 'forecasted-values');
    chmodSync(inner, 0o000);
    try {
      await assert.rejects(
        asPerson(() => listFolder(folder)),
        (error) => isResultsError(error) && error.kind === 'unreadable',
      );
      await assert.rejects(
        asPerson(() => listFolder(inner)),
        (error) => isResultsError(error) && error.kind === 'unreadable',
      );
    } finally {
      chmodSync(inner, 0o755);
    }
  });

  it('is not looked through to the end when it holds too much', async () => {
    for (const name of ['a', 'b', 'c', 'd']) writeFileSync(path.join(closed, `${name}.txt`), '');
    await assert.rejects(
      listFolder(folder, { limit: 8 }),
      (error) => isResultsError(error) && error.kind === 'tooManyFiles' && error.message.includes(folder),
    );
    assert.equal((await listFolder(folder, { limit: 20 })).files.length, 2);
  });

  it('is left when it is cancelled', async () => {
    const cancel = new AbortController();
    const listing = listFolder(folder, { signal: cancel.signal });
    cancel.abort();
    await assert.rejects(listing, isCancelled);
  });

  it('that is not there is told as such', async () => {
    const gone = path.join(folder, 'gone');
    await assert.rejects(listFolder(gone), (error) => isResultsError(error) && error.kind === 'changed');
  });
});
