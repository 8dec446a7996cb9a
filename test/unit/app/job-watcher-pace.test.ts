import assert from 'node:assert/strict';
import { DomainError } from '../../../src/domain/errors';
import { anyList, exportJob, exportJobs, listOf, problem } from '../../support/scripted-forecast';
import { SimulatedClock } from '../../support/simulated-clock';
import { HOUR, watching, type WatchScene } from '../../support/watch-scene';

const MINUTE = 60_000;
const running = listOf('CREATE_IN_PROGRESS');

/** Whole seconds between requests. */
const pauses = ({ account }: WatchScene): number[] => account.pauses.map(Math.round);

describe('The pace of the job watcher', () => {
  it('starts at 5 seconds and slows down to 60 while nothing changes', async () => {
    const scene = await watching([exportJob(1, 'CREATE_IN_PROGRESS')]);
    await scene.clock.pass(6 * MINUTE);
    assert.deepEqual(pauses(scene), [5, 8, 13, 20, 33, 52, 60, 60, 60]);
  });

  it('is quick again after a change', async () => {
    const scene = await watching([exportJob(2, 'CREATE_IN_PROGRESS'), exportJob(1, 'CREATE_PENDING')]);
    await scene.clock.pass(HOUR);
    scene.account.change(exportJob(1, '').arn, { status: 'CREATE_IN_PROGRESS' });
    await scene.clock.pass(3 * MINUTE);
    scene.account.startCounting();
    scene.account.jobs.unshift(exportJob(9, 'CREATE_PENDING'));
    scene.store.put(scene.account.jobs.slice(0, 1), scene.store.tick());
    const changed = scene.clock.now();
    await scene.clock.pass(MINUTE);
    assert.equal(scene.account.moments[0], changed + 5_000);
    assert.ok(scene.account.moments.length >= 4);
  });

  it('varies, so that several windows do not ask in step', async () => {
    const numbers = [0, 0.5, 0.99, 0.25];
    const scene = await watching([exportJob(1, 'CREATE_IN_PROGRESS')], { random: () => numbers.shift() ?? 0.5 });
    await scene.clock.pass(HOUR);
    const slow = scene.account.pauses.slice(-5);
    assert.ok(slow.every((seconds) => seconds > 60 && seconds <= 72));
  });

  it('is slower in a window that nobody looks at, and catches up when somebody does', async () => {
    const scene = await watching([exportJob(1, 'CREATE_IN_PROGRESS')]);
    scene.watcher.focused = false;
    await scene.clock.pass(HOUR);
    const last = scene.account.pauses.slice(-3);
    assert.deepEqual(last, [180, 180, 180]);
    scene.account.startCounting();
    await scene.clock.pass(100_000);
    scene.watcher.focused = true;
    await scene.clock.pass(1_000);
    assert.equal(scene.account.moments.length, 1);
  });

  it('does not fall behind when the focus goes to and fro', async () => {
    const scene = await watching([exportJob(1, 'CREATE_IN_PROGRESS')]);
    await scene.clock.pass(HOUR);
    scene.account.startCounting();
    for (let turn = 0; turn < 60; turn += 1) {
      scene.watcher.focused = turn % 2 === 1;
      await scene.clock.pass(20_000);
    }
    assert.ok(scene.account.moments.length >= 14, `${scene.account.moments.length} requests in 20 minutes`);
  });

  it('does not fall behind while many jobs change', async () => {
    const scene = await watching(exportJobs({ CREATE_IN_PROGRESS: 50 }));
    for (const job of scene.account.jobs.slice(0, 40)) {
      scene.store.put([{ ...job, status: 'CREATE_STOPPING' }], scene.store.tick());
      await scene.clock.pass(2_000);
    }
    assert.ok(scene.account.moments.length >= 14, `${scene.account.moments.length} requests in 80 seconds`);
  });

  it('looks soon after the machine has slept', async () => {
    const scene = await watching([exportJob(1, 'CREATE_IN_PROGRESS')]);
    await scene.clock.pass(HOUR);
    scene.account.startCounting();
    scene.clock.jump(8 * HOUR);
    const woken = scene.clock.now();
    await scene.clock.pass(MINUTE);
    const [first = 0] = scene.account.moments;
    assert.ok(first - woken <= 20_000, `${(first - woken) / 1000} s after waking`);
    assert.ok(scene.account.moments.length >= 4, 'and quickly at first');
  });

  it('goes on when the clock is set back', async () => {
    const scene = await watching([exportJob(1, 'CREATE_IN_PROGRESS')]);
    await scene.clock.pass(HOUR);
    scene.account.startCounting();
    scene.clock.jump(-5 * HOUR);
    await scene.clock.pass(5 * MINUTE);
    assert.ok(scene.account.moments.length >= 4);
  });
});

describe('The job watcher in trouble', () => {
  it('waits long, and longer each time, when the service throttles', async () => {
    const scene = await watching([exportJob(1, 'CREATE_IN_PROGRESS')]);
    scene.account.failNext(anyList, problem('throttled'), 5);
    await scene.clock.pass(45 * MINUTE);
    assert.deepEqual(pauses(scene).slice(0, 6), [60, 120, 240, 480, 600, 5]);
  });

  it('waits at least as long as the service asks for', async () => {
    const scene = await watching([exportJob(1, 'CREATE_IN_PROGRESS')]);
    scene.account.failNext(anyList, new DomainError('throttled', 'Rate exceeded', { retryAfter: 900_000 }));
    await scene.clock.pass(20 * MINUTE);
    assert.equal(pauses(scene)[0], 900);
  });

  it('survives lost connections, timeouts and faults of the service, and finds what happened meanwhile', async () => {
    const scene = await watching([exportJob(1, 'CREATE_IN_PROGRESS')]);
    for (const kind of ['network', 'timeout', 'serviceFault', 'badResponse', 'tls', 'unknown'] as const) {
      scene.account.failNext(running, problem(kind));
    }
    scene.account.change(exportJob(1, '').arn, { status: 'ACTIVE' });
    await scene.clock.pass(2 * MINUTE);
    assert.equal(scene.watcher.problem?.paused, false);
    await scene.clock.pass(HOUR);
    assert.deepEqual(scene.told, ['job_00001: CREATE_IN_PROGRESS → ACTIVE (finished)']);
    assert.equal(scene.watcher.problem, undefined);
    assert.deepEqual(scene.pauses, []);
  });

  for (const kind of ['signInExpired', 'mfaRequired', 'badCredentials', 'accessDenied', 'noCredentials'] as const) {
    it(`pauses with one message when a person has to help: ${kind}`, async () => {
      const scene = await watching([exportJob(1, 'CREATE_IN_PROGRESS')]);
      scene.account.failNext(anyList, problem(kind), 3);
      await scene.clock.pass(24 * HOUR);
      assert.deepEqual(
        scene.pauses.map((error) => error.kind),
        [kind],
      );
      assert.equal(scene.account.moments.length, 1);
      // Trying again in vain says nothing new.
      scene.watcher.resume();
      await scene.clock.pass(HOUR);
      assert.deepEqual([scene.pauses.length, scene.account.moments.length], [1, 2]);
    });
  }

  it('goes on after a pause when the person retries, and tells the next pause again', async () => {
    const scene = await watching([exportJob(1, 'CREATE_IN_PROGRESS')]);
    scene.account.failNext(running, problem('signInExpired'));
    await scene.clock.pass(MINUTE);
    scene.watcher.resume();
    await scene.clock.pass(MINUTE);
    assert.equal(scene.watcher.problem, undefined);
    scene.account.failNext(running, problem('signInExpired'));
    await scene.clock.pass(2 * MINUTE);
    assert.equal(scene.pauses.length, 2);
  });

  it('goes on after a pause when the list of jobs could be read', async () => {
    const scene = await watching([exportJob(1, 'CREATE_IN_PROGRESS')]);
    scene.account.failNext(running, problem('signInExpired'));
    await scene.clock.pass(MINUTE);
    assert.equal(scene.watcher.problem?.paused, true);
    await scene.session.refresh();
    await scene.clock.pass(MINUTE);
    assert.equal(scene.watcher.problem, undefined);
    assert.ok(scene.clock.waiting > 0);
  });

  it('stays paused when the list of jobs cannot be read either', async () => {
    const scene = await watching([exportJob(1, 'CREATE_IN_PROGRESS')]);
    scene.account.failNext(anyList, problem('signInExpired'), 50);
    await scene.clock.pass(MINUTE);
    await scene.session.refresh();
    await scene.clock.pass(HOUR);
    assert.equal(scene.watcher.problem?.paused, true);
    assert.equal(scene.pauses.length, 1);
  });

  it('tries again when the person comes back to the window, but never asks for another code by itself', async () => {
    const scene = await watching([exportJob(1, 'CREATE_IN_PROGRESS')]);
    const comeBack = async (): Promise<void> => {
      scene.watcher.focused = false;
      scene.watcher.focused = true;
      await scene.clock.pass(1_000);
    };
    scene.account.failNext(running, problem('mfaRequired'));
    await scene.watcher.poll();
    await comeBack();
    assert.equal(scene.watcher.problem?.paused, true);
    scene.watcher.resume();
    await scene.clock.pass(MINUTE);
    scene.account.failNext(running, problem('signInExpired'));
    await scene.watcher.poll();
    await comeBack();
    assert.equal(scene.watcher.problem, undefined);
  });

  it('drops what an account still answers after another one was opened', async () => {
    const scene = await watching([exportJob(1, 'CREATE_IN_PROGRESS')]);
    scene.account.answersTheAborted = true;
    const held = scene.account.holdNext(running);
    const poll = scene.watcher.poll();
    await held.arrived;
    const other = await watching([exportJob(7, 'ACTIVE')]);
    scene.identity = { profile: 'other', region: 'us-east-1', account: other.account };
    await scene.session.reopen();
    held.release({ items: [exportJob(1, 'ACTIVE')] });
    await poll;
    await scene.clock.pass(HOUR);
    assert.deepEqual(scene.told, []);
    assert.deepEqual(
      scene.store.jobs().map(({ name }) => name),
      ['job_00007'],
    );
    assert.equal(scene.clock.waiting, 0);
  });

  it('does not outlive the window', async () => {
    const clock = new SimulatedClock();
    const scene = await watching([exportJob(1, 'CREATE_IN_PROGRESS')], { clock });
    scene.watcher.dispose();
    await clock.pass(HOUR);
    assert.deepEqual([scene.account.moments, clock.waiting], [[], 0]);
  });
});
