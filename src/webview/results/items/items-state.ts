import * as v from 'valibot';
import { worstFirst, type ValueColumn } from '../columns';
import { ColumnIdOf, type ItemsFilter } from '../../../protocol/results-values';

/** What the person has set in the table of items. */
export const ItemsState = v.object({
  sort: v.object({ by: v.union([v.literal('item'), ColumnIdOf]), descending: v.boolean() }),
  text: v.string(),
  /** The start of one window. */
  window: v.exactOptional(v.number()),
  ranges: v.array(v.object({ column: ColumnIdOf, min: v.exactOptional(v.number()), max: v.exactOptional(v.number()) })),
  group: v.picklist(['errors', 'losses', 'coverage', 'file']),
  /** The item that is looked at, by its place in the list. */
  index: v.number(),
});
export type ItemsState = v.InferOutput<typeof ItemsState>;

/** What is different; a window of undefined stands for all windows. */
export type ItemsChange = Omit<Partial<ItemsState>, 'window'> & { readonly window?: number | undefined };

export function changed(state: ItemsState, change: ItemsChange): ItemsState {
  const { window, ...rest } = { ...state, ...change };
  return { ...rest, ...(window === undefined ? {} : { window }) };
}

/** Where the list begins: with the items that matter most. */
export function freshItems(columns: readonly ValueColumn[], index = 0): ItemsState {
  const worst = worstFirst(columns);
  return {
    sort: worst === undefined ? { by: 'item', descending: false } : { by: worst, descending: true },
    text: '',
    ranges: [],
    group: worst?.startsWith('file:') === true ? 'file' : 'errors',
    index,
  };
}

export function itemsFilter({ sort, text, window, ranges }: ItemsState): ItemsFilter {
  return {
    sort,
    ...(text === '' ? {} : { text }),
    ...(window === undefined ? {} : { window }),
    ...(ranges.length === 0 ? {} : { ranges }),
  };
}
