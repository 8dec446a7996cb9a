import * as vscode from 'vscode';
import type { AccountSession } from '../../app/account-session';
import type { JobActions } from '../../app/job-actions';
import type { JobStore } from '../../app/job-store';
import type { JobView } from '../../app/job-view';
import type { OutputLog } from '../output-log';
import type { JobsView } from '../tree/jobs-view';
import { CreateWizard } from '../wizard/create-wizard';
import { Drafts } from '../wizard/drafts';
import { Recents } from '../wizard/recents';
import { registerCopyCommands } from './copy-commands';
import { registerExportListCommands } from './export-list-commands';
import { registerJobCommands } from './job-commands';
import { registerWizardCommands } from './wizard-commands';

export interface ExportCommandContext {
  readonly context: vscode.ExtensionContext;
  readonly store: JobStore;
  readonly filters: JobView;
  readonly session: AccountSession;
  readonly view: JobsView;
  readonly actions: JobActions;
  readonly log: OutputLog;
}

/** Everything that makes an export or acts on one. */
export function registerExportCommands(parts: ExportCommandContext): vscode.Disposable {
  const { context, session, store, actions, log } = parts;
  const recents = new Recents(context.globalState);
  const wizard = new CreateWizard({
    session,
    store,
    actions,
    recents,
    log,
    drafts: new Drafts(context.workspaceState, (connection) =>
      connection === session.connection ? session.accountId : undefined,
    ),
    makeRoom: (name, predictorArn) => makeRoom(parts, name, predictorArn),
    reveal: (arn, predictorArn) => showNewJob(parts, arn, predictorArn),
  });
  return vscode.Disposable.from(
    registerWizardCommands({ ...parts, wizard, recents }),
    registerJobCommands(parts),
    registerCopyCommands(parts),
    registerExportListCommands(parts),
  );
}

/** Clears the filters that would hide a new job. */
function makeRoom({ filters, session }: ExportCommandContext, name: string, predictorArn: string): void {
  if (!name.toLowerCase().includes(filters.nameFilter.toLowerCase())) filters.nameFilter = '';
  if (session.predictor && session.predictor.arn !== predictorArn) void session.filterByPredictor(undefined);
}

/** Selects the row of a new job. Its predictor gets a row even if no page of the list has brought it yet. */
async function showNewJob(
  { filters, store, view, log }: ExportCommandContext,
  arn: string,
  predictorArn: string,
): Promise<void> {
  if (filters.grouping === 'predictor') {
    await store.readPredictors();
    await store.openPredictor(predictorArn);
  }
  try {
    await view.reveal(arn);
  } catch (error) {
    // The job exists and its row will come; only the selection is missing.
    log.debug(`The row of ${arn} could not be selected: ${String(error)}`);
  }
}
