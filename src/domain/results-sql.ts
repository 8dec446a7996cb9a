/** What the tables and columns are called that a person's SQL sees. */
import type { ColumnId, ItemsRequest } from './results-port';

/** 0.05 is `p5`, as in the files. */
export function quantileColumn(level: number): string {
  return `p${Math.round(level * 100)}`;
}

/** `wql:0.9` is `wql_p90`, `file:averageWql` is `file_average_wql`. */
export function sqlColumn(id: ColumnId): string {
  return id
    .replace(/:(0\.\d+)$/u, (_, level: string) => `_${quantileColumn(Number(level))}`)
    .replaceAll(':', '_')
    .replace(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);
}

/** The names that the tables give their own columns, whichever of them an export has. None is a word of SQL. */
const OWN = new RegExp(
  `^(?:${[
    'item_id|timestamp|target_value|backtestwindow_(?:start|end)_time|backtest_window|points|mean|p\\d+',
    'demand|windows_defined|bias|absolute_error|error_share|coverage_p\\d+',
    '(?:file_)?(?:average_wql|wape|rmse|mape|mase|wql_p\\d+)',
  ].join('|')})$`,
  'iu',
);

/** As SQL writes the name of a column. A name that a customer chose is in quotes: it may be a word of SQL. */
export function sqlIdentifier(name: string): string {
  return OWN.test(name) ? name : quoted(name);
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** What the columns of dimensions are called: as the dimension, unless the tables have a column of that name already. */
export function dimensionColumns(dimensions: readonly string[]): string[] {
  const taken = new Set(dimensions.filter((name) => !OWN.test(name)).map((name) => name.toLowerCase()));
  return dimensions.map((name) => {
    if (!OWN.test(name)) return name;
    let free = `dimension_${name}`;
    while (taken.has(free.toLowerCase())) free = `dimension_${free}`;
    taken.add(free.toLowerCase());
    return free;
  });
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

export type ItemsQuestion = Pick<ItemsRequest, 'window' | 'sort' | 'text' | 'ranges'>;

/** The query that answers the same as `ResultsEngine.items`, for a person to go on from. */
export function itemsSql(question: ItemsQuestion, columns: readonly ColumnId[], dimensions: readonly string[]): string {
  const { sort, text, window, ranges = [] } = question;
  const names = ['item_id', ...dimensionColumns(dimensions).map(quoted)];
  const conditions = [
    ...(text === undefined
      ? []
      : [`(${names.map((name) => `contains(lower(${name}), lower(${literal(text)}))`).join(' OR ')})`]),
    ...(window === undefined
      ? []
      : [`backtestwindow_start_time = TIMESTAMP ${literal(new Date(window).toISOString().slice(0, 19))}`]),
    ...ranges.flatMap(({ column, min, max }) => [
      ...(min === undefined ? [] : [`${sqlColumn(column)} >= ${min}`]),
      ...(max === undefined ? [] : [`${sqlColumn(column)} <= ${max}`]),
    ]),
  ];
  const direction = sort.descending ? ' DESC' : '';
  const order =
    sort.by === 'item'
      ? names.map((name) => `${name}${direction}`)
      : [`${sqlColumn(sort.by)}${direction} NULLS LAST`, ...names];
  return [
    `SELECT ${[...names, ...columns.map(sqlColumn)].join(', ')}`,
    `FROM ${window === undefined ? 'item_metrics' : 'window_metrics'}`,
    ...(conditions.length === 0 ? [] : [`WHERE ${conditions.join('\n  AND ')}`]),
    `ORDER BY ${order.join(', ')}`,
    'LIMIT 1000',
  ].join('\n');
}
