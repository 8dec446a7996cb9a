import assert from 'node:assert/strict';
import { Notices, type Notice } from '../../../src/app/notices';
import { deferred, exportJob, problem } from '../../support/scripted-forecast';
import { closeWindow, HOUR, watching, WatchedAccount, type WatchScene } from '../../support/watch-scene';

const MINUTE = 60_000;

/** The same account in a window that opens later. */
function nextWindow({ clock, account, storage }: WatchScene): Promise<WatchScene> {
  return watching([], { clock, account, storage });
}

describe('The memory of the job watcher', () => {
  it('tells after a reload what has happened meanwhile', async () => {
    const before = await watching([exportJob(2, 'CREATE_IN_PROGRESS'), exportJob(1, 'CREATE_PENDING')]);
    await closeWindow(before);
    before.account.change(exportJob(2, '').arn, { status: 'ACTIVE' });
    before.account.change(exportJob(1, '').arn, { status: 'CREATE_IN_PROGRESS' });
    const after = await nextWindow(before);
    assert.deepEqual(after.told, [
      'job_00002: CREATE_IN_PROGRESS → ACTIVE (finished)',
      'job_00001: CREATE_PENDING → CREATE_IN_PROGRESS',
    ]);
    assert.deepEqual(
      after.watcher.running.map(({ job }) => job.name),
      ['job_00001'],
    );
  });

  it('finds out after a reload that a job was deleted meanwhile', async () => {
    const before = await watching([exportJob(2, 'ACTIVE'), exportJob(1, 'DELETE_PENDING')]);
    await closeWindow(before);
    before.account.delete(exportJob(1, '').arn);
    before.clock.jump(HOUR);
    const after = await nextWindow(before);
    await after.clock.pass(MINUTE);
    assert.deepEqual(after.told, ['job_00001: DELETE_PENDING → gone (deleted)']);
  });

  it('opens the account by itself only when something was running', async () => {
    const idle = await watching([exportJob(1, 'ACTIVE')]);
    await closeWindow(idle);
    const quiet = await watching([], { clock: idle.clock, account: idle.account, storage: idle.storage, open: false });
    await quiet.watcher.start();
    assert.equal(quiet.session.connection, undefined);

    const busy = await watching([exportJob(1, 'CREATE_IN_PROGRESS')]);
    await closeWindow(busy);
    const next = await watching([], { clock: busy.clock, account: busy.account, storage: busy.storage, open: false });
    await next.watcher.start();
    assert.notEqual(next.session.connection, undefined);
    await next.clock.pass(0);
    assert.equal(next.watcher.running.length, 1);
  });

  it('keeps what the person does not want to hear of, until that job has ended', async () => {
    const job = exportJob(1, 'CREATE_IN_PROGRESS');
    const before = await watching([job]);
    before.watcher.unwatch(job.arn);
    await closeWindow(before);
    const after = await nextWindow(before);
    assert.equal(after.watcher.isWatched(job.arn), false);
  });

  it('keeps results, and whether they were looked at', async () => {
    const before = await watching([exportJob(1, 'CREATE_IN_PROGRESS')]);
    before.account.change(exportJob(1, '').arn, { status: 'CREATE_FAILED', message: 'no access to the bucket' });
    await before.clock.pass(MINUTE);
    await closeWindow(before);
    const after = await nextWindow(before);
    assert.deepEqual(
      after.watcher.results.map(({ job, seen }) => [job.message, seen]),
      [['no access to the bucket', false]],
    );
    after.watcher.markSeen();
    await closeWindow(after);
    const last = await nextWindow(after);
    assert.deepEqual(
      last.watcher.results.map(({ seen }) => seen),
      [true],
    );
  });

  it('is one for each account and region', async () => {
    const scene = await watching([exportJob(1, 'CREATE_IN_PROGRESS')]);
    const other = new WatchedAccount([exportJob(7, 'CREATE_PENDING')], () => scene.clock.now());
    const home = scene.identity;
    scene.identity = { profile: 'planner', region: 'us-east-1', account: other };
    await scene.session.reopen();
    await scene.clock.pass(0);
    assert.deepEqual(
      scene.watcher.running.map(({ job }) => job.name),
      ['job_00007'],
    );
    scene.account.change(exportJob(1, '').arn, { status: 'ACTIVE' });
    scene.identity = home;
    await scene.session.reopen();
    await scene.clock.pass(0);
    assert.deepEqual(scene.told, ['job_00001: CREATE_IN_PROGRESS → ACTIVE (finished)']);
  });

  it('leaves the jobs of another account alone when the same profile has become another account', async () => {
    const scene = await watching([exportJob(1, 'CREATE_IN_PROGRESS')]);
    const foreign = { ...exportJob(7, 'ACTIVE') };
    const other = new WatchedAccount([{ ...foreign, arn: foreign.arn.replace('111122223333', '999988887777') }], () =>
      scene.clock.now(),
    );
    scene.identity = { ...scene.identity, account: other };
    await scene.session.reopen();
    await scene.clock.pass(0);
    other.startCounting();
    await scene.clock.pass(HOUR);
    assert.deepEqual([scene.told, other.moments], [[], []]);
  });

  describe('of an account whose number is learnt late', () => {
    const known = (): Promise<string> => Promise.resolve('111122223333');

    /** A window in the morning: the sign-in ran out over night, and a job of the evening has ended. */
    async function morning(): Promise<{ window: WatchScene; signIn: () => Promise<void> }> {
      const evening = await watching([exportJob(2, 'CREATE_IN_PROGRESS'), exportJob(1, 'CREATE_PENDING')], {
        accountId: known,
      });
      await closeWindow(evening);
      const { clock, account, storage } = evening;
      account.change(exportJob(2, '').arn, { status: 'ACTIVE' });
      let expired = true;
      account.failNext(() => expired, problem('signInExpired'), Infinity);
      const accountId = (): Promise<string> => (expired ? Promise.reject(problem('signInExpired')) : known());
      const window = await watching([], { clock, account, storage, accountId });
      const signIn = async (): Promise<void> => {
        expired = false;
        await window.session.signIn();
        await clock.pass(0);
      };
      return { window, signIn };
    }

    it('is taken up when the person has signed in', async () => {
      const { window, signIn } = await morning();
      assert.deepEqual([window.told, window.watcher.running], [[], []]);
      await signIn();
      assert.deepEqual(window.told, ['job_00002: CREATE_IN_PROGRESS → ACTIVE (finished)']);
      assert.deepEqual(
        window.watcher.running.map(({ job }) => job.name),
        ['job_00001'],
      );
    });

    it('gets what was watched meanwhile, and leaves nothing of it behind', async () => {
      const { window, signIn } = await morning();
      const [chosen, muted] = [exportJob(7, 'CREATE_IN_PROGRESS'), exportJob(8, 'CREATE_IN_PROGRESS')];
      window.account.jobs.unshift(muted, chosen);
      window.watcher.watch(chosen.arn);
      window.watcher.unwatch(muted.arn);
      await signIn();
      const names = (scene: WatchScene): string[] => scene.watcher.running.map(({ job }) => job.name).sort();
      assert.deepEqual(names(window), ['job_00001', 'job_00007']);
      await closeWindow(window);

      const { clock, account, storage } = window;
      const next = await watching([], { clock, account, storage, accountId: known });
      assert.deepEqual(names(next), ['job_00001', 'job_00007']);
      for (const number of [1, 7, 8]) account.change(exportJob(number, '').arn, { status: 'ACTIVE' });
      await clock.pass(HOUR);
      await closeWindow(next);
      assert.equal(await storage.hasWatched(), false);
    });

    it('does not take over the jobs that the same profile has watched in another account', async () => {
      const foreign = exportJob(7, 'CREATE_IN_PROGRESS').arn.replace('111122223333', '444455556666');
      const { window, signIn } = await morning();
      window.watcher.watch(foreign);
      await signIn();
      assert.equal(window.watcher.isWatched(foreign), false);
    });

    it('is taken up also when STS answers after the watch has stopped waiting for it', async () => {
      const evening = await watching([exportJob(2, 'CREATE_IN_PROGRESS')], { accountId: known });
      await closeWindow(evening);
      const { clock, account, storage } = evening;
      account.change(exportJob(2, '').arn, { status: 'ACTIVE' });
      const slow = deferred<string | undefined>();
      const window = await watching([], { clock, account, storage, accountId: () => slow.promise });
      await clock.pass(MINUTE);
      assert.deepEqual(window.told, []);
      slow.resolve('111122223333');
      await clock.pass(0);
      assert.deepEqual(window.told, ['job_00002: CREATE_IN_PROGRESS → ACTIVE (finished)']);
    });
  });

  it('of two windows never loses what only one of them knows', async () => {
    const first = await watching([exportJob(1, 'CREATE_IN_PROGRESS')]);
    const second = await nextWindow(first);
    const mine = exportJob(9, 'CREATE_PENDING');
    first.account.jobs.unshift(mine);
    first.store.put([mine], first.store.tick());
    second.watcher.unwatch(exportJob(1, '').arn);
    await Promise.all([first.watcher.flush(), second.watcher.flush()]);
    const third = await nextWindow(first);
    assert.deepEqual(third.watcher.running.map(({ job }) => job.name).sort(), ['job_00009']);
    assert.equal(third.watcher.isWatched(exportJob(1, '').arn), false);
  });
});

describe('Notices', () => {
  function told({ watcher, storage }: WatchScene, wants: (notice: Notice) => boolean = () => true): string[] {
    const lines: string[] = [];
    const notices = new Notices({ transitions: watcher.onTransition, claims: storage, wants });
    notices.onNotice(({ job, outcome }) => lines.push(`${job.name} ${outcome}`));
    return lines;
  }

  it('tell of an event in one of several windows', async () => {
    const jobs = [exportJob(2, 'CREATE_IN_PROGRESS'), exportJob(1, 'CREATE_PENDING')];
    const first = await watching(jobs);
    const windows = [first, await nextWindow(first), await nextWindow(first)];
    const lines = windows.map((window) => told(window));
    first.account.change(exportJob(2, '').arn, { status: 'ACTIVE' });
    first.account.change(exportJob(1, '').arn, { status: 'CREATE_FAILED' });
    await first.clock.pass(2 * MINUTE);
    assert.deepEqual(
      windows.map((window) => window.told.length),
      [2, 2, 2],
    );
    assert.deepEqual(lines.flat().sort(), ['job_00001 failed', 'job_00002 finished']);
  });

  it('do not tell again after a reload', async () => {
    const before = await watching([exportJob(1, 'CREATE_IN_PROGRESS')]);
    const lines = told(before);
    before.account.change(exportJob(1, '').arn, { status: 'ACTIVE' });
    // The other window has saved nothing of it when it reloads.
    const stale = await before.storage.load('aws|planner|eu-west-1|');
    await before.clock.pass(MINUTE);
    await closeWindow(before);
    await before.storage.update('aws|planner|eu-west-1|', () => stale);
    const after = await watching([], {
      clock: before.clock,
      account: before.account,
      storage: before.storage,
      open: false,
    });
    const again = told(after);
    await after.session.start();
    await after.clock.pass(MINUTE);
    assert.deepEqual([after.told.length, lines, again], [1, ['job_00001 finished'], []]);
  });

  it('tell of a job of the same name that was made later', async () => {
    const scene = await watching([exportJob(1, 'CREATE_IN_PROGRESS')]);
    const lines = told(scene);
    const finish = async (): Promise<void> => {
      scene.account.change(exportJob(1, '').arn, { status: 'ACTIVE' });
      await scene.clock.pass(MINUTE);
    };
    await finish();
    scene.account.change(exportJob(1, '').arn, { status: 'CREATE_PENDING', createdAt: scene.clock.now() });
    await scene.store.refresh();
    await finish();
    assert.deepEqual(lines, ['job_00001 finished', 'job_00001 finished']);
  });

  it('are left to other windows by a window that does not want them', async () => {
    const first = await watching([exportJob(1, 'CREATE_IN_PROGRESS')]);
    const second = await nextWindow(first);
    const lines = [told(first, () => false), told(second, ({ outcome }) => outcome === 'finished')];
    first.account.change(exportJob(1, '').arn, { status: 'ACTIVE' });
    await first.clock.pass(2 * MINUTE);
    assert.deepEqual(lines, [[], ['job_00001 finished']]);
  });

  it('tell neither of a stop nor of a deletion, which somebody wanted', async () => {
    const scene = await watching([exportJob(2, 'CREATE_STOPPING'), exportJob(1, 'DELETE_PENDING')]);
    const lines = told(scene);
    await scene.clock.pass(MINUTE);
    scene.account.change(exportJob(2, '').arn, { status: 'CREATE_STOPPED' });
    scene.account.delete(exportJob(1, '').arn);
    await scene.clock.pass(3 * MINUTE);
    assert.equal(scene.told.length, 2);
    assert.deepEqual(lines, []);
  });
});
