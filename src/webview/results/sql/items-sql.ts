import type { ColumnId } from '../../../domain/results-port';
import type { ItemsFilter } from '../../../protocol/results-values';
import { isoTime } from '../iso-time';

/**
 * The query that answers what the table of items shows, on the tables that SQL sees. Their columns bear the metrics'
 * names: `average_wql`, `wql_p90`, `coverage_p10`, `file_wape`.
 */
export function itemsSql(filter: ItemsFilter, columns: readonly ColumnId[], dimensions: readonly string[]): string {
  const { sort, text, window, ranges = [] } = filter;
  const names = ['item_id', ...dimensions.map(identifier)];
  const conditions = [
    ...(text === undefined
      ? []
      : [`(${names.map((name) => `contains(lower(${name}), lower(${literal(text)}))`).join(' OR ')})`]),
    ...(window === undefined ? [] : [`backtestwindow_start_time = TIMESTAMP ${literal(isoTime(window))}`]),
    ...ranges.flatMap(({ column, min, max }) => [
      ...(min === undefined ? [] : [`${sqlName(column)} >= ${min}`]),
      ...(max === undefined ? [] : [`${sqlName(column)} <= ${max}`]),
    ]),
  ];
  const by = sort.by === 'item' ? 'item_id' : sqlName(sort.by);
  return [
    `SELECT ${[...names, ...columns.map(sqlName)].join(', ')}`,
    `FROM ${window === undefined ? 'item_metrics' : 'window_metrics'}`,
    ...(conditions.length === 0 ? [] : [`WHERE ${conditions.join('\n  AND ')}`]),
    `ORDER BY ${by}${sort.descending ? ' DESC' : ''} NULLS LAST`,
    'LIMIT 1000',
  ].join('\n');
}

export function sqlName(id: ColumnId): string {
  return id
    .replace(/:(0\.\d+)$/u, (_, level: string) => `_p${Math.round(Number(level) * 100)}`)
    .replaceAll(':', '_')
    .replace(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);
}

function identifier(name: string): string {
  return /^[a-z_][a-z0-9_]*$/u.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
