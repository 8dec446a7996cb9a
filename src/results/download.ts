/** Brings the parts of an export onto the disk, several at once, and goes on where an earlier try ended. */
import { setMaxListeners } from 'node:events';
import type { FileHandle } from 'node:fs/promises';
import { open, rename, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { Cancelled, isDomainError } from '../domain/errors';
import type { ExportPart, PartFormat } from '../domain/export-files';
import type { ObjectStore } from '../domain/object-store';
import { ResultsError } from '../domain/results-error';
import { translate } from './engine-errors';

export interface DownloadRequest {
  readonly store: ObjectStore;
  readonly bucket: string;
  readonly parts: readonly ExportPart[];
  readonly format: PartFormat;
  readonly folder: string;
  readonly concurrency: number;
  readonly signal: AbortSignal;
  /** Bytes that have arrived since the last call; those of an earlier try count too. */
  readonly onBytes: (bytes: number) => void;
  /** A part is whole. A rejection ends the download. */
  readonly onPart: (part: ExportPart, path: string) => void;
}

/** Failures after which the rest of a part is asked for again, and the pauses before it in milliseconds. */
const AGAIN: ReadonlySet<string> = new Set([
  'network',
  'unknownHost',
  'offline',
  'timeout',
  'throttled',
  'serviceFault',
]);
const PAUSES = [200, 1_000, 3_000];

/**
 * Small parts are asked for many at once, because each costs a round trip. Of large ones a few fill the line, and the
 * sooner the first is whole the sooner it is read while the others arrive.
 */
const FEW = 3;
const MANY_BYTES = 32 * 1024 * 1024;

/** Rejects with the first failure; what has arrived stays on the disk. */
export async function downloadParts(request: DownloadRequest): Promise<void> {
  const { parts, folder, signal } = request;
  await requireSpace(
    folder,
    parts.reduce((sum, { size }) => sum + size, 0),
  );
  const own = new AbortController();
  setMaxListeners(0, own.signal);
  const stop = (): void => own.abort();
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  const waiting = parts.map((part, index) => ({ part, path: join(folder, `${index}.${request.format}`) }));
  const coming = new Map<ExportPart, Promise<ExportPart>>();
  const hasRoom = ({ size }: ExportPart): boolean => {
    const bytes = [...coming.keys()].reduce((sum, part) => sum + part.size, size);
    return (
      coming.size < Math.min(FEW, request.concurrency) || (coming.size < request.concurrency && bytes <= MANY_BYTES)
    );
  };
  const bring = async (part: ExportPart, path: string): Promise<ExportPart> => {
    await downloadPart(request, part, path, own.signal);
    request.onPart(part, path);
    return part;
  };
  try {
    while (waiting.length > 0 || coming.size > 0) {
      for (let next = waiting[0]; next && hasRoom(next.part); next = waiting[0]) {
        waiting.shift();
        coming.set(next.part, bring(next.part, next.path));
      }
      coming.delete(await Promise.race(coming.values()));
    }
  } catch (error) {
    stop();
    await Promise.allSettled(coming.values());
    if (signal.aborted) throw new Cancelled();
    throw translate(error);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

async function requireSpace(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < bytes) {
    throw new ResultsError('diskFull', `The export has ${bytes} bytes, and ${bavail * bsize} are free`);
  }
}

async function downloadPart(
  request: DownloadRequest,
  part: ExportPart,
  path: string,
  signal: AbortSignal,
): Promise<void> {
  const whole = await stat(path).catch(() => undefined);
  if (whole?.size === part.size) {
    request.onBytes(part.size);
    return;
  }
  const partial = `${path}.partial`;
  const file = await open(partial, 'a');
  try {
    let done = (await file.stat()).size;
    if (done > part.size) {
      await file.truncate(0);
      done = 0;
    }
    request.onBytes(done);
    for (let failures = 0; done < part.size;) {
      const before = done;
      try {
        done = await receive(request, part, file, done, signal);
        if (done < part.size) throw cutOff(part, done);
      } catch (error) {
        done = (await file.stat()).size;
        failures = done > before ? 1 : failures + 1;
        const pause = PAUSES[failures - 1];
        if (signal.aborted || pause === undefined || !isDomainError(error) || !AGAIN.has(error.kind)) throw error;
        await sleep(pause, signal);
      }
    }
    if (done > part.size) throw new ResultsError('changed', `${part.key} is longer than it was listed`, nameOf(part));
  } finally {
    await file.close();
  }
  await rename(partial, path);
}

async function receive(
  { store, bucket, onBytes }: DownloadRequest,
  part: ExportPart,
  file: FileHandle,
  from: number,
  signal: AbortSignal,
): Promise<number> {
  const range = from === 0 ? {} : { range: { start: from } };
  const body = await store.get({ bucket, key: part.key, etag: part.etag, ...range }, { signal });
  let done = from;
  for await (const chunk of body) {
    if (signal.aborted) throw new Cancelled();
    await file.writeFile(chunk);
    done += chunk.length;
    onBytes(chunk.length);
  }
  return done;
}

function cutOff(part: ExportPart, done: number): ResultsError {
  return new ResultsError('badPart', `${part.key} ended after ${done} of ${part.size} bytes`, nameOf(part));
}

function nameOf({ key }: ExportPart): { file: string } {
  return { file: key.slice(key.lastIndexOf('/') + 1) };
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(new Cancelled());
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', stop, { once: true });
  });
}
