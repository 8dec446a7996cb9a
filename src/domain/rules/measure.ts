/** What the rules count and compare. */

/** Where the export will be created, as far as it is known; what is missing is not compared. */
export interface RulePlace {
  readonly partition?: string;
  readonly region?: string;
  /** Twelve digits. */
  readonly account?: string;
}

/** The unit of every length in the service model: Unicode characters, not UTF-16 units (Smithy's `length` trait). */
export function characterCount(text: string): number {
  return Array.from(text).length;
}

/** Each character of `text` that `allowed` does not match, once, in order of appearance. */
export function charactersOutside(text: string, allowed: RegExp): string[] {
  return [...new Set(Array.from(text).filter((character) => !allowed.test(character)))];
}

/** An AWS account id. */
export const ACCOUNT_ID = /^\d{12}$/u;

/** The longest `Arn` and `KMSKeyArn` of the service model. */
export const MAX_ARN_LENGTH = 256;
