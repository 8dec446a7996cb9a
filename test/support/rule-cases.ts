/**
 * One table of inputs for every rule of a new export. The unit tests send them through the domain's rules, another
 * suite sends the same requests to the emulator: both have to say the same of each.
 */
import type { ExportField } from '../../src/domain/rules';

/** The account in which the table's requests are made. `predictorArn` names an ACTIVE predictor that exists there. */
export interface RuleCasePlace {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly predictorArn: string;
}

export interface RuleCaseTag {
  readonly Key: string;
  readonly Value: string;
}

/** The service's constraints on shapes are answered by the first, what goes beyond them by one of the others. */
export type RefusalName =
  'ValidationException' | 'InvalidInputException' | 'LimitExceededException' | 'ResourceNotFoundException';

export interface RuleCase {
  readonly field: ExportField;
  readonly title: string;
  readonly input: string | readonly RuleCaseTag[];
  /** The codes that the domain's rule reports; empty for a valid input. */
  readonly problems: readonly string[];
  /** The error names with which the service may refuse it; empty for a valid input. */
  readonly refusedBy: readonly RefusalName[];
  /** A valid input about something that need not exist in the account: `ResourceNotFoundException` is no refusal. */
  readonly mayBeMissing?: boolean;
}

const CONSTRAINT: readonly RefusalName[] = ['ValidationException'];
const MEANING: readonly RefusalName[] = ['InvalidInputException'];
const NOT_FOUND: readonly RefusalName[] = ['InvalidInputException', 'ResourceNotFoundException'];
const LIMIT: readonly RefusalName[] = ['InvalidInputException', 'LimitExceededException', 'ValidationException'];

/** The role's own constraint is not published (the model's is an artefact), so its error name is not either. */
const MEANING_OR_CONSTRAINT: readonly RefusalName[] = ['ValidationException', 'InvalidInputException'];

type Row = readonly [
  title: string,
  input: RuleCase['input'],
  refusedBy?: readonly RefusalName[],
  ...problems: string[],
];

function rows(field: ExportField, table: readonly Row[]): RuleCase[] {
  return table.map(([title, input, refusedBy = [], ...problems]) => ({ field, title, input, refusedBy, problems }));
}

const NAMES: readonly Row[] = [
  ['one letter', 'a'],
  ['letters, digits and underscores', 'Demand_weekly_20261122'],
  ['an underscore at the end', 'demand_'],
  ['63 characters', 'n'.repeat(63)],
  ['empty', '', CONSTRAINT, 'empty'],
  ['64 characters', 'n'.repeat(64), CONSTRAINT, 'tooLong'],
  ['a digit first', '1demand', CONSTRAINT, 'firstCharacter'],
  ['an underscore first', '_demand', CONSTRAINT, 'firstCharacter'],
  ['a hyphen', 'compare_CNN-QR_algo', CONSTRAINT, 'characters'],
  ['a space', 'demand weekly', CONSTRAINT, 'characters'],
  ['a space at the end', 'demand ', CONSTRAINT, 'characters'],
  ['a line break at the end', 'demand\n', CONSTRAINT, 'characters'],
  ['a letter that is not ASCII', 'démand', CONSTRAINT, 'characters'],
  ['a dot', 'demand.weekly', CONSTRAINT, 'characters'],
  ['a slash', 'demand/weekly', CONSTRAINT, 'characters'],
];

function predictorArns(place: RuleCasePlace): RuleCase[] {
  const at = `${place.region}:${place.account}`;
  const arn = (resource: string) => `arn:${place.partition}:forecast:${at}:${resource}`;
  const longest = arn('predictor/').length;
  const refused = rows('predictorArn', [
    ['empty', '', CONSTRAINT, 'empty'],
    ['257 characters', arn(`predictor/${'p'.repeat(257 - longest)}`), CONSTRAINT, 'tooLong'],
    ['a name instead of an ARN', 'demand_weekly', CONSTRAINT, 'notArn'],
    ['capitals in the partition', arn('predictor/demand').replace('arn:aws', 'arn:AWS'), CONSTRAINT, 'notArn'],
    ['no resource', arn(''), CONSTRAINT, 'notArn'],
    ['a line break in it', arn('predictor/demand\nweekly'), CONSTRAINT, 'notArn'],
    ['text before the ARN', ` ${arn('predictor/demand')}`, CONSTRAINT, 'notArn'],
    ['another service', `arn:${place.partition}:personalize:${at}:solution/demand`, CONSTRAINT, 'otherService'],
    ['a dataset group', arn('dataset-group/demand'), NOT_FOUND, 'notPredictor'],
    ['an export job', arn('predictor-backtest-export-job/demand/weekly'), NOT_FOUND, 'notPredictor'],
    ['no name after predictor/', arn('predictor/'), NOT_FOUND, 'predictorName'],
    ['another account', arn('predictor/demand').replace(place.account, '999999999999'), NOT_FOUND, 'otherAccount'],
    ['another region', arn('predictor/demand').replace(place.region, 'sa-east-1'), NOT_FOUND, 'otherRegion'],
    [
      'another partition',
      arn('predictor/demand').replace(`arn:${place.partition}:`, 'arn:aws-cn:'),
      NOT_FOUND,
      'otherPartition',
    ],
  ]);
  const absent = rows('predictorArn', [
    ['a legacy predictor', arn('predictor/demand_legacy_that_is_not_there')],
    ['an AutoPredictor with its ULID', arn('predictor/TAXI_PREDICTOR_01FTHF1KK7E6VVR676WVN24MXC')],
    ['256 characters', arn(`predictor/${'p'.repeat(256 - longest)}`)],
  ]).map((row) => ({ ...row, mayBeMissing: true }));
  return [...rows('predictorArn', [['an existing predictor', place.predictorArn]]), ...absent, ...refused];
}

const PATHS: readonly Row[] = [
  ['a bucket alone', 's3://forecast-exports'],
  ['a bucket with a slash', 's3://forecast-exports/'],
  ['a prefix', 's3://forecast-exports/demand/weekly'],
  ['a prefix with a slash at the end', 's3://forecast-exports/demand/weekly/'],
  ['the shortest bucket name', 's3://abc'],
  ['a bucket name that starts with a digit', 's3://2026-exports/x'],
  ['dots in the bucket name', 's3://exports.example.com/x'],
  ['spaces, plus, percent and two slashes', 's3://forecast-exports/my data//a+b 100%/'],
  ['a prefix that is not ASCII', 's3://forecast-exports/日本語/ключ/émoji😀'],
  ['an underscore and capitals, as in old buckets', 's3://my_Old_Bucket/x'],
  ['4096 characters', `s3://forecast-exports/${'k'.repeat(4096 - 's3://forecast-exports/'.length)}`],
  ['empty', '', CONSTRAINT, 'empty'],
  ['s3:// alone', 's3://', CONSTRAINT, 'tooShort'],
  ['six characters', 's3://a', CONSTRAINT, 'tooShort'],
  [
    '4097 characters',
    `s3://forecast-exports/${'k'.repeat(4097 - 's3://forecast-exports/'.length)}`,
    CONSTRAINT,
    'tooLong',
  ],
  ['no scheme', 'forecast-exports/demand', CONSTRAINT, 'scheme'],
  ['the scheme in capitals', 'S3://forecast-exports/demand', CONSTRAINT, 'scheme'],
  ['a web address', 'https://forecast-exports.s3.amazonaws.com/demand', CONSTRAINT, 'scheme'],
  ['an ARN', 'arn:aws:s3:::forecast-exports/demand', CONSTRAINT, 'scheme'],
  ['a space before it', ' s3://forecast-exports/demand', CONSTRAINT, 'scheme'],
  ['no bucket', 's3:///demand', CONSTRAINT, 'bucketStart'],
  ['a capital first', 's3://Forecast-exports/demand', CONSTRAINT, 'bucketStart'],
  ['a hyphen first', 's3://-exports/demand', CONSTRAINT, 'bucketStart'],
  ['a line break', 's3://forecast-exports/a\nb', CONSTRAINT, 'lineBreak'],
  ['a line break at the end', 's3://forecast-exports/a\n', CONSTRAINT, 'lineBreak'],
  ['a bucket name of two characters', 's3://ab/demand', MEANING, 'bucketName'],
  ['a bucket name of 256 characters', `s3://${'b'.repeat(256)}/demand`, MEANING, 'bucketName'],
  ['a space in the bucket name', 's3://forecast exports/demand', MEANING, 'bucketName'],
  ['a bucket name that is not ASCII', 's3://prévisions/demand', MEANING, 'bucketName'],
  ['an IP address as bucket', 's3://192.168.5.4/demand', MEANING, 'bucketName'],
];

function roleArns(place: RuleCasePlace): RuleCase[] {
  const arn = (resource: string, account = place.account) => `arn:${place.partition}:iam::${account}:${resource}`;
  return rows('roleArn', [
    ['a role', arn('role/ForecastExport')],
    ['a role with a path', arn('role/service-role/AmazonForecast-ExecutionRole-1606000000000')],
    ['every character that a role name may have', arn('role/A_b+c=d,e.f@g-9')],
    ['a role name of 64 characters', arn(`role/${'r'.repeat(64)}`)],
    ['256 characters', arn(`role/${'p/'.repeat(105)}`).padEnd(256, 'r')],
    ['empty', '', MEANING_OR_CONSTRAINT, 'empty'],
    ['257 characters', arn(`role/${'p/'.repeat(105)}`).padEnd(257, 'r'), MEANING_OR_CONSTRAINT, 'tooLong'],
    ['a role name of 65 characters', arn(`role/${'r'.repeat(65)}`), MEANING_OR_CONSTRAINT, 'roleNameTooLong'],
    ['a name instead of an ARN', 'ForecastExport', MEANING_OR_CONSTRAINT, 'notArn'],
    [
      'an ARN with a region',
      arn('role/ForecastExport').replace('iam::', 'iam:us-east-1:'),
      MEANING_OR_CONSTRAINT,
      'notArn',
    ],
    ['a user', arn('user/alice'), MEANING_OR_CONSTRAINT, 'notRole'],
    [
      'an assumed role',
      `arn:${place.partition}:sts::${place.account}:assumed-role/Admin/alice`,
      MEANING_OR_CONSTRAINT,
      'notRole',
    ],
    [
      'a predictor, as the pattern of the shape would have it',
      `arn:${place.partition}:forecast:${place.region}:${place.account}:predictor/demand`,
      MEANING_OR_CONSTRAINT,
      'notRole',
    ],
    ['eleven digits of account', arn('role/ForecastExport', '12345678901'), MEANING_OR_CONSTRAINT, 'account'],
    ['no role name', arn('role/'), MEANING_OR_CONSTRAINT, 'roleName'],
    ['a space in the role name', arn('role/Forecast Export'), MEANING_OR_CONSTRAINT, 'characters'],
    ['a line break at the end', arn('role/ForecastExport\n'), MEANING_OR_CONSTRAINT, 'characters'],
    ['a role of another account', arn('role/ForecastExport', '999999999999'), MEANING, 'otherAccount'],
    [
      'a role of another partition',
      arn('role/ForecastExport').replace(`arn:${place.partition}:`, 'arn:aws-cn:'),
      MEANING_OR_CONSTRAINT,
      'otherPartition',
    ],
  ]);
}

const KEY_ID = '1234abcd-12ab-34cd-56ef-1234567890ab';

function kmsKeyArns(place: RuleCasePlace): RuleCase[] {
  const at = `${place.region}:${place.account}`;
  return rows('kmsKeyArn', [
    ['a key', `arn:aws:kms:${at}:key/${KEY_ID}`],
    ['a multi-region key', `arn:aws:kms:${at}:key/mrk-1234abcd12ab34cd56ef1234567890ab`],
    ['a key of another account', `arn:aws:kms:${place.region}:999999999999:key/${KEY_ID}`],
    ['empty', '', CONSTRAINT, 'empty'],
    ['257 characters', `arn:aws:kms:${at}:key/`.padEnd(257, 'k'), CONSTRAINT, 'tooLong'],
    ['a bare key id', KEY_ID, CONSTRAINT, 'bareKeyId'],
    ['an alias', 'alias/exports', CONSTRAINT, 'alias'],
    ['the ARN of an alias', `arn:aws:kms:${at}:alias/exports`, CONSTRAINT, 'alias'],
    ['another partition', `arn:aws-cn:kms:cn-north-1:${place.account}:key/${KEY_ID}`, CONSTRAINT, 'otherPartition'],
    ['another service', `arn:aws:s3:${at}:key/${KEY_ID}`, CONSTRAINT, 'notKey'],
    ['text that is no ARN', 'my key', CONSTRAINT, 'notArn'],
    ['a line break at the end', `arn:aws:kms:${at}:key/${KEY_ID}\n`, CONSTRAINT, 'notArn'],
    ['no key id', `arn:aws:kms:${at}:key/`, MEANING, 'incomplete'],
    ['no account', `arn:aws:kms:${place.region}::key/${KEY_ID}`, MEANING, 'incomplete'],
    ['no region', `arn:aws:kms::${place.account}:key/${KEY_ID}`, MEANING, 'incomplete'],
  ]);
}

const FORMATS: readonly Row[] = [
  ['CSV', 'CSV'],
  ['PARQUET', 'PARQUET'],
  ['empty', '', CONSTRAINT, 'unknownFormat'],
  ['small letters', 'csv', CONSTRAINT, 'unknownFormat'],
  ['mixed letters', 'Parquet', CONSTRAINT, 'unknownFormat'],
  ['the pattern taken literally', 'CSVX', CONSTRAINT, 'unknownFormat'],
  ['the other half of the pattern', 'XPARQUET', CONSTRAINT, 'unknownFormat'],
  ['another format', 'JSON', CONSTRAINT, 'unknownFormat'],
];

function tag(key: string, value = 'x'): RuleCaseTag {
  return { Key: key, Value: value };
}

function manyTags(count: number): RuleCaseTag[] {
  return Array.from({ length: count }, (_, index) => tag(`key${index}`));
}

const TAGS: readonly Row[] = [
  ['no tags', []],
  ['one tag', [tag('team', 'demand planning')]],
  ['an empty value', [tag('team', '')]],
  ['keys that differ in case', [tag('Team'), tag('team')]],
  ['letters and digits of other scripts', [tag('チーム', 'Größe ٣')]],
  ['every other character allowed', [tag('a _.:/=+-@', '_.:/=+-@ ')]],
  ['a key of 128 characters', [tag('k'.repeat(128))]],
  ['a value of 256 characters', [tag('team', 'v'.repeat(256))]],
  ['a value of 256 characters beyond the basic plane', [tag('team', '𝒳'.repeat(256))]],
  ['a value that starts with aws:', [tag('team', 'aws:x')]],
  ['aws without a colon', [tag('awsTeam')]],
  ['50 tags', manyTags(50)],
  ['an empty key', [tag('')], CONSTRAINT, 'keyEmpty'],
  ['a key of 129 characters', [tag('k'.repeat(129))], CONSTRAINT, 'keyTooLong'],
  ['a value of 257 characters', [tag('team', 'v'.repeat(257))], CONSTRAINT, 'valueTooLong'],
  ['an exclamation mark in the key', [tag('team!')], CONSTRAINT, 'keyCharacters'],
  ['a tab in the value', [tag('team', 'a\tb')], CONSTRAINT, 'valueCharacters'],
  ['a line break in the value', [tag('team', 'a\nb')], CONSTRAINT, 'valueCharacters'],
  ['an emoji', [tag('team', '😀')], CONSTRAINT, 'valueCharacters'],
  ['a combining mark', [tag('team', 'cafe\u0301')], CONSTRAINT, 'valueCharacters'],
  ['a comma', [tag('team', 'a,b')], CONSTRAINT, 'valueCharacters'],
  ['the prefix aws:', [tag('aws:team')], MEANING, 'keyReserved'],
  ['the prefix AWS:', [tag('AWS:team')], MEANING, 'keyReserved'],
  ['the prefix aWs:', [tag('aWs:team')], MEANING, 'keyReserved'],
  ['one key twice', [tag('team', 'a'), tag('team', 'b')], MEANING, 'keyDuplicate'],
  ['51 tags', manyTags(51), LIMIT, 'tooMany'],
  ['201 tags', manyTags(201), CONSTRAINT, 'tooMany'],
];

/** The whole table, for one place. */
export function ruleCases(place: RuleCasePlace): readonly RuleCase[] {
  return [
    ...rows('name', NAMES),
    ...predictorArns(place),
    ...rows('path', PATHS),
    ...roleArns(place),
    ...kmsKeyArns(place),
    ...rows('format', FORMATS),
    ...rows('tags', TAGS),
  ];
}

/**
 * The body of a `CreatePredictorBacktestExportJob` that is in order but for the input of one case. `name` is used
 * unless the case is about the name.
 */
export function createRequestOf(ruleCase: RuleCase, place: RuleCasePlace, name: string): Record<string, unknown> {
  const { field, input } = ruleCase;
  const or = (wanted: ExportField, otherwise: string) => (field === wanted ? input : otherwise);
  return {
    PredictorBacktestExportJobName: or('name', name),
    PredictorArn: or('predictorArn', place.predictorArn),
    Destination: {
      S3Config: {
        Path: or('path', 's3://forecast-exports/rules'),
        RoleArn: or('roleArn', `arn:${place.partition}:iam::${place.account}:role/ForecastExport`),
        ...(field === 'kmsKeyArn' && { KMSKeyArn: input }),
      },
    },
    ...(field === 'format' && { Format: input }),
    ...(field === 'tags' && { Tags: input }),
  };
}
