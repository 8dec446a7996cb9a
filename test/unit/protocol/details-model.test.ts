import assert from 'node:assert/strict';
import * as v from 'valibot';
import type { ExportJob } from '../../../src/domain/export-job';
import { JOB_STATUSES } from '../../../src/domain/status';
import { DETAILS_PAGE, type DetailsModel, type JobModel, type Problem } from '../../../src/protocol/details';
import { detailsModel, type DetailsFacts, type DetailsWords } from '../../../src/protocol/details-model';
import { exportJob, problem } from '../../support/scripted-forecast';

const note = (title: string): Problem => ({ title, advice: '', canRetry: false, actions: [] });

/** Words that say where they come from. */
const words: DetailsWords = {
  status: (status) => ({ word: status, icon: 'pass', spins: false, tone: 'neutral' }),
  created: () => ({ word: 'created', icon: 'add', spins: false, tone: 'neutral' }),
  problem: ({ kind }) => note(kind),
  accuracyProblem: ({ kind }) => note(`accuracy ${kind}`),
  gone: () => note('gone'),
  foreign: ({ accountNumber, region }, open) => note(`${accountNumber} ${region}, open ${open?.region ?? ''}`),
  remedy: ({ cause }) => (cause === 'unknown' ? undefined : { title: cause, advice: '' }),
};

const JOB = exportJob(2, 'ACTIVE', { format: 'CSV' });

function facts(job: ExportJob | undefined, rest: Partial<DetailsFacts> = {}): DetailsFacts {
  return {
    address: { account: 'aws', arn: JOB.arn },
    connection: { account: 'aws', profile: 'work', region: 'eu-west-1' },
    standing: { kind: job ? 'ready' : 'loading' },
    job,
    described: { state: 'loading' },
    tags: { state: 'loading' },
    accuracy: { state: 'waiting' },
    seen: [],
    ...rest,
  };
}

function model(job: ExportJob | undefined, rest: Partial<DetailsFacts> = {}): DetailsModel {
  const made = detailsModel(facts(job, rest), words);
  // What the host makes, the page has to take: after the way that messages go.
  assert.deepEqual(v.parse(DETAILS_PAGE.model, JSON.parse(JSON.stringify(made))), made);
  return made;
}

function jobModel(job: ExportJob, rest: Partial<DetailsFacts> = {}): JobModel {
  const { job: made } = model(job, rest);
  assert.ok(made);
  return made;
}

describe("The details page's model", () => {
  it('has name and place from the address alone, before anything is known', () => {
    const { name, place, job, notice } = model(undefined);
    assert.equal(name, JOB.name);
    assert.deepEqual(place, { account: 'aws', region: 'eu-west-1', accountNumber: '111122223333' });
    assert.equal(job, undefined);
    assert.equal(notice, undefined);
  });

  it('shows what a list tells while the description is on its way', () => {
    const listed = { ...JOB };
    delete (listed as { format?: string }).format;
    const { described, createdAt, destination } = jobModel(listed);
    assert.deepEqual(described, { state: 'loading' });
    assert.equal(createdAt, JOB.createdAt);
    assert.equal(destination?.path, 's3://exports/job_00002/');
  });

  it('names the predictor without the ULID of its ARN', () => {
    const { described } = jobModel(JOB, { described: { state: 'ready', value: JOB } });
    assert.ok(described.state === 'ready');
    assert.equal(described.value.predictor?.name, 'demand');
  });

  it('says why the description failed and shows the rest', () => {
    const listed = { ...JOB };
    delete (listed as { predictorArn?: string }).predictorArn;
    const made = jobModel(listed, { described: { state: 'failed', error: problem('throttled') } });
    assert.deepEqual(made.described, { state: 'failed', problem: note('throttled') });
    assert.deepEqual(made.accuracy, { state: 'failed', problem: note('throttled') });
    assert.ok(made.destination);
  });

  it('has a duration and an end only once the export has ended', () => {
    for (const status of JOB_STATUSES) {
      const { duration, finishedAt } = jobModel({ ...JOB, status });
      const ended = ['ACTIVE', 'CREATE_FAILED', 'CREATE_STOPPED'].includes(status);
      assert.equal(duration !== undefined, ended, status);
      assert.equal(finishedAt !== undefined, ended, status);
    }
  });

  it('offers to stop and to delete where the status allows it, and never both', () => {
    for (const status of JOB_STATUSES) {
      const { actions } = jobModel({ ...JOB, status });
      assert.equal(actions.includes('stop'), ['CREATE_PENDING', 'CREATE_IN_PROGRESS'].includes(status), status);
      const deletable = ['ACTIVE', 'CREATE_FAILED', 'CREATE_STOPPED', 'DELETE_FAILED'].includes(status);
      assert.equal(actions.includes('delete'), deletable, status);
    }
  });

  it('shows a status that nobody knows, without actions that might do harm', () => {
    const { status, actions } = jobModel({ ...JOB, status: 'ARCHIVED' });
    assert.equal(status.word, 'ARCHIVED');
    assert.ok(!actions.includes('delete') && !actions.includes('stop'));
  });

  it('links the destination to the S3 console, and the two folders once the export is there', () => {
    const job = { ...JOB, destination: { path: 's3://exports/a b+ü//last' } };
    const { destination } = jobModel(job);
    assert.equal(
      destination?.url,
      'https://eu-west-1.console.aws.amazon.com/s3/buckets/exports?region=eu-west-1&bucketType=general' +
        '&prefix=a%20b%2B%C3%BC//last/&showversions=false',
    );
    assert.equal(destination.folders?.accuracy.path, 's3://exports/a b+ü//last/accuracy-metrics-values/');
    assert.match(destination.folders.forecasts.url ?? '', /prefix=a%20b%2B%C3%BC\/\/last\/forecasted-values\/&/u);
    assert.equal(jobModel({ ...job, status: 'CREATE_IN_PROGRESS' }).destination?.folders, undefined);
  });

  it('links nothing of the sample account to the real console', () => {
    const sample = model(JOB, { address: { account: 'sample', arn: JOB.arn } });
    assert.ok(sample.job?.destination?.path);
    assert.doesNotMatch(JSON.stringify(sample), /console\.aws/u);
  });

  it('shows a destination that is no S3 path as text, without a link', () => {
    const { destination } = jobModel({ ...JOB, destination: { path: 'javascript:alert(1)' } });
    assert.deepEqual(destination?.url, undefined);
  });

  it('gives the service’s message in full, and what to do where the cause is known', () => {
    const message = 'The bucket does not exist.\n<b>really</b>';
    const failed = jobModel({ ...JOB, status: 'CREATE_FAILED', message });
    assert.equal(failed.message, message);
    assert.equal(failed.remedy?.title, 'bucket');
    assert.equal(jobModel({ ...JOB, status: 'CREATE_FAILED', message: 'Hm.' }).remedy, undefined);
    assert.equal(jobModel({ ...JOB, message }).remedy, undefined);
  });

  it('tells the life of a job: creation, what was seen, and the end by the service’s clock', () => {
    const seen = [
      { status: 'CREATE_PENDING', at: 1 },
      { status: 'CREATE_IN_PROGRESS', at: 2 },
      { status: 'ACTIVE', at: 3 },
    ];
    assert.deepEqual(
      jobModel(JOB, { seen }).timeline.map(({ look, at, source }) => [look.word, at, source]),
      [
        ['created', JOB.createdAt, 'service'],
        ['CREATE_PENDING', 1, 'seen'],
        ['CREATE_IN_PROGRESS', 2, 'seen'],
        ['ACTIVE', JOB.modifiedAt, 'service'],
      ],
    );
  });

  it('tells of a running job since when it was seen so: the service’s own time moves on with every look', () => {
    const seen = [{ status: 'CREATE_IN_PROGRESS', at: 2 }];
    const last = jobModel({ ...JOB, status: 'CREATE_IN_PROGRESS' }, { seen }).timeline.at(-1);
    assert.deepEqual([last?.at, last?.source], [2, 'seen']);
  });

  it('sorts the tags by key', () => {
    const value = [
      { key: 'team', value: 'x' },
      { key: 'cost', value: '' },
    ];
    const { tags } = jobModel(JOB, { tags: { state: 'ready', value } });
    assert.deepEqual(tags.state === 'ready' && tags.value.map(({ key }) => key), ['cost', 'team']);
  });

  it('carries the accuracy tables, with a gap where the service gave no number', () => {
    const window = (start: number, losses: readonly number[]) => ({
      type: 'COMPUTED',
      start,
      weightedQuantileLosses: losses.map((loss, index) => ({ quantile: 0.1 + index * 0.4, loss })),
      errors: [],
    });
    const value = { evaluations: [{ windows: [window(1, [0.3, 0.4]), window(2, [0.5])] }] };
    const { accuracy } = jobModel(JOB, { accuracy: { state: 'ready', value } });
    assert.ok(accuracy.state === 'ready');
    assert.deepEqual(
      accuracy.value.tables[0]?.windows.map(({ losses }) => losses),
      [
        [0.5, null],
        [0.3, 0.4],
      ],
    );
  });

  it('says in the words of accuracy why there is none', () => {
    const { accuracy } = jobModel(JOB, { accuracy: { state: 'failed', error: problem('notFound') } });
    assert.deepEqual(accuracy, { state: 'failed', problem: note('accuracy notFound') });
  });

  it('keeps what was last known of a job that is gone, and offers nothing that needs it', () => {
    const { notice, job } = model(JOB, { standing: { kind: 'gone' } });
    assert.equal(notice?.kind, 'gone');
    assert.deepEqual(job?.actions, ['openDestination', 'exportAgain', 'copyCli', 'openPredictor']);
  });

  it('shows nothing of a job while another account is open, but says which is needed', () => {
    const { notice, job } = model(JOB, {
      standing: { kind: 'foreign' },
      connection: { account: 'aws', profile: 'other', region: 'us-east-1' },
    });
    assert.equal(job, undefined);
    assert.equal(notice?.problem.title, '111122223333 eu-west-1, open us-east-1');
  });

  it('says why an account could not be opened', () => {
    const { notice } = model(undefined, { standing: { kind: 'failed', error: problem('noCredentials') } });
    assert.equal(notice?.problem.title, 'noCredentials');
  });
});
