import assert from 'node:assert/strict';
import { ensureAwsClients, runClient } from '../support/aws-clients';
import { useEmulatorProcess } from '../support/emulator-process';

/** A client for the emulator, and a function that runs a call and names the class of its error. */
const PRELUDE = `
import boto3, json, sys, time
from botocore.exceptions import ClientError
client = boto3.client('forecast', endpoint_url=sys.argv[1], region_name='us-east-1')
PREDICTOR = 'arn:aws:forecast:us-east-1:111122223333:predictor/promo_uplift_daily'

def export(name, **more):
    s3 = {'Path': 's3://example-retail-forecast/reviews/', 'RoleArn': 'arn:aws:iam::111122223333:role/ForecastExportRole'}
    s3.update(more.pop('s3', {}))
    request = {'PredictorBacktestExportJobName': name, 'PredictorArn': PREDICTOR, 'Destination': {'S3Config': s3}}
    request.update(more)
    return client.create_predictor_backtest_export_job(**request)['PredictorBacktestExportJobArn']

def describe(arn):
    return client.describe_predictor_backtest_export_job(PredictorBacktestExportJobArn=arn)

def refusal(call, *args, **kwargs):
    try:
        call(*args, **kwargs)
    except ClientError as error:
        known = type(error) is not ClientError
        return [error.response['Error']['Code'], error.response['Error']['Message'], known,
                error.response['ResponseMetadata']['HTTPStatusCode']]
    return None
`;

describe('boto3 with the emulator', function () {
  this.timeout(120_000);

  const emulator = useEmulatorProcess('--still', '--pending-seconds', '0.3', '--running-seconds', '0.3');
  let python: string;

  before(async function () {
    this.timeout(600_000);
    ({ python } = await ensureAwsClients());
  });

  /** Runs Python code that leaves its findings in `result`. */
  const boto3 = async (code: string): Promise<unknown> => {
    const program = `${PRELUDE}\n${code}\nprint(json.dumps(result, default=str))`;
    const { code: ended, stdout, stderr } = await runClient(python, ['-c', program, emulator.url]);
    assert.equal(ended, 0, stderr);
    return JSON.parse(stdout) as unknown;
  };

  it('pages through every job with its paginator', async () => {
    await emulator.forgetRequests();
    const result = await boto3(`
pages = list(client.get_paginator('list_predictor_backtest_export_jobs').paginate(PaginationConfig={'PageSize': 64}))
jobs = [job for page in pages for job in page['PredictorBacktestExportJobs']]
result = {
    'pages': [len(page['PredictorBacktestExportJobs']) for page in pages],
    'different': len({job['PredictorBacktestExportJobArn'] for job in jobs}),
    'newestFirst': all(a['CreationTime'] >= b['CreationTime'] for a, b in zip(jobs, jobs[1:])),
    'statuses': sorted({job['Status'] for job in jobs}),
    'members': sorted({key for job in jobs for key in job}),
}`);
    assert.deepEqual(result, {
      pages: [64, 64, 64, 64, 64, 64, 64, 32],
      different: 480,
      newestFirst: true,
      statuses: [
        'ACTIVE',
        'CREATE_FAILED',
        'CREATE_IN_PROGRESS',
        'CREATE_PENDING',
        'CREATE_STOPPED',
        'CREATE_STOPPING',
        'DELETE_FAILED',
        'DELETE_IN_PROGRESS',
        'DELETE_PENDING',
      ],
      members: [
        'CreationTime',
        'Destination',
        'LastModificationTime',
        'Message',
        'PredictorBacktestExportJobArn',
        'PredictorBacktestExportJobName',
        'Status',
      ],
    });
    assert.equal((await emulator.requests()).length, 8);
  });

  it('filters', async () => {
    const result = await boto3(`
paginator = client.get_paginator('list_predictor_backtest_export_jobs')
def count(*filters):
    keys = [dict(zip(('Key', 'Condition', 'Value'), one)) for one in filters]
    return sum(len(page['PredictorBacktestExportJobs']) for page in paginator.paginate(Filters=keys))
status = ('Status', 'IS', 'ACTIVE')
other = ('Status', 'IS_NOT', 'ACTIVE')
mine = ('PredictorArn', 'IS', PREDICTOR)
result = [count(status) + count(other), count(mine, status) + count(mine, other) == count(mine), count(mine) > 0]`);
    assert.deepEqual(result, [480, true, true]);
  });

  it('sees a new export run and become active, with times that are times', async () => {
    const result = await boto3(`
arn = export('boto3_review', Format='CSV', Tags=[{'Key': 'team', 'Value': 'planning'}])
seen = []
for _ in range(600):
    job = describe(arn)
    if job['Status'] not in seen: seen.append(job['Status'])
    if job['Status'] == 'ACTIVE': break
    time.sleep(0.05)
result = {
    'last': seen[-1],
    'seen': all(status in ('CREATE_PENDING', 'CREATE_IN_PROGRESS', 'ACTIVE') for status in seen),
    'seconds': round((job['LastModificationTime'] - job['CreationTime']).total_seconds(), 3),
    'format': job['Format'],
    'predictor': job['PredictorArn'] == PREDICTOR,
    'tags': client.list_tags_for_resource(ResourceArn=arn)['Tags'],
}`);
    assert.deepEqual(result, {
      last: 'ACTIVE',
      seen: true,
      seconds: 0.6,
      format: 'CSV',
      predictor: true,
      tags: [{ Key: 'team', Value: 'planning' }],
    });
  });

  it('sees an export fail, with a message', async () => {
    const result = await boto3(`
arn = export('boto3_denied', s3={'Path': 's3://denied-bucket/x'})
while describe(arn)['Status'] in ('CREATE_PENDING', 'CREATE_IN_PROGRESS'): time.sleep(0.05)
result = [describe(arn)['Status'], 's3://denied-bucket/x' in describe(arn)['Message']]`);
    assert.deepEqual(result, ['CREATE_FAILED', true]);
  });

  it('stops a running export and deletes one that has ended', async () => {
    const result = await boto3(`
def of(status):
    found = client.list_predictor_backtest_export_jobs(
        MaxResults=1, Filters=[{'Key': 'Status', 'Value': status, 'Condition': 'IS'}])
    return found['PredictorBacktestExportJobs'][0]['PredictorBacktestExportJobArn']
running, ended = of('CREATE_IN_PROGRESS'), of('CREATE_STOPPED')
stopped = client.stop_resource(ResourceArn=running)
deleted = client.delete_predictor_backtest_export_job(PredictorBacktestExportJobArn=ended)
result = [
    sorted(stopped), describe(running)['Status'] in ('CREATE_STOPPING', 'CREATE_STOPPED'),
    sorted(deleted), describe(ended)['Status'] in ('DELETE_PENDING', 'DELETE_IN_PROGRESS'),
]`);
    assert.deepEqual(result, [['ResponseMetadata'], true, ['ResponseMetadata'], true]);
  });

  it('knows the documented errors by their classes', async () => {
    const result = await boto3(`
names = ['ResourceAlreadyExistsException', 'ResourceNotFoundException', 'ResourceInUseException',
         'InvalidInputException', 'InvalidNextTokenException', 'LimitExceededException']
classes = {name: getattr(client.exceptions, name) for name in names}
def raised(name, call, *args, **kwargs):
    try:
        call(*args, **kwargs)
    except classes[name] as error:
        return bool(error.response['Error']['Message']) and error.response['Error']['Code'] == name
    return False
job = client.list_predictor_backtest_export_jobs(Filters=[
    {'Key': 'Status', 'Value': 'CREATE_IN_PROGRESS', 'Condition': 'IS'}])['PredictorBacktestExportJobs'][0]
running = job['PredictorBacktestExportJobArn']
delete = client.delete_predictor_backtest_export_job
training = next(one['PredictorArn'] for one in client.list_predictors()['Predictors']
                if one['Status'] == 'CREATE_IN_PROGRESS')
arn = export('twice')
result = [
    raised('ResourceAlreadyExistsException', export, 'twice'),
    raised('ResourceNotFoundException', describe, arn + '_2'),
    raised('ResourceInUseException', delete, PredictorBacktestExportJobArn=running),
    raised('ResourceInUseException', client.get_accuracy_metrics, PredictorArn=training),
    raised('InvalidInputException', export, 'x', s3={'RoleArn': 'arn:aws:iam::999999999999:role/Other'}),
    raised('InvalidNextTokenException', client.list_predictors, NextToken='made-up'),
    raised('LimitExceededException', client.tag_resource, ResourceArn=arn,
           Tags=[{'Key': f'key{number}', 'Value': ''} for number in range(51)]),
]`);
    assert.deepEqual(result, Array(7).fill(true));
  });

  it('gets the constraint failures as the service words them', async () => {
    const result = await boto3(`
result = [
    refusal(export, 'a-b'),
    refusal(client.list_predictors, MaxResults=101),
    refusal(export, 'x', s3={'KMSKeyArn': 'alias/x', 'Path': 'http://x'}),
]`);
    const prefix = (count: string) => `${count} detected: Value `;
    assert.deepEqual(result, [
      [
        'ValidationException',
        `${prefix('1 validation error')}'a-b' at 'predictorBacktestExportJobName' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-zA-Z][a-zA-Z0-9_]*`,
        false,
        400,
      ],
      [
        'ValidationException',
        `${prefix('1 validation error')}'101' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 100`,
        false,
        400,
      ],
      [
        'ValidationException',
        `${prefix('2 validation errors')}'http://x' at 'destination.s3Config.path' failed to satisfy constraint: Member must satisfy regular expression pattern: ^s3://[a-z0-9].+$; Value 'alias/x' at 'destination.s3Config.kMSKeyArn' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:aws:kms:.*:key/.*`,
        false,
        400,
      ],
    ]);
  });

  it('reads accuracy metrics as numbers and times', async () => {
    const result = await boto3(`
metrics = client.get_accuracy_metrics(PredictorArn=PREDICTOR)
windows = metrics['PredictorEvaluationResults'][0]['TestWindows']
computed = [window for window in windows if window['EvaluationType'] == 'COMPUTED']
mean = sum(window['Metrics']['AverageWeightedQuantileLoss'] for window in computed) / len(computed)
result = {
    'types': [window['EvaluationType'] for window in windows],
    'quantiles': [loss['Quantile'] for loss in windows[0]['Metrics']['WeightedQuantileLosses']],
    'mean': abs(windows[0]['Metrics']['AverageWeightedQuantileLoss'] - mean) < 1e-12,
    'contiguous': computed[0]['TestWindowStart'] == computed[1]['TestWindowEnd'],
    'auto': metrics['IsAutoPredictor'],
}`);
    assert.deepEqual(result, {
      types: ['SUMMARY', 'COMPUTED', 'COMPUTED'],
      quantiles: [0.1, 0.5, 0.9],
      mean: true,
      contiguous: true,
      auto: false,
    });
  });
});
