import type { Context } from './context';
import type { Filter, FilteredList } from './inputs';
import { issueToken, readToken } from './page-token';
import { invalidInput, invalidNextToken } from './refusals';

/** Documented nowhere; the largest page is what the service is seen to answer. */
const DEFAULT_PAGE_SIZE = 100;

export interface Page<T> {
  readonly items: readonly T[];
  readonly NextToken: string | undefined;
}

/** What a filter key looks at, for example `{ Status: (job) => … }`. */
export type FilterKeys<T> = Readonly<Record<string, (item: T) => string>>;

/**
 * One page of a list, newest first. Filters combine with AND. `ordered` is in order of creation, oldest first.
 * Throws InvalidInputException for an unknown filter key, InvalidNextTokenException for a token of another list.
 */
export function listPage<T extends { readonly sequence: number }>(
  operation: string,
  ordered: readonly T[],
  input: FilteredList,
  keys: FilterKeys<T>,
  context: Context,
): Page<T> {
  const accepts = predicate(input.Filters ?? [], keys);
  const list = JSON.stringify([context.region.name, operation, input.Filters ?? []]);
  const after = input.NextToken === undefined ? Infinity : readToken(input.NextToken, list, context.now);
  const size = Math.min(input.MaxResults ?? DEFAULT_PAGE_SIZE, context.settings.maxPageSize);
  const token = (position: number) => issueToken(list, position, context.now, context.nextNonce());

  if (context.fault === 'emptyPages') {
    const start = after === Infinity ? (ordered.at(-1)?.sequence ?? 0) + 1 : after;
    return { items: [], NextToken: token(start) };
  }

  const items: T[] = [];
  let more = false;
  for (let index = countBelow(ordered, after) - 1; index >= 0 && !more; index--) {
    const item = ordered[index];
    if (!item || !accepts(item)) continue;
    if (items.length < size) items.push(item);
    else more = true;
  }
  const last = items.at(-1)?.sequence;
  if (last === undefined || !more) return { items, NextToken: undefined };
  if (context.fault === 'sameToken') return { items, NextToken: input.NextToken ?? token(last) };
  return { items, NextToken: token(context.fault === 'overlap' ? last + 1 : last) };
}

function predicate<T>(filters: readonly Filter[], keys: FilterKeys<T>): (item: T) => boolean {
  const tests = filters.map(({ Key, Value, Condition }) => {
    const read = Object.hasOwn(keys, Key) ? keys[Key] : undefined;
    if (!read) {
      throw invalidInput(`Invalid filter key: ${Key}. Valid filter keys are: ${Object.keys(keys).join(', ')}.`);
    }
    const wanted = Condition === 'IS';
    return (item: T) => (read(item) === Value) === wanted;
  });
  return (item) => tests.every((test) => test(item));
}

/** How many items have a lower sequence: binary search, so that deep pages cost no more than the first. */
function countBelow(ordered: readonly { readonly sequence: number }[], sequence: number): number {
  let low = 0;
  let high = ordered.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = ordered[middle];
    if (!item) throw invalidNextToken();
    if (item.sequence < sequence) low = middle + 1;
    else high = middle;
  }
  return low;
}
