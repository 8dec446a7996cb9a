import { ACCOUNT_ID } from '../../identity';
import type { DatasetGroup } from '../resources';
import { DAY } from './time';

const GROUPS: Readonly<Record<string, readonly string[]>> = {
  'us-east-1': ['grocery_retail', 'fresh_food', 'apparel', 'store_operations'],
  'eu-west-1': ['eu_retail'],
};

export function datasetGroupArn(region: string, name: string): string {
  return `arn:aws:forecast:${region}:${ACCOUNT_ID}:dataset-group/${name}`;
}

export function seedDatasetGroups(region: string, start: number): DatasetGroup[] {
  return (GROUPS[region] ?? []).map((name, index) => ({
    arn: datasetGroupArn(region, name),
    name,
    sequence: index + 1,
    tags: new Map([['team', 'demand-planning']]),
    timeline: [{ at: start - (900 - 20 * index) * DAY, status: 'ACTIVE' }],
  }));
}
