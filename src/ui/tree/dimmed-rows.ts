import * as vscode from 'vscode';

/** The scheme of rows that are no longer known to be true: nothing else has such an address. */
const SCHEME = 'forecast-backtests-dimmed';

/** Draws a row faint: what it shows was read before the person was signed out. */
export function dim(item: vscode.TreeItem, id: string): void {
  item.resourceUri = vscode.Uri.from({ scheme: SCHEME, path: `/${id}` });
  if (item.iconPath instanceof vscode.ThemeIcon) {
    item.iconPath = new vscode.ThemeIcon(item.iconPath.id, new vscode.ThemeColor('disabledForeground'));
  }
}

/** Gives the labels of dimmed rows their colour; a tree item has none of its own. */
export function registerDimming(): vscode.Disposable {
  return vscode.window.registerFileDecorationProvider({
    provideFileDecoration: ({ scheme }) =>
      scheme === SCHEME
        ? new vscode.FileDecoration(undefined, undefined, new vscode.ThemeColor('disabledForeground'))
        : undefined,
  });
}
