import { DomainError } from '../domain/errors';
import type { Page } from '../domain/ports';

/** A page without the rows that could not be read. An empty token counts as none. */
export function page<T>(rows: readonly (T | undefined)[], nextToken: string | undefined): Page<T> {
  const items = rows.filter((row) => row !== undefined);
  return nextToken ? { items, nextToken } : { items };
}

/**
 * A member that every answer to an operation holds. Throws `DomainError` `badResponse` when it is missing: XML that is
 * not the service's, such as the page of a captive portal, reads as an answer without any member.
 */
export function complete<T>(member: T | undefined, operation: string): T {
  if (member !== undefined) return member;
  throw new DomainError('badResponse', `The answer is not one to ${operation}`, { operation });
}
