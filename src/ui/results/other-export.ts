import * as vscode from 'vscode';
import { ResultsReader } from '../../app/results/reader';
import type { ResolveResults, ResultsTarget } from '../../app/results/source';
import type { SharedEngine } from '../../app/results/shared-engine';
import { Cancelled } from '../../domain/errors';
import type { CallOptions } from '../../domain/ports';
import { cancellable } from '../cancellable';
import { ResultsError } from '../../domain/results-error';
import type { Comparison, CompareRequest } from '../../domain/results-port';
import type { OtherExport } from '../../protocol/results';
import { identityText, readIdentity } from './results-uri';

export interface OtherReaderParts {
  readonly resolve: ResolveResults;
  readonly engine: SharedEngine;
  /** Asks the person for the other export. */
  readonly choose: () => Promise<ResultsTarget | undefined>;
}

/** The export that a page compares its own with. */
export class OtherReader implements vscode.Disposable {
  readonly #parts: OtherReaderParts;
  #reader: ResultsReader | undefined;
  /** What is being opened: closing the page gives it up. */
  readonly #opening = new Set<ResultsReader>();
  #isDisposed = false;

  constructor(parts: OtherReaderParts) {
    this.#parts = parts;
  }

  /**
   * Opens the export of an identity, or one that the person chooses; null when they chose none. Rejects as opening does,
   * and with `Cancelled` when the page is closed meanwhile.
   */
  async choose(identity: string | undefined): Promise<OtherExport | null> {
    const target = identity === undefined ? (await this.#parts.choose())?.identity : readIdentity(identity);
    if (!target) return null;
    this.#refuseClosed();
    const { resolve, engine } = this.#parts;
    const reader = new ResultsReader({ identity: target, resolve, engine });
    this.#opening.add(reader);
    try {
      await opened(reader);
      this.#refuseClosed();
    } catch (error) {
      reader.dispose();
      throw error;
    } finally {
      this.#opening.delete(reader);
    }
    const { state, found } = reader;
    if (state.state !== 'ready' || !found) throw new Cancelled();
    this.forget();
    this.#reader = reader;
    return {
      identity: identityText(target),
      title: found.files.jobName,
      place: found.place,
      shape: state.opened.shape,
    };
  }

  async compare(
    own: ResultsReader,
    request: Omit<CompareRequest, 'left' | 'right'>,
    options: CallOptions = {},
  ): Promise<Comparison> {
    const other = this.#reader;
    if (!other) throw new ResultsError('notOpen', 'No other export was chosen');
    return own.ask((_, left) => other.ask((engine, right) => engine.compare({ ...request, left, right }, options)));
  }

  forget(): void {
    this.#reader?.dispose();
    this.#reader = undefined;
  }

  #refuseClosed(): void {
    if (this.#isDisposed) throw new Cancelled();
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const reader of this.#opening) reader.dispose();
    this.forget();
  }
}

/** Opens it with progress that can be cancelled. */
async function opened(reader: ResultsReader): Promise<void> {
  const t = vscode.l10n.t;
  await cancellable(t('Opening the other export'), async (signal, progress) => {
    signal.addEventListener('abort', () => reader.cancel());
    let told = 0;
    const listening = reader.onDidChange(() => {
      const { state } = reader;
      if (state.state !== 'opening' || !state.progress) return;
      const { bytesDone, bytesTotal } = state.progress;
      const percent = bytesTotal === 0 ? 0 : Math.min(100, (100 * bytesDone) / bytesTotal);
      progress.report({ increment: percent - told });
      told = percent;
    });
    await reader.open();
    listening.dispose();
  });
  if (reader.state.state === 'failed') throw reader.state.error;
  if (reader.state.state === 'cancelled') throw new Cancelled();
}
