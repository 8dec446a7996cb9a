/**
 * How a page and its host speak: the host shows models, the page asks. Every message is checked against its schema on
 * the side that receives it; what does not fit is dropped and reported, never acted upon.
 */
import * as v from 'valibot';

/** What a page shows and what it may ask, each with the schema of what it carries. */
export interface PageContract {
  readonly model: v.GenericSchema;
  readonly requests: Readonly<Record<string, RequestContract>>;
}

export interface RequestContract {
  readonly params: v.GenericSchema;
  readonly result: v.GenericSchema;
}

export type Model<C extends PageContract> = v.InferOutput<C['model']>;
export type Method<C extends PageContract> = keyof C['requests'] & string;
export type Params<C extends PageContract, M extends Method<C>> = v.InferOutput<C['requests'][M]['params']>;
export type Result<C extends PageContract, M extends Method<C>> = v.InferOutput<C['requests'][M]['result']>;

/** What the page needs to know before it shows anything. */
export const PageStart = v.object({
  /** The language of VS Code, for dates and numbers, for example `en` or `pt-br`. */
  locale: v.string(),
  /** Translations by their English text, as `vscode.l10n.bundle` holds them; absent in English. */
  strings: v.exactOptional(v.record(v.string(), v.string())),
});
export type PageStart = v.InferOutput<typeof PageStart>;

/** Host → page. */
export const ToPage = v.variant('type', [
  v.object({ type: v.literal('start'), start: PageStart }),
  v.object({ type: v.literal('show'), model: v.unknown() }),
  v.object({ type: v.literal('reply'), id: v.number(), result: v.optional(v.unknown()) }),
  v.object({ type: v.literal('refuse'), id: v.number(), message: v.string() }),
]);
export type ToPage = v.InferInput<typeof ToPage>;

/** Page → host. */
export const FromPage = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  v.object({
    type: v.literal('request'),
    id: v.pipe(v.number(), v.integer()),
    method: v.string(),
    params: v.optional(v.unknown()),
  }),
]);
export type FromPage = v.InferInput<typeof FromPage>;

/** Why a message was dropped, with the place in it that does not fit; never its content. */
export function whyRefused(issues: readonly v.BaseIssue<unknown>[]): string {
  return issues
    .map((issue) => `${v.getDotPath(issue) ?? 'message'}: expected ${issue.expected ?? issue.type}`)
    .join('; ');
}
