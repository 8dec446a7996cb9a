/**
 * The folder of local stores: `<fingerprint>.duckdb` per export, `parts/<fingerprint>/` for downloads under way. Several
 * windows share it: whole files only appear by renaming, and what another process works on or has open is left alone. A
 * name with a process id in it belongs to that process and goes when it has ended.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ExportFiles } from '../domain/export-files';
import { STORE_VERSION } from './layout';

/** The same for the same files with the same content, wherever they are listed. */
export function fingerprint(place: string, files: ExportFiles): string {
  const parts = [...files.forecast, ...files.accuracy].map(({ key, size, etag }) => [key, size, etag]);
  return createHash('sha256')
    .update(JSON.stringify([STORE_VERSION, place, parts.sort()]))
    .digest('hex')
    .slice(0, 40);
}

export class Cache {
  readonly folder: string;
  /** Bytes of stores and downloads to keep. */
  readonly #limit: number;

  constructor(folder: string, limit: number) {
    this.folder = folder;
    this.#limit = limit;
  }

  storePath(print: string): string {
    return join(this.folder, `${print}.duckdb`);
  }

  temporaryPath(print: string): string {
    return join(this.folder, ownName(print, 'tmp'));
  }

  /** Where the engine moves what does not fit into memory. */
  get spillFolder(): string {
    return join(this.folder, `spill.${process.pid}`);
  }

  /** Makes the folder and removes what processes that are gone have left half done. */
  async prepare(): Promise<void> {
    await mkdir(join(this.folder, 'parts'), { recursive: true });
    for (const folder of [this.folder, join(this.folder, 'parts')]) {
      for (const name of await readdir(folder)) {
        const owner = ownerOf(name);
        if (owner !== undefined && !isAlive(owner)) await remove(join(folder, name));
      }
    }
  }

  /**
   * Marks a store as open in this process, whether it is there already or not. Resolves with what takes the mark away.
   * Where nothing can be written the store is merely not protected.
   */
  async lease(print: string): Promise<() => Promise<void>> {
    const path = join(this.folder, ownName(print, 'lease'));
    await writeFile(path, '').catch(() => undefined);
    return () => remove(path);
  }

  /** A folder for downloads that nobody else uses: the export's own, where an earlier try can be taken up, if free. */
  async partsFolder(print: string): Promise<{ path: string; release: (keep: boolean) => Promise<void> }> {
    const shared = join(this.folder, 'parts', print);
    const lock = join(shared, 'lock');
    await mkdir(shared, { recursive: true });
    const isMine = (await takeLock(lock)) || (await isAbandoned(lock).then((gone) => gone && takeLock(lock)));
    const path = isMine ? shared : join(this.folder, 'parts', ownName(print, 'tmp'));
    await mkdir(path, { recursive: true });
    return {
      path,
      release: async (keep) => {
        await remove(keep && isMine ? lock : path);
      },
    };
  }

  /** Marks a store as used now. */
  async touch(path: string): Promise<void> {
    const now = new Date();
    await utimes(path, now, now).catch(() => undefined);
  }

  /** Removes what was not used for longest until the rest is within the limit, except what a process has open. */
  async evict(inUse: ReadonlySet<string>): Promise<void> {
    const entries = [...(await this.#stores()), ...(await this.#downloads())].sort((a, b) => b.usedAt - a.usedAt);
    let total = 0;
    for (const { path, bytes } of entries) {
      total += bytes;
      if (total > this.#limit && !inUse.has(path) && !(await this.#isLeased(path))) await remove(path);
    }
  }

  async #isLeased(store: string): Promise<boolean> {
    const print = basename(store, '.duckdb');
    return (await readdir(this.folder)).some((name) => {
      if (!name.startsWith(`${print}.`) || !name.endsWith('.lease')) return false;
      const owner = ownerOf(name);
      return owner !== undefined && isAlive(owner);
    });
  }

  async #stores(): Promise<Entry[]> {
    const names = (await readdir(this.folder)).filter((name) => name.endsWith('.duckdb'));
    return (await Promise.all(names.map((name) => entryOf(join(this.folder, name))))).flat();
  }

  async #downloads(): Promise<Entry[]> {
    const folder = join(this.folder, 'parts');
    const entries: Entry[] = [];
    for (const name of await readdir(folder)) {
      const path = join(folder, name);
      const owner = ownerOf(name);
      if (owner !== undefined && isAlive(owner)) continue;
      const files = await readdir(path).catch((): string[] => []);
      if (files.includes('lock') && !(await isAbandoned(join(path, 'lock')))) continue;
      const own = (await Promise.all(files.map((file) => entryOf(join(path, file))))).flat();
      entries.push({
        path,
        bytes: own.reduce((sum, { bytes }) => sum + bytes, 0),
        usedAt: Math.max(0, ...own.map(({ usedAt }) => usedAt)),
      });
    }
    return entries;
  }
}

interface Entry {
  readonly path: string;
  readonly bytes: number;
  readonly usedAt: number;
}

async function entryOf(path: string): Promise<Entry[]> {
  const found = await stat(path).catch(() => undefined);
  return found ? [{ path, bytes: found.size, usedAt: found.mtimeMs }] : [];
}

/** A name that nobody else uses, and that tells whose it is. */
function ownName(print: string, ending: 'tmp' | 'lease'): string {
  return `${print}.${process.pid}.${randomBytes(4).toString('hex')}.${ending}`;
}

/** The process to which a file or folder belongs; undefined for what belongs to all. */
function ownerOf(name: string): number | undefined {
  const owner = /\.(\d+)(?:\.[0-9a-f]{8}\.(?:lease|tmp(?:\.wal)?))?$/u.exec(name)?.[1];
  return owner === undefined ? undefined : Number(owner);
}

/** On Windows a file that is open elsewhere stays; it is tried again another time. */
async function remove(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true }).catch(() => undefined);
}

async function takeLock(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    await file.writeFile(String(process.pid));
    await file.close();
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === 'EEXIST') return false;
    throw error;
  }
}

/** Removes the lock of a process that is gone. */
async function isAbandoned(path: string): Promise<boolean> {
  const owner = Number(await readFile(path, 'utf8').catch(() => ''));
  if (owner !== 0 && isAlive(owner)) return false;
  // An empty lock was just made, unless its maker died in that moment.
  const made = await stat(path).catch(() => undefined);
  if (owner === 0 && made && Date.now() - made.mtimeMs < 60_000) return false;
  await remove(path);
  return true;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: unknown }).code === 'EPERM';
  }
}
