/** The one place where a failure of the engine or the file system becomes one of this program's own. */
import { basename } from 'node:path';
import { isCancelled, isDomainError } from '../domain/errors';
import type { ResultsErrorKind } from '../domain/results-error';
import { isResultsError, ResultsError } from '../domain/results-error';

const BY_CODE: Readonly<Record<string, ResultsErrorKind>> = {
  ENOSPC: 'diskFull',
  EDQUOT: 'diskFull',
  EACCES: 'unreadable',
  EPERM: 'unreadable',
  ENOENT: 'changed',
};

/** The engine tells what happened in words only; these are of DuckDB 1.5. */
const BY_TEXT: readonly (readonly [RegExp, ResultsErrorKind])[] = [
  [/No space left on device|not enough space on the disk|max_temp_directory_size|disk quota/iu, 'diskFull'],
  [/^(?:Error: )?Out of Memory Error|failed to allocate/iu, 'outOfMemory'],
  [/Permission denied/iu, 'unreadable'],
  [/No files found that match|No such file or directory/iu, 'changed'],
  [/CSV Error|Parallel CSV Reader|Invalid Input Error|Conversion Error|Invalid unicode/iu, 'badPart'],
  [/Parquet|not a parquet file|TProtocolException|magic bytes/iu, 'badPart'],
];

export function translate(error: unknown): Error {
  if (isResultsError(error) || isDomainError(error) || isCancelled(error)) return error;
  const message = error instanceof Error ? error.message : String(error);
  const code = (error as { code?: unknown } | null)?.code;
  const kind =
    (typeof code === 'string' ? BY_CODE[code] : undefined) ??
    BY_TEXT.find(([pattern]) => pattern.test(message))?.[1] ??
    'unknown';
  const line = /\bLine: (\d+)/u.exec(message)?.[1];
  const path =
    /(?:^|\n)\s*(?:file ?=|File:?) ?"?([^"\n]+\.(?:csv|parquet))/iu.exec(message)?.[1] ??
    /["']([^"'\n]+\.(?:csv|parquet))["']/iu.exec(message)?.[1];
  const facts = {
    ...(line === undefined ? {} : { line: Number(line) }),
    ...(path === undefined ? {} : { file: basename(path) }),
  };
  // The first line says what is wrong; the rest are the engine's own settings.
  return new ResultsError(kind, message.split('\n\n')[0]?.slice(0, 2_000) ?? '', facts, { cause: error });
}
