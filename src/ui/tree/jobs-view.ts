import * as vscode from 'vscode';
import type { AccountSession } from '../../app/account-session';
import type { JobStore } from '../../app/job-store';
import type { JobView } from '../../app/job-view';
import type { JobWatcher } from '../../app/job-watcher';
import { isSigningIn, signInProblem } from '../../app/sign-in-problem';
import type { DomainError, ErrorKind } from '../../domain/errors';
import { CONTEXT_KEYS, VIEW_JOBS } from '../contribution';
import { errorWords } from '../errors/words';
import { JobTree } from './job-tree';
import type { TreeNode } from './nodes';

/** The typings lack it, but this is how a message is taken away. */
const NO_MESSAGE = undefined as unknown as string;

/** Milliseconds. */
const UPDATE_PAUSE = 40;

/** Failures whose welcome text speaks of Amazon Forecast, which a sign-in has not reached. */
const OF_THE_SERVICE: ReadonlySet<ErrorKind> = new Set<ErrorKind>([
  'network',
  'unknownHost',
  'timeout',
  'serviceFault',
]);

/** The view "Export Jobs": the tree, its description, its message, its progress and its welcome texts. */
export class JobsView implements vscode.Disposable {
  readonly tree: JobTree;
  readonly #store: JobStore;
  readonly #filters: JobView;
  readonly #session: AccountSession;
  readonly #watcher: JobWatcher;
  readonly #treeView: vscode.TreeView<TreeNode>;
  readonly #subscriptions: { dispose(): void }[];
  readonly #context = new Map<string, unknown>();
  #endProgress: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(store: JobStore, filters: JobView, session: AccountSession, watcher: JobWatcher) {
    this.#store = store;
    this.#filters = filters;
    this.#session = session;
    this.#watcher = watcher;
    this.tree = new JobTree(store, filters, session, watcher);
    this.#treeView = vscode.window.createTreeView(VIEW_JOBS, {
      treeDataProvider: this.tree,
      showCollapseAll: true,
      canSelectMany: true,
    });
    const update = (): void => {
      // Pages can come by the hundred; what is told here need not change more often than a person can read.
      this.#timer ??= setTimeout(() => this.#update(), UPDATE_PAUSE);
    };
    this.#subscriptions = [
      this.tree,
      this.#treeView,
      store.onDidChange(update),
      filters.onDidChangeFilter(update),
      session.onDidChange(update),
      watcher.onDidChange(update),
    ];
    this.#update();
  }

  get selection(): readonly TreeNode[] {
    return this.#treeView.selection;
  }

  /** Selects a job's row and scrolls to it; does nothing while the job is not shown. */
  async reveal(arn: string): Promise<void> {
    this.tree.drawNow();
    const node = this.tree.nodeOf(arn);
    if (node) await this.#treeView.reveal(node, { select: true, focus: true });
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#endProgress?.();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #update(): void {
    this.#timer = undefined;
    const isSample = this.#session.connection?.account === 'sample';
    const isFiltered = this.#session.predictor !== undefined || this.#filters.nameFilter !== '';
    const state = this.#viewState();
    const description = this.#description();
    this.#treeView.description = description;
    // A message takes the place of the welcome texts, so an empty view must not have one.
    this.#treeView.message = state === 'ready' ? this.#message(description, isSample) : NO_MESSAGE;
    this.#setContext(CONTEXT_KEYS.viewState, state);
    this.#setContext(CONTEXT_KEYS.sampleAccount, isSample);
    this.#setContext(CONTEXT_KEYS.signInWay, this.#session.connection?.signIn?.kind);
    this.#setContext(CONTEXT_KEYS.filtered, isFiltered);
    this.#showProgress(this.#session.opening || this.#store.busy);
  }

  /**
   * VS Code hides the description of a view that is alone in its container, so the message says it as well. It also
   * tells of a failure, for the row that does so may be scrolled away.
   */
  #message(description: string, isSample: boolean): string {
    const account = isSample
      ? vscode.l10n.t('{0}: invented jobs, nothing here is your AWS account.', description)
      : description;
    const error = signInProblem(this.#store, this.#watcher) ?? this.#store.error;
    if (!error) return account;
    return vscode.l10n.t('{0} — {1}: the jobs below were read before.', account, errorWords(error).title);
  }

  #description(): string {
    const { connection, accountId, predictor } = this.#session;
    if (!connection) return '';
    const { nameFilter } = this.#filters;
    return [
      connection.account === 'sample' ? vscode.l10n.t('Sample data') : connection.profile,
      connection.region,
      ...(accountId === undefined || connection.account === 'sample' ? [] : [accountId]),
      ...(predictor ? [vscode.l10n.t('predictor: {0}', predictor.name)] : []),
      ...(nameFilter === '' ? [] : [vscode.l10n.t('name: “{0}” (loaded jobs only)', nameFilter)]),
    ].join(' · ');
  }

  /** Why the view is empty, if it is: the key of a welcome text. */
  #viewState(): string {
    const error = this.#session.error ?? this.#store.error;
    if (this.#filters.groups().length > 0) return 'ready';
    if (error) return welcomeOf(error);
    if (this.#session.opening || this.#store.busy || this.#store.untouched) return 'loading';
    return this.#session.predictor || this.#filters.nameFilter !== '' ? 'emptyFilter' : 'empty';
  }

  #setContext(key: string, value: unknown): void {
    if (this.#context.get(key) === value) return;
    this.#context.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  }

  #showProgress(busy: boolean): void {
    if (busy && !this.#endProgress) {
      void vscode.window.withProgress(
        { location: { viewId: VIEW_JOBS } },
        () => new Promise<void>((resolve) => (this.#endProgress = resolve)),
      );
    } else if (!busy) {
      this.#endProgress?.();
      this.#endProgress = undefined;
    }
  }
}

/** The key of the welcome text for a failure: its kind, or what the kind means while credentials are fetched. */
function welcomeOf(error: DomainError): string {
  if (!isSigningIn(error)) return error.kind;
  if (error.kind === 'accessDenied') return 'signInRefused';
  return OF_THE_SERVICE.has(error.kind) ? 'signInFailed' : error.kind;
}
