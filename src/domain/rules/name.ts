import { characterCount, charactersOutside } from './measure';

/** The longest `Name` of the service model. */
export const MAX_NAME_LENGTH = 63;

export type NameProblem =
  | { readonly code: 'empty' }
  | { readonly code: 'tooLong'; readonly length: number; readonly max: number }
  /** The first character is not a letter a–z or A–Z. */
  | { readonly code: 'firstCharacter'; readonly character: string }
  /** Characters other than a–z, A–Z, 0–9 and the underscore. */
  | { readonly code: 'characters'; readonly characters: readonly string[] };

/**
 * An export job's name. Source: shape `Name` of the service model (1 to 63, `^[a-zA-Z][a-zA-Z0-9_]*`). The pattern
 * has no end anchor, but the service matches the whole value: a hyphen in the middle is answered by a
 * ValidationException.
 */
export function checkName(name: string): readonly NameProblem[] {
  if (name === '') return [{ code: 'empty' }];
  const problems: NameProblem[] = [];
  const length = characterCount(name);
  if (length > MAX_NAME_LENGTH) problems.push({ code: 'tooLong', length, max: MAX_NAME_LENGTH });
  const characters = charactersOutside(name, /^[a-zA-Z0-9_]$/u);
  if (characters.length > 0) problems.push({ code: 'characters', characters });
  const first = Array.from(name)[0] ?? '';
  // A first character that is refused everywhere is told once, by the problem above.
  if (/^[0-9_]$/u.test(first)) problems.push({ code: 'firstCharacter', character: first });
  return problems;
}
