import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { csvDocument, neutralised } from '../../../src/domain/csv';
import type { ExportJob } from '../../../src/domain/export-job';
import { escapeMarkdown, jobsToCsv, jobsToJson, jobsToMarkdown } from '../../../src/domain/table-export';

const JOB: ExportJob = {
  arn: 'arn:aws:forecast:us-east-1:123456789012:predictor-backtest-export-job/demand/weekly',
  name: 'weekly',
  status: 'CREATE_FAILED',
  message: 'A "quoted", long\nmessage',
  destination: { path: 's3://forecast-exports/größe', roleArn: 'arn:aws:iam::123456789012:role/F' },
  createdAt: Date.UTC(2026, 10, 22, 10, 0, 0),
  modifiedAt: Date.UTC(2026, 10, 22, 10, 14, 12),
  format: 'CSV',
};
const RUNNING: ExportJob = {
  arn: 'arn:x',
  name: '=cmd|calc',
  status: 'CREATE_IN_PROGRESS',
  createdAt: 0,
  modifiedAt: 9,
};

/** The table as another program reads it: Python's csv module. */
function readCsv(text: string): string[][] {
  const source = `import csv, io, json, sys\nprint(json.dumps(list(csv.reader(io.StringIO(sys.stdin.buffer.read().decode(), newline='')))))`;
  return JSON.parse(execFileSync('python3', ['-c', source], { input: text, encoding: 'utf8' })) as string[][];
}

describe('the list of jobs as CSV', () => {
  it('reads the same in another program', () => {
    const [headings, failed, running, ...rest] = readCsv(jobsToCsv([JOB, RUNNING]));
    assert.deepEqual(rest, []);
    const cells = (row: string[] | undefined) =>
      Object.fromEntries((headings ?? []).map((name, index) => [name, row?.[index]]));
    assert.deepEqual(cells(failed), {
      Name: 'weekly',
      Status: 'CREATE_FAILED',
      Message: 'A "quoted", long\nmessage',
      CreationTime: '2026-11-22T10:00:00.000Z',
      LastModificationTime: '2026-11-22T10:14:12.000Z',
      DurationSeconds: '852',
      PredictorArn: '',
      Format: 'CSV',
      Path: 's3://forecast-exports/größe',
      RoleArn: 'arn:aws:iam::123456789012:role/F',
      KMSKeyArn: '',
      Arn: JOB.arn,
    });
    assert.equal(cells(running)['Name'], "'=cmd|calc");
    assert.equal(cells(running)['DurationSeconds'], '', 'a running job has no duration');
  });

  it('ends every line with CR LF, and quotes text but not numbers', () => {
    assert.equal(
      csvDocument([
        ['a"b', 1.5, undefined],
        [-2, '', Number.NaN],
      ]),
      '"a""b",1.5,\r\n-2,"",\r\n',
    );
  });
});

describe('a cell that a spreadsheet would run', () => {
  const dangerous = [
    '=1+1',
    '+1+1',
    '-1+1',
    '@SUM(A1)',
    '\t=1',
    '\rx',
    '\nx',
    '  =1',
    '\u00a0=1',
    '\ufeff=1',
    '\u200b@x',
    '\u0000=1',
    '＝1',
    '＠x',
    '-2+3+cmd|x',
    '+',
  ];
  for (const text of dangerous) {
    it(`${JSON.stringify(text)} is made text`, () => assert.equal(neutralised(text), `'${text}`));
  }

  for (const text of ['', 'weekly', 'a=b', 's3://x', '-1.5', '+2', '-.5e-3', '1e9', "it's", ' plain', 'a\tb', '日本']) {
    it(`${JSON.stringify(text)} stays`, () => assert.equal(neutralised(text), text));
  }
});

describe('the list of jobs as JSON', () => {
  it('holds what is known, under the headings of the CSV', () => {
    const [failed, running] = JSON.parse(jobsToJson([JOB, RUNNING])) as Record<string, unknown>[];
    assert.ok(failed);
    assert.equal(failed['Message'], JOB.message);
    assert.equal(failed['DurationSeconds'], 852);
    assert.ok(!('PredictorArn' in failed));
    assert.equal(running?.['Name'], '=cmd|calc', 'JSON is not neutralised: no program runs it');
  });

  it('of no jobs is an empty list', () => assert.equal(jobsToJson([]), '[]\n'));
});

describe('text in Markdown', () => {
  it('keeps a table in shape whatever a message holds', () => {
    const lines = jobsToMarkdown([{ ...JOB, message: 'a | b\n| c' }])
      .trimEnd()
      .split('\n');
    assert.equal(lines.length, 3);
    const borders = lines.map((line) => line.match(/(?<!\\)\|/gu)?.length);
    assert.equal(new Set(borders).size, 1);
  });

  for (const [text, escaped] of [
    ['<script>alert(1)</script>', '&lt;script&gt;alert\\(1\\)&lt;/script&gt;'],
    ['[a](b)', '\\[a\\]\\(b\\)'],
    ['$(sync~spin)', '\\$\\(sync\\~spin\\)'],
    ['**b** _i_ `c`', '\\*\\*b\\*\\* \\_i\\_ \\`c\\`'],
    ['&amp;', '&amp;amp;'],
    ['a\r\n\r\n# b', 'a \\# b'],
    ['https://x', 'https\\://x'],
  ] as const) {
    it(`${JSON.stringify(text)} shows as itself`, () => assert.equal(escapeMarkdown(text), escaped));
  }
});
