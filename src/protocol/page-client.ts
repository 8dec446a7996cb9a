import * as v from 'valibot';
import {
  ToPage,
  whyRefused,
  type FromPage,
  type Method,
  type Model,
  type PageContract,
  type PageStart,
} from './channel';
import type { Params, Result } from './channel';

export interface PageClientOptions<C extends PageContract> {
  readonly contract: C;
  post(message: FromPage): void;
  onStart(start: PageStart): void;
  onShow(model: Model<C>): void;
  /** A message of the host that does not fit; it was dropped. */
  onRefused(reason: string): void;
}

interface Waiting {
  readonly result: v.GenericSchema;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** The page's end of the channel. */
export class PageClient<C extends PageContract> {
  readonly #options: PageClientOptions<C>;
  readonly #waiting = new Map<number, Waiting>();
  #count = 0;

  constructor(options: PageClientOptions<C>) {
    this.#options = options;
  }

  /** Tells the host that the page listens; the host answers with `start` and `show`. */
  ready(): void {
    this.#options.post({ type: 'ready' });
  }

  /** Asks the host. Rejects with the host's words when it cannot or will not do it. */
  request<M extends Method<C>>(method: M, params: Params<C, M>): Promise<Result<C, M>> {
    const contract = this.#options.contract.requests[method];
    if (!contract) return Promise.reject(new Error(`Unknown request: ${method}`));
    this.#count += 1;
    const id = this.#count;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { result: contract.result, resolve, reject });
      this.#options.post({ type: 'request', id, method, params });
    });
  }

  /** To be called with every message that the page receives. */
  receive(data: unknown): void {
    const parsed = v.safeParse(ToPage, data);
    if (!parsed.success) {
      this.#options.onRefused(whyRefused(parsed.issues));
      return;
    }
    const message = parsed.output;
    switch (message.type) {
      case 'start':
        this.#options.onStart(message.start);
        return;
      case 'show':
        this.#show(message.model);
        return;
      case 'reply':
        this.#settle(message.id, message.result);
        return;
      case 'refuse':
        this.#waiting.get(message.id)?.reject(new Error(message.message));
        this.#waiting.delete(message.id);
    }
  }

  #show(model: unknown): void {
    const parsed = v.safeParse(this.#options.contract.model, model);
    if (parsed.success) this.#options.onShow(parsed.output);
    else this.#options.onRefused(whyRefused(parsed.issues));
  }

  #settle(id: number, result: unknown): void {
    const waiting = this.#waiting.get(id);
    if (!waiting) return;
    this.#waiting.delete(id);
    const parsed = v.safeParse(waiting.result, result);
    if (parsed.success) waiting.resolve(parsed.output);
    else waiting.reject(new Error(`Unexpected reply: ${whyRefused(parsed.issues)}`));
  }
}
