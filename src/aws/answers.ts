import type { InitializeMiddleware, Pluggable } from '@smithy/types';
import type { Page } from '../domain/ports';

/** A page without the rows that could not be read. An empty token counts as none. */
export function page<T>(rows: readonly (T | undefined)[], nextToken: string | undefined): Page<T> {
  const items = rows.filter((row) => row !== undefined);
  return nextToken ? { items, nextToken } : { items };
}

/**
 * Refuses answers without the member that each operation always answers with. XML that is not the service's, such as
 * the page of a captive portal, reads as an answer without any member. The error is the one of JSON that is none.
 */
export function expectMembers<In extends object, Out extends object>(
  members: Readonly<Record<string, string>>,
): Pluggable<In, Out> {
  const middleware: InitializeMiddleware<In, Out> = (next, context) => async (args) => {
    const result = await next(args);
    const member = members[String(context.commandName).replace(/Command$/u, '')];
    const output = result.output as Readonly<Record<string, unknown>>;
    if (member === undefined || output[member] !== undefined) return result;
    throw Object.assign(new SyntaxError(`${member} is missing`), { $metadata: output['$metadata'] });
  };
  return {
    applyToStack: (stack) => stack.add(middleware, { step: 'initialize', priority: 'low', name: 'expectMembers' }),
  };
}
