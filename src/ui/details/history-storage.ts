import type * as vscode from 'vscode';
import type { HistoryStorage } from '../../app/status-history';

const KEY = 'statusHistory';

/** Keeps the history for all windows: an ARN names account and region, so accounts do not mix. */
export function historyStorage(memory: vscode.Memento): HistoryStorage {
  return {
    read: () => memory.get(KEY),
    write: (value) => void memory.update(KEY, value),
  };
}
