import * as vscode from 'vscode';

/**
 * Shows in a notification that work lasts, with Cancel, which aborts the signal. `progress` says how far it is, in words or
 * in percent. Settles as the work does: what has to end on Cancel ends it.
 */
export async function cancellable<T>(
  title: string,
  work: (signal: AbortSignal, progress: vscode.Progress<{ message?: string; increment?: number }>) => Promise<T>,
): Promise<T> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (progress, token) => {
      const stop = new AbortController();
      token.onCancellationRequested(() => stop.abort());
      return work(stop.signal, progress);
    },
  );
}
