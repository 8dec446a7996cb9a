import * as vscode from 'vscode';
import type { Grouping } from '../app/job-view';
import type { ConnectionChoice } from '../domain/ports';
import { SETTINGS, SETTINGS_SECTION } from './contribution';

type Account = ConnectionChoice['account'];

/** What a person chooses in the pickers; what is absent stays. */
export interface AccountChoice {
  readonly account?: Account;
  readonly profile?: string;
  readonly region?: string;
}

/** The key under which the open account (real or sample) is remembered for the workspace. */
const ACCOUNT_KEY = 'account';

/** The key under which the grouping of the jobs is remembered for the workspace. */
const GROUPING_KEY = 'grouping';

/** Opens the sample account in a window in which nothing was chosen before: `FORECAST_BACKTESTS_ACCOUNT=sample`. */
const ACCOUNT_VARIABLE = 'FORECAST_BACKTESTS_ACCOUNT';
/** Time series in each export of the sample account: `FORECAST_BACKTESTS_SAMPLE_ITEMS=100000`. */
const ITEMS_VARIABLE = 'FORECAST_BACKTESTS_SAMPLE_ITEMS';

/** What the person has set: the settings of VS Code, and whether the sample account is open. */
export class Settings {
  readonly #context: vscode.ExtensionContext;
  #isChoosing = false;
  #known = '';

  constructor(context: vscode.ExtensionContext) {
    this.#context = context;
  }

  get account(): Account {
    const remembered = this.#memory.get<Account>(ACCOUNT_KEY);
    return remembered ?? (process.env[ACCOUNT_VARIABLE] === 'sample' ? 'sample' : 'aws');
  }

  async setAccount(account: Account): Promise<void> {
    await this.#memory.update(ACCOUNT_KEY, account);
  }

  get grouping(): Grouping {
    return this.#memory.get<unknown>(GROUPING_KEY) === 'predictor' ? 'predictor' : 'status';
  }

  async setGrouping(grouping: Grouping): Promise<void> {
    await this.#memory.update(GROUPING_KEY, grouping);
  }

  /** `MaxResults`: 1 to 100, whatever was typed into the settings file. */
  get pageSize(): number {
    return clamp(this.#number(SETTINGS.pageSize, 100), 1, 100);
  }

  /** Which ends of watched jobs are told by a notification. */
  get notifications(): 'all' | 'failures' | 'none' {
    const value = this.#text(SETTINGS.notifications);
    return value === 'failures' || value === 'none' ? value : 'all';
  }

  get showStatusBar(): boolean {
    return vscode.workspace.getConfiguration(SETTINGS_SECTION).get<unknown>(SETTINGS.statusBar) !== false;
  }

  /** Bytes that opened exports may take on this machine's disk. */
  get resultsCacheLimit(): number {
    return clamp(this.#number(SETTINGS.resultsCacheSize, 5), 1, 1000) * 1024 ** 3;
  }

  /** What the sample account is made with. */
  get sample(): { readonly items?: number } {
    const items = Number(process.env[ITEMS_VARIABLE] ?? '');
    return Number.isInteger(items) && items > 0 ? { items: clamp(items, 50, 100_000) } : {};
  }

  connectionChoice(): ConnectionChoice {
    const [profile, region, endpoint] = [SETTINGS.profile, SETTINGS.region, SETTINGS.endpoint].map((name) =>
      this.#text(name),
    );
    return {
      account: this.account,
      ...(profile ? { profile } : {}),
      ...(region ? { region } : {}),
      ...(endpoint ? { endpoint } : {}),
      requestTimeout: clamp(this.#number(SETTINGS.requestTimeout, 20), 1, 300) * 1000,
    };
  }

  /**
   * Stores what the person has chosen: in the settings of the workspace if one is open, else in their own. An empty text
   * takes the choice back. `onDidChangeConnection` stays silent. A workspace that is not trusted has no say in these
   * settings, so the choice goes to their own then as well.
   */
  async choose({ account, profile, region }: AccountChoice): Promise<void> {
    this.#isChoosing = true;
    try {
      if (account !== undefined) await this.setAccount(account);
      if (region !== undefined) await this.#store(SETTINGS.region, region);
      if (profile !== undefined) await this.#store(SETTINGS.profile, profile);
    } finally {
      this.#isChoosing = false;
      this.#known = this.#connectionText();
    }
  }

  /** Calls back when settings changed in what they say of which account is open, or how it is reached. */
  onDidChangeConnection(callback: () => void): vscode.Disposable {
    this.#known = this.#connectionText();
    return vscode.workspace.onDidChangeConfiguration((event) => {
      if (this.#isChoosing || !event.affectsConfiguration(SETTINGS_SECTION)) return;
      const now = this.#connectionText();
      if (now === this.#known) return;
      this.#known = now;
      callback();
    });
  }

  /** Calls back when a setting changed that decides how the watch is shown. */
  onDidChangeWatching(callback: () => void): vscode.Disposable {
    return vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${SETTINGS_SECTION}.${SETTINGS.statusBar}`)) callback();
    });
  }

  #connectionText(): string {
    const { profile, region, endpoint, requestTimeout } = this.connectionChoice();
    return JSON.stringify([profile, region, endpoint, requestTimeout]);
  }

  /** Clears what it replaces; a wider scope that still says something else is overruled. */
  async #store(name: string, value: string): Promise<void> {
    const configuration = vscode.workspace.getConfiguration(SETTINGS_SECTION);
    const isInWorkspace = vscode.workspace.isTrusted && vscode.workspace.workspaceFolders !== undefined;
    const target = isInWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
    const inspected = configuration.inspect<string>(name);
    const wider = isInWorkspace ? inspected?.globalValue : undefined;
    const isNeeded = value !== '' || (wider !== undefined && wider !== '');
    const before = isInWorkspace ? inspected?.workspaceValue : inspected?.globalValue;
    const after = isNeeded ? value : undefined;
    if (before !== after) await configuration.update(name, after, target);
  }

  get #memory(): vscode.Memento {
    return vscode.workspace.workspaceFolders ? this.#context.workspaceState : this.#context.globalState;
  }

  // A settings file can hold anything, so nothing that is read from it is trusted to have its declared type.
  #text(name: string): string {
    const value: unknown = vscode.workspace.getConfiguration(SETTINGS_SECTION).get(name);
    return typeof value === 'string' ? value.trim() : '';
  }

  #number(name: string, fallback: number): number {
    const value: unknown = vscode.workspace.getConfiguration(SETTINGS_SECTION).get(name);
    return typeof value === 'number' && Number.isFinite(value) ? value : fallback;
  }
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, Math.round(value)));
}
