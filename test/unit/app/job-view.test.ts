import assert from 'node:assert/strict';
import { JobView } from '../../../src/app/job-view';
import { opened } from '../../support/opened-store';
import { exportJob, exportJobs } from '../../support/scripted-forecast';

describe('The filter by name', () => {
  it('keeps the loaded jobs whose name contains the text, in any case, and asks the service for nothing', async () => {
    const { forecast, store } = await opened([
      exportJob(3, 'ACTIVE', { name: 'Weekly_demand' }),
      exportJob(2, 'ACTIVE', { name: 'daily' }),
      exportJob(1, 'CREATE_FAILED', { name: 'daily_taxi' }),
    ]);
    const view = new JobView(store);
    let heard = 0;
    view.onDidChangeFilter(() => (heard += 1));
    view.nameFilter = 'DEMAND';
    assert.deepEqual(
      view.groups().map(({ id, jobs, loaded }) => [id, jobs.map(({ name }) => name), loaded]),
      [['active', ['Weekly_demand'], 2]],
    );
    view.nameFilter = 'DEMAND';
    view.nameFilter = '';
    assert.equal(view.groups().length, 2);
    assert.equal(heard, 2);
    assert.deepEqual(forecast.asked, []);
  });

  it('keeps a group without a match as long as more of it can be loaded', async () => {
    const { store } = await opened(exportJobs({ ACTIVE: 150 }));
    const view = new JobView(store);
    view.nameFilter = 'job_00001';
    assert.deepEqual(
      view.groups().map(({ id, jobs, hasMore }) => [id, jobs.length, hasMore]),
      [['active', 0, true]],
    );
    await store.loadMore('active');
    assert.equal(view.groups()[0]?.jobs.length, 1);
  });
});
