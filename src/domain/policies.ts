/**
 * The IAM policies that go with an export, ready to paste: for the role that Forecast assumes, and for the person who
 * uses this extension. Sources: Amazon Forecast developer guide ("Set Up Permissions for Amazon Forecast", identity
 * based policy examples) and the service authorization reference (TagResource and PassRole beside every Create).
 */
import { parseArn } from './arn';
import { parseS3Path } from './rules';
import { FORECAST_PRINCIPAL } from './trust-policy';

/** What the person can leave out: each feature needs its actions only when it is used. */
export type PolicyFeature = 'browse' | 'create' | 'act' | 'results';

/** What an action's resource is, so that a policy can name it as narrowly as IAM allows. */
type ActionTarget =
  'any' | 'exportJobs' | 'predictors' | 'predictorsAndExportJobs' | 'bucket' | 'objects' | 'key' | 'role';

interface CalledAction {
  readonly feature: PolicyFeature;
  readonly action: string;
  readonly target: ActionTarget;
  /** IAM's `iam:PassedToService` or another condition that narrows the action. */
  readonly condition?: 'passedToForecast';
}

/**
 * Every action that this extension calls, and nothing else. `sts:GetCallerIdentity` is called too, but needs no
 * permission. With a KMS key, the caller of Create is checked for `kms:Decrypt` and `kms:GenerateDataKey`.
 */
export const CALLED_ACTIONS: readonly CalledAction[] = [
  { feature: 'browse', action: 'forecast:ListPredictorBacktestExportJobs', target: 'any' },
  { feature: 'browse', action: 'forecast:ListPredictors', target: 'any' },
  { feature: 'browse', action: 'forecast:DescribePredictorBacktestExportJob', target: 'exportJobs' },
  { feature: 'browse', action: 'forecast:ListTagsForResource', target: 'exportJobs' },
  { feature: 'browse', action: 'forecast:GetAccuracyMetrics', target: 'predictors' },
  { feature: 'create', action: 'forecast:CreatePredictorBacktestExportJob', target: 'predictorsAndExportJobs' },
  { feature: 'create', action: 'forecast:TagResource', target: 'exportJobs' },
  { feature: 'create', action: 'iam:PassRole', target: 'role', condition: 'passedToForecast' },
  { feature: 'create', action: 'iam:ListRoles', target: 'any' },
  { feature: 'create', action: 's3:ListAllMyBuckets', target: 'any' },
  { feature: 'create', action: 's3:ListBucket', target: 'bucket' },
  { feature: 'create', action: 's3:GetBucketLocation', target: 'bucket' },
  { feature: 'create', action: 'kms:ListAliases', target: 'any' },
  { feature: 'create', action: 'kms:Decrypt', target: 'key' },
  { feature: 'create', action: 'kms:GenerateDataKey', target: 'key' },
  { feature: 'act', action: 'forecast:StopResource', target: 'exportJobs' },
  { feature: 'act', action: 'forecast:DeletePredictorBacktestExportJob', target: 'exportJobs' },
  { feature: 'act', action: 'forecast:TagResource', target: 'exportJobs' },
  { feature: 'act', action: 'forecast:UntagResource', target: 'exportJobs' },
  { feature: 'results', action: 's3:ListBucket', target: 'bucket' },
  { feature: 'results', action: 's3:GetObject', target: 'objects' },
  { feature: 'results', action: 'kms:Decrypt', target: 'key' },
];

const FEATURE_SIDS: Readonly<Record<PolicyFeature, string>> = {
  browse: 'BrowseExports',
  create: 'CreateExports',
  act: 'ActOnExports',
  results: 'ReadResults',
};

/** What is known about the account and the export. What is missing becomes a placeholder in angle brackets. */
export interface PolicyPlace {
  /** `aws` by default, the only partition with Amazon Forecast. */
  readonly partition?: string;
  readonly region?: string;
  readonly account?: string;
  /** The destination, `s3://bucket/prefix`. */
  readonly path?: string;
  readonly roleArn?: string;
  readonly kmsKeyArn?: string;
}

export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow';
  readonly Principal?: { readonly Service: string };
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
}

/** The document as text, with two spaces of indent and a line break at the end. */
export function policyText(document: PolicyDocument): string {
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** The role's trust policy, safe against a confused deputy: only for this account and region. */
export function trustPolicy(place: PolicyPlace): PolicyDocument {
  const { partition, region, account } = known(place);
  return policy([
    {
      Effect: 'Allow',
      Principal: { Service: FORECAST_PRINCIPAL },
      Action: 'sts:AssumeRole',
      Condition: {
        StringEquals: { 'aws:SourceAccount': account },
        ArnLike: { 'aws:SourceArn': `arn:${partition}:forecast:${region}:${account}:*` },
      },
    },
  ]);
}

/** What the role has to be allowed, so that Forecast can write an export to this destination. */
export function rolePolicy(place: PolicyPlace): PolicyDocument {
  const { bucketArn, objectsArn } = known(place);
  const statements: PolicyStatement[] = [
    {
      Sid: 'FindExports',
      Effect: 'Allow',
      Action: ['s3:ListBucket', 's3:GetBucketLocation'],
      Resource: bucketArn,
    },
    { Sid: 'WriteExports', Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: objectsArn },
  ];
  if (place.kmsKeyArn !== undefined) {
    statements.push({
      Sid: 'EncryptExports',
      Effect: 'Allow',
      Action: ['kms:DescribeKey', 'kms:CreateGrant', 'kms:RetireGrant'],
      Resource: place.kmsKeyArn,
    });
  }
  return policy(statements);
}

/** The least that the person needs who uses this extension, for the features chosen (all by default). */
export function callerPolicy(
  place: PolicyPlace,
  features: readonly PolicyFeature[] = ['browse', 'create', 'act', 'results'],
): PolicyDocument {
  const statements: PolicyStatement[] = [];
  for (const feature of features) {
    const called = CALLED_ACTIONS.filter((one) => one.feature === feature);
    const targets = [...new Set(called.map(({ target }) => target))];
    for (const target of targets) {
      // The key's permissions are worth granting only when a key is used.
      if (target === 'key' && place.kmsKeyArn === undefined) continue;
      const actions = called.filter((one) => one.target === target);
      statements.push({
        Sid: `${FEATURE_SIDS[feature]}${targets.length > 1 ? SID_ENDS[target] : ''}`,
        Effect: 'Allow',
        Action: actions.map(({ action }) => action),
        Resource: resourceOf(target, place),
        ...(actions.some(({ condition }) => condition === 'passedToForecast') && {
          Condition: { StringEquals: { 'iam:PassedToService': FORECAST_PRINCIPAL } },
        }),
      });
    }
  }
  return policy(statements);
}

const SID_ENDS: Readonly<Record<ActionTarget, string>> = {
  any: 'Lists',
  exportJobs: 'Jobs',
  predictors: 'Predictors',
  predictorsAndExportJobs: 'Itself',
  bucket: 'Bucket',
  objects: 'Objects',
  key: 'Key',
  role: 'Role',
};

function resourceOf(target: ActionTarget, place: PolicyPlace): string | readonly string[] {
  const { partition, region, account, bucketArn, objectsArn } = known(place);
  const forecast = (resource: string) => `arn:${partition}:forecast:${region}:${account}:${resource}/*`;
  switch (target) {
    case 'any':
      return '*';
    case 'exportJobs':
      return forecast('predictor-backtest-export-job');
    case 'predictors':
      return forecast('predictor');
    case 'predictorsAndExportJobs':
      return [forecast('predictor'), forecast('predictor-backtest-export-job')];
    case 'bucket':
      return bucketArn;
    case 'objects':
      return objectsArn;
    case 'key':
      return place.kmsKeyArn ?? '*';
    case 'role':
      return place.roleArn ?? `arn:${partition}:iam::${account}:role/<forecast-role>`;
  }
}

function known(place: PolicyPlace) {
  const partition = place.partition ?? 'aws';
  const location = place.path === undefined ? undefined : parseS3Path(place.path);
  const bucketArn = `arn:${partition}:s3:::${location?.bucket ?? '<bucket>'}`;
  const prefix = literal(location?.prefix.replace(/\/+$/u, '') ?? '');
  return {
    partition,
    region: place.region ?? '<region>',
    account: place.account ?? parseArn(place.roleArn ?? '')?.account ?? '<account-id>',
    bucketArn,
    objectsArn: prefix === '' ? `${bucketArn}/*` : `${bucketArn}/${prefix}/*`,
  };
}

/** IAM reads `*`, `?` and `${…}` in a resource; as `${*}`, `${?}` and `${$}` they stand for themselves. */
function literal(text: string): string {
  return text.replace(/[*?$]/gu, (character) => `\${${character}}`);
}

function policy(statements: readonly PolicyStatement[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements };
}
