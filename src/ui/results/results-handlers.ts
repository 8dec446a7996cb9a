import * as vscode from 'vscode';
import type { ResultsReader } from '../../app/results/reader';
import type { ItemKey, QueryResult } from '../../domain/results-port';
import { tableText, type TextTable } from '../../domain/table-text';
import type { ResultsPage } from '../../protocol/results';
import type { Handlers } from '../../protocol/page-server';
import { cancellable } from '../cancellable';
import { HELP_COMMANDS } from '../pages/help-commands';
import type { OtherReader } from './other-export';
import { saveFile } from './save';

/** Rows of a query that are shown; more than that nobody reads, and a file takes more of them. */
const MAX_QUERY_ROWS = 10_000;

/** Rows of a query that are saved: all of them are held in memory on their way into the file. */
const MAX_SAVED_ROWS = 200_000;

/** Rows that are asked for at once while a file is written. */
const PAGE = 1000;

export interface HandlerParts {
  readonly reader: ResultsReader;
  readonly other: OtherReader;
  readonly title: string;
  /** Aborted when the page is closed. */
  readonly closed: AbortSignal;
}

/** A query that runs, or the last one that ran. */
interface LastQuery {
  readonly answer: Promise<QueryResult>;
  readonly stop: AbortController;
}

/** What the page asks, answered by its export. */
export function resultsHandlers({ reader, other, title, closed }: HandlerParts): Handlers<ResultsPage> {
  let last: LastQuery | undefined;
  const run = (sql: string, maxRows: number, stop: AbortSignal): Promise<QueryResult> => {
    const signal = AbortSignal.any([stop, closed]);
    return reader.ask((engine, id) => engine.query(id, sql, maxRows, { signal }));
  };
  return {
    cancel: () => reader.cancel(),
    reload: () => reader.reload(),
    act: async ({ action }) => {
      await vscode.commands.executeCommand(HELP_COMMANDS[action]);
    },
    items: (request) => reader.ask((engine, id) => engine.items(id, request)),
    series: ({ key }) => reader.ask((engine, id) => engine.series(id, key)),
    chooseOther: ({ identity }) => other.choose(identity),
    forgetOther: () => other.forget(),
    compare: (request) => other.compare(reader, request),
    tables: () => reader.ask((engine, id) => engine.tables(id)),
    query: ({ sql }) => {
      last?.stop.abort();
      const stop = new AbortController();
      last = { answer: run(sql, MAX_QUERY_ROWS, stop.signal), stop };
      return last.answer;
    },
    resumeQuery: () => last?.answer ?? null,
    stopQuery: () => last?.stop.abort(),
    saveQuery: async ({ format, sql }) => {
      let most: number | undefined;
      const isSaved = await saveFile(`${title} query`, format, () =>
        whileOpen(vscode.l10n.t('Saving the result of the query'), closed, async (signal) => {
          const { columns, rows, truncated } = await run(sql, MAX_SAVED_ROWS, signal);
          most = truncated ? rows.length : undefined;
          return tableText({ headings: columns.map(({ name }) => name), rows }, format);
        }),
      );
      if (isSaved && most !== undefined) tellOfMore(most);
      return isSaved;
    },
    saveItems: ({ format, filter, columns }) =>
      saveFile(`${title} items`, format, () =>
        whileOpen(vscode.l10n.t('Saving the items'), closed, async (signal) => {
          const dimensions = reader.state.state === 'ready' ? reader.state.opened.shape.dimensions : [];
          const rows = await allRows((offset) =>
            reader.ask(async (engine, id) => {
              const page = await engine.items(id, { ...filter, offset, limit: PAGE }, { signal });
              return {
                total: page.total,
                rows: page.rows.map(({ key, values }) => [
                  ...keyCells(key),
                  ...columns.map(({ id: column }) => values[column]),
                ]),
              };
            }),
          );
          const headings = ['item_id', ...dimensions, ...columns.map(({ heading }) => heading)];
          return tableText({ headings, rows }, format);
        }),
      ),
    saveComparison: ({ format, filter, headings }) =>
      saveFile(`${title} comparison`, format, () =>
        whileOpen(vscode.l10n.t('Saving the comparison'), closed, async (signal) => {
          const dimensions = reader.state.state === 'ready' ? reader.state.opened.shape.dimensions : [];
          const rows = await allRows(async (offset) => {
            const page = await other.compare(reader, { ...filter, offset, limit: PAGE }, { signal });
            return {
              total: page.total,
              rows: page.rows.map(({ key, left, right, difference }) => [...keyCells(key), left, right, difference]),
            };
          });
          return tableText({ headings: ['item_id', ...dimensions, ...headings], rows }, format);
        }),
      ),
    saveTable: ({ format, name, headings, rows }) =>
      saveFile(`${title} ${name}`, format, () => Promise.resolve(tableText({ headings, rows }, format))),
    saveImage: ({ format, name, content }) =>
      saveFile(`${title} ${name}`, format, () =>
        Promise.resolve(format === 'svg' ? content : Buffer.from(content, 'base64')),
      ),
    copy: async ({ text }) => {
      await vscode.env.clipboard.writeText(text);
    },
  };
}

function keyCells({ itemId, dimensions }: ItemKey): readonly string[] {
  return [itemId, ...dimensions];
}

async function allRows(
  page: (offset: number) => Promise<{ readonly total: number; readonly rows: TextTable['rows'] }>,
): Promise<TextTable['rows']> {
  const rows: TextTable['rows'][number][] = [];
  for (;;) {
    const { total, rows: next } = await page(rows.length);
    rows.push(...next);
    if (next.length === 0 || rows.length >= total) return rows;
  }
}

function tellOfMore(rows: number): void {
  void vscode.window.showWarningMessage(
    vscode.l10n.t(
      'The query answers more rows than a file takes: it holds the first {0}.',
      rows.toLocaleString(vscode.env.language),
    ),
  );
}

/** Shows that work lasts, with Cancel; it ends with the page as well. */
function whileOpen<T>(title: string, closed: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  return cancellable(title, (signal) => work(AbortSignal.any([signal, closed])));
}
