import * as vscode from 'vscode';
import { csvDocument, type Cell } from '../../domain/csv';
import { escapeMarkdown } from '../../domain/table-export';
import type { TableFormat } from '../../protocol/results';

export interface Table {
  readonly headings: readonly string[];
  readonly rows: readonly (readonly (string | number | boolean | null | undefined)[])[];
}

/** A table as text. CSV is neutralised against formulas, and Markdown against markup: an item's id may hold either. */
export function tableText({ headings, rows }: Table, format: TableFormat): string {
  if (format === 'csv') return csvDocument([headings, ...rows.map((row) => row.map(toCell))]);
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  return [
    line(headings.map(escapeMarkdown)),
    line(headings.map((_, column) => (rows.some((row) => typeof row[column] === 'number') ? '---:' : '---'))),
    ...rows.map((row) => line(headings.map((_, column) => markdownCell(row[column])))),
  ].join('');
}

function toCell(value: Table['rows'][number][number]): Cell {
  return typeof value === 'boolean' ? String(value) : (value ?? undefined);
}

function markdownCell(value: Table['rows'][number][number]): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'number' ? String(value) : escapeMarkdown(String(value));
}

const EXTENSIONS = { csv: 'csv', markdown: 'md', svg: 'svg', png: 'png' } as const;
const KINDS = { csv: 'CSV', markdown: 'Markdown', svg: 'SVG', png: 'PNG' } as const;

/**
 * Asks where to save and writes the file; what it holds is asked for only then.
 * @param name a proposal without extension; whatever a file name cannot hold is replaced
 * @returns false when the person chose no file
 */
export async function saveFile(
  name: string,
  format: keyof typeof EXTENSIONS,
  content: () => Promise<string | Uint8Array>,
): Promise<boolean> {
  const file = `${fileName(name)}.${EXTENSIONS[format]}`;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await vscode.window.showSaveDialog({
    filters: { [KINDS[format]]: [EXTENSIONS[format]] },
    defaultUri: folder ? vscode.Uri.joinPath(folder, file) : vscode.Uri.file(file),
  });
  if (!target) return false;
  const bytes = await content();
  await vscode.workspace.fs.writeFile(target, typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes);
  void offerToOpen(target);
  return true;
}

async function offerToOpen(file: vscode.Uri): Promise<void> {
  const open = vscode.l10n.t('Open');
  const path = vscode.workspace.asRelativePath(file);
  const picked = await vscode.window.showInformationMessage(vscode.l10n.t('Saved {0}', path), open);
  if (picked === open) await vscode.commands.executeCommand('vscode.open', file);
}

/** Windows allows least: none of these, no control character, no dot at the end. */
function fileName(name: string): string {
  const plain = name
    .replace(/[<>:"/\\|?*\p{Cc}\p{Cf}]+/gu, '-')
    .replace(/^[\s.]+|[\s.]+$/gu, '')
    .slice(0, 100);
  return plain === '' ? 'results' : plain;
}
