import type { Tag } from './export-job';
import { MAX_TAGS, isReservedTagKey } from './rules';

/** One call that changes tags: `TagResource` (adds and overwrites) or `UntagResource`. */
export type TagCall =
  | { readonly kind: 'tag'; readonly tags: readonly Tag[] }
  | { readonly kind: 'untag'; readonly keys: readonly string[] };

/**
 * The fewest calls that turn one set of tags into another, in the order in which to send them: none, one or two.
 * Tags that stay as they are, and keys that AWS reserves, are in none of them. New tags are set before old ones are
 * removed, so that a failure in between loses nothing; except where that would exceed the limit on the way.
 */
export function tagCalls(before: readonly Tag[], after: readonly Tag[]): readonly TagCall[] {
  const old = new Map(editable(before).map(({ key, value }) => [key, value]));
  const wanted = new Map(editable(after).map(({ key, value }) => [key, value]));
  const tags = [...wanted].filter(([key, value]) => old.get(key) !== value).map(([key, value]) => ({ key, value }));
  const keys = [...old.keys()].filter((key) => !wanted.has(key));
  const tag: TagCall[] = tags.length > 0 ? [{ kind: 'tag', tags }] : [];
  const untag: TagCall[] = keys.length > 0 ? [{ kind: 'untag', keys }] : [];
  const onTheWay = new Set([...old.keys(), ...wanted.keys()]).size;
  return onTheWay > MAX_TAGS ? [...untag, ...tag] : [...tag, ...untag];
}

function editable(tags: readonly Tag[]): readonly Tag[] {
  return tags.filter(({ key }) => !isReservedTagKey(key));
}
