import assert from 'node:assert/strict';
import type { ExportJob, Predictor } from '../../../src/domain/export-job';
import type { ListPredictorsRequest, Page } from '../../../src/domain/ports';
import { scene, shown, type Scene } from '../../support/opened-store';
import { anyList, exportJobs, PREDICTORS, problem, ScriptedForecast } from '../../support/scripted-forecast';

const predictor = (arn: string, status = 'ACTIVE', createdAt = 0): Predictor => ({
  arn,
  name: arn.replace(/^.*\/|_01F.*$/gu, ''),
  status,
  isAutoPredictor: true,
  createdAt,
});

/** The scripted account, with predictors. */
class Account extends ScriptedForecast {
  predictors: Predictor[] = [predictor(PREDICTORS[0]), predictor(PREDICTORS[1])];
  readonly predictorRequests: ListPredictorsRequest[] = [];
  refusePredictors = false;
  staleTokens = 0;

  override readonly listPredictors = ((request: ListPredictorsRequest): Promise<Page<Predictor>> => {
    this.predictorRequests.push(request);
    if (this.refusePredictors) return Promise.reject(problem('accessDenied'));
    if (request.nextToken !== undefined && this.staleTokens > 0) {
      this.staleTokens -= 1;
      return Promise.reject(problem('invalidNextToken'));
    }
    const start = Number(request.nextToken ?? 0);
    const end = start + request.maxResults;
    const items = this.predictors.slice(start, end);
    return Promise.resolve(end < this.predictors.length ? { items, nextToken: String(end) } : { items });
  }) as unknown as ScriptedForecast['listPredictors'];
}

interface Stage extends Omit<Scene, 'forecast'> {
  readonly forecast: Account;
}

async function stage(jobs: readonly ExportJob[], pageSize = 100): Promise<Stage> {
  const made = scene([], pageSize);
  const forecast = new Account(jobs);
  await made.store.open(forecast);
  forecast.startCounting();
  return { ...made, forecast };
}

const rows = ({ store }: Stage): string[] =>
  store
    .predictorGroups()
    .map(
      ({ predictor: { name }, jobs, hasMore, opened }) =>
        `${name} ${jobs.length}${hasMore ? '+' : ''}${opened ? '' : ' closed'}`,
    );

describe('Jobs grouped by predictor', () => {
  it('ask for nothing before somebody looks', async () => {
    const made = await stage(exportJobs({ ACTIVE: 4 }));
    assert.deepEqual(made.forecast.predictorRequests, []);
    assert.deepEqual(rows(made), []);
    assert.equal(made.store.predictorList.asked, false);
  });

  it('show the predictors, and read the jobs of one with its filter only when it is opened', async () => {
    const made = await stage(exportJobs({ ACTIVE: 4, CREATE_FAILED: 2 }));
    await made.store.readPredictors();
    assert.deepEqual(rows(made), ['demand 0+ closed', 'taxi 0+ closed']);
    assert.deepEqual(made.forecast.requests, []);
    await made.store.openPredictor(PREDICTORS[0]);
    assert.deepEqual(rows(made), ['demand 3', 'taxi 0+ closed']);
    assert.deepEqual(made.forecast.requests, [{ predictorArn: PREDICTORS[0], maxResults: 100 }]);
    await made.store.openPredictor(PREDICTORS[0]);
    assert.equal(made.forecast.requests.length, 1);
  });

  it('are the same jobs as those grouped by status', async () => {
    const made = await stage(exportJobs({ ACTIVE: 4 }));
    await made.store.readPredictors();
    await made.store.openPredictor(PREDICTORS[0]);
    const [job] = made.store.predictorGroups()[0]?.jobs ?? [];
    assert.ok(job);
    made.store.put([{ ...job, status: 'DELETE_PENDING' }], made.store.tick());
    assert.deepEqual(shown(made.store), ['active 3', 'deleting 1']);
    assert.equal(made.store.predictorGroups()[0]?.jobs.find(({ arn }) => arn === job.arn)?.status, 'DELETE_PENDING');
  });

  it('page by page, each predictor on its own', async () => {
    const made = await stage(exportJobs({ ACTIVE: 10 }), 3);
    await made.store.readPredictors();
    await made.store.openPredictor(PREDICTORS[0]);
    await made.store.openPredictor(PREDICTORS[1]);
    await made.store.loadMoreOfPredictor(PREDICTORS[0]);
    assert.equal(made.store.predictorGroups()[0]?.hasMore, false);
    assert.equal(made.store.predictorGroups()[1]?.hasMore, true);
  });

  it('read the predictors page by page, active ones first, newest first', async () => {
    const made = await stage([], 2);
    made.forecast.predictors = [
      predictor('arn:aws:forecast:eu-west-1:111122223333:predictor/failed', 'CREATE_FAILED', 9),
      predictor('arn:aws:forecast:eu-west-1:111122223333:predictor/old', 'ACTIVE', 1),
      predictor('arn:aws:forecast:eu-west-1:111122223333:predictor/new', 'ACTIVE', 2),
    ];
    await made.store.readPredictors();
    assert.equal(made.store.predictorList.hasMore, true);
    await made.store.loadMorePredictors();
    assert.deepEqual(
      made.store.predictorGroups().map(({ predictor: { name } }) => name),
      ['new', 'old', 'failed'],
    );
    assert.equal(made.store.predictorList.hasMore, false);
  });

  it('read again with a refresh, as deep as they were, and lose what is gone', async () => {
    const made = await stage(exportJobs({ ACTIVE: 6 }));
    await made.store.readPredictors();
    await made.store.openPredictor(PREDICTORS[0]);
    const [gone] = made.store.predictorGroups()[0]?.jobs ?? [];
    made.forecast.delete(gone?.arn ?? '');
    made.forecast.predictors = [predictor(PREDICTORS[0])];
    await made.store.refresh();
    assert.deepEqual(rows(made), ['demand 2']);
    assert.deepEqual(shown(made.store), ['active 5']);
  });

  it('keep rows that only their own list has read when the lists by status are read again', async () => {
    const made = await stage(exportJobs({ ACTIVE: 20 }), 4);
    await made.store.readPredictors();
    await made.store.openPredictor(PREDICTORS[0]);
    await made.store.loadMoreOfPredictor(PREDICTORS[0]);
    const before = rows(made)[0];
    await made.store.refresh();
    assert.equal(rows(made)[0], before);
  });

  it('keep their rows and say why when a list cannot be read, and read it at the next try', async () => {
    const made = await stage(exportJobs({ ACTIVE: 4 }));
    made.forecast.refusePredictors = true;
    await made.store.readPredictors();
    assert.equal(made.store.predictorList.error?.kind, 'accessDenied');
    made.forecast.refusePredictors = false;
    await made.store.loadMorePredictors();
    assert.equal(made.store.predictorList.error, undefined);
    made.forecast.failNext(anyList, problem('throttled'));
    await made.store.openPredictor(PREDICTORS[0]);
    assert.equal(made.store.predictorGroups()[0]?.error?.kind, 'throttled');
    await made.store.loadMoreOfPredictor(PREDICTORS[0]);
    assert.deepEqual(rows(made), ['demand 2', 'taxi 0+ closed']);
  });

  it('are read anew when the place in the list has expired, and the rows stay meanwhile', async () => {
    const made = await stage([], 1);
    await made.store.readPredictors();
    made.forecast.staleTokens = 1;
    await made.store.loadMorePredictors();
    assert.deepEqual(rows(made), ['demand 0+ closed', 'taxi 0+ closed']);
    assert.equal(made.store.predictorList.error, undefined);
    assert.deepEqual(
      made.forecast.predictorRequests.map(({ nextToken }) => nextToken ?? 'first'),
      ['first', '1', 'first', '1'],
    );
  });

  it('show the jobs of a predictor that is on a later page, or that may not be listed', async () => {
    const made = await stage(exportJobs({ ACTIVE: 4 }), 1);
    await made.store.readPredictors();
    await made.store.openPredictor(PREDICTORS[1]);
    assert.deepEqual(rows(made), ['demand 0+ closed', 'taxi 1+']);
    made.forecast.predictors = [predictor(PREDICTORS[0]), predictor(PREDICTORS[1], 'DELETE_PENDING')];
    await made.store.loadMorePredictors();
    assert.equal(made.store.predictorGroups()[1]?.predictor.status, 'DELETE_PENDING', 'the list knows more');
    made.forecast.predictors = [predictor(PREDICTORS[0])];
    await made.store.refresh();
    assert.equal(made.store.predictorGroups().length, 1, 'and it may be gone');

    const denied = await stage(exportJobs({ ACTIVE: 4 }));
    denied.forecast.refusePredictors = true;
    await denied.store.readPredictors();
    await denied.store.openPredictor(PREDICTORS[1]);
    assert.deepEqual(rows(denied), ['taxi 2']);
  });

  it('show one predictor while the account is filtered by it', async () => {
    const made = await stage(exportJobs({ ACTIVE: 4 }));
    await made.store.open(made.forecast, PREDICTORS[1]);
    await made.store.readPredictors();
    assert.deepEqual(rows(made), ['taxi 2+ closed']);
  });

  it('are forgotten with the account', async () => {
    const made = await stage(exportJobs({ ACTIVE: 4 }));
    await made.store.readPredictors();
    made.store.close();
    assert.deepEqual(rows(made), []);
    assert.equal(made.store.predictorList.asked, false);
  });
});
