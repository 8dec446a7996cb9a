/**
 * `NextToken`: opaque text that carries its own meaning, so the account keeps nothing per listing. It names the last
 * row that was shown, not a row number: rows that come or go in the meantime shift nothing.
 */
import { hash } from '../random';
import { invalidNextToken } from './refusals';

/** Documented: tokens expire after 24 hours. */
const LIFETIME = 24 * 60 * 60 * 1000;

/** `list` names the region, the operation and its filters; a token is of no use for another one. */
export function issueToken(list: string, after: number, now: number, nonce: number): string {
  const content = [hash(list), after, now, nonce].map((part) => part.toString(36)).join('.');
  return btoa(`${content}.${hash(`forecast/${content}`).toString(36)}`);
}

/** The sequence of the last row that was shown. Throws InvalidNextTokenException. */
export function readToken(token: string, list: string, now: number): number {
  const [binding, after, issued, nonce, checksum] = decoded(token).split('.');
  if (binding === undefined || after === undefined || issued === undefined || nonce === undefined) {
    throw invalidNextToken();
  }
  const genuine = hash(`forecast/${[binding, after, issued, nonce].join('.')}`).toString(36) === checksum;
  const fresh = now - parseInt(issued, 36) < LIFETIME;
  if (!genuine || !fresh || binding !== hash(list).toString(36)) throw invalidNextToken();
  return parseInt(after, 36);
}

function decoded(token: string): string {
  try {
    return atob(token);
  } catch {
    throw invalidNextToken();
  }
}
