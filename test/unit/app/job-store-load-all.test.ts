import assert from 'node:assert/strict';
import type { LoadAllProgress } from '../../../src/app/job-store';
import { JOB_STATUSES } from '../../../src/domain/status';
import { names, opened, scene, shown } from '../../support/opened-store';
import { exportJobs, laterPage, listOf, problem, unfiltered } from '../../support/scripted-forecast';

const never = new AbortController().signal;
const ignore = (): void => undefined;

describe('Loading all', () => {
  it('reads every list to its end, the lists side by side', async () => {
    const { forecast, store } = await opened(exportJobs({ ACTIVE: 45, CREATE_FAILED: 45, CREATE_STOPPED: 45 }), 10);
    const progress: LoadAllProgress[] = [];
    await store.loadAll(never, (step) => progress.push(step));
    assert.deepEqual(shown(store), ['failed 45', 'active 45', 'stopped 45']);
    assert.equal(store.complete, true);
    assert.equal(forecast.requests.length, 12);
    assert.equal(forecast.mostAtOnce, 3);
    assert.deepEqual(progress.at(-1), { loaded: 135, complete: true });
    assert.deepEqual(
      progress.map(({ loaded }) => loaded),
      progress.map(({ loaded }) => loaded).sort((a, b) => a - b),
    );
  });

  it('asks for nothing when everything is there', async () => {
    const { forecast, store } = await opened(exportJobs({ ACTIVE: 5 }));
    await store.loadAll(never, ignore);
    assert.deepEqual(forecast.asked, []);
  });

  it('ends at once when it is cancelled: no further page, no further progress, all rows stay', async () => {
    const { forecast, store } = await opened(exportJobs({ ACTIVE: 50, CREATE_FAILED: 5 }), 10);
    const abort = new AbortController();
    const steps: number[] = [];
    const held = forecast.holdNext((request) => request.status === 'ACTIVE' && forecast.requests.length === 2);
    const loading = store.loadAll(abort.signal, ({ loaded }) => steps.push(loaded));
    await held.arrived;
    abort.abort();
    await loading;
    const told = steps.length;
    assert.equal(names(store, 'active').length, 20);
    held.release();
    await store.loadMore('active');
    assert.equal(forecast.requests.length, 2);
    assert.equal(names(store, 'active').length, 30, 'the page that was under way is welcome');
    assert.equal(steps.length, told);
  });

  it('does nothing when it was cancelled before', async () => {
    const { forecast, store } = await opened(exportJobs({ ACTIVE: 50, CREATE_FAILED: 5 }), 10);
    await store.loadAll(AbortSignal.abort(), () => assert.fail('no progress'));
    assert.deepEqual(forecast.asked, []);
  });

  it('reads the other lists to their end when one fails, and keeps a row to retry it', async () => {
    const { forecast, store } = await opened(exportJobs({ ACTIVE: 50, CREATE_FAILED: 50 }), 10);
    forecast.failNext(listOf('ACTIVE'), problem('throttled'));
    await store.loadAll(never, ignore);
    assert.deepEqual(shown(store), ['failed 50', 'active 10+']);
    assert.equal(store.group('active').error?.kind, 'throttled');
    assert.equal(store.error, undefined);
    await store.loadAll(never, ignore);
    assert.deepEqual(shown(store), ['failed 50', 'active 50']);
  });

  it('goes on with the new lists when a refresh comes in between, without reading a page twice', async () => {
    const { forecast, store } = await opened(exportJobs({ ACTIVE: 60, CREATE_FAILED: 5 }), 10);
    const held = forecast.holdNext((request) => request.status === 'ACTIVE' && forecast.requests.length === 2);
    const loading = store.loadAll(never, ignore);
    await held.arrived;
    forecast.startCounting();
    await store.refresh();
    await loading;
    assert.deepEqual(shown(store), ['failed 5', 'active 60']);
    // Six pages of ACTIVE, one of each other status.
    assert.equal(forecast.requests.length, 6 + JOB_STATUSES.length - 1);
  });

  it('that was begun during a refresh waits for it', async () => {
    const { forecast, store } = await opened(exportJobs({ ACTIVE: 60, CREATE_FAILED: 5 }), 10);
    const refreshing = store.refresh();
    await Promise.all([refreshing, store.loadAll(never, ignore)]);
    assert.deepEqual(shown(store), ['failed 5', 'active 60']);
    assert.equal(forecast.requests.length, 6 + JOB_STATUSES.length - 1);
  });

  it('begins with a retry when the account could not be read', async () => {
    const { forecast, store } = scene(exportJobs({ ACTIVE: 50, CREATE_FAILED: 5 }), 10);
    forecast.failNext(unfiltered, problem('network'), 2);
    await store.open(forecast);
    await store.loadAll(never, ignore);
    assert.equal(store.error?.kind, 'network');
    assert.equal(forecast.requests.length, 2);
    await store.loadAll(never, ignore);
    assert.deepEqual(shown(store), ['failed 5', 'active 50']);
    assert.equal(forecast.asked.filter((list) => list === 'all').length, 3);
  });

  it('restarts a list whose token expires on the way', async () => {
    const { forecast, store } = await opened(exportJobs({ ACTIVE: 60, CREATE_FAILED: 5 }), 10);
    forecast.failNext(
      (request) => laterPage(listOf('ACTIVE'))(request) && forecast.requests.length === 3,
      problem('invalidNextToken'),
    );
    await store.loadAll(never, ignore);
    assert.deepEqual(shown(store), ['failed 5', 'active 60']);
    assert.equal(store.complete, true);
  });

  it('ends when the account is closed', async () => {
    const { forecast, store } = await opened(exportJobs({ ACTIVE: 60, CREATE_FAILED: 5 }), 10);
    const held = forecast.holdNext(listOf('ACTIVE'));
    const loading = store.loadAll(never, ignore);
    await held.arrived;
    store.close();
    await loading;
    assert.equal(store.size, 0);
    assert.equal(forecast.requests.length, 1);
  });

  it('reads one unfiltered list when the service takes no filter', async () => {
    const { forecast, store } = scene(exportJobs({ ACTIVE: 50, CREATE_FAILED: 25 }), 10);
    forecast.takesStatusFilter = false;
    await store.open(forecast);
    forecast.startCounting();
    await store.loadAll(never, ignore);
    assert.deepEqual(shown(store), ['failed 25', 'active 50']);
    assert.equal(forecast.requests.length, 7);
  });
});
