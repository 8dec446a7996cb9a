import assert from 'node:assert/strict';
import { JOB_STATUSES } from '../../../src/domain/status';
import { names, opened, scene, shown } from '../../support/opened-store';
import {
  anyList,
  exportJob,
  exportJobs,
  filtered,
  firstPage,
  laterPage,
  listOf,
  problem,
  unfiltered,
} from '../../support/scripted-forecast';

const LARGE = { CREATE_IN_PROGRESS: 3, CREATE_FAILED: 20, ACTIVE: 330 };
const arnOf = (number: number): string => exportJob(number, '').arn;

describe('A refresh', () => {
  it('costs one request for a small account', async () => {
    const { forecast, store } = await opened(exportJobs({ ACTIVE: 100 }));
    await store.refresh();
    assert.deepEqual(forecast.asked, ['all']);
    assert.deepEqual(shown(store), ['active 100']);
  });

  it('costs the pages that were loaded of a large one, and not the unfiltered page again', async () => {
    const { forecast, store } = await opened(exportJobs(LARGE));
    await store.loadMore('active');
    forecast.startCounting();
    await store.refresh();
    assert.deepEqual(forecast.asked.sort(), [...JOB_STATUSES, 'ACTIVE+'].sort());
    assert.equal(forecast.mostAtOnce, JOB_STATUSES.length);
    assert.deepEqual(shown(store), ['inProgress 3', 'failed 20', 'active 200+']);
    await store.loadMore('active');
    assert.deepEqual(shown(store), ['inProgress 3', 'failed 20', 'active 300+']);
  });

  it('turns to one list when the account has shrunk to one page, and to many when it has grown', async () => {
    const { forecast, store } = await opened(exportJobs({ ACTIVE: 120 }));
    await store.loadMore('active');
    const removed = forecast.jobs.splice(50);
    await store.refresh();
    forecast.startCounting();
    await store.refresh();
    assert.deepEqual(forecast.asked, ['all']);
    forecast.jobs.push(...removed);
    forecast.startCounting();
    await store.refresh();
    assert.equal(forecast.requests.length, 1 + JOB_STATUSES.length);
    assert.deepEqual(shown(store), ['active 100+']);
  });

  it('shows every row while it works, and lets go of vanished jobs at its end', async () => {
    const { forecast, store } = await opened(exportJobs(LARGE));
    const gone = store.group('active').jobs[0];
    assert.ok(gone);
    forecast.delete(gone.arn);
    const counts: number[] = [];
    store.onDidChange(() => counts.push(store.size));
    const before = store.size;
    await store.refresh();
    // A hundred rows as before: the deleted one has made room for the next.
    assert.deepEqual(shown(store), ['inProgress 3', 'failed 20', 'active 100+']);
    assert.equal(store.job(gone.arn), undefined);
    assert.ok(Math.min(...counts) >= before, 'the view was never emptier than before');
  });

  it('moves a job that has changed and adds a new one', async () => {
    const { forecast, store } = await opened(exportJobs({ CREATE_IN_PROGRESS: 1, ACTIVE: 5 }));
    forecast.change(arnOf(6), { status: 'CREATE_FAILED', message: 'No permission to write' });
    forecast.jobs.unshift(exportJob(7, 'CREATE_PENDING'));
    await store.refresh();
    assert.deepEqual(shown(store), ['pending 1', 'failed 1', 'active 5']);
    assert.equal(store.job(arnOf(6))?.message, 'No permission to write');
  });

  it('tells nobody of rows that stayed the same', async () => {
    const { store, changes } = await opened(exportJobs({ ACTIVE: 5, CREATE_FAILED: 5 }));
    changes.length = 0;
    await store.refresh();
    assert.ok(changes.every(({ groups }) => groups === undefined));
  });

  it('that is asked for twice is one', async () => {
    const { forecast, store } = await opened(exportJobs({ ACTIVE: 5 }));
    await Promise.all([store.refresh(), store.refresh()]);
    assert.equal(forecast.requests.length, 1);
  });

  it('reads the list of an unknown status that has turned up', async () => {
    const { forecast, store } = await opened(exportJobs(LARGE));
    store.put([exportJob(9000, 'ARCHIVED')], store.tick());
    forecast.jobs.push(exportJob(9000, 'ARCHIVED'), exportJob(9001, 'ARCHIVED'));
    await store.refresh();
    assert.ok(forecast.asked.includes('ARCHIVED'));
    assert.equal(names(store, 'other').length, 2);
  });
});

describe('A refresh that fails', () => {
  it('wholly, keeps the rows and the tokens of before', async () => {
    const { forecast, store } = await opened(exportJobs(LARGE));
    await store.loadMore('active');
    forecast.failNext(anyList, problem('network'), JOB_STATUSES.length);
    await store.refresh();
    assert.equal(store.error?.kind, 'network');
    assert.deepEqual(shown(store), ['inProgress 3', 'failed 20', 'active 200+']);
    forecast.startCounting();
    await store.loadMore('active');
    assert.deepEqual(forecast.asked, ['ACTIVE+']);
    assert.deepEqual(shown(store), ['inProgress 3', 'failed 20', 'active 300+']);
    await store.retry();
    assert.equal(store.error, undefined);
    assert.deepEqual(shown(store), ['inProgress 3', 'failed 20', 'active 300+']);
  });

  it('of a small account keeps its rows', async () => {
    const { forecast, store } = await opened(exportJobs({ ACTIVE: 5 }));
    forecast.delete(arnOf(5));
    forecast.failNext(unfiltered, problem('signInExpired'));
    await store.refresh();
    assert.equal(store.error?.kind, 'signInExpired');
    assert.deepEqual(shown(store), ['active 5']);
    await store.retry();
    assert.equal(store.error, undefined);
    assert.deepEqual(shown(store), ['active 4']);
  });

  it('after its first pages, keeps rows and tokens too', async () => {
    const { forecast, store } = await opened(exportJobs({ ACTIVE: 330, CREATE_FAILED: 230 }));
    await store.loadMore('active');
    await store.loadMore('failed');
    const statuses = JOB_STATUSES.filter((status) => status !== 'ACTIVE' && status !== 'CREATE_FAILED');
    for (const status of statuses) forecast.failNext(listOf(status), problem('network'));
    forecast.failNext(laterPage(anyList), problem('network'), 2);
    await store.refresh();
    assert.equal(store.error?.kind, 'network');
    assert.deepEqual(shown(store), ['failed 200+', 'active 200+']);
    await store.loadMore('active');
    assert.deepEqual(shown(store), ['failed 200+', 'active 300+']);
  });

  it('in one list, keeps that list’s rows until the list was read', async () => {
    const { forecast, store } = await opened(exportJobs(LARGE));
    await store.loadMore('active');
    const gone = names(store, 'active')[0] ?? '';
    const goneFailed = store.group('failed').jobs[0];
    forecast.delete(store.group('active').jobs[0]?.arn ?? '');
    forecast.delete(goneFailed?.arn ?? '');
    forecast.failNext(laterPage(listOf('ACTIVE')), problem('throttled'));
    await store.refresh();
    assert.equal(store.error, undefined);
    assert.equal(store.group('active').error?.kind, 'throttled');
    assert.deepEqual(shown(store), ['inProgress 3', 'failed 20', 'active 200+'], 'nothing is pruned yet');
    forecast.startCounting();
    await store.loadMore('active');
    assert.deepEqual(forecast.asked, ['ACTIVE+'], 'only the page that failed');
    assert.deepEqual(shown(store), ['inProgress 3', 'failed 19', 'active 200+']);
    assert.ok(!names(store, 'active').includes(gone));
  });

  it('in one list, and then wholly, forgets no row of the list that was never read', async () => {
    const { forecast, store } = await opened(exportJobs(LARGE));
    await store.loadMore('active');
    forecast.failNext(firstPage(listOf('ACTIVE')), problem('throttled'));
    await store.refresh();
    // The retry of that list is under way when the next refresh calls it off and fails.
    const retried = forecast.holdNext(listOf('ACTIVE'));
    const loading = store.loadMore('active');
    await retried.arrived;
    forecast.failNext(filtered, problem('network'), JOB_STATUSES.length);
    await store.refresh();
    await loading;
    await store.loadMore('failed');
    assert.deepEqual(shown(store), ['inProgress 3', 'failed 20', 'active 200+']);
  });
});

describe('While a refresh is under way', () => {
  it('drops a page that was asked for before it, and reads that page itself', async () => {
    for (const late of [false, true]) {
      const { forecast, store } = await opened(exportJobs(LARGE));
      forecast.answersTheAborted = late;
      const old = forecast.holdNext(laterPage(listOf('ACTIVE')));
      const loading = store.loadMore('active');
      await old.arrived;
      const refreshing = store.refresh();
      if (!late) await loading;
      await refreshing;
      assert.deepEqual(shown(store), ['inProgress 3', 'failed 20', 'active 200+'], 'with the page that was asked for');
      old.release({ items: [exportJob(9999, 'ACTIVE')] });
      await loading;
      assert.equal(store.job(arnOf(9999)), undefined);
    }
  });

  it('lets "Load more" wait for it, visibly, and then reads one page more with the new token', async () => {
    const { forecast, store } = await opened(exportJobs(LARGE));
    const held = forecast.holdNext(listOf('CREATE_FAILED'));
    const refreshing = store.refresh();
    await held.arrived;
    const loading = Promise.all([store.loadMore('active'), store.loadMore('active')]);
    assert.equal(store.group('active').loading, true);
    assert.equal(store.group('failed').loading, false);
    held.release();
    await refreshing;
    await loading;
    assert.equal(store.group('active').loading, false);
    assert.deepEqual(
      forecast.asked.filter((list) => list.endsWith('+')),
      ['ACTIVE+'],
    );
    assert.deepEqual(shown(store), ['inProgress 3', 'failed 20', 'active 200+']);
  });

  it('reads on with the old token when the refresh has failed and its own late answer is still out', async () => {
    const { forecast, store } = await opened(exportJobs(LARGE));
    forecast.answersTheAborted = true;
    const lost = forecast.holdNext(laterPage(listOf('ACTIVE')));
    const first = store.loadMore('active');
    await lost.arrived;
    forecast.failNext(filtered, problem('network'), JOB_STATUSES.length);
    await store.refresh();
    forecast.startCounting();
    const held = forecast.holdNext(laterPage(listOf('ACTIVE')));
    const second = store.loadMore('active');
    await held.arrived;
    lost.release({ items: [exportJob(9999, 'ACTIVE')], nextToken: 'stale' });
    await first;
    const third = store.loadMore('active');
    held.release();
    await Promise.all([second, third]);
    assert.deepEqual(forecast.asked, ['ACTIVE+'], 'the third click joins the second');
    assert.deepEqual(shown(store), ['inProgress 3', 'failed 20', 'active 200+']);
    assert.equal(store.job(arnOf(9999)), undefined);
    await store.loadMore('active');
    assert.deepEqual(shown(store), ['inProgress 3', 'failed 20', 'active 300+']);
  });

  it('keeps what was learnt elsewhere about a job in that time', async () => {
    const { forecast, store } = await opened(exportJobs({ ACTIVE: 5 }));
    const asked = store.tick();
    const held = forecast.holdNext(unfiltered);
    const refreshing = store.refresh();
    await held.arrived;
    store.put([exportJob(50, 'CREATE_PENDING')], asked);
    held.release();
    await refreshing;
    assert.deepEqual(
      shown(store),
      ['pending 1', 'active 5'],
      'a job created meanwhile is not taken for a vanished one',
    );
    await store.refresh();
    assert.deepEqual(shown(store), ['active 5'], 'but by the next refresh it is');
  });

  it('does not prune a job that was seen, though newer words about it came from elsewhere', async () => {
    const { forecast, store } = await opened(exportJobs({ ACTIVE: 1 }));
    const asked = store.tick();
    const job = exportJob(1, 'DELETE_PENDING', { modifiedAt: Date.UTC(2027, 0) });
    const held = forecast.holdNext(unfiltered);
    const refreshing = store.refresh();
    await held.arrived;
    store.put([job], asked);
    held.release();
    await refreshing;
    assert.deepEqual(shown(store), ['deleting 1']);
  });

  it('does not bring back a job that the service has called gone', async () => {
    const { forecast, store } = await opened(exportJobs({ ACTIVE: 5 }));
    const held = forecast.holdNext(unfiltered);
    const refreshing = store.refresh();
    await held.arrived;
    store.forget(arnOf(3));
    held.release();
    await refreshing;
    assert.deepEqual(shown(store), ['active 4']);
  });

  it('lets Retry wait for it instead of asking the old lists', async () => {
    const { forecast, store } = scene(exportJobs(LARGE));
    forecast.failNext(listOf('CREATE_STOPPED'), problem('throttled'));
    await store.open(forecast);
    const held = forecast.holdNext(listOf('ACTIVE'));
    forecast.startCounting();
    const refreshing = store.refresh();
    await held.arrived;
    const retrying = store.retry();
    held.release();
    await Promise.all([refreshing, retrying]);
    assert.deepEqual(forecast.asked.sort(), [...JOB_STATUSES].sort());
  });
});
