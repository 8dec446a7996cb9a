/** A cell of a table that is written out. A missing value is an empty cell. */
export type Cell = string | number | undefined;

/**
 * A table as CSV (RFC 4180: CRLF, quotes doubled), neutralised against CSV injection: a spreadsheet runs a cell that
 * starts with `= + - @`, a tab or a line break as a formula, so such text gets a leading apostrophe. Text that is a plain
 * number, such as `-1.5`, cannot do harm and stays. Text is always quoted, so that a spreadsheet which separates by
 * semicolons finds no cell to start inside of it.
 */
export function csvDocument(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

export function csvCell(cell: Cell): string {
  if (cell === undefined) return '';
  // NaN and infinities have no agreed spelling in CSV.
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  return `"${neutralised(cell).replaceAll('"', '""')}"`;
}

/**
 * Sources: OWASP, "CSV Injection" (the characters, their full-width forms included). Spreadsheets skip white space
 * and invisible characters before a formula, so these are looked through.
 */
export function neutralised(text: string): string {
  if (/^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/u.test(text)) return text;
  const starts = /^(?:[\s\p{Cc}\p{Cf}\p{Z}]*[=+\-@＝＋－＠]|[\t\r\n])/u.test(text);
  return starts ? `'${text}` : text;
}
