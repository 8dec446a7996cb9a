/** The names that a retailer's demand planners give to things. */
import type { ExportFormat } from '../../../domain/export-job';
import type { Random } from '../../random';
import { ACCOUNT_ID } from '../../identity';
import type { Destination } from '../inputs';

const RANGES = [
  'fresh_produce',
  'dairy',
  'bakery',
  'frozen',
  'beverages',
  'snacks',
  'household',
  'personal_care',
  'pet_food',
  'baby_care',
  'garden',
  'toys',
  'footwear',
  'outerwear',
  'electronics',
  'top_200_items',
  'all_stores',
  'north_region',
  'outlet_stores',
] as const;

const PURPOSES = [
  'weekly_backtest',
  'accuracy_review',
  'promo_holdout',
  'quantile_check',
  'item_level',
  'baseline',
  'season_end',
  'buyer_review',
  'replenishment',
  'Q3_planning',
  'holiday_rerun',
] as const;

/** The longest name that the service takes has 63 characters. */
export const LONGEST_NAME = 'all_stores_all_items_regional_replenishment_accuracy_review_v26';

/** A name that was not given before; `runs` remembers how often each was. */
export function jobName(random: Random, runs: Map<string, number>): string {
  const base = `${random.pick(RANGES)}_${random.pick(PURPOSES)}`;
  const run = (runs.get(base) ?? 0) + 1;
  runs.set(base, run);
  return run === 1 ? base : `${base}_r${run}`;
}

const PREFIXES = [
  'backtests/',
  'backtests/weekly/',
  'planning/2026/accuracy',
  'exports/forecast/',
  'teams/replenishment/backtests',
  'reviews/Buyer Review/',
  'reviews/été+hiver/',
  'shared',
] as const;

const ROLES = [
  'ForecastExportRole',
  'ForecastExportRole',
  'service-role/AmazonForecast-ExecutionRole-1612345678901',
] as const;

export function destination(region: string, random: Random): Destination {
  const bucket =
    region === 'eu-west-1'
      ? 'example-retail-forecast-eu'
      : random.pick(['example-retail-forecast', 'example-retail-analytics']);
  const encrypted = random.next() < 0.2;
  return {
    S3Config: {
      Path: `s3://${bucket}/${random.pick(PREFIXES)}`,
      RoleArn: `arn:aws:iam::${ACCOUNT_ID}:role/${random.pick(ROLES)}`,
      ...(encrypted && { KMSKeyArn: `arn:aws:kms:${region}:${ACCOUNT_ID}:key/1b2c3d4e-0000-4000-8000-5f6a7b8c9d0e` }),
    },
  };
}

export function format(random: Random): ExportFormat {
  return random.next() < 0.25 ? 'PARQUET' : 'CSV';
}

export function tags(random: Random): Map<string, string> {
  const all: [string, string][] = [
    ['team', 'demand-planning'],
    ['cost-center', String(random.integer(4100, 4180))],
    ['season', random.pick(['spring', 'summer', 'autumn', 'winter'])],
  ];
  return new Map(all.slice(0, random.integer(0, 3)));
}
