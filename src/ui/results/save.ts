import { homedir } from 'node:os';
import * as vscode from 'vscode';

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
    defaultUri: vscode.Uri.joinPath(folder ?? vscode.Uri.file(homedir()), file),
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
