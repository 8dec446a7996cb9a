import * as vscode from 'vscode';
import type { AccountSession } from '../../app/account-session';
import { JobDetails, type JobAddress } from '../../app/job-details';
import type { JobStore } from '../../app/job-store';
import type { StatusHistory } from '../../app/status-history';
import type { Log } from '../../domain/ports';
import { DETAILS_PAGE, type DetailsAction, type DetailsPage } from '../../protocol/details';
import { detailsModel } from '../../protocol/details-model';
import { EDITOR_DETAILS } from '../contribution';
import { WebviewPage } from '../pages/webview-page';
import { ACTION_COMMANDS } from './details-actions';
import { detailsWords } from './details-words';
import { jobAddress } from './job-uri';

export interface DetailsEditorParts {
  readonly extensionUri: vscode.Uri;
  readonly store: JobStore;
  readonly session: AccountSession;
  readonly history: StatusHistory;
  readonly log: Log;
}

interface JobDocument extends vscode.CustomDocument {
  readonly address: JobAddress;
}

/** Changes come in bursts while pages of a list arrive; this many milliseconds of them make one message. */
const GATHER = 30;

/**
 * The job details page. It is a custom editor of an address that is no file, because only editors have what a page
 * about one thing needs: one for each job, preview and pin by the person's own settings, restored after a reload.
 */
export class DetailsEditor implements vscode.CustomReadonlyEditorProvider<JobDocument> {
  readonly #parts: DetailsEditorParts;

  private constructor(parts: DetailsEditorParts) {
    this.#parts = parts;
  }

  static register(parts: DetailsEditorParts): vscode.Disposable {
    return vscode.window.registerCustomEditorProvider(EDITOR_DETAILS, new DetailsEditor(parts), {
      supportsMultipleEditorsPerDocument: false,
    });
  }

  openCustomDocument(uri: vscode.Uri): JobDocument {
    const address = jobAddress(uri);
    if (!address) throw new Error(vscode.l10n.t('This is not the address of an export job: {0}', uri.toString()));
    return { uri, address, dispose: () => undefined };
  }

  resolveCustomEditor({ address }: JobDocument, panel: vscode.WebviewPanel): void {
    const { extensionUri, store, session, history, log } = this.#parts;
    const details = new JobDetails({ address, store, session, history });
    const page = new WebviewPage<DetailsPage>(panel, {
      extensionUri,
      bundle: 'details',
      title: vscode.l10n.t('Export Job'),
      contract: DETAILS_PAGE,
      log,
      handlers: {
        act: ({ action }) => act(action, details, address),
        reload: async ({ part }) => {
          await (part === 'all' ? details.reloadAll() : details.reload(part));
        },
        copy: async ({ text }) => {
          await vscode.env.clipboard.writeText(text);
        },
      },
    });
    let timer: NodeJS.Timeout | undefined;
    const show = (): void => {
      timer = undefined;
      page.show(detailsModel(details.facts, detailsWords));
    };
    details.onDidChange(() => (timer ??= setTimeout(show, GATHER)));
    show();
    // Renewed credentials leave the connection what it is: nothing else tells that it is worth asking again.
    const signedIn = session.onDidSignIn(() => void details.reloadAll());
    panel.onDidDispose(() => {
      clearTimeout(timer);
      signedIn.dispose();
      details.dispose();
      page.dispose();
    });
  }
}

async function act(action: DetailsAction, details: JobDetails, { arn }: JobAddress): Promise<void> {
  await vscode.commands.executeCommand(ACTION_COMMANDS[action], arn);
  if (action === 'editTags') await details.reload('tags');
}
