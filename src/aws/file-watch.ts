import { unwatchFile, watchFile } from 'node:fs';

/** Milliseconds between two looks. */
const INTERVAL = 1_000;

/**
 * Calls back when one of the files has come, gone or changed. Returns how to stop.
 *
 * Node looks at the files once a second rather than being told by the system: that works for files and folders that do
 * not exist yet, for editors that rename a new file into place, and on network drives; three looks take 0.1 ms.
 */
export function watchFiles(files: readonly string[], onChange: () => void): () => void {
  // Listeners are told apart by identity, so each watch has one of its own.
  const listener = (): void => onChange();
  for (const file of files) watchFile(file, { interval: INTERVAL, persistent: false }, listener);
  return () => {
    for (const file of files) unwatchFile(file, listener);
  };
}
