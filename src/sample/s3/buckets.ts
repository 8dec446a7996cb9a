import { textObject, type StoredObject } from './objects';

export interface SampleBucket {
  readonly name: string;
  readonly region: string;
  /** What GetBucketLocation answers; empty for us-east-1. */
  readonly constraint: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** What was there from the start. */
  readonly objects: readonly StoredObject[];
  /** Nobody may look into it, nor write an export to it. */
  readonly denied?: true;
}

const DAY = 24 * 60 * 60 * 1000;

/** More folders, and more objects in one folder, than a page of a list holds. */
const SALES_DAYS = 1200;

/** The account's buckets, in order of name. */
export function seedBuckets(start: number): readonly SampleBucket[] {
  const bucket = (
    name: string,
    region: string,
    age: number,
    keys: readonly string[] = [],
    rest: Partial<SampleBucket> = {},
  ): SampleBucket => ({
    name,
    region,
    constraint: region === 'us-east-1' ? '' : region,
    createdAt: start - age * DAY,
    objects: keys.map((key) => textObject(key, start - (age - 1) * DAY, key.endsWith('/') ? '' : `${key}\n`)),
    ...rest,
  });
  return [
    bucket('denied-example-finance', 'us-east-1', 900, [], { denied: true }),
    bucket('example-retail-analytics', 'us-east-1', 800, [
      'dashboards/accuracy.json',
      'dashboards/weekly/2026-W46.json',
      'notebooks/index.html',
      'notebooks/R&D (draft)/Größe + Farbe 100%.ipynb',
      'quotes/<old> "names"/\u0007bell.txt',
    ]),
    bucket('example-retail-archive', 'us-west-2', 1500, ['2019/backtests/readme.txt', '2020/backtests/readme.txt']),
    bucket('example-retail-forecast', 'us-east-1', 750, [
      'README.txt',
      // An empty folder, as the console makes one.
      'backtests/',
      'input/item_metadata.csv',
      'input/target_time_series/part-0000.csv',
      'input/target_time_series/part-0001.csv',
    ]),
    // The oldest buckets of Ireland answer with another constraint than their region's name.
    bucket('example-retail-forecast-eu', 'eu-west-1', 700, ['input/target_time_series.csv'], { constraint: 'EU' }),
    bucket('example-retail-raw-sales', 'us-east-1', 1300, salesKeys()),
    bucket('example-retail-sandbox', 'us-east-1', 3),
  ];
}

function salesKeys(): readonly string[] {
  const first = Date.UTC(2023, 0, 1);
  return Array.from({ length: SALES_DAYS }, (_, day) => {
    const date = new Date(first + day * DAY).toISOString().slice(0, 10);
    return [`daily/${date}/sales.csv`, `returns/${date}.csv`];
  }).flat();
}
