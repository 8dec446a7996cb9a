import assert from 'node:assert/strict';
import { chooseCandidate, findExportFiles, type FoundForJob } from '../../../../src/app/results/finder';
import { exportKey } from '../../../../src/app/results/source';
import type { ExportJob } from '../../../../src/domain/export-job';
import { isResultsError, type ResultsError } from '../../../../src/domain/results-error';
import { ListedStore } from '../../../support/exports/listed-store';

const NOON = Date.UTC(2026, 2, 1, 12);

function job(name: string, path = 's3://bucket/backtests', changes: Partial<ExportJob> = {}): ExportJob {
  return {
    arn: `arn:aws:forecast:eu-west-1:111122223333:predictor-backtest-export-job/demand/${name}`,
    name,
    status: 'ACTIVE',
    createdAt: NOON - 600_000,
    modifiedAt: NOON,
    destination: { path },
    ...changes,
  };
}

/** The keys of an export, as the service names them. */
function parts(
  name: string,
  { time = '2026-03-01T11-59-30Z', root = 'backtests/', prefixes = true, count = 2, format = 'csv' } = {},
): string[] {
  const [forecasts, accuracy] = prefixes ? ['Forecasts_', 'Accuracy_'] : ['', ''];
  return Array.from({ length: count }, (_, part) => [
    `${root}forecasted-values/${forecasts}${name}_${time}_part${part}.${format}`,
    `${root}accuracy-metrics-values/${accuracy}${name}_${time}_part${part}.${format}`,
  ]).flat();
}

/** `forecast parts + accuracy parts` of what was found. */
function shape({ candidates }: FoundForJob): string[] {
  return candidates.map(
    ({ jobName, forecast, accuracy, format }) => `${jobName}: ${forecast.length} + ${accuracy.length} ${format}`,
  );
}

async function refusal(work: Promise<unknown>): Promise<ResultsError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(isResultsError(error), String(error));
  return error;
}

describe('Finding what a job has exported', () => {
  it('takes the parts of both folders, whether their names carry a prefix or not', async () => {
    for (const prefixes of [true, false]) {
      const found = await findExportFiles(new ListedStore(parts('weekly', { prefixes })), job('weekly'));
      assert.deepEqual(shape(found), ['weekly: 2 + 2 csv']);
      assert.deepEqual([found.bucket, found.place], ['bucket', 's3://bucket/backtests']);
    }
  });

  it('reads a destination with and without a slash at its end, and the top level of a bucket', async () => {
    for (const [path, root] of [
      ['s3://bucket/backtests/', 'backtests/'],
      ['s3://bucket', ''],
      ['s3://bucket//odd/', '/odd/'],
      ['s3://bucket/été+hiver/a b', 'été+hiver/a b/'],
    ] as const) {
      const store = new ListedStore([...parts('weekly', { root }), ...parts('weekly', { root: 'elsewhere/' })]);
      assert.deepEqual(shape(await findExportFiles(store, job('weekly', path))), ['weekly: 2 + 2 csv'], path);
    }
  });

  it('reads lists to their end', async () => {
    const found = await findExportFiles(new ListedStore(parts('weekly', { count: 26 })), job('weekly'));
    assert.deepEqual(shape(found), ['weekly: 26 + 26 csv']);
  });

  it('keeps apart jobs of one destination, also those whose names begin alike', async () => {
    const store = new ListedStore([
      ...parts('weekly', { count: 1 }),
      ...parts('weekly_2', { count: 3 }),
      ...parts('weekly_2026-01-01T00-00-00Z', { count: 4 }),
      ...parts('monthly', { count: 2, format: 'parquet' }),
      'backtests/_CHECK',
      'backtests/some_forecast_export_2026-03-01T11-59-30Z_part0.csv',
    ]);
    assert.deepEqual(shape(await findExportFiles(store, job('weekly'))), ['weekly: 1 + 1 csv']);
    assert.deepEqual(shape(await findExportFiles(store, job('weekly_2'))), ['weekly_2: 3 + 3 csv']);
    assert.deepEqual(shape(await findExportFiles(store, job('monthly'))), ['monthly: 2 + 2 parquet']);
  });

  it('asks only for the job’s own names while they are there', async () => {
    const store = new ListedStore([...parts('weekly'), ...parts('other', { count: 50 })]);
    await findExportFiles(store, job('weekly'));
    assert.ok(store.lists.length <= 6, `${store.lists.length} requests`);
    assert.ok(store.lists.every(({ prefix }) => prefix.includes('weekly_')));
  });

  it('skips parts without a byte', async () => {
    const [first = '', second = '', third = '', fourth = ''] = parts('weekly');
    const found = await findExportFiles(
      new ListedStore({ [first]: 9, [second]: 9, [third]: 0, [fourth]: 0 }),
      job('weekly'),
    );
    assert.deepEqual(shape(found), ['weekly: 1 + 1 csv']);
    assert.equal(found.candidates[0].emptyParts, 2);
  });

  it('tells two exports of one name by the time of the job', async () => {
    const store = new ListedStore([...parts('weekly'), ...parts('weekly', { time: '2026-01-01T10-00-00Z', count: 1 })]);
    assert.deepEqual(shape(await findExportFiles(store, job('weekly'))), ['weekly: 2 + 2 csv']);
    const older = { createdAt: Date.UTC(2026, 0, 1, 9, 50), modifiedAt: Date.UTC(2026, 0, 1, 10, 1) };
    assert.deepEqual(shape(await findExportFiles(store, job('weekly', undefined, older))), ['weekly: 1 + 1 csv']);
  });

  it('answers every candidate when the time does not tell, newest first', async () => {
    const store = new ListedStore([
      ...parts('weekly', { time: '2026-03-01T11-55-00Z', count: 1 }),
      ...parts('weekly', { time: '2026-03-01T11-58-00Z', count: 2 }),
    ]);
    const found = await findExportFiles(store, job('weekly'));
    assert.deepEqual(shape(found), ['weekly: 2 + 2 csv', 'weekly: 1 + 1 csv']);
    const older = found.candidates[1];
    assert.equal(chooseCandidate(found, job('weekly'), older && exportKey(older), exportKey), older);
    assert.equal(chooseCandidate(found, job('weekly'), undefined, exportKey), found.candidates[0]);
  });

  it('answers what else lies there when nothing bears the job’s name', async () => {
    const store = new ListedStore([...parts('monthly'), ...parts('daily', { time: '2026-02-01T00-00-00Z' })]);
    const found = await findExportFiles(store, job('weekly'));
    assert.deepEqual(shape(found), ['monthly: 2 + 2 csv', 'daily: 2 + 2 csv']);
    assert.equal(
      (await refusal(Promise.resolve().then(() => chooseCandidate(found, job('weekly'), undefined, exportKey)))).kind,
      'missingFiles',
    );
  });

  describe('says what is wrong', () => {
    const cases: Readonly<
      Record<string, readonly [keys: ConstructorParameters<typeof ListedStore>[0], words: RegExp]>
    > = {
      'when nothing is left': [[], /moved or deleted/u],
      'when only the probe is there': [['backtests/_CHECK'], /only the file _CHECK/u],
      'when every part is empty': [
        Object.fromEntries(parts('weekly').map((key) => [key, 0])),
        /every part .* is empty/iu,
      ],
      'when there are only other files': [
        ['backtests/notes.txt', 'backtests/forecasted-values/a.csv'],
        /none with a name/u,
      ],
    };
    for (const [title, [keys, words]] of Object.entries(cases)) {
      it(title, async () => {
        const error = await refusal(findExportFiles(new ListedStore(keys), job('weekly')));
        assert.equal(error.kind, 'missingFiles');
        assert.match(error.message, words);
        assert.match(error.message, /s3:\/\/bucket\/backtests/u);
      });
    }

    it('when the job names no destination', async () => {
      const { arn, name, status } = job('weekly');
      const error = await refusal(findExportFiles(new ListedStore([]), { arn, name, status }));
      assert.equal(error.kind, 'missingFiles');
      assert.ok(error.message.includes('names no destination'));
    });
  });
});
