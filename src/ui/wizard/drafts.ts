import type * as vscode from 'vscode';
import { readDraft, type WizardDraft } from '../../app/wizard/draft';
import { parseArn } from '../../domain/arn';
import type { Connection } from '../../domain/ports';

const KEY = 'exportDrafts';

/** Unfinished exports, by the account and region that was open, kept with the workspace; at most one for each run. */
export class Drafts {
  readonly #memory: vscode.Memento;
  readonly #accountOf: (connection: Connection) => string | undefined;

  /** `accountOf` tells the twelve digits of a connection's account, once they are known. */
  constructor(memory: vscode.Memento, accountOf: (connection: Connection) => string | undefined) {
    this.#memory = memory;
    this.#accountOf = accountOf;
  }

  /** Newest first. */
  of(connection: Connection): readonly WizardDraft[] {
    const account = this.#accountOf(connection);
    return this.#keysOf(connection)
      .flatMap((key) => this.#at(key))
      .filter(({ answers }) => {
        const owner = parseArn(answers.predictor?.arn ?? '')?.account;
        return owner === undefined || account === undefined || owner === account;
      })
      .sort((a, b) => b.savedAt - a.savedAt);
  }

  has(run: string): boolean {
    return Object.keys(this.#all).some((key) => this.#at(key).some((draft) => draft.run === run));
  }

  /** Takes the place of what the same run saved before. */
  async save(connection: Connection, draft: WizardDraft): Promise<void> {
    const [key = ''] = this.#keysOf(connection);
    const others = this.#without(draft.run);
    await this.#memory.update(KEY, { ...others, [key]: [draft, ...(others[key] ?? [])] });
  }

  async discard(run: string): Promise<void> {
    await this.#memory.update(KEY, this.#without(run));
  }

  /** Wherever the run has saved: the account may have become known in between. */
  #without(run: string): Readonly<Record<string, readonly WizardDraft[]>> {
    const kept = Object.keys(this.#all).map(
      (key) => [key, this.#at(key).filter((draft) => draft.run !== run)] as const,
    );
    return Object.fromEntries(kept.filter(([, drafts]) => drafts.length > 0));
  }

  #at(key: string): readonly WizardDraft[] {
    const stored = this.#all[key];
    return (Array.isArray(stored) ? stored : []).flatMap((one: unknown) => readDraft(one) ?? []);
  }

  get #all(): Readonly<Record<string, unknown>> {
    return this.#memory.get<Readonly<Record<string, unknown>>>(KEY) ?? {};
  }

  /** The account's number; the profile stands for it until it is known, and finds again what was saved before. */
  #keysOf(connection: Connection): readonly string[] {
    const { account, profile, region, endpoint = '' } = connection;
    const names = [this.#accountOf(connection), profile].filter((name) => name !== undefined);
    return names.map((name) => JSON.stringify([account, name, region, endpoint]));
  }
}
