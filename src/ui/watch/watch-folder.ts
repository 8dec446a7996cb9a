import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Claims } from '../../app/notices';
import { NOTHING_SAVED, type SavedWatch, type WatchStorage } from '../../app/watch-storage';
import type { Log } from '../../domain/ports';
import { readSaved } from './saved-watch';

const SAVED = 'watched';
const CLAIMED = 'told';
/** An event that is older than this is in no window's watch any more. */
const CLAIM_LIFE = 45 * 24 * 3_600_000;

/**
 * Keeps watches and claims as small files in the extension's global storage. Every window of the same machine sees them
 * at once, which VS Code's own `globalState` does not promise: it is kept by the window's own side, while the extension
 * runs where the workspace is.
 */
export class WatchFolder implements WatchStorage, Claims {
  readonly #folder: string;
  readonly #log: Log;

  constructor(folder: string, log: Log) {
    this.#folder = folder;
    this.#log = log;
  }

  async hasWatched(): Promise<boolean> {
    const files = await this.#list(SAVED);
    const saved = await Promise.all(files.filter((file) => file.endsWith('.json')).map((file) => this.#read(file)));
    return saved.some(({ watched }) => watched.length > 0);
  }

  load(scope: string): Promise<SavedWatch> {
    return this.#read(this.#file(SAVED, `${hash(scope)}.json`));
  }

  async update(scope: string, change: (saved: SavedWatch) => SavedWatch): Promise<void> {
    const file = this.#file(SAVED, `${hash(scope)}.json`);
    const saved = change(await this.#read(file));
    await mkdir(path.dirname(file), { recursive: true });
    // Written aside and renamed: another window never reads half a file.
    const aside = `${file}.${randomUUID()}`;
    await writeFile(aside, JSON.stringify({ ...saved, scope }));
    await rename(aside, file);
  }

  async claim(key: string): Promise<boolean> {
    const file = this.#file(CLAIMED, hash(key));
    try {
      await mkdir(path.dirname(file), { recursive: true });
      // Exclusive creation succeeds in one process only, whatever happens at the same time.
      await (await open(file, 'wx')).close();
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      // Better told twice than not at all.
      this.#log.warn(`Windows cannot agree on notifications: ${(error as Error).message}`);
      return true;
    }
  }

  /** Deletes claims of events that are long past. Never rejects. */
  async clean(): Promise<void> {
    for (const file of await this.#list(CLAIMED)) {
      const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Date.now() }));
      if (Date.now() - mtimeMs > CLAIM_LIFE) await rm(file, { force: true });
    }
  }

  #file(kind: string, name: string): string {
    return path.join(this.#folder, kind, name);
  }

  async #list(kind: string): Promise<string[]> {
    const names = await readdir(this.#file(kind, '')).catch(() => []);
    return names.map((name) => this.#file(kind, name));
  }

  async #read(file: string): Promise<SavedWatch> {
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return NOTHING_SAVED;
      throw error;
    }
    const saved = readSaved(text);
    if (!saved) this.#log.warn('The file of watched jobs cannot be understood and is not used.');
    return saved ?? NOTHING_SAVED;
  }
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
