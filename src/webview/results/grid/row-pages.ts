import { useEffect, useRef, useState } from 'preact/hooks';

export interface PageOfRows<R> {
  readonly rows: readonly R[];
  readonly total: number;
}

export interface Rows<R> {
  /** Undefined until the first answer has come. */
  readonly total: number | undefined;
  /** What is shown belongs to an older question; the answer to the new one is under way. */
  readonly stale: boolean;
  readonly row: (index: number) => R | undefined;
  /** Says which rows are on the screen, so that they are loaded. */
  readonly want: (first: number, last: number) => void;
  readonly problem: string | undefined;
  readonly retry: () => void;
}

const PAGE = 100;

/** Rows of one question, asked for by pages as they are looked at. */
export class RowPages<R> {
  readonly pages = new Map<number, readonly R[]>();
  readonly #asked = new Set<number>();
  readonly #failed = new Set<number>();
  #wanted: readonly [first: number, last: number] = [0, 0];
  total: number | undefined;
  problem: string | undefined;
  readonly #load: (offset: number, limit: number) => Promise<PageOfRows<R>>;
  readonly #changed: () => void;

  constructor(load: (offset: number, limit: number) => Promise<PageOfRows<R>>, changed: () => void) {
    this.#load = load;
    this.#changed = changed;
  }

  want(first: number, last: number): void {
    this.#wanted = [first, last];
    const end = this.total === undefined ? last : Math.min(last, this.total - 1);
    for (let page = Math.floor(Math.max(0, first) / PAGE); page * PAGE <= end; page += 1) void this.#ask(page);
  }

  row(index: number): R | undefined {
    return this.pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  /** Asks again for what had failed, and for what is looked at meanwhile. */
  retry(): void {
    this.problem = undefined;
    for (const page of this.#failed) void this.#ask(page);
    this.want(...this.#wanted);
    this.#changed();
  }

  async #ask(page: number): Promise<void> {
    if (this.#asked.has(page) || this.problem !== undefined) return;
    this.#asked.add(page);
    this.#failed.delete(page);
    try {
      const { rows, total } = await this.#load(page * PAGE, PAGE);
      this.pages.set(page, rows);
      this.total = total;
    } catch (error) {
      this.#asked.delete(page);
      this.#failed.add(page);
      this.problem = error instanceof Error ? error.message : String(error);
    }
    this.#changed();
  }
}

/**
 * Rows that are loaded as they are wanted.
 * @param question changes whenever the rows do; those of the last question stay on the screen until the new ones come
 */
export function useRows<R>(question: string, load: (offset: number, limit: number) => Promise<PageOfRows<R>>): Rows<R> {
  const [, redraw] = useState(0);
  const current = useRef<{ question: string; pages: RowPages<R>; before: RowPages<R> | undefined } | undefined>(
    undefined,
  );
  if (current.current?.question !== question) {
    const last = current.current;
    const before = last?.pages.total === undefined ? last?.before : last.pages;
    const pages = new RowPages<R>(load, () => redraw((count) => count + 1));
    current.current = { question, pages, before };
  }
  const { pages, before } = current.current;
  useEffect(() => pages.want(0, 0), [pages]);
  const stale = pages.total === undefined && before !== undefined;
  const shown = stale ? before : pages;
  return {
    total: shown.total,
    stale: stale && pages.problem === undefined,
    row: (index) => shown.row(index),
    want: (first, last) => pages.want(first, last),
    problem: pages.problem,
    retry: () => pages.retry(),
  };
}
