import * as vscode from 'vscode';
import type { Log } from '../domain/ports';

/** The output channel of the extension: VS Code gives it levels and time stamps. */
export class OutputLog implements Log {
  // Made at the first line, so that activation does not pay for it.
  #channel: vscode.LogOutputChannel | undefined;

  debug(message: string): void {
    this.#open().debug(message);
  }

  info(message: string): void {
    this.#open().info(message);
  }

  warn(message: string): void {
    this.#open().warn(message);
  }

  error(message: string): void {
    this.#open().error(message);
  }

  show(): void {
    this.#open().show(true);
  }

  dispose(): void {
    this.#channel?.dispose();
  }

  #open(): vscode.LogOutputChannel {
    this.#channel ??= vscode.window.createOutputChannel('Forecast Backtests', { log: true });
    return this.#channel;
  }
}
