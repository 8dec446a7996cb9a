import assert from 'node:assert/strict';
import { AccountSession } from '../../../src/app/account-session';
import type { Connection, ConnectionChoice } from '../../../src/domain/ports';
import { scene, shown, type Scene } from '../../support/opened-store';
import { scriptedConnection } from '../../support/scripted-connection';
import { deferred, exportJobs, PREDICTORS, problem, ScriptedForecast } from '../../support/scripted-forecast';

interface Stage extends Scene {
  readonly session: AccountSession;
  /** How the next connections come about, first to last; the last one stays. */
  readonly connections: (() => Promise<Connection>)[];
  readonly asked: ConnectionChoice[];
  readonly disposed: string[];
  readonly connection: (profile: string, forecast: ScriptedForecast) => Connection;
}

function stage(): Stage {
  const made = scene(exportJobs({ ACTIVE: 3 }));
  const asked: ConnectionChoice[] = [];
  const disposed: string[] = [];
  const connection = (profile: string, forecast: ScriptedForecast): Connection =>
    scriptedConnection(forecast, { profile, dispose: () => void disposed.push(profile) });
  const connections: (() => Promise<Connection>)[] = [() => Promise.resolve(connection('first', made.forecast))];
  const session = new AccountSession({
    store: made.store,
    log: made.log,
    choice: () => ({ account: 'aws', requestTimeout: 20_000 }),
    connect: (choice) => {
      asked.push(choice);
      const next = connections.length > 1 ? connections.shift() : connections[0];
      return next ? next() : Promise.reject(problem('noCredentials'));
    },
  });
  return { ...made, session, connections, asked, disposed, connection };
}

describe('The account session', () => {
  it('connects and reads the account once, however many ask for it', async () => {
    const { session, store, asked } = stage();
    await Promise.all([session.start(), session.start()]);
    await session.start();
    assert.equal(asked.length, 1);
    assert.deepEqual(shown(store), ['active 3']);
    assert.equal(session.connection?.profile, 'first');
    assert.equal(session.opening, false);
  });

  it('does not try again by itself when no connection could be worked out', async () => {
    const { session, store, asked, connections, connection, forecast } = stage();
    connections.unshift(() => Promise.reject(problem('noRegion')));
    await session.start();
    // A view that draws the failure asks again at every drawing.
    await session.start();
    assert.equal(asked.length, 1);
    assert.equal(session.error?.kind, 'noRegion');
    assert.equal(store.untouched, true);
    connections.push(() => Promise.resolve(connection('second', forecast)));
    await session.retry();
    assert.equal(session.error, undefined);
    assert.deepEqual(shown(store), ['active 3']);
  });

  it('counts only the last of two openings; the connection that comes late is thrown away', async () => {
    const { session, store, connections, connection, disposed, forecast } = stage();
    const slow = deferred<Connection>();
    const other = new ScriptedForecast(exportJobs({ CREATE_FAILED: 2 }));
    connections.splice(
      0,
      1,
      () => slow.promise,
      () => Promise.resolve(connection('last', other)),
    );
    const first = session.reopen();
    await session.reopen();
    slow.resolve(connection('late', forecast));
    await first;
    assert.equal(session.connection?.profile, 'last');
    assert.deepEqual(shown(store), ['failed 2']);
    assert.deepEqual(disposed, ['late']);
    assert.deepEqual(forecast.requests, []);
  });

  it('filters by a predictor until another account is opened', async () => {
    const { session, store } = stage();
    await session.start();
    await session.filterByPredictor({ arn: PREDICTORS[0], name: 'demand' });
    assert.deepEqual(shown(store), ['active 1']);
    assert.equal(session.predictor?.name, 'demand');
    await session.reopen();
    assert.equal(session.predictor, undefined);
    assert.deepEqual(shown(store), ['active 3']);
  });
});
