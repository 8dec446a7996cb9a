import type { Tag } from '../export-job';
import { characterCount, charactersOutside } from './measure';

/** The documented number of user tags on one resource; the service model's list allows 200. */
export const MAX_TAGS = 50;
export const MAX_TAG_KEY_LENGTH = 128;
export const MAX_TAG_VALUE_LENGTH = 256;

/** Letters, separators (spaces) and digits of every script, and `_ . : / = + - @`. No combining marks, no tab. */
const TAG_CHARACTER = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]$/u;

export type TagProblem =
  | { readonly code: 'keyEmpty' }
  | { readonly code: 'keyTooLong'; readonly length: number; readonly max: number }
  | { readonly code: 'keyCharacters'; readonly characters: readonly string[] }
  /** The key starts with `aws:` in upper or lower case. */
  | { readonly code: 'keyReserved'; readonly key: string }
  | { readonly code: 'keyDuplicate'; readonly key: string }
  | { readonly code: 'valueTooLong'; readonly length: number; readonly max: number }
  | { readonly code: 'valueCharacters'; readonly characters: readonly string[] };

export type TagSetProblem =
  | { readonly code: 'tooMany'; readonly count: number; readonly max: number }
  /** A problem of the tag at this position. */
  | (TagProblem & { readonly index: number });

/** Keys that AWS sets by itself: a person can neither change nor remove them, and they do not count. */
export function isReservedTagKey(key: string): boolean {
  return /^aws:/iu.test(key);
}

/** Source: shape `TagKey` (1 to 128, sensitive), and the API reference of Tag for the `aws:` prefix. */
export function checkTagKey(key: string, otherKeys: Iterable<string> = []): readonly TagProblem[] {
  if (key === '') return [{ code: 'keyEmpty' }];
  const problems: TagProblem[] = [];
  const length = characterCount(key);
  if (length > MAX_TAG_KEY_LENGTH) problems.push({ code: 'keyTooLong', length, max: MAX_TAG_KEY_LENGTH });
  const characters = charactersOutside(key, TAG_CHARACTER);
  if (characters.length > 0) problems.push({ code: 'keyCharacters', characters });
  if (isReservedTagKey(key)) problems.push({ code: 'keyReserved', key });
  // Keys are case-sensitive: `Team` and `team` are two tags.
  for (const other of otherKeys) {
    if (other === key) return [...problems, { code: 'keyDuplicate', key }];
  }
  return problems;
}

/** Source: shape `TagValue` (0 to 256, sensitive). A value may start with `aws:` and may be empty. */
export function checkTagValue(value: string): readonly TagProblem[] {
  const problems: TagProblem[] = [];
  const length = characterCount(value);
  if (length > MAX_TAG_VALUE_LENGTH) problems.push({ code: 'valueTooLong', length, max: MAX_TAG_VALUE_LENGTH });
  const characters = charactersOutside(value, TAG_CHARACTER);
  if (characters.length > 0) problems.push({ code: 'valueCharacters', characters });
  return problems;
}

/** All tags of a new job. A key that comes twice is a problem of its second tag. */
export function checkTags(tags: readonly Tag[]): readonly TagSetProblem[] {
  const problems: TagSetProblem[] = [];
  if (tags.length > MAX_TAGS) problems.push({ code: 'tooMany', count: tags.length, max: MAX_TAGS });
  const earlier = new Set<string>();
  tags.forEach(({ key, value }, index) => {
    const ofThis = [...checkTagKey(key, earlier), ...checkTagValue(value)];
    problems.push(...ofThis.map((problem) => ({ ...problem, index })));
    earlier.add(key);
  });
  return problems;
}
