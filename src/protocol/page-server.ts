import * as v from 'valibot';
import {
  FromPage,
  whyRefused,
  type Method,
  type Model,
  type PageContract,
  type PageStart,
  type ToPage,
} from './channel';
import type { Params, Result } from './channel';

export type Handlers<C extends PageContract> = {
  readonly [M in Method<C>]: (params: Params<C, M>) => Result<C, M> | Promise<Result<C, M>>;
};

export interface PageServerOptions<C extends PageContract> {
  readonly contract: C;
  readonly handlers: Handlers<C>;
  post(message: ToPage): void;
  /** Asked whenever the page starts, which it does again each time it was hidden. */
  start(): PageStart;
  /** Words for what a handler threw: the page shows them beside what was pressed. */
  describe(error: unknown): string;
  /** A message of the page that does not fit; it was dropped, or its request refused. */
  onRefused(reason: string): void;
}

/** The host's end of the channel. Keeps the newest model for a page that is not there yet, or not any more. */
export class PageServer<C extends PageContract> {
  readonly #options: PageServerOptions<C>;
  #model: Model<C> | undefined;
  #shown = '';
  /** Which start of the page it is, 0 before the first: each numbers its requests from 1. */
  #page = 0;

  constructor(options: PageServerOptions<C>) {
    this.#options = options;
  }

  /** Shows a model, unless the page shows just that already. */
  show(model: Model<C>): void {
    this.#model = model;
    if (this.#page > 0) this.#send();
  }

  /** To be called with every message of the page. Never rejects. */
  async receive(data: unknown): Promise<void> {
    const parsed = v.safeParse(FromPage, data);
    if (!parsed.success) {
      this.#options.onRefused(whyRefused(parsed.issues));
      return;
    }
    const message = parsed.output;
    if (message.type === 'ready') {
      this.#page += 1;
      this.#shown = '';
      this.#options.post({ type: 'start', start: this.#options.start() });
      if (this.#model !== undefined) this.#send();
      return;
    }
    const { id, method, params } = message;
    const page = this.#page;
    const reply = await this.#reply(id, method, params);
    // Whoever has asked may be gone, and the next one's request of that number is another.
    if (page === this.#page) this.#options.post(reply);
  }

  async #reply(id: number, method: string, params: unknown): Promise<ToPage> {
    try {
      return { type: 'reply', id, result: await this.#answer(method, params) };
    } catch (error) {
      return { type: 'refuse', id, message: this.#options.describe(error) };
    }
  }

  #answer(method: string, params: unknown): unknown {
    const { contract, handlers } = this.#options;
    // Own members only: `constructor` and the like are no requests.
    const known = Object.hasOwn(contract.requests, method) ? contract.requests[method] : undefined;
    const parsed = known && v.safeParse(known.params, params);
    if (!parsed?.success) {
      const reason = parsed ? whyRefused(parsed.issues) : 'unknown request';
      this.#options.onRefused(reason);
      throw new Error(reason);
    }
    return handlers[method as Method<C>](parsed.output);
  }

  #send(): void {
    const text = JSON.stringify(this.#model);
    if (text === this.#shown) return;
    this.#shown = text;
    this.#options.post({ type: 'show', model: this.#model });
  }
}
