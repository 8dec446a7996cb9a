import type { ItemKey } from '../../../domain/results-port';

/** An id may be empty, or longer than any screen; the whole of it is in its tooltip. */
const LONGEST = 500;

export function itemName({ itemId, dimensions }: ItemKey): string {
  return [itemId, ...dimensions].join(' · ');
}

/** An item's id, and its dimension values in the background. Texts of the data: never anything but text. */
export function ItemName({ item }: { readonly item: ItemKey }) {
  const { itemId, dimensions } = item;
  return (
    <span class="item-name" title={itemName(item).slice(0, 2000)}>
      {itemId.slice(0, LONGEST)}
      {dimensions.length > 0 && <span class="quiet"> {dimensions.join(' · ').slice(0, LONGEST)}</span>}
    </span>
  );
}
