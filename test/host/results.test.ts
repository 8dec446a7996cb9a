import assert from 'node:assert/strict';
import { ResultsReader } from '../../src/app/results/reader';
import { SharedEngine } from '../../src/app/results/shared-engine';
import type { ResultsIdentity } from '../../src/app/results/source';
import { DomainError, ERROR_KINDS } from '../../src/domain/errors';
import { ResultsError, RESULTS_ERROR_KINDS } from '../../src/domain/results-error';
import { COMMANDS } from '../../src/ui/contribution';
import { actionOf } from '../../src/ui/details/details-actions';
import { wordsOf } from '../../src/ui/errors/results-words';
import { resultsModel } from '../../src/ui/results/results-model';

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
