import assert from 'node:assert/strict';
import type { ExportJob } from '../../../src/domain/export-job';
import { exportJob } from '../../support/scripted-forecast';
import { HOUR, watching, type WatchScene } from '../../support/watch-scene';

const MINUTE = 60_000;
const DAY = 24 * HOUR;

/** Numbers from 0 to 1 that are the same in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

/** An export that is created at `start`, pending for so long and then running to `end`; milliseconds from the beginning. */
interface Course {
  readonly start: number;
  readonly pending: number;
  readonly end: number;
}

/** Lets a day pass in which exports take their courses; returns the number of requests. */
async function requestsOfADay(courses: readonly Course[], seed = 1): Promise<{ requests: number; scene: WatchScene }> {
  const scene = await watching([exportJob(0, 'ACTIVE')], { random: numbers(seed) });
  const begin = scene.clock.now();
  const jobs: readonly ExportJob[] = courses.map((_, index) => exportJob(index + 1, 'CREATE_PENDING'));
  courses.forEach(({ start, pending, end }, index) => {
    const job = jobs[index];
    assert.ok(job);
    scene.clock.after(start, () => {
      scene.account.jobs.unshift(job);
      // The window in which it was created puts it into the store.
      scene.store.put([job], scene.store.tick());
    });
    scene.clock.after(start + pending, () => scene.account.change(job.arn, { status: 'CREATE_IN_PROGRESS' }));
    scene.clock.after(end, () => scene.account.change(job.arn, { status: 'ACTIVE' }));
  });
  await scene.clock.pass(DAY);
  assert.equal(scene.clock.now(), begin + DAY);
  return { requests: scene.account.moments.length, scene };
}

describe('The cost of watching for 24 hours', () => {
  it('is at most 1,500 requests with 3 exports that run all day', async () => {
    const { requests, scene } = await requestsOfADay([
      { start: 0, pending: MINUTE, end: DAY },
      { start: 0, pending: 2 * MINUTE, end: DAY },
      { start: 0, pending: 5 * MINUTE, end: DAY },
    ]);
    assert.ok(scene.told.length >= 3);
    assert.ok(requests > 1_200 && requests <= 1_350, `${requests} requests`);
  });

  for (const [index, moments] of [
    [0, 2 * HOUR, 5 * HOUR],
    [MINUTE, 8 * HOUR, 16 * HOUR],
    [0, 30_000, 12 * HOUR],
    [3 * HOUR, 3 * HOUR + 7_000, 20 * HOUR],
  ].entries()) {
    const hours = moments.map((moment) => (moment / HOUR).toFixed(2)).join(', ');
    it(`is at most 1,500 requests with 3 exports of 14 hours that start after ${hours} hours`, async () => {
      const courses = moments.map((start) => ({ start, pending: 40_000, end: start + 14 * HOUR }));
      const { requests } = await requestsOfADay(courses, index + 2);
      assert.ok(requests <= 1_400, `${requests} requests`);
    });
  }

  it('is at most 1,500 requests when the random part of every wait is the shortest', async () => {
    const scene = await watching([1, 2, 3].map((number) => exportJob(number, 'CREATE_IN_PROGRESS')));
    await scene.clock.pass(DAY);
    const { length } = scene.account.moments;
    assert.ok(length <= 1_450, `${length} requests`);
  });

  it('is at most 1,500 requests even when the 3 exports stay in three statuses', async () => {
    const scene = await watching(
      ['CREATE_PENDING', 'CREATE_IN_PROGRESS', 'CREATE_STOPPING'].map((status, index) => exportJob(index, status)),
    );
    await scene.clock.pass(DAY);
    const { length } = scene.account.moments;
    assert.ok(length <= 1_500, `${length} requests`);
  });

  it('is a third of that in a window that nobody looks at', async () => {
    const scene = await watching([1, 2, 3].map((number) => exportJob(number, 'CREATE_IN_PROGRESS')));
    scene.watcher.focused = false;
    await scene.clock.pass(DAY);
    const { length } = scene.account.moments;
    assert.ok(length <= 500, `${length} requests`);
  });

  it('is a few requests for 3 exports that end within minutes, and none before and after', async () => {
    const courses = [0, 10_000, 20_000].map((delay) => ({
      start: 6 * HOUR + delay,
      pending: 30_000,
      end: 6 * HOUR + 14 * MINUTE + delay,
    }));
    const { requests, scene } = await requestsOfADay(courses);
    const began = scene.clock.now() - DAY;
    assert.ok(requests <= 60, `${requests} requests`);
    const times = scene.account.moments.map((moment) => moment - began);
    assert.ok(times.every((time) => time > 6 * HOUR && time < 6 * HOUR + 17 * MINUTE));
    assert.equal(scene.told.filter((line) => line.endsWith('(finished)')).length, 3);
  });

  it('is nothing when nothing runs', async () => {
    const { requests, scene } = await requestsOfADay([]);
    assert.deepEqual([requests, scene.clock.waiting], [0, 0]);
  });
});
