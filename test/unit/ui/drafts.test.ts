import assert from 'node:assert/strict';
import type { Memento } from 'vscode';
import type { WizardDraft } from '../../../src/app/wizard/draft';
import type { Connection } from '../../../src/domain/ports';
import { Drafts } from '../../../src/ui/wizard/drafts';
import { Recents } from '../../../src/ui/wizard/recents';
import { exportJob } from '../../support/scripted-forecast';

function memory(): Memento {
  const kept = new Map<string, string>();
  return {
    keys: () => [...kept.keys()],
    get: (key: string) => {
      const text = kept.get(key);
      return text === undefined ? undefined : (JSON.parse(text) as unknown);
    },
    update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, JSON.stringify(value))),
  } as Memento;
}

const WORK = { account: 'aws', profile: 'work', region: 'us-east-1' } as Connection;
const HOME = { ...WORK, profile: 'home' };
const draft = (run: string, savedAt: number): WizardDraft => ({ run, savedAt, answers: {}, at: 'name' });

describe('The drafts of the wizard', () => {
  let account: string | undefined;
  let drafts: Drafts;
  const runs = (connection: Connection) => drafts.of(connection).map(({ run }) => run);

  beforeEach(() => {
    account = undefined;
    drafts = new Drafts(memory(), () => account);
  });

  it('stand beside each other, newest first, one for each run', async () => {
    await drafts.save(WORK, draft('a', 1));
    await drafts.save(WORK, draft('b', 2));
    await drafts.save(WORK, draft('a', 3));
    assert.deepEqual(runs(WORK), ['a', 'b']);
    assert.deepEqual(runs(HOME), []);
  });

  it('are discarded one by one', async () => {
    await drafts.save(WORK, draft('a', 1));
    await drafts.save(WORK, draft('b', 2));
    await drafts.discard('b');
    assert.deepEqual(runs(WORK), ['a']);
    assert.equal(drafts.has('b'), false);
  });

  it('are found again, and are still one, once it is known which account it is', async () => {
    await drafts.save(WORK, draft('a', 1));
    account = '111122223333';
    assert.deepEqual(runs(WORK), ['a']);
    await drafts.save(WORK, draft('a', 2));
    assert.deepEqual(runs(WORK), ['a']);
  });
});

describe('The places that were used before', () => {
  it('are those of the predictor’s own account', () => {
    const job = exportJob(1, 'ACTIVE', { destination: { path: 's3://exports/x/' } });
    const recents = new Recents(memory());
    assert.deepEqual(recents.paths(job.arn, [job]), ['s3://exports/x/']);
    assert.deepEqual(recents.paths(job.arn.replace('111122223333', '999988887777'), [job]), []);
  });
});
