import assert from 'node:assert/strict';
import { DomainError, logText, type ErrorKind } from '../../../src/domain/errors';

const SECRET = 's3cr3t';

describe('What the log tells of a failure', () => {
  const refusals: readonly [ErrorKind, string, string][] = [
    ['invalidInput', 'ValidationException', `1 validation error detected: Value '${SECRET}' at 'tags.1.member.value'`],
    ['invalidInput', 'InvalidInputException', `The tag value ${SECRET} is not valid`],
    ['invalidNextToken', 'InvalidNextTokenException', `The token ${SECRET} is not valid`],
  ];
  for (const [kind, code, words] of refusals) {
    it(`is the name alone where the words quote the request: ${code}`, () => {
      const text = logText(new DomainError(kind, words, { code }));
      assert.ok(!text.includes(SECRET), text);
      assert.ok(text.startsWith(code), text);
    });
  }

  it('is the message of everything else', () => {
    assert.equal(logText(new DomainError('accessDenied', 'Not authorized')), 'Not authorized');
    assert.equal(logText(new Error('disk full')), 'disk full');
    assert.equal(logText('gone'), 'gone');
  });

  it('ends with the request id, where AWS gave one and it is asked for', () => {
    const error = new DomainError('throttled', 'Rate exceeded', { requestId: '1-2' });
    assert.equal(logText(error, { withRequestId: true }), 'Rate exceeded (request id 1-2)');
    assert.equal(logText(error), 'Rate exceeded');
  });
});
