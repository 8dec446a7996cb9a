/**
 * The engine's process begins here: loads the engine. When that fails, because this package carries none or the one for
 * another machine, it answers the first call with `engineMissing` and ends. (Node's own report of a failed load begins with the line of
 * the bundle that failed, a quarter of a megabyte, and does not always arrive as a whole.)
 */
import type { FromWorker, ToWorker } from './messages';

import('./worker').catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  process.on('message', (heard: ToWorker) => {
    if (heard.kind !== 'call' || !process.connected) return;
    const answer: FromWorker = {
      kind: 'error',
      call: heard.call,
      error: { type: 'results', kind: 'engineMissing', message, facts: {} },
    };
    process.send?.(answer, () => process.exit(1));
  });
  process.on('disconnect', () => process.exit(0));
});
