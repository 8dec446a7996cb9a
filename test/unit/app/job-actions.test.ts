import assert from 'node:assert/strict';
import { JobActions } from '../../../src/app/job-actions';
import type { ExportJob, Tag } from '../../../src/domain/export-job';
import type { ForecastPort } from '../../../src/domain/ports';
import { opened, shown, type Scene } from '../../support/opened-store';
import { deferred, exportJob, problem } from '../../support/scripted-forecast';

interface Stage extends Scene {
  readonly actions: JobActions;
  readonly watched: string[];
  /** The account, with actions that the test scripts. */
  readonly port: (scripted: Partial<ForecastPort>) => ForecastPort;
}

async function stage(...jobs: ExportJob[]): Promise<Stage> {
  const made = await opened(jobs);
  const watched: string[] = [];
  const actions = new JobActions({
    store: made.store,
    log: made.log,
    follower: { watch: (arn) => void watched.push(arn) },
  });
  const port = (scripted: Partial<ForecastPort>): ForecastPort => ({
    listExportJobs: (request, options) => made.forecast.listExportJobs(request, options),
    describeExportJob: (arn) => made.forecast.describeExportJob(arn),
    createExportJob: () => made.forecast.createExportJob(),
    stopExportJob: () => made.forecast.stopExportJob(),
    deleteExportJob: () => made.forecast.deleteExportJob(),
    listTags: () => made.forecast.listTags(),
    tagResource: () => made.forecast.tagResource(),
    untagResource: () => made.forecast.untagResource(),
    listPredictors: () => made.forecast.listPredictors(),
    getAccuracyMetrics: () => made.forecast.getAccuracyMetrics(),
    ...scripted,
  });
  return { ...made, actions, watched, port };
}

const RUNNING = exportJob(1, 'CREATE_IN_PROGRESS');
const READY = exportJob(2, 'ACTIVE');

describe('Stopping a job', () => {
  it('shows it as stopping at once, marked as not confirmed, until the service tells', async () => {
    const { store, forecast, actions, watched, port } = await stage(RUNNING);
    const answer = deferred<ExportJob>();
    const done = actions.stop(
      port({ stopExportJob: () => Promise.resolve(), describeExportJob: () => answer.promise }),
      RUNNING.arn,
    );
    await Promise.resolve();
    await Promise.resolve();
    assert.deepEqual(shown(store), ['stopping 1']);
    assert.equal(store.isExpected(RUNNING.arn), true);
    assert.deepEqual(watched, [RUNNING.arn]);
    forecast.change(RUNNING.arn, { status: 'CREATE_STOPPING' });
    answer.resolve({ ...RUNNING, status: 'CREATE_STOPPING' });
    await done;
    assert.deepEqual(shown(store), ['stopping 1']);
    assert.equal(store.isExpected(RUNNING.arn), false);
  });

  it('is not undone by a list that was asked for before', async () => {
    const { store, forecast, actions, port } = await stage(RUNNING);
    const late = forecast.holdNext(() => true);
    const refreshing = store.refresh();
    await late.arrived;
    await actions.stop(
      port({ stopExportJob: () => Promise.resolve(), describeExportJob: () => Promise.reject(problem('throttled')) }),
      RUNNING.arn,
    );
    late.release({ items: [RUNNING] });
    await refreshing;
    assert.deepEqual(shown(store), ['stopping 1']);
    assert.equal(store.isExpected(RUNNING.arn), true);
  });

  it('that is refused makes the row tell the truth, and passes the refusal on', async () => {
    const { store, forecast, actions, port } = await stage(RUNNING);
    forecast.change(RUNNING.arn, { status: 'ACTIVE' });
    const refused = port({ stopExportJob: () => Promise.reject(problem('invalidInput')) });
    await assert.rejects(actions.stop(refused, RUNNING.arn), { kind: 'invalidInput' });
    assert.deepEqual(shown(store), ['active 1']);
    assert.equal(store.isExpected(RUNNING.arn), false);
  });

  it('that is gone forgets the row', async () => {
    const { store, forecast, actions, port } = await stage(RUNNING);
    forecast.delete(RUNNING.arn);
    const refused = port({ stopExportJob: () => Promise.reject(problem('notFound')) });
    await assert.rejects(actions.stop(refused, RUNNING.arn), { kind: 'notFound' });
    assert.deepEqual(shown(store), []);
  });

  it('keeps its own refusal when the truth cannot be read either', async () => {
    const { store, actions, port } = await stage(RUNNING);
    const broken = port({
      stopExportJob: () => Promise.reject(problem('limitExceeded')),
      describeExportJob: () => Promise.reject(problem('network')),
    });
    await assert.rejects(actions.stop(broken, RUNNING.arn), { kind: 'limitExceeded' });
    assert.deepEqual(shown(store), ['inProgress 1']);
  });
});

describe('Deleting a job', () => {
  it('shows it as being deleted, and forgets it once the service has', async () => {
    const { store, forecast, actions, port } = await stage(READY);
    await actions.delete(port({ deleteExportJob: () => Promise.resolve() }), READY.arn);
    // The account still describes it as it was: that was asked for later and so is the truth.
    assert.deepEqual(shown(store), ['active 1']);
    forecast.delete(READY.arn);
    await actions.delete(port({ deleteExportJob: () => Promise.resolve() }), READY.arn);
    assert.deepEqual(shown(store), []);
  });

  it('that is gone already counts as deleted', async () => {
    const { store, forecast, actions, port } = await stage(READY);
    forecast.delete(READY.arn);
    await actions.delete(port({ deleteExportJob: () => Promise.reject(problem('notFound')) }), READY.arn);
    assert.deepEqual(shown(store), []);
  });
});

describe('A job that was just created', () => {
  it('is shown as pending, and stays while Describe does not know it yet', async () => {
    const { store, actions, watched, port } = await stage();
    const { arn, name, predictorArn = '', createdAt = 0 } = exportJob(7, 'CREATE_PENDING');
    const destination = { path: 's3://exports/x/', roleArn: 'arn:aws:iam::111122223333:role/r' };
    await actions.created(port({}), arn, { name, predictorArn, destination }, createdAt);
    assert.deepEqual(shown(store), ['pending 1']);
    assert.equal(store.isExpected(arn), true);
    assert.deepEqual(store.job(arn), {
      arn,
      name,
      status: 'CREATE_PENDING',
      predictorArn,
      destination,
      format: 'CSV',
      createdAt,
    });
    assert.deepEqual(watched, [arn]);
  });
});

describe('Changing tags', () => {
  it('takes one call for what is new or other, one for what goes, and none for what stays', async () => {
    const { actions, port } = await stage(READY);
    const calls: unknown[] = [];
    const account = port({
      tagResource: (_arn, tags: readonly Tag[]) => {
        calls.push({ tag: tags });
        return Promise.resolve();
      },
      untagResource: (_arn, keys: readonly string[]) => {
        calls.push({ untag: keys });
        return Promise.resolve();
      },
    });
    const before = [
      { key: 'team', value: 'demand' },
      { key: 'old', value: '1' },
      { key: 'kept', value: 'x' },
    ];
    const after = [
      { key: 'team', value: 'supply' },
      { key: 'kept', value: 'x' },
      { key: 'new', value: '' },
    ];
    assert.equal(await actions.changeTags(account, READY.arn, before, after), 2);
    assert.deepEqual(calls, [
      {
        tag: [
          { key: 'team', value: 'supply' },
          { key: 'new', value: '' },
        ],
      },
      { untag: ['old'] },
    ]);
    assert.equal(await actions.changeTags(account, READY.arn, after, after), 0);
  });
});
