import assert from 'node:assert/strict';
import { checkExport, createExport } from '../../../src/app/create-export';
import { freeName, freeNameAfter, isNameTaken, readTakenNames } from '../../../src/app/free-name';
import { Cancelled, DomainError, type ErrorKind } from '../../../src/domain/errors';
import { exportJobArn } from '../../../src/domain/export-arn';
import type { ExportJob, NewExportJob } from '../../../src/domain/export-job';
import type { Clock, ForecastPort } from '../../../src/domain/ports';

const PREDICTOR = 'arn:aws:forecast:us-east-1:123456789012:predictor/demand_01FTHF1KK7E6VVR676WVN24MXC';
const NOW = Date.UTC(2026, 10, 22, 12);
const WANTED: NewExportJob = {
  name: 'weekly',
  predictorArn: PREDICTOR,
  destination: { path: 's3://exports/x', roleArn: 'arn:aws:iam::123456789012:role/F' },
};

/** An account in memory behind the port. Names are unique, as in the service; calls are counted and can be made to fail. */
class Account {
  readonly jobs: ExportJob[] = [];
  readonly calls: string[] = [];
  /** Runs once in place of the next call of this operation's answer. `arrives`: the request still takes effect. */
  readonly faults: { call: string; kind: ErrorKind; arrives?: boolean; code?: string; times?: number }[] = [];
  /** ARNs of another form than the one that is predicted. */
  oddArns = false;
  pageSize = 100;
  now = NOW;

  readonly port: ForecastPort = {
    createExportJob: (job) => this.#answer('create', () => this.create(job)),
    describeExportJob: (arn) =>
      this.#answer('describe', () => {
        const job = this.jobs.find((one) => one.arn === arn);
        if (!job) throw new DomainError('notFound', `No resource found ${arn}`);
        return job;
      }),
    listExportJobs: ({ predictorArn, nextToken }) =>
      this.#answer('list', () => {
        const rows = this.jobs.filter((job) => job.predictorArn === predictorArn);
        const start = Number(nextToken ?? 0);
        const end = start + this.pageSize;
        const items = rows.slice(start, end);
        return end < rows.length ? { items, nextToken: String(end) } : { items };
      }),
    stopExportJob: unexpected,
    deleteExportJob: unexpected,
    listTags: unexpected,
    tagResource: unexpected,
    untagResource: unexpected,
    listPredictors: unexpected,
    getAccuracyMetrics: unexpected,
  };

  create(job: NewExportJob, more: Partial<ExportJob> = {}): string {
    const predicted = exportJobArn(job.predictorArn, job.name) ?? '';
    const arn = this.oddArns ? `${predicted}_01FTHF1KK7E6VVR676WVN24MXD` : predicted;
    if (this.jobs.some((one) => one.arn === arn)) {
      throw new DomainError('alreadyExists', `A predictor backtest export job already exists with the arn: ${arn}`);
    }
    const { name, predictorArn, destination, format = 'CSV' } = job;
    this.jobs.push({
      arn,
      name,
      predictorArn,
      destination,
      format,
      status: 'CREATE_PENDING',
      createdAt: this.now,
      ...more,
    });
    return arn;
  }

  async #answer<T>(call: string, act: () => T): Promise<T> {
    await Promise.resolve();
    this.calls.push(call);
    const fault = this.faults.find((one) => one.call === call && (one.times ?? 1) > 0);
    if (!fault) return act();
    fault.times = (fault.times ?? 1) - 1;
    if (fault.arrives) act();
    throw new DomainError(fault.kind, 'fault', fault.code === undefined ? {} : { code: fault.code });
  }

  get creates(): number {
    return this.calls.filter((call) => call === 'create').length;
  }
}

function unexpected(): Promise<never> {
  return Promise.reject(new Error('not a call that creating an export makes'));
}

/** Time that passes at once when somebody waits for it, and tells the account. */
function clockOf(account: Account, onWait: (milliseconds: number) => void = () => undefined): Clock {
  return {
    now: () => account.now,
    after: (milliseconds, callback) => {
      account.now += milliseconds;
      onWait(milliseconds);
      queueMicrotask(callback);
      return () => undefined;
    },
  };
}

describe('creating an export', () => {
  let account: Account;
  beforeEach(() => (account = new Account()));

  it('sends one request and asks nothing else when it is answered', async () => {
    const result = await createExport(account.port, clockOf(account), WANTED);
    assert.deepEqual(result, {
      result: 'created',
      arn: 'arn:aws:forecast:us-east-1:123456789012:predictor-backtest-export-job/demand/weekly',
    });
    assert.deepEqual(account.calls, ['create']);
  });

  it('sends nothing more after a refusal', async () => {
    account.faults.push({ call: 'create', kind: 'limitExceeded' });
    const result = await createExport(account.port, clockOf(account), WANTED);
    assert.equal(result.result === 'failed' && result.failure.next, 'limitReached');
    assert.deepEqual(account.calls, ['create']);
  });

  it('sends nothing more when no connection came about', async () => {
    account.faults.push({ call: 'create', kind: 'network', code: 'ECONNREFUSED' });
    const result = await createExport(account.port, clockOf(account), WANTED);
    assert.equal(result.result === 'failed' && result.failure.next, 'notSent');
    assert.deepEqual(account.calls, ['create']);
  });

  for (const kind of ['network', 'timeout', 'badResponse', 'serviceFault', 'unknown'] as const) {
    it(`finds the job when its answer was lost (${kind})`, async () => {
      account.faults.push({ call: 'create', kind, arrives: true });
      const result = await createExport(account.port, clockOf(account), WANTED);
      assert.ok(result.result === 'created');
      assert.equal(result.job?.name, 'weekly');
      assert.equal(account.jobs.length, 1);
      assert.equal(account.creates, 1);
    });

    it(`says that nothing was created when the request was lost (${kind})`, async () => {
      account.faults.push({ call: 'create', kind });
      const result = await createExport(account.port, clockOf(account), WANTED);
      assert.equal(result.result, 'notFound');
      assert.equal(account.creates, 1);
    });
  }

  it('finds a job whose ARN has another form than expected, on any page of the list', async () => {
    account.oddArns = true;
    account.pageSize = 2;
    for (let count = 0; count < 5; count += 1) account.create({ ...WANTED, name: `other${count}` });
    account.faults.push({ call: 'create', kind: 'network', arrives: true });
    const result = await createExport(account.port, clockOf(account), WANTED);
    assert.ok(result.result === 'created');
    assert.equal(result.job?.name, 'weekly');
  });

  it('finds a job that appears some seconds later', async () => {
    account.faults.push({ call: 'create', kind: 'network' });
    const clock = clockOf(account, (waited) => waited === 5000 && account.create(WANTED));
    const result = await createExport(account.port, clock, WANTED);
    assert.equal(result.result, 'created');
    assert.equal(account.creates, 1);
  });

  it('knows an older job of the same name from its own', async () => {
    account.create(WANTED, { createdAt: NOW - 3_600_000, status: 'ACTIVE' });
    account.faults.push({ call: 'create', kind: 'network' });
    const result = await createExport(account.port, clockOf(account), WANTED);
    assert.deepEqual(result.result === 'failed' && result.failure, { next: 'nameTaken', arn: account.jobs[0]?.arn });
  });

  for (const [what, job] of [
    ['destination', { ...WANTED, destination: { ...WANTED.destination, path: 's3://exports/y' } }],
    ['key', { ...WANTED, destination: { ...WANTED.destination, kmsKeyArn: 'arn:aws:kms:x' } }],
    ['format', { ...WANTED, format: 'PARQUET' }],
  ] as const) {
    it(`knows a job with another ${what} from its own`, async () => {
      account.create(job);
      account.faults.push({ call: 'create', kind: 'timeout' });
      const result = await createExport(account.port, clockOf(account), WANTED);
      assert.equal(result.result === 'failed' && result.failure.next, 'nameTaken');
    });
  }

  it('says that it does not know when the account cannot be asked, and knows after a later check', async () => {
    account.faults.push({ call: 'create', kind: 'network', arrives: true }, { call: 'describe', kind: 'network' });
    const first = await createExport(account.port, clockOf(account), WANTED);
    assert.ok(first.result === 'uncertain');
    assert.equal(first.check.kind, 'network');
    const second = await checkExport(account.port, clockOf(account), WANTED, first.attempt, first.error);
    assert.equal(second.result, 'created');
    assert.equal(account.creates, 1);
  });

  it('creates one job when the first request arrives after the second was sent', async () => {
    account.faults.push({ call: 'create', kind: 'timeout' });
    const first = await createExport(account.port, clockOf(account), WANTED);
    assert.ok(first.result === 'notFound');
    account.create(WANTED);
    const second = await createExport(account.port, clockOf(account), WANTED, {
      attempt: first.attempt,
      isRepeated: true,
    });
    assert.equal(second.result, 'created');
    assert.equal(account.jobs.length, 1);
  });

  it('takes a name that another job has for taken also on a second try', async () => {
    account.faults.push({ call: 'create', kind: 'timeout' });
    const first = await createExport(account.port, clockOf(account), WANTED);
    assert.ok(first.result === 'notFound');
    account.create({ ...WANTED, format: 'PARQUET' });
    const second = await createExport(account.port, clockOf(account), WANTED, {
      attempt: first.attempt,
      isRepeated: true,
    });
    assert.equal(second.result === 'failed' && second.failure.next, 'nameTaken');
  });
});

describe('an export whose first answer was lost', () => {
  let account: Account;
  beforeEach(() => (account = new Account()));

  for (const [how, fault] of [
    ['offline', { call: 'create', kind: 'network', code: 'ECONNREFUSED' }],
    ['throttled', { call: 'create', kind: 'throttled' }],
  ] as const) {
    it(`is recognised after a second try failed (${how})`, async () => {
      account.faults.push({ call: 'create', kind: 'timeout' }, fault);
      const first = await createExport(account.port, clockOf(account), WANTED);
      assert.ok(first.result === 'notFound');
      const second = await createExport(account.port, clockOf(account), WANTED, {
        attempt: first.attempt,
        isRepeated: true,
      });
      assert.ok(second.result === 'failed' && second.attempt, 'the first sending is still open');
      account.create(WANTED);
      const third = await createExport(account.port, clockOf(account), WANTED, {
        attempt: second.attempt,
        isRepeated: true,
      });
      assert.equal(third.result, 'created');
      assert.equal(account.jobs.length, 1);
    });
  }

  it('is settled when another job has the name, and when the first and only request was refused', async () => {
    account.create({ ...WANTED, format: 'PARQUET' });
    const taken = await createExport(account.port, clockOf(account), WANTED, {
      attempt: { sentAt: NOW },
      isRepeated: true,
    });
    assert.ok(taken.result === 'failed' && taken.attempt === undefined);
    account.faults.push({ call: 'create', kind: 'throttled' });
    const refused = await createExport(account.port, clockOf(account), { ...WANTED, name: 'other' });
    assert.ok(refused.result === 'failed' && refused.attempt === undefined);
  });

  it('is found when the person gave up waiting', async () => {
    const abort = new AbortController();
    const port: ForecastPort = {
      ...account.port,
      createExportJob: (job, options) => {
        account.create(job);
        abort.abort();
        return options?.signal?.aborted ? Promise.reject(new Cancelled()) : Promise.resolve('not asked for');
      },
    };
    const result = await createExport(port, clockOf(account), WANTED, { signal: abort.signal });
    assert.ok(result.result === 'created');
    assert.equal(result.job?.name, 'weekly');
  });
});

describe('free names', () => {
  const TODAY = new Date(2026, 10, 22);
  let account: Account;
  beforeEach(() => (account = new Account()));

  it('are told while the pages of the list come in', async () => {
    account.pageSize = 2;
    for (let count = 0; count < 5; count += 1) account.create({ ...WANTED, name: `job${count}` });
    const sizes: number[] = [];
    const names = await readTakenNames(account.port, PREDICTOR, { onNames: (soFar) => sizes.push(soFar.size) });
    assert.deepEqual(sizes, [2, 4, 5]);
    assert.deepEqual([...names], ['job0', 'job1', 'job2', 'job3', 'job4']);
  });

  it('are proposed beside the names that the predictor has', async () => {
    account.create({ ...WANTED, name: 'demand_20261122' });
    assert.equal(await freeName(account.port, PREDICTOR, TODAY), 'demand_20261122_2');
  });

  it('are free also of the jobs of an earlier predictor with the same name', async () => {
    const earlier = PREDICTOR.replace('MXC', 'MXD');
    account.create({ ...WANTED, predictorArn: earlier, name: 'demand_20261122' });
    assert.equal(await freeName(account.port, PREDICTOR, TODAY), 'demand_20261122_2');
  });

  it('are found after a refusal', async () => {
    account.create(WANTED);
    account.create({ ...WANTED, name: 'weekly_2' });
    assert.equal(await freeNameAfter(account.port, PREDICTOR, 'weekly'), 'weekly_3');
  });

  it('can be asked for by one Describe, and never with a name against the rules', async () => {
    account.create(WANTED);
    assert.equal(await isNameTaken(account.port, PREDICTOR, 'weekly'), true);
    assert.equal(await isNameTaken(account.port, PREDICTOR, 'other'), false);
    assert.equal(await isNameTaken(account.port, PREDICTOR, 'not-a-name'), false);
    assert.deepEqual(account.calls, ['describe', 'describe']);
  });

  it('do not hide that the account could not be asked', async () => {
    account.faults.push({ call: 'describe', kind: 'throttled' });
    await assert.rejects(isNameTaken(account.port, PREDICTOR, 'weekly'), { kind: 'throttled' });
  });
});
