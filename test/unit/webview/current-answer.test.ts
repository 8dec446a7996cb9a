import assert from 'node:assert/strict';
import { CurrentAnswer } from '../../../src/webview/results/compare/current-answer';

describe('What a comparison says of two exports', () => {
  const answers = new CurrentAnswer<string>();

  it('is nothing until the answer has come', () => {
    assert.equal(answers.about('Avg wQL'), undefined);
    assert.equal(answers.take('Avg wQL', 'left wins'), true);
    assert.equal(answers.about('Avg wQL'), 'left wins');
  });

  it('is never said of another metric, window or export while its own answer is under way', () => {
    assert.equal(answers.about('WAPE'), undefined);
    assert.equal(answers.take('WAPE', 'right wins'), true);
    assert.equal(answers.about('WAPE'), 'right wins');
  });

  it('is not taken from an answer that comes late', () => {
    answers.about('RMSE');
    answers.about('MAPE');
    assert.equal(answers.take('MAPE', 'even'), true);
    assert.equal(answers.take('RMSE', 'left wins'), false);
    assert.equal(answers.about('MAPE'), 'even');
  });

  it('is asked for anew after a question in between that was never answered', () => {
    answers.about('MASE');
    assert.equal(answers.about('MAPE'), undefined);
  });
});
