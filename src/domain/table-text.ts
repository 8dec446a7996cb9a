/** A table of the page as a file. */
import { csvDocument, type Cell } from './csv';
import { escapeMarkdown } from './table-export';

export interface TextTable {
  readonly headings: readonly string[];
  readonly rows: readonly (readonly (string | number | boolean | null | undefined)[])[];
}

/** A table as text. CSV is neutralised against formulas, and Markdown against markup: an item's id may hold either. */
export function tableText({ headings, rows }: TextTable, format: 'csv' | 'markdown'): string {
  if (format === 'csv') return csvDocument([headings, ...rows.map((row) => row.map(toCell))]);
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  return [
    line(headings.map(escapeMarkdown)),
    line(headings.map((_, column) => (rows.some((row) => typeof row[column] === 'number') ? '---:' : '---'))),
    ...rows.map((row) => line(headings.map((_, column) => markdownCell(row[column])))),
  ].join('');
}

type Value = TextTable['rows'][number][number];

function toCell(value: Value): Cell {
  return typeof value === 'boolean' ? String(value) : (value ?? undefined);
}

function markdownCell(value: Value): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'number' ? String(value) : escapeMarkdown(String(value));
}
