import * as vscode from 'vscode';

/** Opens an address in the browser, character for character: parsed into a Uri it would lose some of its escapes. */
export async function openUrl(url: string): Promise<void> {
  // The declared type knows only Uri, the implementation takes text as it is (and passes it on unchanged).
  await vscode.env.openExternal(url as unknown as vscode.Uri);
}
