import assert from 'node:assert/strict';
import { exportJob, exportJobs, listOf } from '../../support/scripted-forecast';
import { HOUR, watching, type WatchScene } from '../../support/watch-scene';
import { names } from '../../support/opened-store';

const MINUTE = 60_000;

function watched({ watcher }: WatchScene): string[] {
  return watcher.running.map(({ job }) => `${job.name} ${job.status}`);
}

describe('The job watcher', () => {
  describe('watches', () => {
    it('every job of the open account on which the service works', async () => {
      const scene = await watching([
        exportJob(6, 'DELETE_IN_PROGRESS'),
        exportJob(5, 'CREATE_PENDING'),
        exportJob(4, 'CREATE_IN_PROGRESS'),
        exportJob(3, 'ACTIVE'),
        exportJob(2, 'CREATE_FAILED'),
      ]);
      assert.deepEqual(watched(scene).sort(), [
        'job_00004 CREATE_IN_PROGRESS',
        'job_00005 CREATE_PENDING',
        'job_00006 DELETE_IN_PROGRESS',
      ]);
    });

    it('a job that was created in this window, from the moment the store knows of it', async () => {
      const scene = await watching([exportJob(1, 'ACTIVE')]);
      const job = exportJob(9, 'CREATE_PENDING');
      scene.account.jobs.unshift(job);
      scene.store.put([job], scene.store.tick());
      assert.deepEqual(watched(scene), ['job_00009 CREATE_PENDING']);
      scene.account.change(job.arn, { status: 'ACTIVE' });
      await scene.clock.pass(MINUTE);
      assert.deepEqual(scene.told, ['job_00009: CREATE_PENDING → ACTIVE (finished)']);
    });

    it('a job that was chosen by its ARN although the list does not show it', async () => {
      const scene = await watching([exportJob(1, 'ACTIVE')]);
      const job = exportJob(9, 'CREATE_IN_PROGRESS');
      scene.account.jobs.unshift(job);
      scene.watcher.watch(job.arn);
      assert.ok(scene.watcher.isWatched(job.arn));
      await scene.clock.pass(10_000);
      assert.deepEqual(watched(scene), ['job_00009 CREATE_IN_PROGRESS']);
      assert.deepEqual(names(scene.store, 'inProgress'), ['job_00009']);
    });

    it('no job that the person does not want to be watched', async () => {
      const job = exportJob(1, 'CREATE_IN_PROGRESS');
      const scene = await watching([job]);
      scene.watcher.unwatch(job.arn);
      await scene.store.refresh();
      scene.account.startCounting();
      await scene.clock.pass(HOUR);
      assert.deepEqual([watched(scene), scene.account.moments], [[], []]);
      scene.watcher.watch(job.arn);
      assert.deepEqual(watched(scene), ['job_00001 CREATE_IN_PROGRESS']);
    });
  });

  describe('asks', () => {
    it('nothing while nothing runs', async () => {
      const scene = await watching(exportJobs({ ACTIVE: 120, CREATE_FAILED: 3, CREATE_STOPPED: 2 }));
      await scene.clock.pass(24 * HOUR);
      assert.deepEqual(scene.account.moments, []);
      assert.equal(scene.clock.waiting, 0);
    });

    it('for one filtered list for each status that watched jobs have, in the order of a job’s life', async () => {
      const scene = await watching([
        exportJob(4, 'CREATE_IN_PROGRESS'),
        exportJob(3, 'CREATE_IN_PROGRESS'),
        exportJob(2, 'CREATE_PENDING'),
        exportJob(1, 'ACTIVE'),
      ]);
      await scene.watcher.poll();
      assert.deepEqual(scene.account.asked, ['CREATE_PENDING', 'CREATE_IN_PROGRESS']);
      assert.deepEqual(scene.account.described, []);
    });

    it('for a description only of a job that has left its list for none of the others', async () => {
      const scene = await watching([exportJob(3, 'CREATE_PENDING'), exportJob(2, 'CREATE_IN_PROGRESS')]);
      const [pending, running] = [exportJob(3, '').arn, exportJob(2, '').arn];
      scene.account.change(pending, { status: 'CREATE_IN_PROGRESS' });
      scene.account.change(running, { status: 'ACTIVE' });
      await scene.watcher.poll();
      assert.deepEqual(scene.account.described, [running]);
      assert.deepEqual(scene.told, [
        'job_00003: CREATE_PENDING → CREATE_IN_PROGRESS',
        'job_00002: CREATE_IN_PROGRESS → ACTIVE (finished)',
      ]);
    });

    it('for further pages only as far as watched jobs are still to be found', async () => {
      const jobs = exportJobs({ CREATE_IN_PROGRESS: 350 });
      const scene = await watching(jobs);
      await scene.watcher.poll();
      assert.deepEqual(scene.account.asked, ['CREATE_IN_PROGRESS'], 'all watched jobs are on the first page');
      // Fifty newer exports push half of the watched ones to the second page.
      const newer = Array.from({ length: 50 }, (_, index) => exportJob(1000 + index, 'CREATE_IN_PROGRESS'));
      scene.account.jobs.unshift(...newer);
      scene.account.startCounting();
      await scene.watcher.poll();
      assert.deepEqual(scene.account.asked, ['CREATE_IN_PROGRESS', 'CREATE_IN_PROGRESS+']);
      assert.deepEqual(scene.account.described, []);
    });

    it('for a bounded number of pages when a list does not end', async () => {
      const job = exportJob(1, 'CREATE_IN_PROGRESS');
      const scene = await watching([job]);
      for (let page = 0; page < 100; page += 1) {
        scene.account.answerNext(listOf('CREATE_IN_PROGRESS'), { items: [], nextToken: `endless-${page}` });
      }
      await scene.watcher.poll();
      assert.ok(scene.account.asked.length <= 12, `${scene.account.asked.length} pages`);
      assert.deepEqual(scene.account.described, [job.arn]);
      assert.deepEqual(watched(scene), ['job_00001 CREATE_IN_PROGRESS']);
    });

    it('for ten descriptions at most in one poll, so that deleting hundreds of jobs asks little at a time', async () => {
      const scene = await watching(exportJobs({ DELETE_IN_PROGRESS: 25 }));
      scene.account.jobs.length = 0;
      scene.account.startCounting();
      await scene.watcher.poll();
      assert.equal(scene.account.described.length, 10);
      await scene.clock.pass(MINUTE);
      assert.equal(scene.watcher.running.length, 0);
      assert.equal(new Set(scene.account.described).size, 25);
      assert.equal(scene.store.size, 0);
    });

    it('for one thing at a time, also when a poll takes long', async () => {
      const scene = await watching([exportJob(1, 'CREATE_IN_PROGRESS')]);
      const held = scene.account.holdNext(listOf('CREATE_IN_PROGRESS'));
      const first = scene.watcher.poll();
      await held.arrived;
      const second = scene.watcher.poll();
      scene.watcher.focused = false;
      scene.watcher.focused = true;
      await scene.clock.pass(HOUR);
      assert.equal(scene.account.moments.length, 1);
      held.release();
      await Promise.all([first, second]);
      assert.equal(scene.account.mostAtOnce, 1);
    });

    it('job by job when the service refuses the Status filter', async () => {
      const scene = await watching([exportJob(2, 'CREATE_IN_PROGRESS'), exportJob(1, 'CREATE_PENDING')]);
      scene.account.takesStatusFilter = false;
      await scene.clock.pass(MINUTE);
      scene.account.change(exportJob(2, '').arn, { status: 'ACTIVE' });
      scene.account.startCounting();
      await scene.watcher.poll();
      assert.deepEqual(scene.account.asked, []);
      assert.equal(scene.account.described.length, 2);
      assert.deepEqual(scene.told, ['job_00002: CREATE_IN_PROGRESS → ACTIVE (finished)']);
    });
  });

  describe('tells, once,', () => {
    const endings = [
      ['CREATE_IN_PROGRESS', 'ACTIVE', 'finished'],
      ['CREATE_IN_PROGRESS', 'CREATE_FAILED', 'failed'],
      ['CREATE_STOPPING', 'CREATE_STOPPED', 'stopped'],
      ['DELETE_IN_PROGRESS', 'DELETE_FAILED', 'failed'],
    ] as const;
    for (const [from, to, outcome] of endings) {
      it(`that a job went from ${from} to ${to}`, async () => {
        const scene = await watching([exportJob(1, from)]);
        scene.account.change(exportJob(1, '').arn, { status: to, message: 'words of the service' });
        await scene.clock.pass(HOUR);
        await scene.store.refresh();
        assert.deepEqual(scene.told, [`job_00001: ${from} → ${to} (${outcome})`]);
        assert.deepEqual(watched(scene), []);
        const [result] = scene.watcher.results;
        assert.deepEqual([result?.outcome, result?.job.message], [outcome, 'words of the service']);
      });
    }

    it('that a job is gone after its deletion; its row goes', async () => {
      const scene = await watching([exportJob(2, 'ACTIVE'), exportJob(1, 'DELETE_PENDING')]);
      scene.account.delete(exportJob(1, '').arn);
      await scene.clock.pass(MINUTE);
      assert.deepEqual(scene.told, ['job_00001: DELETE_PENDING → gone (deleted)']);
      assert.equal(scene.store.size, 1);
      assert.deepEqual(scene.watcher.results, []);
    });

    it('nothing of an end when a deletion that was shown as begun is refused', async () => {
      const job = exportJob(1, 'ACTIVE');
      const scene = await watching([job]);
      scene.store.put([{ ...job, status: 'DELETE_PENDING' }], scene.store.tick());
      scene.store.put([job], scene.store.tick());
      assert.deepEqual(scene.told, ['job_00001: DELETE_PENDING → ACTIVE']);
      assert.deepEqual([scene.watcher.running, scene.watcher.results], [[], []]);
    });

    it('what somebody else put into the store, without asking for it again', async () => {
      const job = exportJob(1, 'CREATE_IN_PROGRESS');
      const scene = await watching([job]);
      scene.store.put([{ ...job, status: 'ACTIVE' }], scene.store.tick());
      assert.deepEqual(scene.told, ['job_00001: CREATE_IN_PROGRESS → ACTIVE (finished)']);
      await scene.clock.pass(HOUR);
      assert.deepEqual(scene.account.moments, []);
    });

    it('a status that no documentation knows, and goes on watching', async () => {
      const scene = await watching([exportJob(1, 'CREATE_IN_PROGRESS')]);
      scene.account.change(exportJob(1, '').arn, { status: 'CREATE_FINALIZING' });
      await scene.watcher.poll();
      scene.account.change(exportJob(1, '').arn, { status: 'ACTIVE' });
      await scene.watcher.poll();
      assert.deepEqual(scene.told, [
        'job_00001: CREATE_IN_PROGRESS → CREATE_FINALIZING',
        'job_00001: CREATE_FINALIZING → ACTIVE (finished)',
      ]);
    });
  });

  it('does not take a job for deleted that the service does not know yet', async () => {
    const scene = await watching([exportJob(1, 'ACTIVE')]);
    const job = exportJob(9, 'CREATE_PENDING');
    scene.store.put([job], scene.store.tick());
    await scene.clock.pass(30_000);
    assert.ok(scene.account.described.length > 0);
    assert.deepEqual(watched(scene), ['job_00009 CREATE_PENDING']);
    scene.account.jobs.unshift({ ...job, status: 'CREATE_IN_PROGRESS' });
    await scene.clock.pass(MINUTE);
    assert.deepEqual(scene.told, ['job_00009: CREATE_PENDING → CREATE_IN_PROGRESS']);
  });

  it('keeps the jobs of other predictors out of a list that is filtered by one', async () => {
    const [even, odd] = [exportJob(2, 'CREATE_IN_PROGRESS'), exportJob(1, 'CREATE_IN_PROGRESS')];
    const scene = await watching([even, odd]);
    await scene.session.filterByPredictor({ arn: even.predictorArn ?? '', name: 'demand' });
    await scene.watcher.poll();
    assert.deepEqual(names(scene.store, 'inProgress'), ['job_00002']);
    assert.equal(watched(scene).length, 2, 'both are still watched');
    scene.account.change(odd.arn, { status: 'ACTIVE' });
    await scene.watcher.poll();
    assert.deepEqual(scene.told, ['job_00001: CREATE_IN_PROGRESS → ACTIVE (finished)']);
    assert.equal(scene.store.size, 1);
  });
});
