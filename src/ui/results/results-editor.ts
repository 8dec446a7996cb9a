import * as vscode from 'vscode';
import { logText } from '../../domain/errors';
import { ResultsReader } from '../../app/results/reader';
import type { OpenResults, ResolveResults, ResultsIdentity, ResultsTarget } from '../../app/results/source';
import type { SharedEngine } from '../../app/results/shared-engine';
import type { Log } from '../../domain/ports';
import { RESULTS_PAGE, type ResultsPage } from '../../protocol/results';
import { EDITOR_RESULTS } from '../contribution';
import { WebviewPage } from '../pages/webview-page';
import { OtherReader } from './other-export';
import { resultsHandlers } from './results-handlers';
import { resultsModel } from './results-model';
import { resultsIdentity, resultsUri } from './results-uri';

export interface ResultsEditorParts {
  readonly extensionUri: vscode.Uri;
  readonly engine: SharedEngine;
  readonly resolve: ResolveResults;
  /** Asks for an export to compare one with; the exports of other open pages are proposed. */
  readonly chooseOther: (open: readonly ResultsTarget[]) => Promise<ResultsTarget | undefined>;
  readonly log: Log;
}

interface ResultsDocument extends vscode.CustomDocument {
  readonly target: ResultsTarget;
}

/** Progress is shown at most so often, in milliseconds. */
const GATHER = 50;

/** The results page of an export: one editor for each, which comes back after a reload. */
export class ResultsEditor implements vscode.CustomReadonlyEditorProvider<ResultsDocument> {
  readonly #parts: ResultsEditorParts;
  readonly #open = new Set<ResultsTarget>();

  private constructor(parts: ResultsEditorParts) {
    this.#parts = parts;
  }

  static register(parts: ResultsEditorParts): vscode.Disposable {
    return vscode.window.registerCustomEditorProvider(EDITOR_RESULTS, new ResultsEditor(parts), {
      supportsMultipleEditorsPerDocument: false,
    });
  }

  openCustomDocument(uri: vscode.Uri): ResultsDocument {
    const identity = resultsIdentity(uri);
    if (!identity) throw new Error(vscode.l10n.t('This is not the address of results: {0}', uri.toString()));
    return { uri, target: { identity, title: titleOf(identity) }, dispose: () => undefined };
  }

  resolveCustomEditor({ target }: ResultsDocument, panel: vscode.WebviewPanel): void {
    const { extensionUri, engine, resolve, chooseOther, log } = this.#parts;
    const { identity, title } = target;
    this.#open.add(target);
    const reader = new ResultsReader({ identity, resolve, engine });
    const others = (): ResultsTarget[] => [...this.#open].filter((one) => one !== target);
    const other = new OtherReader({ resolve, engine, choose: () => chooseOther(others()) });
    const closing = new AbortController();
    const page = new WebviewPage<ResultsPage>(panel, {
      extensionUri,
      bundle: 'results',
      title: vscode.l10n.t('Results'),
      contract: RESULTS_PAGE,
      log,
      handlers: resultsHandlers({ reader, other, title, closed: closing.signal }),
    });
    let timer: NodeJS.Timeout | undefined;
    const show = (): void => {
      timer = undefined;
      page.show(resultsModel(reader, title));
    };
    reader.onDidChange(() => {
      const { state } = reader;
      if (state.state === 'failed') log.error(`Results of ${title}: ${logText(state.error, { withRequestId: true })}`);
      timer ??= setTimeout(show, GATHER);
    });
    show();
    void reader.open();
    panel.onDidDispose(() => {
      clearTimeout(timer);
      closing.abort();
      this.#open.delete(target);
      other.dispose();
      reader.dispose();
      page.dispose();
    });
  }
}

/** Opens the page of an export and keeps it open, or shows it when it is open already. */
export const openResults: OpenResults = async (target) => {
  await vscode.commands.executeCommand('vscode.openWith', resultsUri(target), EDITOR_RESULTS, { preview: false });
};

/** The name of the job, which both kinds of identity end with. */
function titleOf(identity: ResultsIdentity): string {
  if (identity.kind === 'job') return identity.arn.slice(identity.arn.lastIndexOf('/') + 1);
  const name = identity.exportKey.slice(identity.exportKey.lastIndexOf('/') + 1);
  return name.replace(/_\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ$/u, '');
}
