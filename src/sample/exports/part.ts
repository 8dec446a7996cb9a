/** One file of an export: its size is known, its content is made when it is read. */
export interface Part {
  /** Bytes. */
  readonly size: number;
  /** The bytes from `start` to before `end`. */
  read(start: number, end: number): AsyncIterable<Uint8Array>;
}

/** Some rows that belong together; `size` is how many bytes `text` will make. ASCII only. */
export interface Block {
  readonly size: number;
  text(): string;
}

/** What is handed on at once. Between two of them other work has its turn. */
const CHUNK = 128 * 1024;

/** A text file of a header and blocks. Of a range only the blocks that it touches are made. */
export function partOfBlocks(header: string, blocks: () => Iterable<Block>): Part {
  const encoder = new TextEncoder();
  let size: number | undefined;
  const all = function* (): Iterable<Block> {
    yield { size: header.length, text: () => header };
    yield* blocks();
  };
  return {
    get size() {
      return (size ??= [...all()].reduce((sum, block) => sum + block.size, 0));
    },
    async *read(start, end) {
      let text = '';
      let place = 0;
      for (const block of all()) {
        const from = place;
        place += block.size;
        if (place <= start) continue;
        if (from >= end) break;
        text += block.text().slice(Math.max(0, start - from), Math.min(block.size, end - from));
        if (text.length < CHUNK) continue;
        yield encoder.encode(text);
        text = '';
        await new Promise((resolve) => setTimeout(resolve));
      }
      if (text !== '') yield encoder.encode(text);
    },
  };
}

/** A file that can only be made as a whole; `make` is asked once for each reading. */
export function partOfBytes(size: number, make: () => Promise<Uint8Array>): Part {
  return {
    size,
    async *read(start, end) {
      yield (await make()).subarray(start, end);
    },
  };
}
