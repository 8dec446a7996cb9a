import assert from 'node:assert/strict';
import { ensureAwsClients, runClient } from '../support/aws-clients';
import { useEmulatorProcess } from '../support/emulator-process';

describe('The AWS CLI looking for buckets, roles and keys in the emulator', function () {
  this.timeout(120_000);

  const emulator = useEmulatorProcess('--still');
  let program: string;

  before(async function () {
    this.timeout(600_000);
    program = (await ensureAwsClients()).aws;
  });

  const run = (...args: string[]) =>
    runClient(program, [...args, '--endpoint-url', emulator.url, '--region', 'us-east-1', '--output', 'json']);

  const text = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await run(...args);
    assert.equal(code, 0, stderr);
    return stdout;
  };
  const json = async <T>(...args: string[]): Promise<T> => JSON.parse(await text(...args)) as T;

  it('lists buckets, with and without their regions', async () => {
    const names = (await text('s3', 'ls')).split('\n').map((line) => line.slice(20));
    assert.ok(names.includes('example-retail-forecast') && names.includes('example-retail-forecast-eu'));
    // Some versions of the CLI ask for pages by themselves, and are told the regions then.
    const { Buckets } = await json<{ Buckets: { Name: string; CreationDate: string }[] }>('s3api', 'list-buckets');
    assert.deepEqual(
      Buckets.map(({ Name }) => Name),
      names.slice(0, -1),
    );
    assert.ok(Buckets.every(({ CreationDate }) => Date.parse(CreationDate) < Date.now()));
  });

  it('names the location of a bucket', async () => {
    const location = (bucket: string) => json('s3api', 'get-bucket-location', '--bucket', bucket);
    assert.deepEqual(await location('example-retail-forecast'), { LocationConstraint: null });
    assert.deepEqual(await location('example-retail-forecast-eu'), { LocationConstraint: 'EU' });
  });

  it('walks through folders, in another region too, and through more than a page of them', async () => {
    const list = async (path: string) => (await text('s3', 'ls', path)).split('\n').map((line) => line.trim());
    assert.deepEqual(await list('s3://example-retail-forecast/teams/replenishment/backtests/'), [
      'PRE accuracy-metrics-values/',
      'PRE forecasted-values/',
      (await list('s3://example-retail-forecast/teams/replenishment/backtests/_CHECK'))[0] ?? '',
      '',
    ]);
    assert.ok((await list('s3://example-retail-forecast/reviews/')).includes('PRE été+hiver/'));
    assert.ok((await list('s3://example-retail-archive/')).includes('PRE 2019/'));
    assert.equal((await list('s3://example-retail-raw-sales/daily/')).length, 1201);
  });

  it('reads an object, and a part of it', async () => {
    assert.equal(await text('s3', 'cp', 's3://example-retail-forecast/README.txt', '-'), 'README.txt\n');
    const key = ['--bucket', 'example-retail-forecast', '--key', 'README.txt'];
    const part = await json<Record<string, unknown>>(
      's3api',
      'get-object',
      ...key,
      '--range',
      'bytes=0-5',
      '/dev/null',
    );
    assert.deepEqual([part['ContentRange'], part['ContentLength']], ['bytes 0-5/11', 6]);
  });

  it('is refused as S3 refuses', async () => {
    const refusal = async (...args: string[]) => (await run(...args)).stderr;
    assert.match(await refusal('s3', 'ls', 's3://denied-example-finance/'), /\(AccessDenied\) .*: Access Denied/u);
    assert.match(await refusal('s3', 'ls', 's3://example-never-made/'), /\(NoSuchBucket\)/u);
    assert.match(
      await refusal('s3api', 'delete-object', '--bucket', 'example-retail-sandbox', '--key', 'x'),
      /\(MethodNotAllowed\)/u,
    );
  });

  it('lists roles with their trust policies, page by page', async () => {
    const { Roles } = await json<{ Roles: { RoleName: string; AssumeRolePolicyDocument: unknown }[] }>(
      'iam',
      'list-roles',
      '--page-size',
      '50',
    );
    assert.ok(Roles.length > 100);
    assert.deepEqual(Roles.find(({ RoleName }) => RoleName === 'ForecastExportRole')?.AssumeRolePolicyDocument, {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'forecast.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    });
    const services = await json<{ Roles: { Path: string }[] }>('iam', 'list-roles', '--path-prefix', '/service-role/');
    assert.deepEqual(
      services.Roles.map(({ Path }) => Path),
      ['/service-role/'],
    );
  });

  it('lists the aliases of keys, page by page', async () => {
    const { Aliases } = await json<{ Aliases: { AliasName: string; AliasArn: string; TargetKeyId?: string }[] }>(
      'kms',
      'list-aliases',
      '--page-size',
      '3',
    );
    assert.equal(Aliases.length, 7);
    const alias = Aliases.find(({ AliasName }) => AliasName === 'alias/forecast-exports');
    assert.equal(alias?.AliasArn, 'arn:aws:kms:us-east-1:111122223333:alias/forecast-exports');
    assert.equal(alias.TargetKeyId, '1b2c3d4e-0000-4000-8000-5f6a7b8c9d0e');
  });

  it('is told who asks, and what does not exist', async () => {
    assert.deepEqual(await json('sts', 'get-caller-identity'), {
      UserId: 'AIDAEXAMPLEPLANNER000',
      Account: '111122223333',
      Arn: 'arn:aws:iam::111122223333:user/planner',
    });
    assert.match((await run('iam', 'list-users')).stderr, /\(InvalidAction\)/u);
    assert.match((await run('kms', 'list-keys')).stderr, /\(UnknownOperationException\)/u);
  });
});
