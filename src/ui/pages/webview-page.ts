import * as vscode from 'vscode';
import { isCancelled } from '../../domain/errors';
import type { Log } from '../../domain/ports';
import type { Model, PageContract } from '../../protocol/channel';
import { PageServer, type Handlers } from '../../protocol/page-server';
import { wordsOf } from '../errors/results-words';
import { pageHtml } from './page-html';

export interface WebviewPageOptions<C extends PageContract> {
  readonly extensionUri: vscode.Uri;
  /** The name of the page's bundle: `dist/webview/NAME.js` and `.css`. */
  readonly bundle: string;
  readonly title: string;
  readonly contract: C;
  readonly handlers: Handlers<C>;
  readonly log: Log;
}

/**
 * A page in a webview panel: its document, its policy, and the host's end of its channel. VS Code throws the page's
 * document away while it is hidden; when it comes back it says that it is ready and is shown the newest model.
 */
export class WebviewPage<C extends PageContract> implements vscode.Disposable {
  readonly #server: PageServer<C>;
  readonly #subscription: vscode.Disposable;

  constructor(panel: vscode.WebviewPanel, options: WebviewPageOptions<C>) {
    const { extensionUri, bundle, title, contract, handlers, log } = options;
    const { webview } = panel;
    const root = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
    const address = (file: string): string => webview.asWebviewUri(vscode.Uri.joinPath(root, file)).toString();
    this.#server = new PageServer({
      contract,
      handlers,
      post: (message) => void webview.postMessage(message),
      start: () => ({
        locale: vscode.env.language,
        ...(vscode.l10n.bundle ? { strings: vscode.l10n.bundle } : {}),
      }),
      describe: describeError,
      onRefused: (reason) => log.warn(`The page "${bundle}" sent a message that was dropped: ${reason}`),
    });
    this.#subscription = webview.onDidReceiveMessage((message: unknown) => this.#server.receive(message));
    webview.options = { enableScripts: true, localResourceRoots: [root] };
    webview.html = pageHtml({
      cspSource: webview.cspSource,
      script: address(`${bundle}.js`),
      style: address(`${bundle}.css`),
      title,
      language: vscode.env.language,
    });
  }

  show(model: Model<C>): void {
    this.#server.show(model);
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}

function describeError(error: unknown): string {
  if (isCancelled(error)) return vscode.l10n.t('Cancelled');
  const { title, advice } = wordsOf(error);
  return `${title}. ${advice}`;
}
