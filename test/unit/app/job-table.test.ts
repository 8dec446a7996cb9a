import assert from 'node:assert/strict';
import { JobTable } from '../../../src/app/job-table';
import type { ExportJob } from '../../../src/domain/export-job';
import { exportJob, exportJobs, PREDICTORS, without } from '../../support/scripted-forecast';

const reading = (asked: number, answered: number): { asked: number; answered: number } => ({ asked, answered });
const only = (table: JobTable): ExportJob | undefined => table.all()[0];

describe('The table of jobs', () => {
  it('has one row for each ARN, however often a job is told', () => {
    const table = new JobTable();
    table.merge(exportJobs({ ACTIVE: 3 }), reading(1, 2));
    table.merge([exportJob(2, 'ACTIVE'), exportJob(2, 'ACTIVE'), exportJob(4, 'ACTIVE')], reading(3, 4));
    assert.deepEqual(
      table.inGroup('active').map(({ name }) => name),
      ['job_00004', 'job_00003', 'job_00002', 'job_00001'],
    );
    assert.equal(table.size, 4);
  });

  it('sorts newest first, jobs without a creation time last, equal times by ARN', () => {
    const table = new JobTable();
    const timeless = without(exportJob(9, 'ACTIVE'), 'createdAt');
    const twin = { ...exportJob(1, 'ACTIVE'), createdAt: 5 };
    table.merge([timeless, exportJob(5, 'ACTIVE'), { ...exportJob(2, 'ACTIVE'), createdAt: 5 }, twin], reading(1, 2));
    assert.deepEqual(
      table.inGroup('active').map(({ name }) => name),
      ['job_00005', 'job_00001', 'job_00002', 'job_00009'],
    );
  });

  it('moves a job to its new group and names both groups as changed', () => {
    const table = new JobTable();
    table.merge([exportJob(1, 'CREATE_IN_PROGRESS')], reading(1, 2));
    const changed = table.merge([exportJob(1, 'ACTIVE')], reading(3, 4));
    assert.deepEqual([...changed].sort(), ['active', 'inProgress']);
    assert.equal(table.inGroup('inProgress').length, 0);
    assert.equal(table.inGroup('active').length, 1);
  });

  it('says that nothing changed when nothing did', () => {
    const table = new JobTable();
    table.merge(exportJobs({ ACTIVE: 3 }), reading(1, 2));
    assert.equal(table.merge(exportJobs({ ACTIVE: 3 }), reading(3, 4)).size, 0);
  });

  it('never lets an answer that came before the question of another replace that other', () => {
    const table = new JobTable();
    table.merge([exportJob(1, 'ACTIVE')], reading(5, 6));
    table.merge([exportJob(1, 'CREATE_IN_PROGRESS', { modifiedAt: Number.MAX_SAFE_INTEGER })], reading(1, 2));
    assert.equal(only(table)?.status, 'ACTIVE');
  });

  it("follows the service's clock when two requests were under way at the same time", () => {
    for (const lastToCome of ['ACTIVE', 'CREATE_IN_PROGRESS']) {
      const table = new JobTable();
      const running = exportJob(1, 'CREATE_IN_PROGRESS', { modifiedAt: 1000 });
      const ended = exportJob(1, 'ACTIVE', { modifiedAt: 2000 });
      const [first, second] = lastToCome === 'ACTIVE' ? [running, ended] : [ended, running];
      table.merge([first], reading(1, 3));
      table.merge([second], reading(2, 4));
      assert.equal(only(table)?.status, 'ACTIVE', `last to come: ${lastToCome}`);
    }
  });

  it('takes the later of two answers when the times do not tell', () => {
    const table = new JobTable();
    table.merge([exportJob(1, 'CREATE_FAILED')], reading(1, 3));
    table.merge([exportJob(1, 'DELETE_PENDING')], reading(2, 4));
    assert.equal(only(table)?.status, 'DELETE_PENDING');
  });

  it('keeps what only a description or a list by predictor tells', () => {
    const table = new JobTable();
    table.merge([exportJob(1, 'CREATE_IN_PROGRESS', { format: 'PARQUET' })], reading(1, 2));
    const row = without(exportJob(1, 'ACTIVE'), 'predictorArn', 'destination');
    table.merge([row], reading(3, 4));
    const job = only(table);
    assert.equal(job?.status, 'ACTIVE');
    assert.equal(job.predictorArn, PREDICTORS[1]);
    assert.equal(job.format, 'PARQUET');
    assert.equal(job.destination?.path, 's3://exports/job_00001/');
  });

  it('learns such lasting facts from an answer whose status is too old to count', () => {
    const table = new JobTable();
    const row = without(exportJob(1, 'ACTIVE', { modifiedAt: 2000 }), 'predictorArn');
    table.merge([row], reading(1, 3));
    table.merge([exportJob(1, 'CREATE_IN_PROGRESS', { modifiedAt: 1000 })], reading(2, 4));
    assert.equal(only(table)?.status, 'ACTIVE');
    assert.equal(only(table)?.predictorArn, PREDICTORS[1]);
  });

  it('carries nothing over to another job that was created later under the same name', () => {
    const table = new JobTable();
    table.merge([exportJob(1, 'ACTIVE', { format: 'PARQUET' })], reading(1, 2));
    const again = without(exportJob(1, 'CREATE_PENDING', { createdAt: Date.UTC(2027, 0) }), 'predictorArn');
    table.merge([again], reading(3, 4));
    assert.equal(only(table)?.format, undefined);
    assert.equal(only(table)?.predictorArn, undefined);
  });

  it('drops a message that the newer answer does not have', () => {
    const table = new JobTable();
    table.merge([exportJob(1, 'CREATE_FAILED', { message: 'No permission' })], reading(1, 2));
    table.merge([exportJob(1, 'DELETE_PENDING')], reading(3, 4));
    assert.equal(only(table)?.message, undefined);
  });

  it('counts a job as seen by an answer even when its content was too old to count', () => {
    const table = new JobTable();
    table.merge([exportJob(1, 'ACTIVE', { modifiedAt: 2000 })], reading(1, 4));
    table.merge([exportJob(1, 'CREATE_IN_PROGRESS', { modifiedAt: 1000 })], reading(3, 6));
    assert.deepEqual(table.unseenSince(5), []);
    assert.deepEqual(
      table.unseenSince(7).map(({ name }) => name),
      ['job_00001'],
    );
  });

  it('does not bring back a deleted job from an answer that was asked for before it was gone', () => {
    const table = new JobTable();
    table.merge([exportJob(1, 'DELETE_IN_PROGRESS')], reading(1, 2));
    assert.deepEqual([...table.forget(exportJob(1, '').arn, 4)], ['deleting']);
    table.merge([exportJob(1, 'DELETE_IN_PROGRESS')], reading(3, 5));
    assert.equal(table.size, 0);
    table.merge([exportJob(1, 'CREATE_PENDING')], reading(6, 7));
    assert.equal(only(table)?.status, 'CREATE_PENDING', 'a new job of the same name');
  });

  it('holds jobs of which the service told next to nothing', () => {
    const table = new JobTable();
    table.merge(
      [{ arn: 'arn:aws:forecast:eu-west-1:1:predictor-backtest-export-job/p/bare', name: 'bare', status: '' }],
      reading(1, 2),
    );
    assert.deepEqual(
      table.inGroup('other').map(({ name }) => name),
      ['bare'],
    );
  });
});
