import assert from 'node:assert/strict';
import type { ListedFile } from '../../../src/domain/export-files';
import { exportTime, findJobExport, groupExportFiles } from '../../../src/domain/export-files';

const TIME = '2021-12-14T13-20-10Z';
const LATER = '2022-01-02T00-00-00Z';

function files(...keys: string[]): ListedFile[] {
  return keys.map((key) => {
    const [name = '', size = '10'] = key.split('#');
    return { key: name, size: Number(size), etag: `"${name}"` };
  });
}

const forecast = (job: string, time = TIME, part = 0, root = 'exports/', prefix = 'Forecasts_'): string =>
  `${root}forecasted-values/${prefix}${job}_${time}_part${part}.csv`;
const accuracy = (job: string, time = TIME, part = 0, root = 'exports/', prefix = 'Accuracy_'): string =>
  `${root}accuracy-metrics-values/${prefix}${job}_${time}_part${part}.csv`;

describe('The files of an export', () => {
  it('are found in both folders, with the prefix that real exports carry', () => {
    const { exports, hasCheckFile } = groupExportFiles(
      files(forecast('weekly'), accuracy('weekly'), 'exports/_CHECK#0'),
    );
    assert.equal(exports.length, 1);
    const [one] = exports;
    assert.deepEqual(
      [one?.root, one?.jobName, one?.timestamp, one?.format, one?.forecast.length, one?.accuracy.length],
      ['exports/', 'weekly', TIME, 'csv', 1, 1],
    );
    assert.equal(hasCheckFile, true);
    assert.deepEqual(one?.warnings, []);
  });

  it('are found without a prefix, as documented', () => {
    const { exports } = groupExportFiles(
      files(forecast('weekly', TIME, 0, '', ''), accuracy('weekly', TIME, 0, '', '')),
    );
    assert.deepEqual([exports[0]?.jobName, exports[0]?.root], ['weekly', '']);
  });

  it('keep underscores and digits in a job name', () => {
    const { exports } = groupExportFiles(files(forecast('npts_v_prophet_5_part2'), accuracy('npts_v_prophet_5_part2')));
    assert.equal(exports[0]?.jobName, 'npts_v_prophet_5_part2');
  });

  it('are kept apart by job name and by time when several exports share a folder', () => {
    const { exports } = groupExportFiles(
      files(
        ...['a', 'b'].flatMap((job) => [forecast(job), accuracy(job)]),
        forecast('a', LATER),
        accuracy('a', LATER),
        forecast('a', TIME, 0, 'other/'),
        accuracy('a', TIME, 0, 'other/'),
      ),
    );
    assert.deepEqual(
      exports.map(({ root, jobName, timestamp }) => [root, jobName, timestamp]),
      [
        ['exports/', 'a', LATER],
        ['exports/', 'a', TIME],
        ['other/', 'a', TIME],
        ['exports/', 'b', TIME],
      ],
    );
  });

  it('leave out parts without a byte, and count them', () => {
    const { exports, emptyParts } = groupExportFiles(
      files(forecast('a'), `${forecast('a', TIME, 1)}#0`, forecast('a', TIME, 2), accuracy('a')),
    );
    assert.deepEqual(
      exports[0]?.forecast.map(({ number }) => number),
      [0, 2],
    );
    assert.deepEqual([exports[0].emptyParts, emptyParts, exports[0].warnings], [1, 1, []]);
  });

  it('leave out a forecast export that lies beside the folders', () => {
    const { exports, otherFiles } = groupExportFiles(
      files(forecast('a'), accuracy('a'), `exports/stockout_forecast_export_${TIME}_part0.csv`, 'exports/notes.txt'),
    );
    assert.deepEqual([exports.length, otherFiles], [1, 2]);
  });

  it('name the part numbers that are missing', () => {
    const { exports } = groupExportFiles(files(forecast('a'), forecast('a', TIME, 3), accuracy('a')));
    assert.deepEqual(exports[0]?.warnings, [{ kind: 'missingParts', folder: 'forecast', numbers: [1, 2] }]);
  });

  it('say which folder is missing', () => {
    assert.deepEqual(groupExportFiles(files(forecast('a'))).exports[0]?.warnings, [{ kind: 'noAccuracyFiles' }]);
    assert.deepEqual(groupExportFiles(files(accuracy('a'))).exports[0]?.warnings, [{ kind: 'noForecastFiles' }]);
  });

  it('belong together when each folder has one time, though not the same', () => {
    const { exports } = groupExportFiles(files(forecast('a'), accuracy('a', '2021-12-14T13-20-11Z')));
    assert.deepEqual([exports.length, exports[0]?.forecast.length, exports[0]?.accuracy.length], [1, 1, 1]);
  });

  it('are Parquet with any of its endings', () => {
    for (const ending of ['parquet', 'snappy.parquet', 'PARQUET']) {
      const name = forecast('a').replace('csv', ending);
      assert.equal(groupExportFiles(files(name)).exports[0]?.format, 'parquet', ending);
    }
  });

  it('warn of CSV and Parquet under one name', () => {
    const { exports } = groupExportFiles(
      files(forecast('a'), forecast('a', TIME, 1).replace('csv', 'parquet'), accuracy('a')),
    );
    assert.ok(exports[0]?.warnings.some(({ kind }) => kind === 'mixedFormats'));
  });

  it('are known by their prefix when they were copied out of their folders', () => {
    const { exports } = groupExportFiles(files(`x/Forecasts_a_${TIME}_part0.csv`, `x/Accuracy_a_${TIME}_part0.csv`));
    assert.deepEqual([exports[0]?.root, exports[0]?.forecast.length, exports[0]?.accuracy.length], ['x/', 1, 1]);
  });
});

describe("A job's own export", () => {
  const both = (job: string, time: string): string[] => [forecast(job, time), accuracy(job, time)];

  it('is found by its name', () => {
    const found = findJobExport(groupExportFiles(files(...both('a', TIME), ...both('b', TIME))), { name: 'b' });
    assert.equal(found.kind === 'found' && found.files.jobName, 'b');
  });

  it('is found by its time when the name was used twice', () => {
    const listing = groupExportFiles(files(...both('a', TIME), ...both('a', LATER)));
    const at = exportTime(LATER);
    const found = findJobExport(listing, { name: 'a', createdAt: at - 600_000, modifiedAt: at + 10_000 });
    assert.equal(found.kind === 'found' && found.files.timestamp, LATER);
    assert.equal(findJobExport(listing, { name: 'a' }).kind, 'several');
  });

  it('is left to the person when no name fits', () => {
    const found = findJobExport(groupExportFiles(files(...both('a', TIME))), { name: 'other' });
    assert.deepEqual(found.kind === 'several' && found.candidates.map(({ jobName }) => jobName), ['a']);
  });

  for (const [reason, keys] of [
    ['nothing', []],
    ['onlyCheckFile', ['exports/_CHECK#0']],
    ['onlyEmptyParts', [`${forecast('a')}#0`]],
    ['otherFiles', ['exports/readme.txt']],
  ] as const) {
    it(`is not there, for a reason that is told (${reason})`, () => {
      const found = findJobExport(groupExportFiles(files(...keys)), { name: 'a' });
      assert.deepEqual(found, { kind: 'none', reason });
    });
  }
});
