/** Schemas of what the results engine answers, as `domain/results-port.ts` types it. */
import * as v from 'valibot';
import type { ColumnId, MetricId, Values } from '../domain/results-port';

export function list<T extends v.GenericSchema>(item: T) {
  return v.pipe(v.array(item), v.readonly());
}

const LEVEL = String.raw`0(?:\.\d+)?|1`;
const METRIC = new RegExp(
  `^(?:averageWql|wape|rmse|mape|mase|bias|absoluteError|errorShare|(?:wql|coverage):(?:${LEVEL}))$`,
  'u',
);
const OTHER = new RegExp(`^(?:demand|windowsDefined|file:(?:averageWql|rmse|wape|mape|mase|wql:(?:${LEVEL})))$`, 'u');

const isMetricId = (id: unknown): id is MetricId => typeof id === 'string' && METRIC.test(id);
const isColumnId = (id: unknown): id is ColumnId => isMetricId(id) || (typeof id === 'string' && OTHER.test(id));

export const MetricIdOf = v.custom<MetricId>(isMetricId);
export const ColumnIdOf = v.custom<ColumnId>(isColumnId);

const ValuesOf = v.custom<Values>(
  (values) =>
    typeof values === 'object' &&
    values !== null &&
    Object.entries(values).every(([id, value]) => isColumnId(id) && (value === null || typeof value === 'number')),
);

const value = v.nullable(v.number());

export const Key = v.object({ itemId: v.string(), dimensions: list(v.string()) });

const bounds = { start: v.number(), end: v.number() };

export const Shape = v.object({
  dimensions: list(v.string()),
  quantiles: list(v.number()),
  hasMean: v.boolean(),
  windows: list(v.object(bounds)),
  horizon: v.number(),
  step: v.number(),
  season: v.number(),
  items: v.number(),
  rows: v.number(),
  fileQuantiles: list(v.number()),
  fileMetrics: list(v.picklist(['averageWql', 'rmse', 'wape', 'mape', 'mase'])),
});

const DistributionOf = v.object({
  count: v.number(),
  mean: value,
  min: value,
  p10: value,
  p25: value,
  median: value,
  p75: value,
  p90: value,
  max: value,
});

const DistributionsOf = v.custom<Readonly<Partial<Record<ColumnId, v.InferOutput<typeof DistributionOf>>>>>(
  (all) =>
    typeof all === 'object' &&
    all !== null &&
    Object.entries(all).every(([id, one]) => isColumnId(id) && v.is(DistributionOf, one)),
);

export const Summary = v.object({
  overall: ValuesOf,
  windows: list(v.object({ ...bounds, items: v.number(), itemsNotDefined: v.number(), values: ValuesOf })),
  distributions: DistributionsOf,
  errorBasis: v.picklist(['mean', 'median', 'none']),
});

const text = v.pipe(v.string(), v.maxLength(20_000));
const offset = v.pipe(v.number(), v.integer(), v.minValue(0));
const limit = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000));

/** Which items, in which order; without the part of the list that is asked for. */
export const ItemsFilter = v.object({
  window: v.exactOptional(v.number()),
  sort: v.object({ by: v.union([v.literal('item'), ColumnIdOf]), descending: v.boolean() }),
  text: v.exactOptional(text),
  ranges: v.exactOptional(
    v.pipe(
      list(v.object({ column: ColumnIdOf, min: v.exactOptional(v.number()), max: v.exactOptional(v.number()) })),
      v.maxLength(20),
    ),
  ),
});
export type ItemsFilter = v.InferOutput<typeof ItemsFilter>;

export const Items = v.object({
  ...ItemsFilter.entries,
  offset,
  limit,
  sparkline: v.exactOptional(v.pipe(v.number(), v.integer(), v.maxValue(200))),
});

const Row = v.object({ key: Key, values: ValuesOf, sparkline: v.exactOptional(list(value)) });
export const ItemsPageOf = v.object({ rows: list(Row), total: v.number() });

export const SeriesOf = v.object({
  key: Key,
  windows: list(v.object({ ...bounds, values: ValuesOf })),
  timestamps: list(v.number()),
  actual: list(value),
  mean: v.exactOptional(list(value)),
  quantiles: list(v.object({ level: v.number(), values: list(value) })),
});

export const CompareFilter = v.object({
  metric: MetricIdOf,
  window: v.exactOptional(v.number()),
  sort: v.object({ by: v.picklist(['item', 'left', 'right', 'difference']), descending: v.boolean() }),
  text: v.exactOptional(text),
});
export type CompareFilter = v.InferOutput<typeof CompareFilter>;

export const Compare = v.object({
  ...CompareFilter.entries,
  offset,
  limit,
  scatter: v.exactOptional(v.pipe(v.number(), v.integer(), v.maxValue(20_000))),
});

const Compared = v.object({ key: Key, left: value, right: value, difference: value });

export const ComparisonOf = v.object({
  rows: list(Compared),
  total: v.number(),
  onlyLeft: v.number(),
  onlyRight: v.number(),
  leftWins: v.number(),
  rightWins: v.number(),
  ties: v.number(),
  meanLeft: value,
  meanRight: value,
  windows: list(v.object({ ...bounds, left: value, right: value })),
  scatter: list(Compared),
});

const columns = list(v.object({ name: v.string(), type: v.string() }));
export const Tables = list(v.object({ name: v.string(), columns }));

const cell = v.union([v.string(), v.number(), v.boolean(), v.null()]);
export const Rows = list(list(cell));
export const QueryResultOf = v.object({
  columns,
  rows: Rows,
  truncated: v.boolean(),
  milliseconds: v.number(),
});
