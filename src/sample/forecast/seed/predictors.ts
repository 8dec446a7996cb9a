import type { Random } from '../../random';
import { ACCOUNT_ID } from '../../identity';
import type { Timeline } from '../lifecycle';
import type { Predictor } from '../resources';
import { datasetGroupArn } from './dataset-groups';
import { DAY, HOUR, MINUTE } from './time';

interface Plan {
  readonly name: string;
  readonly group: string;
  readonly frequency: Predictor['frequency'];
  readonly horizon: number;
  readonly windows: number;
  readonly types: readonly string[];
  readonly items: number;
  /** Names of legacy algorithms; none makes it an AutoPredictor. */
  readonly algorithms?: readonly string[];
  readonly dimensions?: readonly string[];
  /** Absent for a predictor that is ready and has exports. */
  readonly state?: 'training' | 'queued' | 'failed' | 'stopped';
}

const DEFAULT_TYPES = ['0.1', '0.5', '0.9'];

/** In order of creation. */
const PLANS: Readonly<Record<string, readonly Plan[]>> = {
  'us-east-1': [
    {
      name: 'slow_movers_npts',
      group: 'grocery_retail',
      frequency: 'D',
      horizon: 30,
      windows: 5,
      types: DEFAULT_TYPES,
      items: 1240,
      algorithms: ['NPTS'],
    },
    {
      name: 'store_traffic_hourly',
      group: 'store_operations',
      frequency: 'H',
      horizon: 24,
      windows: 5,
      types: ['0.5', '0.65', '0.9', 'mean'],
      items: 467,
      algorithms: ['CNN-QR', 'Deep_AR_Plus', 'Prophet', 'ETS'],
    },
    {
      name: 'promo_uplift_daily',
      group: 'grocery_retail',
      frequency: 'D',
      horizon: 28,
      windows: 2,
      types: ['0.1', '0.5', '0.9', 'mean'],
      items: 820,
      algorithms: ['CNN-QR'],
      dimensions: ['store_id'],
    },
    {
      name: 'apparel_season_plan',
      group: 'apparel',
      frequency: 'W',
      horizon: 26,
      windows: 1,
      types: ['0.5', '0.7', '0.9', 'mean'],
      items: 2310,
    },
    {
      name: 'fresh_daily_demand',
      group: 'fresh_food',
      frequency: 'D',
      horizon: 14,
      windows: 5,
      types: ['0.1', '0.5', '0.9', 'mean'],
      items: 640,
      dimensions: ['store_id'],
    },
    {
      name: 'grocery_weekly_demand',
      group: 'grocery_retail',
      frequency: 'W',
      horizon: 13,
      windows: 3,
      types: DEFAULT_TYPES,
      items: 3450,
      dimensions: ['store_id'],
    },
    {
      name: 'new_items_cold_start',
      group: 'grocery_retail',
      frequency: 'W',
      horizon: 8,
      windows: 1,
      types: DEFAULT_TYPES,
      items: 96,
      algorithms: ['Deep_AR_Plus'],
      state: 'failed',
    },
    {
      name: 'pharmacy_weekly_demand',
      group: 'grocery_retail',
      frequency: 'W',
      horizon: 13,
      windows: 3,
      types: DEFAULT_TYPES,
      items: 410,
      state: 'stopped',
    },
    {
      name: 'holiday_peak_plan',
      group: 'grocery_retail',
      frequency: 'D',
      horizon: 42,
      windows: 4,
      types: DEFAULT_TYPES,
      items: 900,
      state: 'training',
    },
  ],
  'eu-west-1': [
    {
      name: 'eu_fresh_prophet',
      group: 'eu_retail',
      frequency: 'D',
      horizon: 14,
      windows: 4,
      types: DEFAULT_TYPES,
      items: 380,
      algorithms: ['Prophet'],
    },
    {
      name: 'eu_grocery_weekly_demand',
      group: 'eu_retail',
      frequency: 'W',
      horizon: 13,
      windows: 3,
      types: ['0.1', '0.5', '0.9', 'mean'],
      items: 1520,
    },
    {
      name: 'eu_promo_uplift',
      group: 'eu_retail',
      frequency: 'D',
      horizon: 28,
      windows: 2,
      types: DEFAULT_TYPES,
      items: 300,
      state: 'queued',
    },
  ],
};

/** `items` replaces the number of time series that each predictor has. */
export function seedPredictors(region: string, start: number, items: number | undefined, random: Random): Predictor[] {
  return (PLANS[region] ?? []).map((plan, index) => {
    const kind = plan.algorithms ? 'legacy' : 'auto';
    const resource = kind === 'auto' ? `${plan.name}_${ulid(random)}` : plan.name;
    return {
      arn: `arn:aws:forecast:${region}:${ACCOUNT_ID}:predictor/${resource}`,
      name: plan.name,
      sequence: index + 1,
      tags: new Map([['team', 'demand-planning']]),
      timeline: timelineOf(plan, start, index),
      datasetGroupArn: datasetGroupArn(region, plan.group),
      kind,
      algorithms: (plan.algorithms ?? []).map((algorithm) => `arn:aws:forecast:::algorithm/${algorithm}`),
      forecastTypes: plan.types,
      horizon: plan.horizon,
      frequency: plan.frequency,
      dimensions: plan.dimensions ?? [],
      backtestWindows: plan.windows,
      itemCount: items ?? plan.items,
    };
  });
}

/** AutoPredictor ARNs end in such an id: 26 letters and digits of Crockford's alphabet. */
function ulid(random: Random): string {
  const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  return `01${Array.from({ length: 24 }, () => alphabet[random.integer(0, 31)]).join('')}`;
}

/** Ready predictors are older than every export; the others are of the last days. */
function timelineOf({ state }: Plan, start: number, index: number): Timeline {
  const created = start - (state === undefined ? 700 - 10 * index : 9 - index) * DAY;
  switch (state) {
    case undefined:
      break;
    case 'failed':
      return [
        { at: created, status: 'CREATE_PENDING' },
        {
          at: created + 20 * MINUTE,
          status: 'CREATE_FAILED',
          message: 'The target time series dataset has too few observations for the requested forecast horizon.',
        },
      ];
    case 'stopped':
      return [
        { at: created, status: 'CREATE_PENDING' },
        { at: created + 2 * HOUR, status: 'CREATE_STOPPED' },
      ];
    case 'training':
      return [
        { at: start - 50 * MINUTE, status: 'CREATE_PENDING' },
        { at: start - 48 * MINUTE, status: 'CREATE_IN_PROGRESS' },
        { at: start + 10 * HOUR, status: 'ACTIVE' },
      ];
    case 'queued':
      return [
        { at: start - 2 * MINUTE, status: 'CREATE_PENDING' },
        { at: start + 8 * HOUR, status: 'CREATE_IN_PROGRESS' },
        { at: start + 12 * HOUR, status: 'ACTIVE' },
      ];
  }
  return [
    { at: created, status: 'CREATE_PENDING' },
    { at: created + 3 * HOUR, status: 'ACTIVE' },
  ];
}
