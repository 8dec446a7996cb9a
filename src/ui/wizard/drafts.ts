import type * as vscode from 'vscode';
import { readDraft, type WizardDraft } from '../../app/wizard/draft';
import type { Connection } from '../../domain/ports';

const KEY = 'exportDrafts';

/** One unfinished export for each account and region that was open, kept with the workspace. */
export class Drafts {
  readonly #memory: vscode.Memento;

  constructor(memory: vscode.Memento) {
    this.#memory = memory;
  }

  of(connection: Connection): WizardDraft | undefined {
    return readDraft(this.#all[keyOf(connection)]);
  }

  async save(connection: Connection, draft: WizardDraft): Promise<void> {
    await this.#memory.update(KEY, { ...this.#all, [keyOf(connection)]: draft });
  }

  async discard(connection: Connection): Promise<void> {
    const gone = keyOf(connection);
    const others = Object.entries(this.#all).filter(([key]) => key !== gone);
    await this.#memory.update(KEY, Object.fromEntries(others));
  }

  get #all(): Readonly<Record<string, unknown>> {
    return this.#memory.get<Readonly<Record<string, unknown>>>(KEY) ?? {};
  }
}

/** The account's number is known only once something was read, so the way to the account stands for it. */
function keyOf({ account, profile, region, endpoint = '' }: Connection): string {
  return JSON.stringify([account, profile, region, endpoint]);
}
