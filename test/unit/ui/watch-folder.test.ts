import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { WatchedJob } from '../../../src/app/watch-list';
import { NOTHING_SAVED } from '../../../src/app/watch-storage';
import { WatchFolder } from '../../../src/ui/watch/watch-folder';
import { exportJob, RecordedLog } from '../../support/scripted-forecast';

const SCOPE = 'aws|planner|eu-west-1|';

describe('The folder of watched jobs', () => {
  let folder: string;
  let log: RecordedLog;
  /** Two windows of one machine. */
  let first: WatchFolder;
  let second: WatchFolder;

  beforeEach(async () => {
    // A folder that does not exist yet, as VS Code names one.
    folder = path.join(await mkdtemp(path.join(tmpdir(), 'watched-jobs-')), 'storage');
    log = new RecordedLog();
    first = new WatchFolder(folder, log);
    second = new WatchFolder(folder, log);
  });

  afterEach(() => rm(path.dirname(folder), { recursive: true }));

  const watched = (number: number): WatchedJob => ({ job: exportJob(number, 'CREATE_IN_PROGRESS'), since: 1_000 });

  const savedFile = async (): Promise<string> => {
    const [name = ''] = await readdir(path.join(folder, 'watched'));
    return path.join(folder, 'watched', name);
  };

  it('gives one window what another one has saved', async () => {
    const results = [
      { job: exportJob(2, 'CREATE_FAILED', { message: 'why' }), outcome: 'failed', at: 5, seen: false },
    ] as const;
    const saved = { watched: [watched(1)], muted: ['arn:muted'], results };
    assert.equal(await second.hasWatched(), false);
    await first.update(SCOPE, () => saved);
    assert.deepEqual(await second.load(SCOPE), saved);
    assert.equal(await second.hasWatched(), true);
  });

  it('keeps accounts and regions apart', async () => {
    await first.update(SCOPE, () => ({ ...NOTHING_SAVED, watched: [watched(1)] }));
    assert.deepEqual(await first.load('aws|planner|us-east-1|'), NOTHING_SAVED);
  });

  it('applies a change to what another window has saved meanwhile', async () => {
    await first.update(SCOPE, (saved) => ({ ...saved, watched: [...saved.watched, watched(1)] }));
    await second.update(SCOPE, (saved) => ({ ...saved, watched: [...saved.watched, watched(2)] }));
    const { watched: all } = await first.load(SCOPE);
    assert.deepEqual(
      all.map(({ job }) => job.name),
      ['job_00001', 'job_00002'],
    );
  });

  it('grants a claim to one window only, however many ask at the same time', async () => {
    const asked = Array.from({ length: 50 }, (_, index) => (index % 2 === 0 ? first : second).claim('event'));
    assert.equal((await Promise.all(asked)).filter(Boolean).length, 1);
    assert.equal(await first.claim('another event'), true);
    assert.equal(await new WatchFolder(folder, log).claim('event'), false, 'also after a reload');
  });

  it('forgets claims of long ago', async () => {
    await first.claim('old');
    await first.claim('new');
    const [name = ''] = await readdir(path.join(folder, 'told'));
    await utimes(path.join(folder, 'told', name), new Date(0), new Date(0));
    await first.clean();
    assert.equal((await readdir(path.join(folder, 'told'))).length, 1);
  });

  it('tells an event rather twice than not at all when the folder cannot be written', async () => {
    await writeFile(folder, 'a file where the folder should be');
    assert.equal(await first.claim('event'), true);
    assert.equal(log.warnings.length, 1);
  });

  for (const [what, content] of [
    ['no JSON', '{"watched": ['],
    ['no object', '42'],
  ] as const) {
    it(`does without a file that is ${what}, and says so in the log`, async () => {
      await first.update(SCOPE, () => ({ ...NOTHING_SAVED, watched: [watched(1)] }));
      await writeFile(await savedFile(), content);
      assert.deepEqual(await second.load(SCOPE), NOTHING_SAVED);
      assert.equal(log.warnings.length, 1);
      await second.update(SCOPE, (saved) => ({ ...saved, muted: ['arn:new'] }));
      assert.deepEqual((await first.load(SCOPE)).muted, ['arn:new']);
    });
  }

  it('takes over only what has the right shape', async () => {
    await first.update(SCOPE, () => ({ ...NOTHING_SAVED, watched: [watched(1)] }));
    const file = await savedFile();
    const { watched: good } = JSON.parse(await readFile(file, 'utf8')) as { watched: unknown[] };
    const bad = [
      7,
      null,
      { job: { arn: 1 }, since: 0 },
      { job: { ...exportJob(2, 'ACTIVE'), createdAt: '?' }, since: 0 },
    ];
    const results = [{ job: exportJob(3, 'ACTIVE'), outcome: 'won', at: 1, seen: true }];
    await writeFile(file, JSON.stringify({ watched: [...bad, ...good], muted: [7, 'arn'], results }));
    assert.deepEqual(await second.load(SCOPE), { watched: [watched(1)], muted: ['arn'], results: [] });
    assert.deepEqual(log.warnings, []);
  });
});
