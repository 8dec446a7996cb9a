import assert from 'node:assert/strict';
import { AccountSession } from '../../../src/app/account-session';
import { openedConnection } from '../../../src/app/opened-connection';
import type { Connection } from '../../../src/domain/ports';
import { scene, shown } from '../../support/opened-store';
import { scriptedConnection } from '../../support/scripted-connection';
import { exportJobs, problem } from '../../support/scripted-forecast';

describe('A command on the list of jobs', () => {
  const openedList = (session: AccountSession): Promise<Connection> =>
    openedConnection(session, { byPerson: true, isListed: true });

  function stage() {
    const { store, log, forecast } = scene(exportJobs({ ACTIVE: 3 }));
    const stage = { fails: false, connects: 0 };
    const session = new AccountSession({
      store,
      log,
      choice: () => ({ account: 'aws', requestTimeout: 20_000 }),
      connect: () => {
        stage.connects += 1;
        return stage.fails ? Promise.reject(problem('badProfile')) : Promise.resolve(scriptedConnection(forecast));
      },
    });
    return { stage, session, store };
  }

  it('opens the account and finds its first pages there', async () => {
    const { session, store } = stage();
    assert.equal(await openedList(session), session.connection);
    assert.deepEqual(shown(store), ['active 3']);
  });

  it('tells why no account could be opened, and tries it again when it is run again', async () => {
    const { stage: account, session, store } = stage();
    account.fails = true;
    await assert.rejects(openedList(session), { kind: 'badProfile' });
    await assert.rejects(openedList(session), { kind: 'badProfile' });
    assert.equal(account.connects, 2);
    account.fails = false;
    await openedList(session);
    assert.deepEqual(shown(store), ['active 3']);
  });

  it('uses the account that is open', async () => {
    const { stage: account, session } = stage();
    await openedList(session);
    await openedList(session);
    assert.equal(account.connects, 1);
  });
});
