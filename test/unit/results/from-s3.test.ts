/** The whole way from a job to its numbers, through the real clients, from two implementations of Amazon S3. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { exportsOfJob } from '../../../src/app/results/job-results';
import { findExportFiles } from '../../../src/app/results/finder';
import { isCancelled, isDomainError, type DomainError } from '../../../src/domain/errors';
import type { ExportJob } from '../../../src/domain/export-job';
import type { Connection } from '../../../src/domain/ports';
import type { OpenedExport, OpenOptions, OpenProgress } from '../../../src/domain/results-port';
import type { DuckDbEngine } from '../../../src/results/engine';
import { makeEngine, openFolder, temporaryFolder } from '../../support/exports/engine';
import { type ExportPlan, PLAIN_PLAN } from '../../support/exports/plan';
import { writeCsvExport } from '../../support/exports/write';
import { useEmulator } from '../../support/use-emulator';
import { S3RVER_CREDENTIALS, useS3rver } from '../../support/use-s3rver';
import { connectTo, KEYS } from '../aws/harness';

const PLAN: ExportPlan = {
  ...PLAIN_PLAN,
  seed: 11,
  jobName: 'weekly',
  items: 60,
  horizon: 14,
  step: 'day',
  dimensions: ['store'],
  parts: 3,
};

async function openJob(
  connection: Connection,
  engine: DuckDbEngine,
  job: ExportJob,
  options?: OpenOptions,
): Promise<OpenedExport> {
  const { bucket, candidates } = await findExportFiles(connection.objects, job);
  return engine.open({ source: { kind: 'objects', store: connection.objects, bucket }, files: candidates[0] }, options);
}

async function failure(work: Promise<unknown>): Promise<DomainError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(isDomainError(error), String(error));
  return error;
}

describe('Opening the results of a job', function () {
  this.timeout(60_000);
  let folder: string;
  let engine: DuckDbEngine;

  beforeEach(() => {
    folder = temporaryFolder();
    engine = makeEngine(path.join(folder, 'cache'));
  });
  afterEach(() => {
    engine.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  describe('from an Amazon S3 that others wrote', () => {
    const s3rver = useS3rver();

    it('streams the parts, and shows what a folder of the same files shows', async () => {
      const local = path.join(folder, 'export');
      writeCsvExport(PLAN, local);
      const objects: Record<string, Buffer> = { 'team/backtests/_CHECK': Buffer.from('') };
      for (const file of await readdir(local, { recursive: true, withFileTypes: true })) {
        const from = path.join(file.parentPath, file.name);
        if (file.isFile()) {
          const key = path.relative(local, from).split(path.sep).join('/');
          objects[`team/backtests/${key}`] = await readFile(from);
        }
      }
      await s3rver.put('exports', objects);
      const connection = await connectWith(s3rver.url, S3RVER_CREDENTIALS);
      const job: ExportJob = {
        arn: 'arn:aws:forecast:us-east-1:111122223333:predictor-backtest-export-job/demand/weekly',
        name: 'weekly',
        status: 'ACTIVE',
        destination: { path: 's3://exports/team/backtests' },
      };
      const { own } = await exportsOfJob(connection, job);
      assert.deepEqual(own?.target, { identity: { kind: 'job', account: 'aws', arn: job.arn }, title: 'weekly' });

      const opened = await openJob(connection, engine, job);
      const fromFolder = await openFolder(engine, local);
      assert.deepEqual(opened.shape, fromFolder.shape);
      assert.deepEqual(await engine.summary(opened.id), await engine.summary(fromFolder.id));
      connection.dispose();
    });
  });

  describe('from the sample account', () => {
    const emulator = useEmulator({ items: 300 });
    let connection: Connection;
    let job: ExportJob;

    before(async () => {
      connection = await connectWith(emulator.url);
      const { items } = await connection.forecast.listExportJobs({ maxResults: 100, status: 'ACTIVE' });
      const csv = await firstOf(items, 'CSV');
      job = csv ?? assert.fail('no export in CSV');
    });
    after(() => connection.dispose());
    afterEach(() => emulator.fault({ mode: 'none' }));

    const firstOf = async (jobs: readonly ExportJob[], format: string): Promise<ExportJob | undefined> => {
      for (const { arn } of jobs) {
        const found = await connection.forecast.describeExportJob(arn);
        if (found.format === format && found.destination?.path.startsWith('s3://example-retail-forecast/'))
          return found;
      }
      return undefined;
    };

    it('tells how far it is, and agrees with the files’ own metrics', async () => {
      const seen: OpenProgress[] = [];
      const { notes, shape } = await openJob(connection, engine, job, {
        onProgress: (progress) => seen.push(progress),
      });
      assert.deepEqual(
        notes.filter(({ kind }) => kind === 'disagreement'),
        [],
      );
      assert.equal(shape.items, 300);
      const downloads = seen.filter(({ phase }) => phase === 'download');
      assert.ok(downloads.length > 3);
      assert.equal(downloads.at(-1)?.bytesDone, downloads.at(-1)?.bytesTotal);
      assert.ok(downloads.every(({ bytesDone }, index) => bytesDone >= (downloads[index - 1]?.bytesDone ?? 0)));
    });

    it('stops when it is told to, and goes on from there the next time', async () => {
      const stop = new AbortController();
      const { bucket, candidates } = await findExportFiles(connection.objects, job);
      const total = [...candidates[0].forecast, ...candidates[0].accuracy].length;
      emulator.forgetRequests();
      const opening = openJob(connection, engine, job, {
        signal: stop.signal,
        onProgress: ({ bytesDone, bytesTotal }) => {
          if (bytesDone > bytesTotal / 2) stop.abort();
        },
      });
      await assert.rejects(opening, isCancelled);
      emulator.forgetRequests();
      const opened = await engine.open({
        source: { kind: 'objects', store: connection.objects, bucket },
        files: candidates[0],
      });
      assert.equal(opened.shape.items, 300);
      const asked = emulator.requests.filter(({ operation }) => operation === 'GetObject').length;
      assert.ok(asked < total, `${asked} of ${total} parts were asked for again`);
    });

    it('says so when reading is no longer allowed in the middle of it, and reads on once it is', async () => {
      emulator.fault({ mode: 'deny', services: ['s3'], operation: 'GetObject', afterPages: 2 });
      const error = await failure(openJob(connection, engine, job));
      assert.equal(error.kind, 'accessDenied');
      assert.equal(error.facts.operation, 'GetObject');
      emulator.fault({ mode: 'none' });
      assert.equal((await openJob(connection, engine, job)).shape.items, 300);
    });

    it('says so when the key of an encrypted file may not be used', async () => {
      emulator.fault({
        mode: 'refuse',
        services: ['s3'],
        operation: 'GetObject',
        code: 'AccessDeniedException',
        words: 'User is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:us-east-1:111122223333:key/1',
      });
      const error = await failure(openJob(connection, engine, job));
      assert.equal(error.kind, 'accessDenied');
      assert.match(error.message, /kms:Decrypt/u);
    });

    it('says so when the bucket may not be listed', async () => {
      emulator.fault({ mode: 'deny', services: ['s3'], operation: 'ListObjectsV2' });
      const error = await failure(exportsOfJob(connection, job));
      assert.deepEqual([error.kind, error.facts.operation], ['accessDenied', 'ListObjectsV2']);
    });

    it('asks again for the rest when the connection breaks in the middle of a part', async () => {
      emulator.fault({ mode: 'cutOff', services: ['s3'], operation: 'GetObject', times: 2 });
      assert.equal((await openJob(connection, engine, job)).shape.items, 300);
    });
  });
});

/** A connection of which every service answers at one address. */
function connectWith(url: string, keys = { accessKeyId: KEYS.AWS_ACCESS_KEY_ID, secretAccessKey: 'any' }) {
  const env = {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  };
  return connectTo(url, {}, { env });
}
