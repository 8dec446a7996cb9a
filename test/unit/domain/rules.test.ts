import assert from 'node:assert/strict';
import {
  checkFormat,
  checkKmsKey,
  checkName,
  checkNewExport,
  checkPredictorArn,
  checkRoleArn,
  checkS3Path,
  checkTags,
  noteKmsKey,
  noteS3Path,
  parseS3Path,
} from '../../../src/domain/rules';
import { createRequestOf, ruleCases, type RuleCase } from '../../support/rule-cases';

const PLACE = {
  partition: 'aws',
  region: 'us-east-1',
  account: '123456789012',
  predictorArn: 'arn:aws:forecast:us-east-1:123456789012:predictor/demand_weekly_01FTHF1KK7E6VVR676WVN24MXC',
};

function problemsOf({ field, input }: RuleCase): readonly { readonly code: string }[] {
  if (typeof input !== 'string') return checkTags(input.map(({ Key, Value }) => ({ key: Key, value: Value })));
  switch (field) {
    case 'name':
      return checkName(input);
    case 'predictorArn':
      return checkPredictorArn(input, PLACE);
    case 'path':
      return checkS3Path(input);
    case 'roleArn':
      return checkRoleArn(input, PLACE);
    case 'kmsKeyArn':
      return checkKmsKey(input);
    case 'format':
      return checkFormat(input);
    case 'tags':
      throw new Error('a case about tags holds a list');
  }
}

describe('the rules of a new export', () => {
  const cases = ruleCases(PLACE);

  for (const field of ['name', 'predictorArn', 'path', 'roleArn', 'kmsKeyArn', 'format', 'tags'] as const) {
    describe(field, () => {
      for (const ruleCase of cases.filter((one) => one.field === field)) {
        const verdict = ruleCase.problems.length === 0 ? 'takes' : 'refuses';
        it(`${verdict} ${ruleCase.title}`, () => {
          assert.deepEqual([...new Set(problemsOf(ruleCase).map(({ code }) => code))], ruleCase.problems);
        });
      }
    });
  }

  it('names in the table at least one accepted and one refused input for every field', () => {
    const fields = new Set(cases.map(({ field }) => field));
    for (const field of fields) {
      assert.ok(cases.some((one) => one.field === field && one.refusedBy.length === 0));
      assert.ok(cases.some((one) => one.field === field && one.refusedBy.length > 0));
    }
    for (const one of cases) assert.equal(one.refusedBy.length === 0, one.problems.length === 0, one.title);
  });

  it('makes of every case a request that differs from a good one in that field alone', () => {
    const [good] = cases;
    assert.ok(good);
    const name = cases.find((one) => one.field === 'name' && one.input === '1demand');
    assert.ok(name);
    assert.deepEqual(createRequestOf(name, PLACE, 'unused'), {
      PredictorBacktestExportJobName: '1demand',
      PredictorArn: PLACE.predictorArn,
      Destination: {
        S3Config: { Path: 's3://forecast-exports/rules', RoleArn: 'arn:aws:iam::123456789012:role/ForecastExport' },
      },
    });
  });
});

describe('a whole new export', () => {
  const job = {
    name: 'weekly',
    predictorArn: PLACE.predictorArn,
    destination: { path: 's3://forecast-exports/x', roleArn: 'arn:aws:iam::123456789012:role/ForecastExport' },
  };

  it('is in order without key, format and tags', () => {
    assert.deepEqual(Object.values(checkNewExport(job, PLACE)).flat(), []);
  });

  it('tells the problems of every field at once', () => {
    const problems = checkNewExport(
      {
        ...job,
        name: 'a-b',
        destination: { ...job.destination, path: 'x', kmsKeyArn: 'alias/x' },
        tags: [{ key: '', value: '' }],
      },
      PLACE,
    );
    assert.deepEqual(problems.name, [{ code: 'characters', characters: ['-'] }]);
    assert.deepEqual(problems.path, [{ code: 'scheme' }]);
    assert.deepEqual(problems.kmsKeyArn, [{ code: 'alias' }]);
    assert.deepEqual(problems.tags, [{ code: 'keyEmpty', index: 0 }]);
    assert.deepEqual(problems.roleArn, []);
  });

  it('does not compare what is not known of the place', () => {
    assert.deepEqual(checkRoleArn('arn:aws:iam::999999999999:role/Any'), []);
    assert.deepEqual(checkPredictorArn('arn:aws:forecast:eu-west-1:999999999999:predictor/any'), []);
  });

  it('says which tag is wrong', () => {
    const problems = checkTags([
      { key: 'a', value: 'ok' },
      { key: 'b', value: 'x!?!' },
      { key: 'a', value: '' },
    ]);
    assert.deepEqual(problems, [
      { code: 'valueCharacters', characters: ['!', '?'], index: 1 },
      { code: 'keyDuplicate', key: 'a', index: 2 },
    ]);
  });
});

describe('an S3 path', () => {
  it('is split into bucket and prefix as written', () => {
    assert.deepEqual(parseS3Path('s3://b'), { bucket: 'b', prefix: '' });
    assert.deepEqual(parseS3Path('s3://b/'), { bucket: 'b', prefix: '' });
    assert.deepEqual(parseS3Path('s3://b//x y/'), { bucket: 'b', prefix: '/x y/' });
    assert.equal(parseS3Path('https://b/x'), undefined);
  });

  const notes: readonly (readonly [path: string, ...codes: string[]])[] = [
    ['s3://forecast-exports/demand/weekly'],
    ['s3://forecast-exports', 'noPrefix'],
    ['s3://forecast-exports/', 'noPrefix'],
    ['s3://forecast-exports/demand/', 'trailingSlash'],
    ['s3://forecast-exports/a//b', 'emptySegment'],
    ['s3://forecast-exports//b', 'emptySegment'],
    ['s3://forecast-exports/a/../b', 'dotSegment'],
    ['s3://forecast-exports/a#b', 'unusualCharacters'],
    [`s3://forecast-exports/${'k'.repeat(900)}`, 'keyTooLong'],
    [`s3://forecast-exports/${'日'.repeat(400)}`, 'keyTooLong'],
    ['s3://my_bucket/x', 'legacyBucketName'],
    ['s3://exports-/x', 'legacyBucketName'],
    ['s3://my..bucket/x', 'legacyBucketName'],
    [`s3://${'b'.repeat(64)}/x`, 'legacyBucketName'],
  ];
  for (const [path, ...codes] of notes) {
    it(`${path.slice(0, 50)} is remarked on: ${codes.join(', ') || 'nothing'}`, () => {
      assert.deepEqual(checkS3Path(path), []);
      assert.deepEqual(
        noteS3Path(path).map(({ code }) => code),
        codes,
      );
    });
  }
});

describe('a KMS key', () => {
  it('is remarked on when it is of another region or account', () => {
    const key = 'arn:aws:kms:eu-west-1:999999999999:key/1234abcd-12ab-34cd-56ef-1234567890ab';
    assert.deepEqual(
      noteKmsKey(key, PLACE).map(({ code }) => code),
      ['otherRegion', 'otherAccount'],
    );
    assert.deepEqual(noteKmsKey(key, { region: 'eu-west-1', account: '999999999999' }), []);
  });
});
