import assert from 'node:assert/strict';
import { AccountSession } from '../../../src/app/account-session';
import { JobDetails, type JobAddress, type JobFacts } from '../../../src/app/job-details';
import { StatusHistory } from '../../../src/app/status-history';
import type { DomainError } from '../../../src/domain/errors';
import type { AccuracyMetrics, ExportJob, Tag } from '../../../src/domain/export-job';
import type { Connection } from '../../../src/domain/ports';
import { scene, type Scene } from '../../support/opened-store';
import { scriptedConnection } from '../../support/scripted-connection';
import { deferred, exportJob, PREDICTORS, problem, ScriptedForecast } from '../../support/scripted-forecast';

const JOB = exportJob(2, 'CREATE_IN_PROGRESS', { format: 'PARQUET' });
const METRICS: AccuracyMetrics = { evaluations: [] };

/** The scripted account with tags and accuracy; it counts what was asked. */
class DetailForecast extends ScriptedForecast {
  readonly asks: string[] = [];
  tags: readonly Tag[] | DomainError = [{ key: 'team', value: 'a' }];
  accuracy: AccuracyMetrics | DomainError = METRICS;
  description: Promise<ExportJob> | undefined;

  override describeExportJob(arn: string): Promise<ExportJob> {
    this.asks.push('describe');
    return this.description ?? super.describeExportJob(arn);
  }

  override readonly listTags = (): Promise<never> => {
    this.asks.push('tags');
    return answer(this.tags);
  };

  override readonly getAccuracyMetrics = (...[predictor]: readonly unknown[]): Promise<never> => {
    this.asks.push(`accuracy ${String(predictor)}`);
    return answer(this.accuracy);
  };
}

function answer(value: unknown): Promise<never> {
  return value instanceof Error ? Promise.reject(value) : Promise.resolve(value as never);
}

interface Stage extends Scene {
  readonly forecast: DetailForecast;
  readonly session: AccountSession;
  /** What the next opening connects to. */
  next: Pick<Connection, 'account' | 'region' | 'forecast'> & Partial<Pick<Connection, 'accountId'>>;
  readonly page: (address?: JobAddress) => JobDetails;
}

function stage(jobs: readonly ExportJob[] = [JOB]): Stage {
  const made = scene([]);
  const forecast = new DetailForecast(jobs);
  const session = new AccountSession({
    store: made.store,
    log: made.log,
    choice: () => ({ account: 'aws', requestTimeout: 20_000 }),
    connect: () => Promise.resolve(scriptedConnection(stage.next.forecast, stage.next)),
  });
  const history = new StatusHistory({
    store: made.store,
    clock: { now: () => 0, after: () => () => undefined },
    storage: { read: () => undefined, write: () => undefined },
  });
  const stage: Stage = {
    ...made,
    forecast,
    session,
    next: { account: 'aws', region: 'eu-west-1', forecast },
    page: (address = { account: 'aws', arn: JOB.arn }) =>
      new JobDetails({ address, store: made.store, session, history }),
  };
  return stage;
}

/** Resolves as soon as the page's facts are so. */
function until(page: JobDetails, holds: (facts: JobFacts) => boolean): Promise<JobFacts> {
  if (holds(page.facts)) return Promise.resolve(page.facts);
  return new Promise((resolve) => {
    const subscription = page.onDidChange(() => {
      const { facts } = page;
      if (!holds(facts)) return;
      subscription.dispose();
      resolve(facts);
    });
  });
}

const complete = ({ tags, accuracy }: JobFacts): boolean => tags.state === 'ready' && accuracy.state === 'ready';

describe('The details of a job', () => {
  it('shows at once what the list tells; the description, tags and accuracy come later, each asked for once', async () => {
    const { session, forecast, page } = stage();
    await session.start();
    forecast.asks.length = 0;
    const details = page();
    assert.equal(details.facts.standing.kind, 'ready');
    assert.equal(details.facts.job?.status, 'CREATE_IN_PROGRESS');
    assert.equal(details.facts.job.format, undefined);
    const { job } = await until(details, complete);
    assert.equal(job?.format, 'PARQUET');
    assert.deepEqual(forecast.asks, ['describe', 'tags', `accuracy ${PREDICTORS[0]}`]);
  });

  it('opens the account when it is the first to need it, as after a reload of the window', async () => {
    const { page, session } = stage();
    const details = page();
    assert.equal(details.facts.standing.kind, 'loading');
    await until(details, complete);
    assert.equal(session.connection?.region, 'eu-west-1');
  });

  it('follows the store without asking', async () => {
    const { store, session, forecast, page } = stage();
    await session.start();
    const details = page();
    await until(details, complete);
    forecast.asks.length = 0;
    forecast.change(JOB.arn, { status: 'ACTIVE', modifiedAt: (JOB.modifiedAt ?? 0) + 1 });
    await store.refresh();
    const { job } = details.facts;
    assert.deepEqual([job?.status, job?.format], ['ACTIVE', 'PARQUET']);
    assert.deepEqual(forecast.asks, []);
  });

  it('tells the store what the description told', async () => {
    const { store, session, page } = stage();
    await session.start();
    await until(page(), complete);
    assert.equal(store.job(JOB.arn)?.format, 'PARQUET');
  });

  it('shows a job that no loaded page of the lists holds', async () => {
    const { session, forecast, page } = stage([JOB]);
    await session.start();
    const other = exportJob(4, 'ACTIVE');
    forecast.jobs.push(other);
    const { job } = await until(page({ account: 'aws', arn: other.arn }), complete);
    assert.equal(job?.name, other.name);
  });

  it('does not put the job into a list that is filtered by another predictor, and goes on showing it', async () => {
    const { store, session, page } = stage();
    await session.start();
    const details = page();
    await until(details, complete);
    await session.filterByPredictor({ arn: PREDICTORS[1], name: 'taxi' });
    await details.reload('job');
    assert.equal(store.job(JOB.arn), undefined);
    assert.equal(details.facts.standing.kind, 'ready');
    assert.equal(details.facts.job?.name, JOB.name);
  });

  it('says that a job is gone only when the service says so, and keeps what was known', async () => {
    const { store, session, forecast, page } = stage();
    await session.start();
    const details = page();
    await until(details, complete);
    forecast.delete(JOB.arn);
    await store.refresh();
    const { job } = await until(details, ({ standing }) => standing.kind === 'gone');
    assert.equal(job?.name, JOB.name);
  });

  for (const [where, next] of [
    ['another region', { account: 'aws', region: 'us-east-1' }],
    ['the sample account', { account: 'sample', region: 'eu-west-1' }],
  ] as const) {
    it(`shows and asks nothing while ${where} is open, and comes back with its own`, async () => {
      const made = stage();
      await made.session.start();
      const details = made.page();
      await until(details, complete);
      const own = made.next;
      const elsewhere = new DetailForecast([JOB]);
      made.next = { ...next, forecast: elsewhere };
      await made.session.reopen();
      assert.equal(details.facts.standing.kind, 'foreign');
      assert.equal(details.facts.job, undefined);
      assert.deepEqual(elsewhere.asks, []);
      made.next = own;
      await made.session.reopen();
      assert.equal(details.facts.standing.kind, 'ready');
      await until(details, complete);
    });
  }

  it('shows nothing once the jobs that come in belong to another account number', async () => {
    const made = stage();
    await made.session.start();
    const details = made.page();
    await until(details, complete);
    const arn = JOB.arn.replace('111122223333', '444455556666');
    made.next = { account: 'aws', region: 'eu-west-1', forecast: new DetailForecast([{ ...JOB, arn }]) };
    await made.session.reopen();
    assert.equal(details.facts.standing.kind, 'foreign');
    assert.equal(details.facts.job, undefined);
  });

  describe('under another account in the same region', () => {
    const OTHER = '444455556666';

    /** The page of a job, complete, and then the other account without a single export job. */
    async function switched(accountId: Connection['accountId']): Promise<{ details: JobDetails; asks: string[] }> {
      const made = stage();
      made.next = { ...made.next, accountId: () => Promise.resolve('111122223333') };
      await made.session.start();
      const details = made.page();
      await until(details, complete);
      const forecast = new DetailForecast([]);
      made.next = { account: 'aws', region: 'eu-west-1', forecast, accountId };
      await made.session.reopen();
      return { details, asks: forecast.asks };
    }

    it('shows and asks nothing, though no job of that account tells its number', async () => {
      const { details, asks } = await switched(() => Promise.resolve(OTHER));
      const { job } = await until(details, ({ standing }) => standing.kind === 'foreign');
      assert.equal(job, undefined);
      assert.deepEqual(asks, []);
    });

    it('shows and asks nothing until the number of that account is known', async () => {
      const number = deferred<string>();
      const { details, asks } = await switched(() => number.promise);
      assert.equal(details.facts.standing.kind, 'loading');
      assert.equal(details.facts.job, undefined);
      void details.reloadAll();
      assert.deepEqual(asks, []);
      number.resolve(OTHER);
      await until(details, ({ standing }) => standing.kind === 'foreign');
      assert.deepEqual(asks, []);
    });

    it('believes the service where the number cannot be found out', async () => {
      const { details, asks } = await switched(() => Promise.reject(problem('accessDenied')));
      const { job } = await until(details, ({ standing }) => standing.kind === 'gone');
      assert.equal(job, undefined);
      assert.deepEqual(asks, ['describe', 'tags']);
    });
  });

  it('does not wait for the number of the account once a job of the list tells it', async () => {
    const made = stage();
    made.next = { ...made.next, accountId: () => new Promise(() => undefined) };
    const details = made.page();
    await until(details, complete);
    assert.equal(details.facts.standing.kind, 'ready');
  });

  it('says why tags or accuracy could not be read, and reads them when asked again', async () => {
    const { session, forecast, page } = stage();
    forecast.tags = problem('throttled');
    forecast.accuracy = problem('inUse');
    await session.start();
    const details = page();
    const { tags, accuracy } = await until(
      details,
      (facts) => facts.tags.state === 'failed' && facts.accuracy.state === 'failed',
    );
    assert.deepEqual([tags.state, accuracy.state], ['failed', 'failed']);
    forecast.tags = [];
    forecast.accuracy = METRICS;
    await Promise.all([details.reload('tags'), details.reload('accuracy')]);
    assert.ok(complete(details.facts));
  });

  it('keeps what it shows while it asks again', async () => {
    const { session, forecast, page } = stage();
    await session.start();
    const details = page();
    await until(details, complete);
    forecast.tags = [];
    const reloading = details.reload('tags');
    assert.equal(details.facts.tags.state, 'ready');
    await reloading;
    assert.deepEqual(details.facts.tags, { state: 'ready', value: [] });
  });

  it('drops an answer that comes after the page was closed', async () => {
    const { store, session, forecast, page } = stage([]);
    const held = deferred<ExportJob>();
    forecast.description = held.promise;
    await session.start();
    const details = page();
    let changes = 0;
    details.onDidChange(() => (changes += 1));
    details.dispose();
    held.resolve(JOB);
    await held.promise;
    await Promise.resolve();
    assert.equal(changes, 0);
    assert.equal(store.job(JOB.arn), undefined);
  });
});
