import assert from 'node:assert/strict';
import { ResultsReader } from '../../src/app/results/reader';
import { SharedEngine } from '../../src/app/results/shared-engine';
import type { ResolvedResults, ResultsIdentity } from '../../src/app/results/source';
import { Cancelled, DomainError, ERROR_KINDS, isCancelled, type ErrorKind } from '../../src/domain/errors';
import type { DataNote, QueryResult } from '../../src/domain/results-port';
import { ResultsError, RESULTS_ERROR_KINDS } from '../../src/domain/results-error';
import { COMMANDS } from '../../src/ui/contribution';
import { actionOf } from '../../src/ui/details/details-actions';
import { wordsOf } from '../../src/ui/errors/results-words';
import { resultsNotes } from '../../src/ui/results/notes-words';
import { OtherReader } from '../../src/ui/results/other-export';
import { resultsHandlers } from '../../src/ui/results/results-handlers';
import { resultsModel } from '../../src/ui/results/results-model';
import { identityText } from '../../src/ui/results/results-uri';
import { valueColumn } from '../../src/webview/results/columns';
import { eventually } from '../support/eventually';
import { OPENED, RESOLVED, ScriptedResultsEngine, SUMMARY } from '../support/exports/scripted-results-engine';

const IDENTITY: ResultsIdentity = {
  kind: 'job',
  account: 'aws',
  arn: 'arn:aws:forecast:eu-west-1:111122223333:predictor-backtest-export-job/demand/weekly',
};

const noEngine = (): SharedEngine => new SharedEngine(() => Promise.reject(new Error('no engine')));

describe('A results page that cannot show its export', () => {
  /** The labels of the buttons that a page shows beside Retry. */
  const buttons = async (error: Error): Promise<string[]> => {
    const reader = new ResultsReader({ identity: IDENTITY, resolve: () => Promise.reject(error), engine: noEngine() });
    await reader.open();
    const { content } = resultsModel(reader, 'weekly');
    reader.dispose();
    assert.ok(content.state === 'failed');
    return content.problem.actions.map(({ label }) => label);
  };

  it('offers everything that helps', async () => {
    const errors = [
      ...ERROR_KINDS.map((kind) => new DomainError(kind, 'The words of the service')),
      ...RESULTS_ERROR_KINDS.map((kind) => new ResultsError(kind, 'The words of the reader')),
    ];
    for (const error of errors) {
      const helps = wordsOf(error).actions.filter(({ command }) => command !== COMMANDS.retry);
      assert.deepEqual(
        await buttons(error),
        helps.map(({ label }) => label),
        error.kind,
      );
    }
    assert.ok((await buttons(new DomainError('signInExpired', ''))).includes('Sign In Again'));
    assert.ok((await buttons(new DomainError('badEndpoint', ''))).includes('Open Settings'));
  });

  it('leads to the account that the export belongs to', async () => {
    const error = (account: 'aws' | 'sample') => new ResultsError('otherAccount', 'Elsewhere', { account });
    assert.deepEqual(await buttons(error('aws')), ['Choose Profile', 'Choose Region', 'Show Log']);
    assert.deepEqual(await buttons(error('sample')), ['Explore Sample Data', 'Show Log']);
  });

  it('is told on the page of a job as well, with the same help', () => {
    for (const kind of ERROR_KINDS)
      for (const { command } of wordsOf(new DomainError(kind, '')).actions)
        assert.ok(command === COMMANDS.retry || actionOf(command) !== undefined, `${kind}: ${command}`);
  });
});

describe('The export that results are compared with', () => {
  it('lets the engine end when the page was closed while it was opened', async () => {
    const engine = new ScriptedResultsEngine();
    let open: (value: undefined) => void = () => undefined;
    engine.opening = new Promise((resolve) => (open = resolve));
    let arrive: (value: undefined) => void = () => undefined;
    const arrived = new Promise((resolve) => (arrive = resolve));
    const other = new OtherReader({
      resolve: () => {
        arrive(undefined);
        return Promise.resolve(RESOLVED);
      },
      engine: new SharedEngine(() => Promise.resolve(engine)),
      choose: () => Promise.resolve(undefined),
    });
    const choosing = other.choose(identityText(IDENTITY));
    await arrived;
    other.dispose();
    open(undefined);
    await assert.rejects(choosing, isCancelled);
    await eventually(() => assert.ok(engine.isDisposed));
  });
});

describe('A comparison of results', () => {
  it('can be given up', async () => {
    const engine = new ScriptedResultsEngine();
    const stop = new AbortController();
    engine.comparison = ({ signal }) =>
      new Promise((_, refuse) => {
        signal?.addEventListener('abort', () => refuse(new Cancelled()));
        stop.abort();
      });
    const shared = new SharedEngine(() => Promise.resolve(engine));
    const resolve = (): Promise<ResolvedResults> => Promise.resolve(RESOLVED);
    const own = new ResultsReader({ identity: IDENTITY, resolve, engine: shared });
    await own.open();
    const other = new OtherReader({ resolve, engine: shared, choose: () => Promise.resolve(undefined) });
    await other.choose(identityText(IDENTITY));
    const request = { metric: 'wape', sort: { by: 'item', descending: false }, offset: 0, limit: 1 } as const;
    await assert.rejects(other.compare(own, request, { signal: stop.signal }), isCancelled);
  });
});

describe('What is told of results', () => {
  it('names the service that failed', () => {
    const title = (kind: ErrorKind, operation?: string): string =>
      wordsOf(new DomainError(kind, '', operation === undefined ? {} : { operation })).title;
    assert.equal(title('serviceFault', 'GetObject'), 'Amazon S3 has a problem');
    assert.equal(title('invalidInput', 'ListObjectsV2'), 'Amazon S3 refused the request');
    assert.equal(title('serviceFault', 'ListRoles'), 'AWS IAM has a problem');
    assert.equal(title('serviceFault', 'ListPredictorBacktestExportJobs'), 'Amazon Forecast has a problem');
    assert.equal(title('invalidInput'), 'Amazon Forecast refused the request');
  });

  it('names metrics as the columns of the page do', () => {
    const note = (metric: string): string => {
      const notes: DataNote[] = [{ kind: 'disagreement', metric, count: 1, of: 2 }];
      const [only] = resultsNotes(
        { state: 'ready', opened: { ...OPENED, notes }, summary: SUMMARY, stored: undefined },
        undefined,
      );
      return only?.text ?? '';
    };
    for (const metric of ['wql:0.9', 'averageWql', 'rmse', 'mape', 'mase'] as const)
      assert.ok(note(metric).includes(`values of ${valueColumn(metric).short} differ`), note(metric));
  });
});

describe('A query on a results page', () => {
  interface Asked {
    readonly sql: string;
    readonly maxRows: number;
    readonly signal: AbortSignal | undefined;
    readonly answer: (result: QueryResult) => void;
  }

  /** A page whose queries are answered by the test. */
  const opened = async () => {
    const engine = new ScriptedResultsEngine();
    const asked: Asked[] = [];
    engine.answer = (sql, maxRows, { signal }) =>
      new Promise((answer, refuse) => {
        const giveUp = (): void => refuse(new Cancelled());
        if (signal?.aborted) giveUp();
        signal?.addEventListener('abort', giveUp);
        asked.push({ sql, maxRows, signal, answer });
      });
    const shared = new SharedEngine(() => Promise.resolve(engine));
    const resolve = (): Promise<ResolvedResults> => Promise.resolve(RESOLVED);
    const reader = new ResultsReader({ identity: IDENTITY, resolve, engine: shared });
    await reader.open();
    const other = new OtherReader({ resolve, engine: shared, choose: () => Promise.resolve(undefined) });
    const closing = new AbortController();
    const handlers = resultsHandlers({ reader, other, title: 'weekly', closed: closing.signal });
    return { handlers, closing, asked };
  };
  const ANSWER: QueryResult = {
    columns: [{ name: 'n', type: 'INTEGER' }],
    rows: [[42]],
    truncated: false,
    milliseconds: 1,
  };

  it('ends when the page is closed', async () => {
    const { handlers, closing, asked } = await opened();
    const answer = Promise.resolve(handlers.query({ sql: 'SELECT 1' }));
    await eventually(() => assert.equal(asked.length, 1));
    closing.abort();
    await assert.rejects(answer, isCancelled);
    assert.ok(asked[0]?.signal?.aborted);
  });

  it('can be taken up again by a page that was hidden meanwhile, and cancelled', async () => {
    const { handlers, asked } = await opened();
    assert.equal(await handlers.resumeQuery({}), null);
    void handlers.query({ sql: 'SELECT 42' });
    const resumed = handlers.resumeQuery({});
    await eventually(() => assert.equal(asked.length, 1));
    asked[0]?.answer(ANSWER);
    assert.equal(await resumed, ANSWER);
    const next = Promise.resolve(handlers.query({ sql: 'SELECT 43' }));
    const again = Promise.resolve(handlers.resumeQuery({}));
    await handlers.stopQuery({});
    await assert.rejects(next, isCancelled);
    await assert.rejects(again, isCancelled);
  });
});
