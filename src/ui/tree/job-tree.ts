import * as vscode from 'vscode';
import type { AccountSession } from '../../app/account-session';
import type { JobStore } from '../../app/job-store';
import type { JobView, VisibleGroup } from '../../app/job-view';
import type { JobWatcher } from '../../app/job-watcher';
import { signInProblem } from '../../app/sign-in-problem';
import type { DomainError } from '../../domain/errors';
import { groupOfStatus, isTransient, JOB_STATUSES, type StatusGroupId } from '../../domain/status';
import { openPageCommand } from '../details/job-uri';
import { dim, registerDimming } from './dimmed-rows';
import { groupItem, jobItem, jobTooltip, loadMoreItem, noteItem, problemItem } from './items';
import type { GroupNode, JobNode, TreeNode } from './nodes';
import { PredictorRows } from './predictor-rows';

/** Redrawing costs time in proportion to the rows; many pages a second must not become as many redraws. */
const REDRAW = { least: 30, most: 600, perRow: 0.06 } as const;

/** The groups whose rows can be watched. */
const WORKING = new Set(JOB_STATUSES.filter(isTransient).map(groupOfStatus));

/** Shows the store as a tree. Keeps no jobs of its own, only which group it last showed each job in. */
export class JobTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #store: JobStore;
  readonly #view: JobView;
  readonly #session: AccountSession;
  readonly #watcher: JobWatcher;
  readonly #byPredictor: PredictorRows;
  readonly #changes = new vscode.EventEmitter<TreeNode | undefined>();
  readonly #subscriptions: { dispose(): void }[];
  readonly #groupNodes = new Map<StatusGroupId, GroupNode>();
  readonly #shownIn = new Map<string, StatusGroupId>();
  #shownRoot = '';
  #dirty = new Set<StatusGroupId>();
  #rootDirty = false;
  #timer: NodeJS.Timeout | undefined;
  /** When the timer ends, by `performance.now()`. */
  #due = 0;

  readonly onDidChangeTreeData = this.#changes.event;

  constructor(store: JobStore, view: JobView, session: AccountSession, watcher: JobWatcher) {
    this.#store = store;
    this.#view = view;
    this.#session = session;
    this.#watcher = watcher;
    this.#byPredictor = new PredictorRows(store, view);
    this.#subscriptions = [
      store.onDidChange(({ groups }) => this.#redraw(groups)),
      view.onDidChangeFilter(() => this.#redraw(undefined)),
      session.onDidChange(() => this.#redraw(undefined)),
      watcher.onDidChange(() => this.#redraw(WORKING)),
      registerDimming(),
    ];
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    switch (node.kind) {
      case 'problem':
        return problemItem(node.error);
      case 'group':
        return groupItem(this.#group(node.group));
      case 'job':
        return this.#opensPage(
          jobItem(node.job, {
            isExpected: this.#store.isExpected(node.job.arn),
            saysStatus: node.predictorArn !== undefined,
            isWatched: this.#watcher.isWatched(node.job.arn),
          }),
          node.job.arn,
        );
      case 'loadMore':
        return loadMoreItem(node);
      case 'predictor':
        return this.#byPredictor.predictorItem(node);
      case 'moreOfPredictor':
        return this.#byPredictor.moreItem(node);
      case 'note':
        return noteItem(node);
    }
  }

  resolveTreeItem(item: vscode.TreeItem, node: TreeNode): vscode.TreeItem {
    if (node.kind === 'job') item.tooltip = jobTooltip(this.#store.job(node.job.arn) ?? node.job);
    return item;
  }

  getChildren(node?: TreeNode): TreeNode[] {
    if (!node) return this.#roots();
    if (node.kind === 'predictor') return this.#byPredictor.children(node);
    return node.kind === 'group' ? this.#children(node.group) : [];
  }

  getParent(node: TreeNode): TreeNode | undefined {
    if (node.kind === 'moreOfPredictor' || (node.kind === 'job' && node.predictorArn !== undefined)) {
      return this.#byPredictor.parentOf(node);
    }
    return node.kind === 'job' || node.kind === 'loadMore' ? this.#groupNode(node.group) : undefined;
  }

  /** The row of a job, to be revealed; undefined while it is not shown. */
  nodeOf(arn: string): JobNode | undefined {
    if (this.#view.grouping === 'predictor') return this.#byPredictor.nodeOf(arn);
    const group = this.#view.groups().find(({ jobs }) => jobs.some((job) => job.arn === arn));
    const job = this.#store.job(arn);
    return group && job ? { kind: 'job', group: group.id, job } : undefined;
  }

  /** Draws at once what is waiting to be drawn: only a row that VS Code was told of can be revealed. */
  drawNow(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#flush();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changes.dispose();
  }

  #opensPage(item: vscode.TreeItem, arn: string): vscode.TreeItem {
    const account = this.#session.connection?.account;
    if (account) item.command = openPageCommand({ account, arn });
    if (signInProblem(this.#store, this.#watcher)) dim(item, arn);
    return item;
  }

  #roots(): TreeNode[] {
    // The view is visible for the first time: now, and not at activation, the account is opened.
    if (this.#store.untouched) void this.#session.start();
    const groups = this.#view.groups();
    this.#shownIn.clear();
    this.#shownRoot = this.#rootSignature(groups);
    const error = this.#problem();
    const problem: TreeNode[] = error && groups.length > 0 ? [{ kind: 'problem', error }] : [];
    if (this.#view.grouping === 'predictor') {
      return this.#session.connection ? [...problem, ...this.#byPredictor.roots()] : problem;
    }
    return [...problem, ...groups.map(({ id }) => this.#groupNode(id))];
  }

  #children(id: StatusGroupId): TreeNode[] {
    const group = this.#group(id);
    for (const { arn } of group.jobs) this.#shownIn.set(arn, id);
    const children: TreeNode[] = group.jobs.map((job) => ({ kind: 'job', group: id, job }));
    if (group.hasMore) children.push({ kind: 'loadMore', group: id, state: group });
    return children;
  }

  #group(id: StatusGroupId): VisibleGroup {
    const group = this.#view.groups().find((one) => one.id === id);
    if (group) return group;
    const empty = this.#store.group(id);
    return { ...empty, loaded: empty.jobs.length };
  }

  #groupNode(group: StatusGroupId): GroupNode {
    let node = this.#groupNodes.get(group);
    if (!node) {
      node = { kind: 'group', group };
      this.#groupNodes.set(group, node);
    }
    return node;
  }

  #problem(): DomainError | undefined {
    return signInProblem(this.#store, this.#watcher) ?? this.#store.error;
  }

  #rootSignature(groups: readonly VisibleGroup[]): string {
    const error = this.#problem();
    return [error ? `${error.kind} ${error.message}` : '', ...groups.map(({ id }) => id)].join('\n');
  }

  #redraw(groups: ReadonlySet<StatusGroupId> | undefined): void {
    // A predictor's rows may be of any status.
    if (groups && this.#view.grouping === 'status') for (const group of groups) this.#dirty.add(group);
    else this.#rootDirty = true;
    // What comes last is drawn at once: nothing more is on its way that it could be drawn with.
    const wait = this.#store.busy
      ? Math.min(REDRAW.most, REDRAW.least + this.#store.size * REDRAW.perRow)
      : REDRAW.least;
    const due = performance.now() + wait;
    if (this.#timer !== undefined && due >= this.#due) return;
    clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => this.#flush(), wait);
  }

  #flush(): void {
    this.#timer = undefined;
    const dirty = this.#dirty;
    const groups = this.#view.groups();
    const everything =
      this.#rootDirty || this.#rootSignature(groups) !== this.#shownRoot || this.#hasMoved(groups, dirty);
    this.#dirty = new Set();
    this.#rootDirty = false;
    if (everything) this.#changes.fire(undefined);
    else for (const group of dirty) this.#changes.fire(this.#groupNode(group));
  }

  /**
   * VS Code refuses a row whose id it still knows under another parent, so a job that has moved to another group
   * needs the whole tree drawn anew; ids keep expansion and selection.
   */
  #hasMoved(groups: readonly VisibleGroup[], dirty: ReadonlySet<StatusGroupId>): boolean {
    return groups.some(
      ({ id, jobs }) => dirty.has(id) && jobs.some(({ arn }) => (this.#shownIn.get(arn) ?? id) !== id),
    );
  }
}
