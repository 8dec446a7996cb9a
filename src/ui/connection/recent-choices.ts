import type * as vscode from 'vscode';

const MOST = 5;

/** Profiles and regions that the person has chosen, newest first; kept for all windows. */
export class RecentChoices {
  readonly #memory: vscode.Memento;

  constructor(memory: vscode.Memento) {
    this.#memory = memory;
  }

  get profiles(): readonly string[] {
    return this.#of('recentProfiles');
  }

  get regions(): readonly string[] {
    return this.#of('recentRegions');
  }

  rememberProfile(name: string): Thenable<void> {
    return this.#add('recentProfiles', name);
  }

  rememberRegion(region: string): Thenable<void> {
    return this.#add('recentRegions', region);
  }

  #of(key: string): readonly string[] {
    const value = this.#memory.get<unknown>(key);
    return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
  }

  #add(key: string, value: string): Thenable<void> {
    return this.#memory.update(key, [...new Set([value, ...this.#of(key)])].slice(0, MOST));
  }
}
