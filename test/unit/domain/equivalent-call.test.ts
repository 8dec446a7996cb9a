import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  createCommand,
  createExportJobInput,
  createScript,
  jobCommand,
  pythonString,
  shellWord,
} from '../../../src/domain/equivalent-call';
import type { NewExportJob } from '../../../src/domain/export-job';

const PLAIN: NewExportJob = {
  name: 'weekly',
  predictorArn: 'arn:aws:forecast:us-east-1:123456789012:predictor/demand',
  destination: { path: 's3://forecast-exports/demand', roleArn: 'arn:aws:iam::123456789012:role/ForecastExport' },
};

const NASTY = `it's "$(touch /x)" \`id\` !! $HOME \\ \\n ; & | * ? ~ # {a,b} \u202e 日本 😀 %s`;

/** What a shell hands to the program `aws`, argument by argument. The shell is real, `aws` only prints. */
function argumentsIn(shell: 'bash' | 'sh', command: string): string[] {
  const printing = `aws() { for word in "$@"; do printf '%s\\0' "$word"; done; }\n`;
  return execFileSync(shell, ['-c', printing + command], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);
}

/** Runs the script with a `boto3` that records what it is called with. */
function pythonCalls(script: string): unknown {
  const recorder = `
import json, sys, types
calls = {}
class Client:
    def create_predictor_backtest_export_job(self, **members):
        calls['members'] = members
        return {'PredictorBacktestExportJobArn': 'arn'}
class Session:
    def __init__(self, **given):
        calls['session'] = given
    def client(self, name, **given):
        calls['client'] = [name, given]
        return Client()
sys.modules['boto3'] = types.SimpleNamespace(Session=Session)
source = sys.stdin.buffer.read().decode('utf-8', 'surrogatepass')
exec(compile(source, 'script', 'exec'))
sys.stdout.write(json.dumps(calls))
`;
  const output = execFileSync('python3', ['-c', recorder], { input: script, encoding: 'utf8' });
  const [printed = '', calls = ''] = output.split('\n');
  assert.equal(printed, 'arn');
  return JSON.parse(calls);
}

describe('the AWS CLI command for a new export', () => {
  for (const shell of ['bash', 'sh'] as const) {
    it(`reaches the CLI word for word through ${shell}`, () => {
      const job: NewExportJob = {
        ...PLAIN,
        destination: {
          path: `s3://forecast-exports/${NASTY}`,
          roleArn: PLAIN.destination.roleArn,
          kmsKeyArn: 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab',
        },
        format: 'PARQUET',
        tags: [
          { key: 'team', value: "demand's = planning" },
          { key: 'größe', value: '' },
        ],
      };
      const place = { region: 'us-east-1', profile: "o'brien & co", endpoint: 'http://127.0.0.1:4566/?a=b&c=d' };
      const [service, operation, ...options] = argumentsIn(shell, createCommand(job, place));
      assert.deepEqual([service, operation], ['forecast', 'create-predictor-backtest-export-job']);
      const given = Object.fromEntries(
        Array.from({ length: options.length / 2 }, (_, index) => options.slice(index * 2, index * 2 + 2)),
      ) as Record<string, string>;
      const input = createExportJobInput(job);
      assert.deepEqual(
        { ...given, '--destination': parsed(given['--destination']), '--tags': parsed(given['--tags']) },
        {
          '--predictor-backtest-export-job-name': 'weekly',
          '--predictor-arn': job.predictorArn,
          '--destination': input.Destination,
          '--format': 'PARQUET',
          '--tags': input.Tags,
          '--region': 'us-east-1',
          '--profile': "o'brien & co",
          '--endpoint-url': 'http://127.0.0.1:4566/?a=b&c=d',
        },
      );
    });
  }

  it('leaves out what was not chosen', () => {
    const words = argumentsIn('bash', createCommand({ ...PLAIN, tags: [] }, { region: 'eu-west-1' }));
    assert.deepEqual(
      words.filter((word) => word.startsWith('--')),
      ['--predictor-backtest-export-job-name', '--predictor-arn', '--destination', '--region'],
    );
  });

  it('reads well: one option a line, quotes only where they are needed', () => {
    assert.equal(
      createCommand({ ...PLAIN, format: 'CSV' }, { region: 'us-east-1', profile: 'planning' }),
      `aws forecast create-predictor-backtest-export-job \\
  --predictor-backtest-export-job-name weekly \\
  --predictor-arn arn:aws:forecast:us-east-1:123456789012:predictor/demand \\
  --destination '{"S3Config":{"Path":"s3://forecast-exports/demand","RoleArn":"arn:aws:iam::123456789012:role/ForecastExport"}}' \\
  --format CSV \\
  --region us-east-1 \\
  --profile planning`,
    );
  });

  it('shows characters that turn the direction of text as escapes', () => {
    const command = createCommand(
      { ...PLAIN, destination: { ...PLAIN.destination, path: 's3://forecast-exports/a\u202eb' } },
      { region: 'us-east-1' },
    );
    assert.ok(command.includes('a\\u202eb'));
    assert.ok(!command.includes('\u202e'));
  });

  it('keeps a profile that starts with a hyphen from being an option', () => {
    const words = argumentsIn('bash', jobCommand('describe', 'arn', { region: 'us-east-1', profile: '-odd one' }));
    assert.equal(words.at(-1), '--profile=-odd one');
  });
});

describe('a call that was copied from the sample account', () => {
  const sample = { region: 'us-east-1', isSample: true };

  it('says in its first line that AWS knows nothing of it, and can still be read by its program', () => {
    const command = createCommand(PLAIN, sample);
    assert.match(command, /^# Sample data[^\n]*\naws forecast/u);
    assert.deepEqual(argumentsIn('bash', command), argumentsIn('bash', createCommand(PLAIN, { region: 'us-east-1' })));
    assert.deepEqual(
      pythonCalls(createScript(PLAIN, sample)),
      pythonCalls(createScript(PLAIN, { region: 'us-east-1' })),
    );
  });
});

describe('the AWS CLI command for a job', () => {
  const arn = 'arn:aws:forecast:us-east-1:123456789012:predictor-backtest-export-job/demand/weekly';
  const table = [
    ['describe', 'describe-predictor-backtest-export-job', '--predictor-backtest-export-job-arn'],
    ['stop', 'stop-resource', '--resource-arn'],
    ['delete', 'delete-predictor-backtest-export-job', '--predictor-backtest-export-job-arn'],
    ['listTags', 'list-tags-for-resource', '--resource-arn'],
  ] as const;
  for (const [command, operation, option] of table) {
    it(`${command} is ${operation}`, () => {
      assert.deepEqual(argumentsIn('sh', jobCommand(command, arn, { region: 'us-east-1', profile: 'p' })), [
        'forecast',
        operation,
        option,
        arn,
        '--region',
        'us-east-1',
        '--profile',
        'p',
      ]);
    });
  }
});

describe('a word of a shell', () => {
  for (const text of ['', ' ', "'", "''", '"', '\\', '$x', '`x`', '!', 'a\nb', '~', '*', '-n', NASTY]) {
    it(`is ${JSON.stringify(text)} again after the shell read it`, () => {
      assert.deepEqual(argumentsIn('bash', `aws x ${shellWord(text)} y`), ['x', text, 'y']);
    });
  }
});

describe('the boto3 script for a new export', () => {
  it('calls boto3 with exactly the values chosen', () => {
    const job: NewExportJob = {
      ...PLAIN,
      destination: { ...PLAIN.destination, path: `s3://forecast-exports/${NASTY}\u2028\u0085` },
      format: 'CSV',
      tags: [{ key: 'team', value: `'''"""\\` }],
    };
    assert.deepEqual(
      pythonCalls(createScript(job, { region: 'us-east-1', profile: "o'brien", endpoint: 'http://x/' })),
      {
        session: { profile_name: "o'brien", region_name: 'us-east-1' },
        client: ['forecast', { endpoint_url: 'http://x/' }],
        members: createExportJobInput(job),
      },
    );
  });

  it('leaves out what was not chosen', () => {
    assert.deepEqual(pythonCalls(createScript(PLAIN, { region: 'eu-west-1' })), {
      session: { region_name: 'eu-west-1' },
      client: ['forecast', {}],
      members: createExportJobInput(PLAIN),
    });
  });
});

describe('a Python string', () => {
  const texts = [
    '',
    "'",
    '"',
    '\\',
    "\\'",
    '\n\r\t\0\x7f',
    '\u0085\u2028\u2029',
    '\u202e',
    '日本',
    '😀',
    '\u{E0001}',
    '{x}',
    '%s',
  ];
  it('is the same text again after Python read it', () => {
    const source = `import ast, json, sys\nlines = sys.stdin.read().split('\\n')\nprint(json.dumps([ast.literal_eval(line) for line in lines]))`;
    const input = texts.map(pythonString).join('\n');
    assert.deepEqual(JSON.parse(execFileSync('python3', ['-c', source], { input, encoding: 'utf8' })), texts);
  });
});

function parsed(text: string | undefined): unknown {
  return JSON.parse(text ?? 'null');
}
