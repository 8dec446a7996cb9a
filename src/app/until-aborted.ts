/** Waits for work to end, or for the person to give it up: then the work's end is not waited for. */
export async function untilAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  const over = new AbortController();
  const aborted = new Promise<void>((resolve) =>
    signal.addEventListener('abort', () => resolve(), { signal: over.signal }),
  );
  await Promise.race([work, aborted]).finally(() => over.abort());
}
