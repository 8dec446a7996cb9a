import * as vscode from 'vscode';
import type { AccountSession } from '../../app/account-session';
import type { JobStore } from '../../app/job-store';
import type { Grouping, JobView } from '../../app/job-view';
import { signInProblem } from '../../app/sign-in-problem';
import { cancellable } from '../cancellable';
import type { Log } from '../../domain/ports';
import type { StatusGroupId } from '../../domain/status';
import { COMMANDS } from '../contribution';
import { showProblem } from '../errors/show';
import { askChoice } from '../pickers/choice';
import { pickPredictor } from '../pickers/predictor-pick';
import type { JobsView } from '../tree/jobs-view';
import type { Settings } from '../settings';
import { isTreeNode } from '../tree/nodes';
import { groupLabel } from '../words/status';
import { openedConnection, openedList } from './job-arguments';
import { registerCommands } from './registry';

export interface ListCommandContext {
  readonly store: JobStore;
  readonly filters: JobView;
  readonly session: AccountSession;
  readonly view: JobsView;
  readonly settings: Settings;
  readonly log: Log;
}

/** Commands that read, page and filter the list of jobs. */
export function registerListCommands(context: ListCommandContext): vscode.Disposable {
  const { session, filters, log } = context;
  return registerCommands(log, {
    [COMMANDS.refresh]: () => session.refresh(),
    [COMMANDS.retry]: () => session.retry(),
    [COMMANDS.showProblem]: () => tellProblem(context),
    [COMMANDS.loadMore]: (node) => loadMore(context, node),
    [COMMANDS.loadAll]: () => loadAll(context),
    [COMMANDS.filterByPredictor]: () => filterByPredictor(context),
    [COMMANDS.filterByName]: () => filterByName(context),
    [COMMANDS.groupBy]: () => chooseGrouping(context),
    [COMMANDS.clearFilters]: () => {
      filters.nameFilter = '';
      return session.filterByPredictor(undefined);
    },
  });
}

/** What the welcome text of the empty view has no place for: the cause in the words of who refused, and the request. */
function tellProblem({ session, store }: ListCommandContext): void {
  const error = session.error ?? signInProblem(store) ?? store.error;
  // Not awaited: a notification stays for as long as the person likes, a command does not.
  if (error) void showProblem(error, () => void session.retry());
  else void vscode.window.showInformationMessage(vscode.l10n.t('Nothing is wrong.'));
}

async function loadMore(context: ListCommandContext, node: unknown): Promise<void> {
  await openedList(context);
  if (isTreeNode(node) && node.kind === 'predictor') return context.store.loadMoreOfPredictor(node.predictor.arn);
  if (isTreeNode(node) && node.kind === 'moreOfPredictor') {
    const { predictorArn } = node;
    if (predictorArn === undefined) return context.store.loadMorePredictors();
    return context.store.loadMoreOfPredictor(predictorArn);
  }
  const group = isTreeNode(node) && 'group' in node ? node.group : await pickGroup(context);
  if (group) await context.store.loadMore(group);
}

/** The selected group when it has more, the only group that has more, or the one that the person picks. */
async function pickGroup({ store, filters, view }: ListCommandContext): Promise<StatusGroupId | undefined> {
  const groups = filters.groups().filter(({ hasMore }) => hasMore);
  const selected = view.selection.find((node) => 'group' in node);
  const wanted = groups.find(({ id }) => selected && 'group' in selected && selected.group === id) ?? groups[0];
  if (groups.length <= 1 || wanted !== groups[0]) {
    if (!wanted) void vscode.window.showInformationMessage(vscode.l10n.t('All {0} jobs are loaded.', store.size));
    return wanted?.id;
  }
  const picked = await vscode.window.showQuickPick(
    groups.map(({ id, loaded }) => ({
      label: groupLabel(id),
      description: vscode.l10n.t('{0} jobs loaded', loaded),
      id,
    })),
    { title: vscode.l10n.t('Load More Jobs'), placeHolder: vscode.l10n.t('Choose the group to read on') },
  );
  return picked?.id;
}

async function loadAll(context: ListCommandContext): Promise<void> {
  await openedList(context);
  const { store } = context;
  await cancellable(vscode.l10n.t('Loading all export jobs'), (signal, progress) =>
    store.loadAll(signal, ({ loaded }) =>
      progress.report({ message: vscode.l10n.t('{0} loaded', loaded.toLocaleString(vscode.env.language)) }),
    ),
  );
}

async function filterByPredictor(context: ListCommandContext): Promise<void> {
  const { forecast } = await openedConnection(context);
  const predictor = await pickPredictor(forecast, vscode.l10n.t('Filter Export Jobs by Predictor'));
  if (predictor) await context.session.filterByPredictor(predictor);
}

async function filterByName({ filters }: ListCommandContext): Promise<void> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Filter Export Jobs by Name'),
    prompt: vscode.l10n.t('Searches the jobs that are loaded. Use "Load All" first to search every job.'),
    placeHolder: vscode.l10n.t('Part of a job name; empty to show all'),
    value: filters.nameFilter,
  });
  if (text !== undefined) filters.nameFilter = text.trim();
}

/** What the jobs are gathered by; remembered for the workspace. */
async function chooseGrouping({ filters, settings }: ListCommandContext): Promise<void> {
  const outcome = await askChoice<Grouping>({
    title: vscode.l10n.t('Group Export Jobs'),
    placeholder: vscode.l10n.t('What shall the jobs be grouped by?'),
    activeKey: filters.grouping,
    items: () => [
      {
        key: 'status',
        label: `$(list-tree) ${vscode.l10n.t('By status')}`,
        detail: vscode.l10n.t('What runs, what failed, what is ready'),
        value: 'status',
      },
      {
        key: 'predictor',
        label: `$(graph-line) ${vscode.l10n.t('By predictor')}`,
        detail: vscode.l10n.t('Every predictor with its own exports, read when it is opened'),
        value: 'predictor',
      },
    ],
  });
  if (outcome.kind !== 'answer') return;
  filters.grouping = outcome.value;
  await settings.setGrouping(outcome.value);
}
