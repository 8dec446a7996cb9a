/** Two exports side by side, joined on item, dimensions and, where one window is asked for, its first time step. */
import type { ComparedItem, Comparison, CompareRequest, MetricId } from '../domain/results-port';
import { ResultsError } from '../domain/results-error';
import type { Params } from './database';
import type { Tables } from './item-queries';
import { number, textFilter, toKey } from './item-queries';
import { keyColumns, valueColumns } from './layout';

const MAX_PAGE = 1000;
const MAX_SCATTER = 20_000;

/** What makes a value good: nearness to this number; undefined when lower is better. */
function ideal(metric: MetricId): number | undefined {
  if (metric === 'bias') return 0;
  return metric.startsWith('coverage:') ? Number(metric.slice('coverage:'.length)) : undefined;
}

/** One row per item (or item and window) of both exports, with the columns l and r. */
function joined(left: Tables, right: Tables, request: CompareRequest, by: 'item' | 'commonWindows' | 'window'): string {
  const perWindow = by === 'window';
  const metricColumn = ({ layout }: Tables): string => {
    const column = valueColumns(layout).get(request.metric);
    if (column === undefined) throw new ResultsError('notComparable', `One of the exports has no ${request.metric}`);
    return column;
  };
  // The same dimension may stand in another place in the other export.
  const places = left.layout.dimensions.map((name) => right.layout.dimensions.indexOf(name));
  if (places.includes(-1) || places.length !== right.layout.dimensions.length) {
    throw new ResultsError('notComparable', 'The exports have different dimensions');
  }
  const key = keyColumns(left.layout);
  const rightKey = ['item_id', ...places.map((place, index) => `d${place + 1} AS d${index + 1}`)];
  const windows = perWindow ? ['ws', 'we'] : [];
  const where = request.window === undefined ? '' : 'WHERE epoch_ms(ws) = $window::DOUBLE';
  const common =
    by !== 'commonWindows' || request.window !== undefined
      ? where
      : `WHERE ws IN (SELECT ws FROM ${left.catalog}.cell INTERSECT SELECT ws FROM ${right.catalog}.cell)`;
  const side = (tables: Tables, columns: readonly string[], name: string): string => {
    const value = metricColumn(tables);
    return perWindow
      ? `SELECT ${[...columns, ...windows].join(', ')}, ${value} AS ${name} FROM ${tables.catalog}.cell ${common}`
      : `SELECT ${columns.join(', ')}, avg(${value}) AS ${name} FROM ${tables.catalog}.cell ${common} GROUP BY ALL`;
  };
  const on = [...key, ...(perWindow ? ['ws'] : [])].join(', ');
  const rightSide = perWindow ? side(right, rightKey, 'r').replace('ws, we', 'ws') : side(right, rightKey, 'r');
  return `SELECT *, r - l AS diff FROM (SELECT *, true AS in_l FROM (${side(left, key, 'l')}))
    FULL JOIN (SELECT *, true AS in_r FROM (${rightSide})) USING (${on})`;
}

export async function compareExports(
  left: Tables,
  right: Tables,
  request: CompareRequest,
  signal: AbortSignal,
): Promise<Comparison> {
  const { database, layout } = left;
  const params: Params = {};
  if (request.window !== undefined) params['window'] = request.window;
  const windows = await compareWindows(left, right, request, signal);
  // An item's value is its mean over the windows that both exports have; over all its windows when they share none.
  const base = joined(left, right, request, windows.length > 0 ? 'commonWindows' : 'item');
  const target = ideal(request.metric);
  const score = (column: string): string => (target === undefined ? column : `abs(${column} - ${target})`);
  const [counts] = await database.rows(
    `SELECT count(*) FILTER (in_r IS NULL), count(*) FILTER (in_l IS NULL),
       count(*) FILTER (${score('l')} < ${score('r')}), count(*) FILTER (${score('l')} > ${score('r')}),
       count(*) FILTER (${score('l')} = ${score('r')}),
       avg(l) FILTER (r IS NOT NULL), avg(r) FILTER (l IS NOT NULL)
     FROM (${base})`,
    signal,
    params,
  );
  const both = `SELECT * FROM (${base}) WHERE in_l AND in_r`;
  const key = keyColumns(layout).join(', ');
  const toItem = (row: readonly unknown[]): ComparedItem => {
    const [l, r, difference] = row.slice(1 + layout.dimensions.length);
    return { key: toKey(layout, row), left: number(l), right: number(r), difference: number(difference) };
  };
  const filtered: Params = { ...params };
  const filters = textFilter(layout, request.text, filtered);
  const where = filters.length === 0 ? '' : `WHERE ${filters.join(' AND ')}`;
  const direction = request.sort.descending ? 'DESC' : 'ASC';
  const by = { item: undefined, left: 'l', right: 'r', difference: 'diff' }[request.sort.by];
  const order =
    by === undefined
      ? keyColumns(layout).map((name) => `${name} ${direction}`)
      : [`${by} ${direction} NULLS LAST`, key];
  const limit = Math.min(Math.max(1, Math.trunc(request.limit)), MAX_PAGE);
  const rows = await database.rows(
    `SELECT ${key}, l, r, diff, count(*) OVER ()::DOUBLE FROM (${both}) ${where}
     ORDER BY ${order.join(', ')} LIMIT ${limit} OFFSET ${Math.max(0, Math.trunc(request.offset))}`,
    signal,
    filtered,
  );
  const [total] = await database.rows(`SELECT count(*)::DOUBLE FROM (${both}) ${where}`, signal, filtered);
  const points = Math.min(Math.max(0, Math.trunc(request.scatter ?? 0)), MAX_SCATTER);
  return {
    rows: rows.map(toItem),
    total: Number(total?.[0]),
    onlyLeft: Number(counts?.[0]),
    onlyRight: Number(counts?.[1]),
    leftWins: Number(counts?.[2]),
    rightWins: Number(counts?.[3]),
    ties: Number(counts?.[4]),
    meanLeft: number(counts?.[5]),
    meanRight: number(counts?.[6]),
    windows,
    scatter: points === 0 ? [] : (await scatterRows(database, both, key, points, signal, params)).map(toItem),
  };
}

/** Every so-and-so-many-th item in the order of their ids, so that the same plot comes again. */
async function scatterRows(
  database: Tables['database'],
  both: string,
  key: string,
  points: number,
  signal: AbortSignal,
  params: Params,
): Promise<unknown[][]> {
  return database.rows(
    `SELECT ${key}, l, r, diff FROM (
       SELECT *, row_number() OVER (ORDER BY ${key}) - 1 AS place, count(*) OVER () AS items
       FROM (${both}) WHERE l IS NOT NULL AND r IS NOT NULL)
     WHERE place % ceil(items / ${points})::BIGINT = 0 ORDER BY place`,
    signal,
    params,
  );
}

async function compareWindows(
  left: Tables,
  right: Tables,
  request: CompareRequest,
  signal: AbortSignal,
): Promise<Comparison['windows']> {
  const rest = { ...request };
  delete (rest as { window?: number }).window;
  const rows = await left.database.rows(
    `SELECT epoch_ms(ws)::DOUBLE, epoch_ms(max(we))::DOUBLE, avg(l) FILTER (r IS NOT NULL), avg(r) FILTER (l IS NOT NULL)
     FROM (${joined(left, right, rest, 'window')}) WHERE in_l AND in_r GROUP BY ws ORDER BY ws`,
    signal,
  );
  return rows.map(([start, end, l, r]) => ({
    start: Number(start),
    end: Number(end),
    left: number(l),
    right: number(r),
  }));
}
