import type * as vscode from 'vscode';
import { readDraft, type WizardDraft } from '../../app/wizard/draft';
import { parseArn } from '../../domain/arn';
import type { Connection } from '../../domain/ports';

const KEY = 'exportDrafts';

/** One unfinished export for each account and region that was open, kept with the workspace. */
export class Drafts {
  readonly #memory: vscode.Memento;
  readonly #accountOf: (connection: Connection) => string | undefined;

  /** `accountOf` tells the twelve digits of a connection's account, once they are known. */
  constructor(memory: vscode.Memento, accountOf: (connection: Connection) => string | undefined) {
    this.#memory = memory;
    this.#accountOf = accountOf;
  }

  of(connection: Connection): WizardDraft | undefined {
    const account = this.#accountOf(connection);
    return this.#keysOf(connection)
      .map((key) => readDraft(this.#all[key]))
      .find((draft) => {
        const owner = parseArn(draft?.answers.predictor?.arn ?? '')?.account;
        return draft && (owner === undefined || account === undefined || owner === account);
      });
  }

  async save(connection: Connection, draft: WizardDraft): Promise<void> {
    await this.discard(connection);
    const [key = ''] = this.#keysOf(connection);
    await this.#memory.update(KEY, { ...this.#all, [key]: draft });
  }

  async discard(connection: Connection): Promise<void> {
    const gone = this.#keysOf(connection);
    const others = Object.entries(this.#all).filter(([key]) => !gone.includes(key));
    await this.#memory.update(KEY, Object.fromEntries(others));
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
