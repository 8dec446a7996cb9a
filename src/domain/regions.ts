/**
 * The regions where Amazon Forecast exists. Source: the endpoint list of botocore 1.43 (partition `aws` only: the
 * service was never offered in China, GovCloud or the isolated partitions). The SDK would build a host name for any
 * region, so this list is what tells a wrong region from a lost connection.
 */
export const FORECAST_REGIONS = [
  { id: 'us-east-1', name: 'US East (N. Virginia)' },
  { id: 'us-east-2', name: 'US East (Ohio)' },
  { id: 'us-west-2', name: 'US West (Oregon)' },
  { id: 'ap-south-1', name: 'Asia Pacific (Mumbai)' },
  { id: 'ap-northeast-1', name: 'Asia Pacific (Tokyo)' },
  { id: 'ap-northeast-2', name: 'Asia Pacific (Seoul)' },
  { id: 'ap-southeast-1', name: 'Asia Pacific (Singapore)' },
  { id: 'ap-southeast-2', name: 'Asia Pacific (Sydney)' },
  { id: 'eu-central-1', name: 'Europe (Frankfurt)' },
  { id: 'eu-west-1', name: 'Europe (Ireland)' },
] as const;

export function isForecastRegion(region: string): boolean {
  return FORECAST_REGIONS.some(({ id }) => id === region);
}

/** The form of a region's name, for example `eu-west-1` or `us-gov-west-1`; not whether there is such a region. */
export function isRegionName(text: string): boolean {
  return /^[a-z]{2,}(?:-[a-z]+)+-\d+$/u.test(text);
}
