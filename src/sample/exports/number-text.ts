/**
 * Numbers that take the same room whatever they are worth. So a file's size is known before its content, and any range of
 * it can be made without what stands before.
 */

/** Of a forecast or an actual value. */
export const VALUE_WIDTH = 12;
/** Of a metric: all digits that a number in double precision has. */
export const METRIC_WIDTH = 20;

/** The first `width` characters of a decimal number; `value` lies between -10^9 and 10^9. */
export function numberText(value: number, width: number): string {
  // A zero with a sign would read as another text than zero.
  return (value === 0 ? 0 : value).toFixed(width - 2).slice(0, width);
}

/** The value that a reader of the text gets. Metrics have to be those of what is written. */
export function asWritten(value: number): number {
  return Number(numberText(value, VALUE_WIDTH));
}
