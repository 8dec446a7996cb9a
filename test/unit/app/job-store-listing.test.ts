import assert from 'node:assert/strict';
import { Cancelled, DomainError } from '../../../src/domain/errors';
import { JOB_STATUSES, STATUS_GROUPS } from '../../../src/domain/status';
import { names, opened, scene, shown, until } from '../../support/opened-store';
import {
  anyList,
  exportJob,
  exportJobs,
  filtered,
  firstPage,
  listOf,
  PREDICTORS,
  problem,
  unfiltered,
} from '../../support/scripted-forecast';

const EVERY_STATUS = Object.fromEntries(JOB_STATUSES.map((status) => [status, 2]));
const LARGE = { CREATE_IN_PROGRESS: 3, CREATE_PENDING: 1, CREATE_FAILED: 20, ACTIVE: 230, DELETE_PENDING: 2 };
const ALL_LISTS = [...JOB_STATUSES].sort();

describe('Reading an account', () => {
  it('costs one request when all jobs fit into one page', async () => {
    const { forecast, store } = scene(exportJobs({ ACTIVE: 80, CREATE_FAILED: 20 }));
    await store.open(forecast);
    assert.deepEqual(forecast.requests, [{ maxResults: 100 }]);
    assert.deepEqual(shown(store), ['failed 20', 'active 80']);
    assert.equal(store.complete, true);
    assert.equal(store.busy, false);
  });

  it('costs one request when there are no jobs', async () => {
    const { forecast, store } = scene([]);
    await store.open(forecast);
    assert.equal(forecast.requests.length, 1);
    assert.deepEqual(shown(store), []);
    assert.equal(store.complete, true);
  });

  it('costs one more request for each status when they do not, all at the same time', async () => {
    const { forecast, store } = scene(exportJobs(LARGE));
    await store.open(forecast);
    assert.deepEqual(forecast.asked[0], 'all');
    assert.deepEqual(forecast.asked.slice(1).sort(), ALL_LISTS);
    assert.equal(forecast.mostAtOnce, JOB_STATUSES.length);
    assert.deepEqual(shown(store), ['inProgress 3', 'pending 1', 'failed 20', 'active 100+', 'deleting 2']);
    assert.equal(store.complete, false);
  });

  it('asks for pages of the size that is set', async () => {
    const { forecast, store, settings } = await opened(exportJobs({ ACTIVE: 30 }), 10);
    settings.pageSize = 7;
    await store.loadMore('active');
    assert.deepEqual(
      forecast.requests.map(({ maxResults }) => maxResults),
      [7],
    );
    assert.equal(names(store, 'active').length, 17);
  });

  it('shows the groups in their order, without the empty ones', async () => {
    const { store } = await opened(exportJobs({ NEW_STATUS: 1, ...EVERY_STATUS }));
    assert.deepEqual(
      store.groups().map(({ id }) => id),
      ['inProgress', 'pending', 'stopping', 'failed', 'active', 'stopped', 'deleting', 'deleteFailed', 'other'],
    );
    assert.deepEqual(
      store.groups().map(({ id }) => id),
      STATUS_GROUPS.map(({ id }) => id),
    );
    assert.equal(store.group('deleting').jobs.length, 4, 'both statuses of a deletion');
  });

  it('filters by predictor at the service, together with the status', async () => {
    const { forecast, store } = scene(exportJobs({ ACTIVE: 300, CREATE_FAILED: 2 }));
    await store.open(forecast, PREDICTORS[0]);
    assert.ok(forecast.requests.every(({ predictorArn }) => predictorArn === PREDICTORS[0]));
    assert.deepEqual(shown(store), ['failed 1', 'active 100+']);
    assert.equal(store.predictorArn, PREDICTORS[0]);
    assert.ok(store.jobs().every(({ predictorArn }) => predictorArn === PREDICTORS[0]));
  });

  it('shows the first page while the other lists are still being read', async () => {
    const { forecast, store } = scene(exportJobs(LARGE));
    const active = forecast.holdNext(listOf('ACTIVE'));
    const opening = store.open(forecast);
    await active.arrived;
    // The first hundred of the whole account: the newest come first, and those are not all of any status.
    await until(store, () => shown(store)[0] === 'inProgress 3');
    assert.equal(store.busy, true);
    assert.equal(store.group('active').loading, true);
    assert.ok(names(store, 'active').length > 0);
    active.release();
    await opening;
    assert.equal(store.group('active').loading, false);
    assert.equal(names(store, 'active').length, 100);
  });

  it('is not complete before its first answer', () => {
    const { forecast, store, changes } = scene(exportJobs({ ACTIVE: 1 }));
    const seen: boolean[] = [];
    store.onDidChange(() => seen.push(store.complete));
    void store.open(forecast);
    assert.equal(store.complete, false);
    assert.equal(store.busy, true);
    assert.ok(changes.length > 0);
    assert.ok(seen.every((complete) => !complete));
  });

  it('reads a list of its own for each status that the documentation does not know', async () => {
    const jobs = exportJobs({ ARCHIVED: 150, ACTIVE: 150, CREATE_FAILED: 3 });
    const { forecast, store } = scene(jobs);
    await store.open(forecast);
    assert.deepEqual(forecast.asked.slice(1).sort(), [...ALL_LISTS, 'ARCHIVED'].sort());
    assert.deepEqual(shown(store), ['failed 3', 'active 100+', 'other 100+']);
    await store.loadMore('other');
    assert.equal(names(store, 'other').length, 150);
  });

  it('shows jobs with long names and without any optional member', async () => {
    const long = exportJob(2, 'ACTIVE', { name: 'n'.repeat(63) });
    const bare = { arn: exportJob(1, '').arn, name: 'bare', status: '' };
    const { store } = await opened([long, bare]);
    assert.deepEqual(names(store, 'active'), ['n'.repeat(63)]);
    assert.deepEqual(names(store, 'other'), ['bare']);
  });

  it('keeps a job without a status when a large account is read again', async () => {
    const bare = { arn: exportJob(9999, '').arn, name: 'bare', status: '' };
    const { store } = await opened([bare, ...exportJobs({ ACTIVE: 150 })]);
    await store.refresh();
    assert.deepEqual(names(store, 'other'), ['bare']);
  });
});

describe('An account that cannot be read', () => {
  it('shows why, and reads all of it at a retry', async () => {
    const { forecast, store } = scene(exportJobs(LARGE));
    forecast.failNext(unfiltered, problem('network'));
    await store.open(forecast);
    assert.equal(store.error?.kind, 'network');
    assert.deepEqual(shown(store), []);
    assert.equal(forecast.requests.length, 1);
    forecast.startCounting();
    await store.retry();
    assert.equal(store.error, undefined);
    assert.equal(forecast.requests.length, 1 + JOB_STATUSES.length);
    assert.equal(names(store, 'active').length, 100);
  });

  it('is asked once, however often Retry is pressed', async () => {
    const { forecast, store } = scene(exportJobs({ ACTIVE: 5 }));
    forecast.failNext(unfiltered, problem('timeout'));
    await store.open(forecast);
    forecast.startCounting();
    await Promise.all([store.retry(), store.retry(), store.refresh()]);
    assert.equal(forecast.requests.length, 1);
    assert.equal(names(store, 'active').length, 5);
  });

  it('shows the rows of the first page when every list after it failed', async () => {
    const { forecast, store } = scene(exportJobs({ ACTIVE: 150 }));
    forecast.failNext(filtered, problem('throttled'), JOB_STATUSES.length);
    await store.open(forecast);
    assert.equal(store.error?.kind, 'throttled');
    assert.deepEqual(shown(store), ['active 100+']);
    await store.retry();
    assert.equal(store.error, undefined);
    assert.deepEqual(shown(store), ['active 100+']);
  });

  it('shows the one list that was throttled as that group’s matter, and retries only it', async () => {
    const { forecast, store } = scene(exportJobs(LARGE));
    forecast.failNext(listOf('CREATE_STOPPED'), problem('throttled'));
    forecast.jobs.push(...exportJobs({ CREATE_STOPPED: 1 }).map((job) => ({ ...job, arn: `${job.arn}_stopped` })));
    await store.open(forecast);
    assert.equal(store.error, undefined);
    assert.equal(store.group('stopped').error?.kind, 'throttled');
    assert.ok(shown(store).includes('stopped 0+'), 'the group is there, to offer the retry');
    assert.equal(store.group('active').error, undefined);
    forecast.startCounting();
    await store.retry();
    assert.deepEqual(forecast.asked, ['CREATE_STOPPED']);
    assert.equal(store.group('stopped').error, undefined);
    assert.ok(shown(store).includes('stopped 1'));
  });

  it('does not take an answer that was called off for an empty account', async () => {
    const { store, forecast } = await opened(exportJobs({ ACTIVE: 5 }));
    // A connection that is closed under the store's feet.
    forecast.failNext(unfiltered, new Cancelled());
    await store.refresh();
    assert.equal(names(store, 'active').length, 5);
    assert.equal(forecast.requests.length, 1);
  });
});

describe('A service that refuses the filter on status', () => {
  it('is read by one unfiltered list, and the log says so', async () => {
    const { forecast, store, log } = scene(exportJobs({ ACTIVE: 150, CREATE_FAILED: 90 }));
    forecast.takesStatusFilter = false;
    await store.open(forecast);
    assert.equal(store.error, undefined);
    assert.equal(forecast.requests.length, 1 + JOB_STATUSES.length, 'the page that was read already is used');
    assert.equal(log.warnings.length, 1);
    assert.match(log.warnings[0] ?? '', /refuses the Status filter/);
    assert.deepEqual(shown(store), ['active 100+']);
    await store.loadMore('active');
    assert.deepEqual(shown(store), ['failed 50+', 'active 150+']);
    await store.loadMore('failed');
    assert.deepEqual(shown(store), ['failed 90', 'active 150']);
  });

  it('is not asked for it again by the next refresh', async () => {
    const { forecast, store } = scene(exportJobs({ ACTIVE: 250 }));
    forecast.takesStatusFilter = false;
    await store.open(forecast);
    await store.loadMore('active');
    forecast.startCounting();
    await store.refresh();
    assert.deepEqual(forecast.asked, ['all', 'all+']);
    assert.deepEqual(shown(store), ['active 200+']);
  });

  it('is remembered even while everything fits into one page', async () => {
    const { forecast, store } = scene(exportJobs({ ACTIVE: 110 }));
    forecast.takesStatusFilter = false;
    await store.open(forecast);
    await store.loadMore('active');
    const removed = forecast.jobs.splice(0, 50);
    await store.refresh();
    await store.refresh();
    forecast.jobs.unshift(...removed);
    forecast.startCounting();
    await store.refresh();
    assert.deepEqual(forecast.asked, ['all', 'all+']);
    assert.equal(names(store, 'active').length, 110);
  });

  it('is told to the log without the words that quote the request', async () => {
    const { forecast, store, log } = scene(exportJobs({ ACTIVE: 150 }));
    forecast.failNext(filtered, new DomainError('invalidInput', "Value 'quoted' is not valid"), JOB_STATUSES.length);
    await store.open(forecast);
    assert.match(log.warnings.join(), /refuses the Status filter/);
    assert.doesNotMatch([...log.warnings, ...log.lines].join(), /quoted/);
  });

  it('is recognised when it refuses only some values', async () => {
    const { forecast, store, log } = scene(exportJobs({ ARCHIVED: 60, ACTIVE: 60 }));
    forecast.failNext(firstPage(listOf('ARCHIVED')), problem('invalidInput'));
    await store.open(forecast);
    await store.loadMore('other');
    assert.equal(log.warnings.length, 1);
    assert.deepEqual(shown(store), ['active 60', 'other 60']);
  });

  it('is recognised at a retry, and when it comes to refuse later: no row is lost', async () => {
    const { forecast, store } = scene(exportJobs({ ACTIVE: 250, CREATE_FAILED: 50 }));
    forecast.takesStatusFilter = false;
    forecast.failNext(filtered, problem('throttled'), JOB_STATUSES.length);
    await store.open(forecast);
    await store.retry();
    assert.equal(store.error, undefined);
    assert.deepEqual(shown(store), ['active 100+']);

    const later = await opened(exportJobs({ ACTIVE: 250, CREATE_FAILED: 50 }));
    await later.store.loadMore('active');
    assert.deepEqual(shown(later.store), ['failed 50', 'active 200+']);
    later.forecast.takesStatusFilter = false;
    await later.store.refresh();
    assert.deepEqual(later.forecast.asked.slice(-3), ['all', 'all+', 'all+']);
    assert.deepEqual(shown(later.store), ['failed 50', 'active 250']);
  });

  it('is not blamed for what every request suffers', async () => {
    const { forecast, store, log } = scene(exportJobs({ ACTIVE: 150 }));
    forecast.failNext(anyList, problem('invalidInput'));
    await store.open(forecast);
    assert.equal(store.error?.kind, 'invalidInput');
    assert.deepEqual(log.warnings, []);
    assert.equal(forecast.requests.length, 1);
  });
});
