/**
 * Addresses of the AWS Management Console. They are meant to be opened as they are: a URL that is decoded and encoded
 * again on the way (as `vscode.Uri` does by default) would turn `%2B` into a space.
 */
import { parseArn } from './arn';
import { parseS3Path } from './rules';

/** The console's domain in each partition. Source: AWS documentation on console sign-in endpoints. */
const CONSOLE_DOMAINS: Readonly<Record<string, string>> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
  'aws-eusc': 'console.amazonaws-eusc.eu',
};

/** The Service Quotas codes of what limits exports. Source: Service Quotas, Amazon Forecast. */
export const EXPORT_QUOTAS = {
  /** Exports that run at the same time: 3 by default, adjustable. */
  parallel: 'L-C4147F5F',
  /** Backtest export jobs in all: 1000 by default, adjustable. */
  total: 'L-E1AC300F',
} as const;

/** The partition of a region, by the prefix of its name; `aws` for a region that is not known. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  if (region.startsWith('eusc-')) return 'aws-eusc';
  return 'aws';
}

/**
 * The S3 console at a destination, `s3://bucket/prefix`: the folder's listing, with every character of the prefix kept
 * (`//` included). A slash is added at the end, because the console lists a folder only with it, and an export's files
 * always lie below one. `region` is the bucket's; another region's console forwards. Undefined for another kind of path.
 */
export function s3ConsoleUrl(path: string, region: string): string | undefined {
  const location = parseS3Path(path);
  if (!location) return undefined;
  const { bucket, prefix } = location;
  const query = [`region=${encodeURIComponent(region)}`, 'bucketType=general'];
  if (prefix !== '') query.push(`prefix=${encodePrefix(prefix.endsWith('/') ? prefix : `${prefix}/`)}`);
  query.push('showversions=false');
  return `${origin(region)}/s3/buckets/${encode(bucket)}?${query.join('&')}`;
}

/**
 * The Forecast console at a predictor. The console finds it only through its dataset group; without that the list of
 * dataset groups is opened. The form of the fragment (an ARN with `$` for `/`) follows links that AWS Solutions code
 * makes for dataset groups; for predictors it is an inference.
 */
export function predictorConsoleUrl(predictorArn: string, datasetGroupArn?: string): string | undefined {
  const arn = parseArn(predictorArn);
  if (arn?.service !== 'forecast') return undefined;
  if (datasetGroupArn === undefined) return forecastConsoleUrl(arn.region);
  return `${forecastHome(arn.region)}#datasetGroups/${inFragment(datasetGroupArn)}/predictors/${inFragment(predictorArn)}`;
}

/** The Forecast console at the dashboard of a dataset group. */
export function datasetGroupConsoleUrl(datasetGroupArn: string): string | undefined {
  const arn = parseArn(datasetGroupArn);
  if (arn?.service !== 'forecast') return undefined;
  return `${forecastHome(arn.region)}#datasetGroups/${inFragment(datasetGroupArn)}/dashboard`;
}

/** The Forecast console's list of dataset groups. */
export function forecastConsoleUrl(region: string): string {
  return `${forecastHome(region)}#datasetGroups`;
}

/** The page of one quota, where an increase can be asked for. */
export function quotaConsoleUrl(region: string, quota: keyof typeof EXPORT_QUOTAS): string {
  const page = `servicequotas/home/services/forecast/quotas/${EXPORT_QUOTAS[quota]}`;
  return `${origin(region)}/${page}?region=${encodeURIComponent(region)}`;
}

function origin(region: string): string {
  const domain = CONSOLE_DOMAINS[partitionOf(region)] ?? 'console.aws.amazon.com';
  return `https://${encodeURIComponent(region)}.${domain}`;
}

function forecastHome(region: string): string {
  return `${origin(region)}/forecast/home?region=${encodeURIComponent(region)}`;
}

function inFragment(arn: string): string {
  return arn.replaceAll('/', '$').replace(/[^A-Za-z0-9:$_.-]/gu, encode);
}

/** Slashes stay, so that the address can be read; `//` stays two. */
function encodePrefix(prefix: string): string {
  return prefix.split('/').map(encode).join('/');
}

/** `encodeURIComponent` without its exceptions (RFC 3986); a lone surrogate, which no key can hold, is replaced. */
function encode(text: string): string {
  return encodeURIComponent(text.replace(/\p{Cs}/gu, '\uFFFD')).replace(
    /[!'()*]/gu,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
