/** Pages of the table of items, and one item's series. */
import type { ColumnId, ItemKey, ItemRow, ItemsPage, ItemsRequest, Series, Values } from '../domain/results-port';
import { ResultsError } from '../domain/results-error';
import type { Database, Params } from './database';
import type { Layout } from './layout';
import { keyColumns, valueColumns } from './layout';

export interface Tables {
  readonly database: Database;
  /** Where `cell` and `item` are. */
  readonly catalog: string;
  /** A table, or a subquery in parentheses, with the forecast rows. */
  readonly forecast: string;
  /** `s` numbers the items in every table. */
  readonly isNumbered: boolean;
  readonly layout: Layout;
}

const MAX_PAGE = 1000;

export function number(value: unknown): number | null {
  if (value === null || value === undefined) return null;
  return Number(value);
}

export function valueSelect(layout: Layout): { ids: ColumnId[]; sql: string } {
  const columns = [...valueColumns(layout)];
  return { ids: columns.map(([id]) => id), sql: columns.map(([, name]) => `${name}::DOUBLE`).join(', ') };
}

export function toValues(ids: readonly ColumnId[], row: readonly unknown[], from: number): Values {
  return Object.fromEntries(ids.map((id, index) => [id, number(row[from + index])]));
}

export function toKey(layout: Layout, row: readonly unknown[]): ItemKey {
  return {
    itemId: String(row[0]),
    dimensions: layout.dimensions.map((_, index) => String(row[index + 1])),
  };
}

/** A condition that an item's id or one of its dimension values contains a text, whatever its case. */
export function textFilter(layout: Layout, text: string | undefined, params: Params, alias?: string): string[] {
  if (text === undefined || text === '') return [];
  params['text'] = text;
  return [
    `(${keyColumns(layout, alias)
      .map((name) => `contains(lower(${name}), lower($text))`)
      .join(' OR ')})`,
  ];
}

/** A condition that selects one series; an item id is compared as a value, never glued into SQL. */
function keyFilter(layout: Layout, key: ItemKey, params: Params): string {
  params['item'] = key.itemId;
  key.dimensions.forEach((value, index) => (params[`d${index + 1}`] = value));
  return keyColumns(layout)
    .map((name) => `${name} = $${name === 'item_id' ? 'item' : name}`)
    .join(' AND ');
}

export async function itemsPage(tables: Tables, request: ItemsRequest, signal: AbortSignal): Promise<ItemsPage> {
  const { database, catalog, layout } = tables;
  const columns = valueColumns(layout);
  const column = (id: ColumnId): string => {
    const name = columns.get(id);
    if (name === undefined) throw new ResultsError('badQuery', `This export has no column ${id}`);
    return name;
  };
  const params: Params = {};
  const filters = textFilter(layout, request.text, params);
  request.ranges?.forEach(({ column: id, min, max }, index) => {
    if (min !== undefined) {
      params[`min${index}`] = min;
      filters.push(`${column(id)} >= $min${index}::DOUBLE`);
    }
    if (max !== undefined) {
      params[`max${index}`] = max;
      filters.push(`${column(id)} <= $max${index}::DOUBLE`);
    }
  });
  if (request.window !== undefined) {
    params['window'] = request.window;
    filters.push('epoch_ms(ws) = $window::DOUBLE');
  }
  const table = `${catalog}.${request.window === undefined ? 'item' : 'cell'}`;
  const where = filters.length === 0 ? '' : `WHERE ${filters.join(' AND ')}`;
  const key = keyColumns(layout).join(', ');
  const direction = request.sort.descending ? 'DESC' : 'ASC';
  const order =
    request.sort.by === 'item'
      ? keyColumns(layout).map((name) => `${name} ${direction}`)
      : [`${column(request.sort.by)} ${direction} NULLS LAST`, key];
  const limit = Math.min(Math.max(1, Math.trunc(request.limit)), MAX_PAGE);
  const offset = Math.max(0, Math.trunc(request.offset));
  const { ids, sql } = valueSelect(layout);
  const number = tables.isNumbered ? 's' : 'NULL';
  const rows = await database.rows(
    `SELECT ${key}, ${sql}, ${number} FROM ${table} ${where} ORDER BY ${order.join(', ')} LIMIT ${limit} OFFSET ${offset}`,
    signal,
    params,
  );
  const [count] = await database.rows(`SELECT count(*)::DOUBLE FROM ${table} ${where}`, signal, params);
  const items: ItemRow[] = rows.map((row) => ({
    key: toKey(layout, row),
    values: toValues(ids, row, 1 + layout.dimensions.length),
  }));
  const sparklines =
    request.sparkline !== undefined && request.sparkline > 0 && items.length > 0
      ? await itemSparklines(
          tables,
          tables.isNumbered ? rows.map((row) => Number(row.at(-1))) : items.map(({ key: item }) => item),
          request.sparkline,
          request.window,
          signal,
        )
      : undefined;
  return {
    total: Number(count?.[0]),
    rows: sparklines ? items.map((row, index) => ({ ...row, sparkline: sparklines[index] ?? [] })) : items,
  };
}

/**
 * Actual values of each item in order of time, at most `points` of them, evenly taken. Items are named by their numbers
 * where they have some.
 */
async function itemSparklines(
  { database, forecast, layout, isNumbered }: Tables,
  items: readonly ItemKey[] | readonly number[],
  points: number,
  window: number | undefined,
  signal: AbortSignal,
): Promise<(number | null)[][]> {
  const params: Params = {};
  const isNumber = (item: ItemKey | number): item is number => typeof item === 'number';
  items.forEach((item, index) => (params[`k${index}`] = isNumber(item) ? item : item.itemId));
  if (window !== undefined) params['window'] = window;
  const names = isNumbered ? ['s'] : keyColumns(layout);
  const rows = await database.rows(
    `SELECT ${names.join(', ')}, list(y ORDER BY ts)
     FROM (SELECT ${names.join(', ')}, ts, any_value(y) AS y FROM ${forecast}
           WHERE ${names[0]} IN (${items.map((_, index) => `$k${index}`).join(', ')})
             ${window === undefined ? '' : 'AND epoch_ms(ws) = $window::DOUBLE'}
           GROUP BY ALL)
     GROUP BY ALL`,
    signal,
    params,
  );
  const nameOf = (row: readonly unknown[]): unknown => (isNumbered ? row[0] : toKey(layout, row));
  const found = new Map(rows.map((row) => [JSON.stringify(nameOf(row)), row.at(-1) as unknown[]]));
  return items.map((item) => {
    const all = found.get(JSON.stringify(item)) ?? [];
    const every = Math.max(1, Math.ceil(all.length / Math.trunc(points)));
    return all.filter((_, index) => index % every === 0).map(number);
  });
}

/** A condition for the rows of one series. Rejects with `badQuery` when the export does not have it. */
async function seriesFilter(
  { database, catalog, layout, isNumbered }: Tables,
  key: ItemKey,
  signal: AbortSignal,
): Promise<{ readonly filter: string; readonly params: Params }> {
  const params: Params = {};
  const filter = keyFilter(layout, key, params);
  const column = isNumbered ? 's' : '0';
  const [row] = await database.rows(`SELECT ${column} FROM ${catalog}.item WHERE ${filter}`, signal, params);
  if (!row) throw new ResultsError('badQuery', `No item ${key.itemId.slice(0, 200)} in this export`);
  return isNumbered ? { filter: `s = ${Number(row[0])}`, params: {} } : { filter, params };
}

export async function itemSeries(tables: Tables, key: ItemKey, signal: AbortSignal): Promise<Series> {
  const { database, catalog, forecast, layout } = tables;
  const { filter, params } = await seriesFilter(tables, key, signal);
  const quantiles = layout.levels.map((_, index) => `q${index + 1}`);
  const values = ['y', ...(layout.hasMean ? ['mean'] : []), ...quantiles];
  const { ids, sql } = valueSelect(layout);
  const windows = await database.rows(
    `SELECT epoch_ms(ws)::DOUBLE, epoch_ms(we)::DOUBLE, ${sql} FROM ${catalog}.cell WHERE ${filter} ORDER BY ws`,
    signal,
    params,
  );
  const columns = await database.columns(
    `SELECT epoch_ms(ts)::DOUBLE AS ts, ${values.join(', ')} FROM ${forecast} WHERE ${filter} ORDER BY ts, ws`,
    signal,
    params,
  );
  const numbers = (name: string): (number | null)[] => (columns[name] ?? []).map(number);
  return {
    key,
    windows: windows.map((row) => ({ start: Number(row[0]), end: Number(row[1]), values: toValues(ids, row, 2) })),
    timestamps: (columns['ts'] ?? []).map(Number),
    actual: numbers('y'),
    ...(layout.hasMean ? { mean: numbers('mean') } : {}),
    quantiles: layout.levels.map((level, index) => ({ level, values: numbers(`q${index + 1}`) })),
  };
}
