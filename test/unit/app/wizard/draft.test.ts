import assert from 'node:assert/strict';
import { readDraft } from '../../../../src/app/wizard/draft';

describe('A stored draft', () => {
  const answers = {
    predictor: { arn: 'arn:aws:forecast:us-east-1:111122223333:predictor/demand', name: 'demand' },
    name: { value: 'demand_1', proposed: true },
    destination: { path: 's3://exports/x/' },
    role: { arn: 'arn:aws:iam::111122223333:role/r' },
    encryption: { kmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/1' },
    format: 'PARQUET',
    tags: [{ key: 'a', value: 'b' }],
  } as const;

  it('is read as it was written', () => {
    const attempt = { sentAt: 4, answers: { ...answers, format: 'CSV' } };
    const draft = { run: 'a', answers, at: 'tags', savedAt: 5, attempt } as const;
    assert.deepEqual(readDraft(JSON.parse(JSON.stringify(draft))), draft);
  });

  it('of another version loses what does not have its form, and nothing else', () => {
    const draft = readDraft({
      run: 'a',
      answers: { ...answers, name: 'demand_1', format: 'XML', tags: [{ key: 1 }, { key: 'a', value: 'b' }], extra: 1 },
      at: 'somewhere',
      savedAt: 5,
      attempt: { sentAt: 'yesterday', answers },
    });
    const { predictor, destination, role, encryption, tags } = answers;
    const kept = { predictor, destination, role, encryption, tags };
    assert.deepEqual(draft, { run: 'a', answers: kept, at: 'predictor', savedAt: 5 });
  });

  it('that is none is none', () => {
    for (const stored of [
      undefined,
      null,
      'x',
      [],
      {},
      { answers: [] },
      { answers: {}, savedAt: 'x' },
      { answers: {}, savedAt: 5 },
    ]) {
      assert.equal(readDraft(stored), undefined);
    }
  });
});
