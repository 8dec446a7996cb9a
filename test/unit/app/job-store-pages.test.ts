import assert from 'node:assert/strict';
import { DomainError } from '../../../src/domain/errors';
import type { ExportJob } from '../../../src/domain/export-job';
import { names, opened, scene, shown, until } from '../../support/opened-store';
import { exportJob, exportJobs, laterPage, listOf, problem } from '../../support/scripted-forecast';

const LARGE = { CREATE_IN_PROGRESS: 3, CREATE_FAILED: 20, ACTIVE: 230 };

describe('Loading more of a group', () => {
  it("follows that list's own token and appends, one request for each page", async () => {
    const { forecast, store } = await opened(exportJobs(LARGE));
    const before = names(store, 'active');
    await store.loadMore('active');
    assert.deepEqual(names(store, 'active').slice(0, 100), before);
    assert.deepEqual(shown(store), ['inProgress 3', 'failed 20', 'active 200+']);
    await store.loadMore('active');
    assert.deepEqual(shown(store), ['inProgress 3', 'failed 20', 'active 230']);
    assert.deepEqual(forecast.asked, ['ACTIVE+', 'ACTIVE+']);
    assert.equal(store.complete, true);
  });

  it('asks for nothing when the group is complete', async () => {
    const { forecast, store } = await opened(exportJobs(LARGE));
    await store.loadMore('failed');
    assert.deepEqual(forecast.asked, []);
  });

  it('shows that it is loading and sends one request for two clicks', async () => {
    const { forecast, store } = await opened(exportJobs(LARGE));
    const page = forecast.holdNext(listOf('ACTIVE'));
    const clicks = [store.loadMore('active'), store.loadMore('active')];
    await page.arrived;
    clicks.push(store.loadMore('active'));
    assert.equal(store.group('active').loading, true);
    assert.equal(store.group('failed').loading, false);
    assert.equal(store.busy, true);
    page.release();
    await Promise.all(clicks);
    assert.equal(store.group('active').loading, false);
    assert.deepEqual(forecast.asked, ['ACTIVE+']);
    assert.equal(names(store, 'active').length, 200);
  });

  it('says which group changed, and names no other', async () => {
    const { store, changes } = await opened(exportJobs(LARGE));
    changes.length = 0;
    await store.loadMore('active');
    assert.ok(changes.length > 0);
    for (const { groups } of changes) assert.deepEqual([...(groups ?? [])], ['active']);
  });

  it('keeps all rows when it fails, and reads the same page at the next try', async () => {
    const { forecast, store } = await opened(exportJobs(LARGE));
    forecast.failNext(listOf('ACTIVE'), problem('network'));
    await store.loadMore('active');
    assert.equal(store.group('active').error?.kind, 'network');
    assert.equal(store.group('active').hasMore, true);
    assert.equal(store.error, undefined, "one group's matter");
    assert.equal(names(store, 'active').length, 100);
    await store.loadMore('active');
    assert.equal(store.group('active').error, undefined);
    assert.equal(names(store, 'active').length, 200);
    assert.equal(forecast.requests[0]?.nextToken, forecast.requests[1]?.nextToken);
  });

  it('does not give up the lists by status when the service will not take a later page', async () => {
    const { forecast, store, log } = await opened(exportJobs(LARGE));
    forecast.failNext(laterPage(listOf('ACTIVE')), problem('invalidInput'), 2);
    await store.loadMore('active');
    await store.retry();
    assert.equal(store.group('active').error?.kind, 'invalidInput');
    assert.deepEqual(forecast.asked, ['ACTIVE+', 'ACTIVE+']);
    assert.deepEqual(log.warnings, []);
  });

  it('reads both lists of a deletion', async () => {
    const { forecast, store } = await opened(exportJobs({ DELETE_PENDING: 120, DELETE_IN_PROGRESS: 120 }));
    assert.deepEqual(shown(store), ['deleting 200+']);
    await store.loadMore('deleting');
    assert.deepEqual(forecast.asked.sort(), ['DELETE_IN_PROGRESS+', 'DELETE_PENDING+']);
    assert.deepEqual(shown(store), ['deleting 240']);
  });

  it('keeps the failure of one unfiltered list apart from an account that cannot be read', async () => {
    const { forecast, store } = scene(exportJobs({ ACTIVE: 250 }));
    forecast.takesStatusFilter = false;
    await store.open(forecast);
    forecast.failNext(
      laterPage(() => true),
      problem('throttled'),
    );
    await store.loadMore('active');
    assert.equal(store.group('active').error?.kind, 'throttled');
    assert.equal(store.error, undefined);
    await store.loadMore('active');
    assert.deepEqual(shown(store), ['active 200+']);
  });
});

describe('Pages that are not as one would wish', () => {
  it('shows a job once that comes on two pages', async () => {
    const { forecast, store } = await opened(exportJobs(LARGE));
    // A job that is created between two pages pushes the last row of the first page onto the second.
    forecast.jobs.splice(
      forecast.jobs.findIndex(({ status }) => status === 'ACTIVE'),
      0,
      exportJob(9000, 'ACTIVE'),
    );
    await store.loadMore('active');
    const loaded = names(store, 'active');
    assert.equal(loaded.length, 199);
    assert.equal(new Set(loaded).size, 199);
  });

  it('moves a job to the group in which a later page shows it', async () => {
    const { forecast, store } = await opened(exportJobs(LARGE));
    const job = store.group('inProgress').jobs[0];
    assert.ok(job);
    forecast.answerNext(listOf('ACTIVE'), { items: [{ ...job, status: 'ACTIVE' }] });
    await store.loadMore('active');
    assert.deepEqual(shown(store), ['inProgress 2', 'failed 20', 'active 101']);
    assert.equal(store.job(job.arn)?.status, 'ACTIVE');
  });

  it('believes the newer of two answers that cross, whichever comes last', async () => {
    for (const last of ['ACTIVE', 'CREATE_IN_PROGRESS']) {
      const { forecast, store } = scene(exportJobs(LARGE));
      const job = exportJob(7777, 'CREATE_IN_PROGRESS', { modifiedAt: Date.UTC(2026, 6, 1) });
      const running = forecast.holdNext(listOf('CREATE_IN_PROGRESS'));
      const active = forecast.holdNext(listOf('ACTIVE'));
      const opening = store.open(forecast);
      await Promise.all([running.arrived, active.arrived]);
      const answers = {
        CREATE_IN_PROGRESS: () => running.release({ items: [job] }),
        ACTIVE: () => active.release({ items: [{ ...job, status: 'ACTIVE', modifiedAt: Date.UTC(2026, 6, 2) }] }),
      };
      const first = last === 'ACTIVE' ? 'CREATE_IN_PROGRESS' : 'ACTIVE';
      answers[first]();
      await until(store, () => store.job(job.arn) !== undefined);
      answers[last as keyof typeof answers]();
      await opening;
      assert.equal(store.job(job.arn)?.status, 'ACTIVE', `last: ${last}`);
      assert.ok(!names(store, 'inProgress').includes(job.name));
    }
  });

  it('goes on after an empty page with a token', async () => {
    const { forecast, store } = await opened(exportJobs(LARGE));
    const rest = exportJobs({ ACTIVE: 3 });
    forecast.answerNext(listOf('ACTIVE'), { items: [], nextToken: 'empty-1' });
    forecast.answerNext(listOf('ACTIVE'), { items: [], nextToken: 'empty-2' });
    forecast.answerNext(listOf('ACTIVE'), { items: rest.map((job) => ({ ...job, arn: `${job.arn}x` })) });
    await store.loadMore('active');
    assert.deepEqual(
      forecast.requests.slice(1).map(({ nextToken }) => nextToken),
      ['empty-1', 'empty-2'],
    );
    assert.deepEqual(shown(store), ['inProgress 3', 'failed 20', 'active 103']);
  });

  it('gives the say back to the person after fifty empty pages, with a row to go on', async () => {
    const { forecast, store } = scene(exportJobs({ CREATE_FAILED: 150 }));
    for (let page = 0; page < 50; page += 1) {
      forecast.answerNext(listOf('ACTIVE'), { items: [], nextToken: `empty-${page}` });
    }
    forecast.answerNext(listOf('ACTIVE'), { items: [exportJob(8000, 'ACTIVE')] });
    await store.open(forecast);
    assert.deepEqual(shown(store), ['failed 100+', 'active 0+']);
    await store.loadMore('active');
    assert.deepEqual(shown(store), ['failed 100+', 'active 1']);
  });

  it('stops a list that returns the same token twice, and says so in the log', async () => {
    const { forecast, store, log } = await opened(exportJobs(LARGE));
    const again = { items: [exportJob(8000, 'ACTIVE')], nextToken: 'round-and-round' };
    forecast.answerNext(listOf('ACTIVE'), again);
    forecast.answerNext(listOf('ACTIVE'), again);
    await store.loadMore('active');
    assert.equal(store.group('active').hasMore, true);
    await store.loadMore('active');
    await store.loadMore('active');
    assert.equal(forecast.requests.length, 2);
    assert.equal(store.group('active').hasMore, false);
    assert.equal(store.group('active').error, undefined);
    assert.equal(log.warnings.length, 1);
    assert.match(log.warnings[0] ?? '', /ACTIVE export jobs.*same NextToken twice/);
  });

  it('restarts a list whose token has expired: same depth, same rows, then the page that was wanted', async () => {
    const { forecast, store, log } = await opened(exportJobs({ ACTIVE: 50, CREATE_FAILED: 5 }), 10);
    await store.loadMore('active');
    forecast.expireTokens();
    forecast.startCounting();
    const held = forecast.holdNext(laterPage(listOf('ACTIVE')));
    const loading = store.loadMore('active');
    await held.arrived;
    assert.equal(names(store, 'active').length, 20, 'rows stay');
    held.release();
    await loading;
    assert.deepEqual(forecast.asked, ['ACTIVE+', 'ACTIVE', 'ACTIVE+', 'ACTIVE+']);
    assert.equal(names(store, 'active').length, 30);
    assert.equal(store.group('active').error, undefined);
    assert.match(log.warnings.join(), /read again from its start.*Tokens expire/);
  });

  it('does not tell the token to the log', async () => {
    const { forecast, store, log } = await opened(exportJobs({ ACTIVE: 50 }), 10);
    const words = 'The token eyJ0b2tlbiI6 is not valid';
    forecast.failNext(laterPage(listOf('ACTIVE')), new DomainError('invalidNextToken', words));
    await store.loadMore('active');
    assert.match(log.warnings.join(), /read again from its start/);
    assert.doesNotMatch([...log.warnings, ...log.lines].join(), /eyJ0b2tlbiI6/);
  });

  it('takes the tokens of a restarted list for new ones, though they read the same', async () => {
    const { forecast, store } = await opened(exportJobs({ CREATE_FAILED: 150 }));
    const page = (number: number): { items: ExportJob[]; nextToken: string } => ({
      items: [exportJob(8000 + number, 'ACTIVE')],
      nextToken: `page-${number + 1}`,
    });
    for (const number of [1, 2]) forecast.answerNext(listOf('ACTIVE'), page(number));
    await store.refresh();
    await store.loadMore('active');
    forecast.failNext(listOf('ACTIVE'), problem('invalidNextToken'));
    for (const number of [1, 2, 3]) forecast.answerNext(listOf('ACTIVE'), page(number));
    await store.loadMore('active');
    assert.deepEqual(shown(store), ['failed 100+', 'active 3+']);
  });

  it('does not restart for ever when fresh tokens are refused too', async () => {
    const { forecast, store } = await opened(exportJobs({ ACTIVE: 50, CREATE_FAILED: 5 }), 10);
    forecast.failNext(laterPage(listOf('ACTIVE')), problem('invalidNextToken'), 2);
    await store.loadMore('active');
    assert.deepEqual(forecast.asked, ['ACTIVE+', 'ACTIVE', 'ACTIVE+']);
    assert.equal(store.group('active').error?.kind, 'invalidNextToken');
    assert.equal(names(store, 'active').length, 10);
    await store.loadMore('active');
    assert.equal(names(store, 'active').length, 20);
    assert.equal(store.group('active').error, undefined);
  });

  it('keeps the row "Load more" of a group whose loaded jobs have all moved on', async () => {
    const { forecast, store } = await opened(exportJobs({ CREATE_IN_PROGRESS: 20, ACTIVE: 2 }), 10);
    const moved = store.group('inProgress').jobs.map((job) => ({ ...job, status: 'ACTIVE' }));
    store.put(moved, store.tick());
    assert.deepEqual(shown(store), ['inProgress 0+', 'active 12']);
    await store.loadMore('inProgress');
    assert.equal(forecast.requests.length, 1);
    assert.equal(names(store, 'inProgress').length, 10);
  });
});
