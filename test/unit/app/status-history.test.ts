import assert from 'node:assert/strict';
import { StatusHistory, type HistoryStorage } from '../../../src/app/status-history';
import { opened, scene, type Scene } from '../../support/opened-store';
import { exportJob } from '../../support/scripted-forecast';

/** A memory of VS Code, and a clock that the test moves; what is to be written waits for `pass`. */
class Stage {
  now = 1000;
  saved: unknown;
  writes = 0;
  #waiting: (() => void)[] = [];

  readonly storage: HistoryStorage = {
    read: () => this.saved,
    write: (value) => {
      this.writes += 1;
      this.saved = JSON.parse(JSON.stringify(value));
    },
  };

  history({ store }: Scene): StatusHistory {
    return new StatusHistory({
      store,
      storage: this.storage,
      clock: {
        now: () => this.now,
        after: (_milliseconds, callback) => {
          this.#waiting.push(callback);
          return () => void (this.#waiting = this.#waiting.filter((one) => one !== callback));
        },
      },
    });
  }

  /** Lets the time pass that writes are gathered for. */
  pass(): void {
    for (const callback of this.#waiting.splice(0)) callback();
  }
}

const JOB = exportJob(1, 'CREATE_PENDING');

describe('The status history', () => {
  it('remembers each status of a running job with the time when it was first seen', async () => {
    const made = scene([JOB]);
    const stage = new Stage();
    const history = stage.history(made);
    await made.store.open(made.forecast);
    for (const [now, status] of [
      [2000, 'CREATE_IN_PROGRESS'],
      [3000, 'CREATE_IN_PROGRESS'],
      [4000, 'ACTIVE'],
    ] as const) {
      stage.now = now;
      made.forecast.change(JOB.arn, { status, modifiedAt: now });
      await made.store.refresh();
    }
    assert.deepEqual(history.seen(JOB), [
      { status: 'CREATE_PENDING', at: 1000 },
      { status: 'CREATE_IN_PROGRESS', at: 2000 },
      { status: 'ACTIVE', at: 4000 },
    ]);
  });

  it('remembers nothing of jobs that had ended before they were seen', async () => {
    const made = scene([exportJob(1, 'ACTIVE'), exportJob(2, 'CREATE_FAILED')]);
    const stage = new Stage();
    const history = stage.history(made);
    await made.store.open(made.forecast);
    stage.pass();
    assert.deepEqual(history.seen(exportJob(1, 'ACTIVE')), []);
    assert.equal(stage.writes, 0);
  });

  it('outlives the window', async () => {
    const made = await opened([JOB]);
    const stage = new Stage();
    const first = stage.history(made);
    await made.store.refresh();
    first.dispose();
    assert.equal(stage.history(scene([])).seen(JOB).length, 1);
  });

  it('writes once for many changes', async () => {
    const made = scene([JOB, exportJob(2, 'CREATE_PENDING'), exportJob(3, 'CREATE_IN_PROGRESS')]);
    const stage = new Stage();
    stage.history(made);
    await made.store.open(made.forecast);
    stage.pass();
    assert.equal(stage.writes, 1);
  });

  it('takes a job that was made anew under an old name for another', async () => {
    const made = await opened([JOB]);
    const stage = new Stage();
    const history = stage.history(made);
    await made.store.refresh();
    assert.deepEqual(history.seen({ ...JOB, createdAt: 5 }), []);
  });

  it('keeps the 300 jobs that changed last', async () => {
    const jobs = Array.from({ length: 310 }, (_, index) => exportJob(index, 'CREATE_PENDING'));
    const made = scene(jobs);
    const stage = new Stage();
    const history = stage.history(made);
    await made.store.open(made.forecast);
    await made.store.loadAll(new AbortController().signal, () => undefined);
    assert.equal(jobs.filter((job) => history.seen(job).length > 0).length, 300);
  });

  it('begins anew when what was saved is nothing that it knows', () => {
    for (const saved of [undefined, null, 7, 'x', [], { a: 7 }, { a: { seen: 'x' } }, { a: { seen: [7, {}] } }]) {
      const stage = new Stage();
      stage.saved = saved;
      assert.deepEqual(stage.history(scene([])).seen({ arn: 'a' }), []);
    }
  });
});
