/** Two exports side by side, joined on item, dimensions and the first time step of the window. */
import type { ComparedItem, Comparison, CompareRequest, MetricId } from '../domain/results-port';
import { ResultsError } from '../domain/results-error';
import type { Params } from './database';
import type { Tables } from './item-queries';
import { number, textFilter, toKey } from './item-queries';
import { keyColumns, overWindows, valueColumns } from './layout';

const MAX_PAGE = 1000;
const MAX_SCATTER = 20_000;

/** What makes a value good: nearness to this number; undefined when lower is better. */
function ideal(metric: MetricId): number | undefined {
  if (metric === 'bias') return 0;
  return metric.startsWith('coverage:') ? Number(metric.slice('coverage:'.length)) : undefined;
}

/** One row per item and window of either export: the values `l` and `r`, and `in_l` and `in_r` where there is a row at all. */
function joinedCells(
  left: Tables,
  right: Tables,
  { metric, window }: Pick<CompareRequest, 'metric' | 'window'>,
): string {
  // The same dimension may stand in another place in the other export.
  const places = left.layout.dimensions.map((name) => right.layout.dimensions.indexOf(name));
  if (places.includes(-1) || places.length !== right.layout.dimensions.length) {
    throw new ResultsError('notComparable', 'The exports have different dimensions');
  }
  const key = keyColumns(left.layout);
  const rightKey = ['item_id', ...places.map((place, index) => `d${place + 1} AS d${index + 1}`)];
  const side = (tables: Tables, columns: readonly string[], name: 'l' | 'r'): string =>
    `SELECT ${columns.join(', ')}, ws, we AS we_${name}, ${metricColumn(tables, metric)} AS ${name}, true AS in_${name}
     FROM ${tables.catalog}.cell ${window === undefined ? '' : 'WHERE epoch_ms(ws) = $window::DOUBLE'}`;
  return `SELECT * FROM (${side(left, key, 'l')}) FULL JOIN (${side(right, rightKey, 'r')}) USING (${key.join(', ')}, ws)`;
}

function metricColumn({ layout }: Tables, metric: MetricId): string {
  const column = valueColumns(layout).get(metric);
  if (column === undefined) throw new ResultsError('notComparable', `One of the exports has no ${metric}`);
  return column;
}

/**
 * One row per item of either export. Its values are over the windows in which both have one: an item that lacks a hard
 * window in one of them would look better there. Where one side has no value at all, there is nothing to compare and the
 * other side's stand as they are.
 *
 * @param over `each`: every side over all its own windows, for exports that share none
 */
function joinedItems(left: Tables, right: Tables, request: CompareRequest, over: 'shared' | 'each'): string {
  const key = keyColumns(left.layout).join(', ');
  const value = (name: 'l' | 'r', other: 'l' | 'r'): string => {
    const all = overWindows(metricColumn(left, request.metric), name);
    if (over === 'each') return `${all} AS ${name}`;
    return `CASE WHEN count(${other}) = 0 THEN ${all} ELSE ${all} FILTER (${other} IS NOT NULL) END AS ${name}`;
  };
  return `SELECT *, r - l AS diff FROM (
      SELECT ${key}, ${value('l', 'r')}, ${value('r', 'l')}, bool_or(in_l) AS in_l, bool_or(in_r) AS in_r
      FROM (${joinedCells(left, right, request)}) GROUP BY ${key})`;
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
  const { windows, ...whole } = await overviewOf(left, right, request, signal);
  const base = joinedItems(left, right, request, windows.length > 0 ? 'shared' : 'each');
  const both = `SELECT * FROM (${base}) WHERE in_l AND in_r`;
  const key = keyColumns(layout).join(', ');
  const toItem = (row: readonly unknown[]): ComparedItem => {
    const [l, r, difference] = row.slice(1 + layout.dimensions.length);
    return { key: toKey(layout, row), left: number(l), right: number(r), difference: number(difference) };
  };
  const filtered: Params = { ...params };
  const where = whereText(layout, request.text, filtered);
  const direction = request.sort.descending ? 'DESC' : 'ASC';
  const by = { item: undefined, left: 'l', right: 'r', difference: 'diff' }[request.sort.by];
  const order =
    by === undefined
      ? keyColumns(layout).map((name) => `${name} ${direction}`)
      : [`${by} ${direction} NULLS LAST`, key];
  const limit = Math.min(Math.max(1, Math.trunc(request.limit)), MAX_PAGE);
  const rows = await database.rows(
    `SELECT ${key}, l, r, diff FROM (${both}) ${where}
     ORDER BY ${order.join(', ')} LIMIT ${limit} OFFSET ${Math.max(0, Math.trunc(request.offset))}`,
    signal,
    filtered,
  );
  const points = Math.min(Math.max(0, Math.trunc(request.scatter ?? 0)), MAX_SCATTER);
  return {
    ...whole,
    windows,
    rows: rows.map(toItem),
    scatter: points === 0 ? [] : (await scatterRows(database, both, key, points, signal, params)).map(toItem),
  };
}

/** What a comparison says on each of its pages. */
type Overview = Omit<Comparison, 'rows' | 'scatter'>;

/** The latest ones: who turns pages does not wait for the whole to be counted again. */
const overviews = new Map<string, Overview>();
const MAX_OVERVIEWS = 8;

/** The tables of an export never change, and the name of its catalog is never used again. */
async function overviewOf(
  left: Tables,
  right: Tables,
  request: CompareRequest,
  signal: AbortSignal,
): Promise<Overview> {
  const { metric, window, text } = request;
  const name = JSON.stringify([left.catalog, right.catalog, metric, window, text]);
  const known = overviews.get(name);
  if (known) return known;
  const overview = await countOverview(left, right, request, signal);
  overviews.set(name, overview);
  for (const [oldest] of overviews) {
    if (overviews.size <= MAX_OVERVIEWS) break;
    overviews.delete(oldest);
  }
  return overview;
}

async function countOverview(
  left: Tables,
  right: Tables,
  request: CompareRequest,
  signal: AbortSignal,
): Promise<Overview> {
  const params: Params = {};
  if (request.window !== undefined) params['window'] = request.window;
  const windows = await compareWindows(left, right, request, signal);
  const base = joinedItems(left, right, request, windows.length > 0 ? 'shared' : 'each');
  const target = ideal(request.metric);
  const score = (column: string): string => (target === undefined ? column : `abs(${column} - ${target})`);
  const where = whereText(left.layout, request.text, params);
  const [counts] = await left.database.rows(
    `WITH items AS MATERIALIZED (${base})
     SELECT count(*) FILTER (in_r IS NULL), count(*) FILTER (in_l IS NULL),
       count(*) FILTER (${score('l')} < ${score('r')}), count(*) FILTER (${score('l')} > ${score('r')}),
       count(*) FILTER (${score('l')} = ${score('r')}),
       avg(l) FILTER (r IS NOT NULL), avg(r) FILTER (l IS NOT NULL),
       (SELECT count(*) FROM (SELECT * FROM items WHERE in_l AND in_r) ${where})
     FROM items`,
    signal,
    params,
  );
  return {
    total: Number(counts?.[7]),
    onlyLeft: Number(counts?.[0]),
    onlyRight: Number(counts?.[1]),
    leftWins: Number(counts?.[2]),
    rightWins: Number(counts?.[3]),
    ties: Number(counts?.[4]),
    meanLeft: number(counts?.[5]),
    meanRight: number(counts?.[6]),
    windows,
  };
}

function whereText(layout: Tables['layout'], text: string | undefined, params: Params): string {
  const filters = textFilter(layout, text, params);
  return filters.length === 0 ? '' : `WHERE ${filters.join(' AND ')}`;
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

/** The windows that both exports have, be it of different items. */
async function compareWindows(
  left: Tables,
  right: Tables,
  request: CompareRequest,
  signal: AbortSignal,
): Promise<Comparison['windows']> {
  const rows = await left.database.rows(
    `SELECT epoch_ms(ws)::DOUBLE, epoch_ms(max(coalesce(we_l, we_r)))::DOUBLE, avg(l) FILTER (r IS NOT NULL), avg(r) FILTER (l IS NOT NULL)
     FROM (${joinedCells(left, right, { metric: request.metric })}) GROUP BY ws
     HAVING bool_or(in_l) AND bool_or(in_r) ORDER BY ws`,
    signal,
  );
  return rows.map(([start, end, l, r]) => ({
    start: Number(start),
    end: Number(end),
    left: number(l),
    right: number(r),
  }));
}
