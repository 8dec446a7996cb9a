import { t } from '@vscode/l10n';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Cell, QueryResult, TableSchema } from '../../../domain/results-port';
import { sqlIdentifier } from '../../../domain/results-sql';
import type { TableFormat } from '../../../protocol/results';
import { Icon } from '../../components/icon';
import { Pending } from '../../components/problem-note';
import { usePage } from '../../page';
import { useChoice } from '../choices';
import { DataGrid, type GridColumn } from '../grid/data-grid';
import { LoadProblem } from '../grid/load-problem';
import type { ExportProps } from '../results-view';
import { SaveMenu } from '../save-menu';

const EXAMPLE = 'SELECT *\nFROM item_metrics\nORDER BY error_share DESC\nLIMIT 100';
const EXAMPLE_WITHOUT_SHARE = 'SELECT *\nFROM item_metrics\nLIMIT 100';

/** The choice that holds the text of the query that runs: the page may come back before its answer. */
const RUNNING = 'sql-running';

interface SqlAnswer extends QueryResult {
  /** What was asked; the text in the editor may be another by now. */
  readonly sql: string;
}

const RUN_KEY = navigator.userAgent.includes('Mac') ? '⌘' : 'Ctrl';

/** Questions of one's own: the tables with their columns, an editor, and the answer. */
export function SqlTab({ client, content }: ExportProps) {
  const hasShare = content.summary.errorBasis !== 'none';
  const [sql, setSql] = useChoice('sql', hasShare ? EXAMPLE : EXAMPLE_WITHOUT_SHARE);
  const [answer, setAnswer] = useState<SqlAnswer | undefined>(undefined);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [running, setRunning] = useState(false);
  const editor = useRef<HTMLTextAreaElement>(null);
  const { announce, formats, state } = usePage();
  const isHere = useRef(true);
  const follow = (asked: string, answering: Promise<QueryResult | null>): void => {
    const end = (result: SqlAnswer | undefined, refusal?: string): void => {
      // The person is at another part of the page: who comes back asks for the answer.
      if (!isHere.current) return;
      state.choose(RUNNING, '');
      setRunning(false);
      setAnswer(result);
      setProblem(refusal);
      if (result) announce(t('{0} rows', formats.count(result.rows.length)));
    };
    state.choose(RUNNING, asked);
    setRunning(true);
    setProblem(undefined);
    answering.then(
      (result) => end(result ? { ...result, sql: asked } : undefined),
      (error: unknown) => end(undefined, error instanceof Error ? error.message : String(error)),
    );
  };
  useEffect(() => {
    const asked = state.choice(RUNNING) ?? '';
    if (asked !== '') follow(asked, client.request('resumeQuery', {}));
    return () => {
      isHere.current = false;
    };
  }, []);
  const run = (): void => {
    if (!running && sql.trim() !== '') follow(sql, client.request('query', { sql }));
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    run();
  };
  const insert = (text: string): void => {
    const element = editor.current;
    if (!element) return;
    const { selectionStart, selectionEnd, value } = element;
    setSql(`${value.slice(0, selectionStart)}${text}${value.slice(selectionEnd)}`);
    element.focus();
  };
  return (
    <div class="sql">
      <Tables client={client} insert={insert} />
      <div class="sql-main">
        <label class="spoken" for="sql-text">
          {t('SQL query')}
        </label>
        <textarea
          ref={editor}
          id="sql-text"
          class="input sql-text code"
          spellcheck={false}
          rows={Math.min(16, Math.max(6, sql.split('\n').length + 1))}
          maxLength={100_000}
          value={sql}
          onInput={({ currentTarget }) => setSql(currentTarget.value)}
          onKeyDown={press}
        />
        <div class="bar-line">
          <div class="buttons">
            <button
              id="sql-run"
              type="button"
              class="button button-primary button-small"
              aria-disabled={running}
              onClick={run}
            >
              <Icon name={running ? 'loading' : 'play'} spins={running} />
              <span>{t('Run')}</span>
            </button>
            {running && (
              <button
                id="sql-stop"
                type="button"
                class="button button-secondary button-small"
                onClick={() => void client.request('stopQuery', {})}
              >
                {t('Cancel')}
              </button>
            )}
            <span class="quiet sql-hint">{t('{0}+Enter runs it. Only reading is possible.', RUN_KEY)}</span>
          </div>
          {answer && (
            <div class="bar-end">
              <span class="quiet">
                {answer.truncated
                  ? t('The first {0} rows', formats.count(answer.rows.length))
                  : t('{0} rows', formats.count(answer.rows.length))}
                {' · '}
                {t('{0} ms', formats.count(Math.round(answer.milliseconds)))}
              </span>
              <SaveMenu
                id="save-query"
                choices={(['csv', 'markdown'] as const).map((format) => ({
                  id: format,
                  label: format === 'csv' ? t('Result as CSV…') : t('Result as Markdown…'),
                  save: () => save(format, answer),
                }))}
              />
            </div>
          )}
        </div>
        {problem !== undefined && (
          <div role="alert" class="notice notice-failure">
            <Icon name="error" tone="failure" />
            <pre class="text sql-problem">{problem}</pre>
          </div>
        )}
        {answer && <Answer answer={answer} />}
      </div>
    </div>
  );

  /** All rows, also those that are too many to be shown. */
  function save(format: TableFormat, { sql: asked, columns, rows, truncated }: SqlAnswer): Promise<unknown> {
    if (truncated) return client.request('saveQuery', { format, sql: asked });
    return client.request('saveTable', { format, name: 'query', headings: columns.map(({ name }) => name), rows });
  }
}

function Answer({ answer: { columns, rows } }: { readonly answer: QueryResult }) {
  const gridColumns: GridColumn<readonly Cell[]>[] = columns.map(({ name, type }, index) => {
    const isNumber = rows.some((row) => typeof row[index] === 'number');
    return {
      id: `${index}`,
      heading: name,
      long: `${name}: ${type}`,
      width: isNumber ? Math.max(100, 24 + 8 * Math.min(24, name.length)) : 180,
      isNumber,
      cell: (row) => {
        const value = row[index] ?? null;
        if (value === null) return <span class="quiet">NULL</span>;
        return typeof value === 'number' ? (
          <span title={String(value)}>{plain(value)}</span>
        ) : (
          String(value).slice(0, 500)
        );
      },
    };
  });
  return (
    <DataGrid
      id="query-table"
      label={t('Result of the query')}
      columns={gridColumns}
      total={rows.length}
      row={(index) => rows[index]}
      empty={t('The query answers no rows.')}
    />
  );
}

interface TablesProps {
  readonly client: ExportProps['client'];
  readonly insert: (text: string) => void;
}

/** What can be asked about: a press writes the name into the query. */
function Tables({ client, insert }: TablesProps) {
  const [tables, setTables] = useState<readonly TableSchema[] | undefined>(undefined);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    client.request('tables', {}).then(
      (all) => {
        setTables(all);
        setProblem(undefined);
      },
      (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)),
    );
  }, [client, tries]);
  return (
    <section class="sql-tables" aria-labelledby="sql-tables-title">
      <h2 id="sql-tables-title">{t('Tables')}</h2>
      {!tables && problem === undefined && <Pending text={t('Storing the export, so that it can be queried…')} />}
      {problem !== undefined && <LoadProblem id="tables" text={problem} retry={() => setTries(tries + 1)} />}
      {tables?.map(({ name, columns }, index) => (
        <details key={name} open={index === 0}>
          <summary id={`sql-table-${name}`}>{name}</summary>
          <ul>
            {columns.map((column) => (
              <li key={column.name}>
                <button
                  id={`sql-column-${name}-${column.name}`}
                  type="button"
                  class="sql-column"
                  title={t('Write {0} into the query', column.name)}
                  onClick={() => insert(sqlIdentifier(column.name))}
                >
                  <span>{column.name}</span>
                  <span class="quiet">{column.type.toLowerCase()}</span>
                </button>
              </li>
            ))}
          </ul>
        </details>
      ))}
    </section>
  );
}

/** Enough digits to tell rows apart; the tooltip and saved files have all of them. */
function plain(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
}
