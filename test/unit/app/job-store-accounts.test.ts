import assert from 'node:assert/strict';
import { JOB_STATUSES } from '../../../src/domain/status';
import { names, opened, scene, shown } from '../../support/opened-store';
import {
  exportJob,
  exportJobs,
  laterPage,
  listOf,
  PREDICTORS,
  problem,
  ScriptedForecast,
  unfiltered,
} from '../../support/scripted-forecast';

/** Jobs of another account than `exportJobs` makes. */
const others = (count: number): ScriptedForecast =>
  new ScriptedForecast(
    exportJobs({ CREATE_FAILED: count }).map((job) => ({
      ...job,
      arn: job.arn.replace('111122223333', '444455556666'),
    })),
  );

describe('Opening another account', () => {
  it('forgets the first at once', async () => {
    const { store } = await opened(exportJobs({ ACTIVE: 5 }));
    const second = others(3);
    const opening = store.open(second);
    assert.equal(store.size, 0);
    assert.equal(store.untouched, false);
    await opening;
    assert.deepEqual(shown(store), ['failed 3']);
  });

  it('drops every page of the first that comes later', async () => {
    for (const late of [false, true]) {
      const { forecast, store } = scene(exportJobs({ ACTIVE: 150 }));
      forecast.answersTheAborted = late;
      const active = forecast.holdNext(listOf('ACTIVE'));
      const first = store.open(forecast);
      await active.arrived;
      await store.open(others(3));
      active.release();
      await first;
      assert.deepEqual(shown(store), ['failed 3']);
      assert.equal(store.busy, false);
    }
  });

  it('in the same moment as the first, asks the first for nothing', async () => {
    const { forecast, store } = scene(exportJobs({ ACTIVE: 150 }));
    const second = others(3);
    await Promise.all([store.open(forecast), store.open(second)]);
    assert.deepEqual(shown(store), ['failed 3']);
    assert.deepEqual(forecast.asked, []);
    assert.equal(second.requests.length, 1);
  });

  it('ends a refresh, a retry and a "Load more" of the first', async () => {
    const refreshed = await opened(exportJobs({ ACTIVE: 150 }));
    const held = refreshed.forecast.holdNext(listOf('ACTIVE'));
    const refreshing = refreshed.store.refresh();
    await held.arrived;
    const waiting = refreshed.store.loadMore('failed');
    const second = others(150);
    await refreshed.store.open(second);
    await Promise.all([refreshing, waiting]);
    assert.deepEqual(shown(refreshed.store), ['failed 100+'], 'the click was meant for the first account');
    assert.ok(refreshed.forecast.aborted > 0);
    assert.ok(!refreshed.forecast.asked.includes('CREATE_FAILED+'));

    const retried = scene(exportJobs({ ACTIVE: 150 }));
    retried.forecast.failNext(unfiltered, problem('network'));
    await retried.store.open(retried.forecast);
    retried.forecast.startCounting();
    const again = retried.forecast.holdNext(unfiltered);
    const retrying = retried.store.retry();
    await again.arrived;
    await retried.store.open(others(3));
    await retrying;
    assert.deepEqual(shown(retried.store), ['failed 3']);
    assert.deepEqual(retried.forecast.asked, ['all']);
  });

  it('drops what was asked elsewhere about the jobs of the first', async () => {
    const { store } = await opened(exportJobs({ ACTIVE: 5 }));
    const asked = store.tick();
    await store.open(others(3));
    store.put([exportJob(1, 'CREATE_STOPPED')], asked);
    assert.deepEqual(shown(store), ['failed 3']);
  });

  it('shows no error of the first', async () => {
    const { forecast, store } = await opened(exportJobs({ ACTIVE: 5 }));
    forecast.failNext(unfiltered, problem('accessDenied'));
    await store.refresh();
    assert.equal(store.error?.kind, 'accessDenied');
    const opening = store.open(others(3));
    assert.equal(store.error, undefined);
    await opening;
    assert.equal(store.error, undefined);
  });
});

describe('Choosing a predictor', () => {
  it('reads the account anew for it, and anew for all', async () => {
    const { forecast, store } = await opened(exportJobs({ ACTIVE: 50, CREATE_FAILED: 11 }));
    await store.open(forecast, PREDICTORS[1]);
    assert.equal(store.size, 31);
    await store.open(forecast);
    assert.equal(store.size, 61);
    assert.equal(store.predictorArn, undefined);
  });

  it('refreshes and loads more within the predictor', async () => {
    const { forecast, store } = scene(exportJobs({ ACTIVE: 500 }));
    await store.open(forecast, PREDICTORS[0]);
    await store.loadMore('active');
    await store.refresh();
    assert.ok(forecast.requests.every(({ predictorArn }) => predictorArn === PREDICTORS[0]));
    assert.deepEqual(shown(store), ['active 200+']);
    assert.equal(forecast.requests.length, 1 + JOB_STATUSES.length + 1 + JOB_STATUSES.length + 1);
  });
});

describe('A closed store', () => {
  it('is as if it had never been opened, and asks for nothing', async () => {
    const { forecast, store } = await opened(exportJobs({ ACTIVE: 150 }));
    store.close();
    assert.equal(store.untouched, true);
    assert.equal(store.busy, false);
    assert.equal(store.complete, false);
    assert.deepEqual(shown(store), []);
    await Promise.all([store.refresh(), store.retry(), store.loadMore('active')]);
    await store.loadAll(new AbortController().signal, () => assert.fail('no progress'));
    assert.deepEqual(forecast.asked, []);
  });

  it('gives up the requests that are under way', async () => {
    const { forecast, store } = await opened(exportJobs({ ACTIVE: 150 }));
    const held = forecast.holdNext(laterPage(listOf('ACTIVE')));
    const loading = store.loadMore('active');
    await held.arrived;
    store.dispose();
    await loading;
    assert.equal(forecast.aborted, 1);
    assert.equal(names(store, 'active').length, 0);
  });
});
