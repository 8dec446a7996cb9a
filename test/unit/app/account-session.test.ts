import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { AccountSession, type AccountSessionOptions } from '../../../src/app/account-session';
import { signInProblem } from '../../../src/app/sign-in-problem';
import type { Connection, ConnectionChoice } from '../../../src/domain/ports';
import { scene, shown, until, type Scene } from '../../support/opened-store';
import { scriptedConnection } from '../../support/scripted-connection';
import { anyList, deferred, exportJobs, PREDICTORS, problem, ScriptedForecast } from '../../support/scripted-forecast';

interface Stage extends Scene {
  readonly session: AccountSession;
  /** How the next connections come about, first to last; the last one stays. */
  readonly connections: (() => Promise<Connection>)[];
  readonly asked: ConnectionChoice[];
  readonly disposed: string[];
  readonly connection: (profile: string, forecast: ScriptedForecast) => Connection;
}

function stage(options: Partial<AccountSessionOptions> = {}): Stage {
  const made = scene(exportJobs({ ACTIVE: 3 }));
  const asked: ConnectionChoice[] = [];
  const disposed: string[] = [];
  const connection = (profile: string, forecast: ScriptedForecast): Connection =>
    scriptedConnection(forecast, { profile, dispose: () => void disposed.push(profile) });
  const connections: (() => Promise<Connection>)[] = [() => Promise.resolve(connection('first', made.forecast))];
  const session = new AccountSession({
    ...options,
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

/** With a file of the connection that changes when `change` is called. */
function watchedStage(): Stage & { readonly change: () => void } {
  let change = (): void => undefined;
  const watchFiles = (names: readonly string[], onChange: () => void): (() => void) => {
    if (names.includes('config')) change = onChange;
    return () => undefined;
  };
  return { ...stage({ configFiles: ['config'], watchFiles }), change: () => change() };
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

  it('knows the account’s number once STS has said it, and never that of the account before', async () => {
    const { session, connections, connection, forecast } = stage();
    const slow = deferred<string | undefined>();
    connections.splice(
      0,
      1,
      () => Promise.resolve({ ...connection('first', forecast), accountId: () => slow.promise }),
      () => Promise.resolve({ ...connection('second', forecast), accountId: () => Promise.resolve('222222222222') }),
    );
    await session.start();
    assert.equal(session.accountId, undefined, 'the list does not wait for it');
    await session.reopen();
    await session.identified;
    assert.equal(session.accountId, '222222222222');
    slow.resolve('111111111111');
    await slow.promise;
    assert.equal(session.accountId, '222222222222');
  });

  it('opens anew when the files say something else of the profile, and lets other profiles change', async () => {
    const files: (() => void)[] = [];
    const { session, asked, connections, connection, forecast } = stage({
      configFiles: ['config'],
      watchFiles: (names, onChange) => {
        if (names.includes('config')) files.push(onChange);
        return () => undefined;
      },
    });
    let current = true;
    connections.splice(0, 1, () =>
      Promise.resolve({ ...connection('first', forecast), isCurrent: () => Promise.resolve(current) }),
    );
    await session.start();
    files[0]?.();
    await setImmediate();
    assert.equal(asked.length, 1);
    current = false;
    files[0]?.();
    await setImmediate();
    assert.equal(asked.length, 2);
    assert.equal(files.length, 1, 'the files are watched once');
  });

  it('takes renewed keys of the same account without losing a row, and those of another one as another account', async () => {
    const { session, store, connections, connection, forecast, disposed, change } = watchedStage();
    const made = (accountId: string, port: ScriptedForecast): Connection => ({
      ...connection('work', port),
      accountId: () => Promise.resolve(accountId),
      isCurrent: () => Promise.resolve(false),
    });
    const renewed = new ScriptedForecast(exportJobs({ ACTIVE: 3 }));
    const foreign = new ScriptedForecast(exportJobs({ CREATE_FAILED: 2 }));
    connections.splice(
      0,
      1,
      () => Promise.resolve(made('111122223333', forecast)),
      () => Promise.resolve(made('111122223333', renewed)),
      () => Promise.resolve(made('444455556666', foreign)),
    );
    await session.start();
    await session.identified;
    let fewest = store.size;
    store.onDidChange(() => (fewest = Math.min(fewest, store.size)));
    change();
    await until(store, () => renewed.requests.length > 0 && !store.busy);
    assert.equal(fewest, 3);
    assert.deepEqual(disposed, ['work']);
    change();
    await until(store, () => foreign.requests.length > 0 && !store.busy);
    assert.deepEqual(shown(store), ['failed 2']);
    assert.equal(fewest, 0, 'forgotten at once');
    await session.identified;
    assert.equal(session.accountId, '444455556666');
  });

  it('opens what the files say last when they change twice while STS is asked about the first change', async () => {
    const { session, store, connections, connection, forecast, disposed, change } = watchedStage();
    let content = 'first';
    const made = (what: string, port: ScriptedForecast, accountId: Connection['accountId']): Connection => ({
      ...connection('work', port),
      accountId,
      isCurrent: () => Promise.resolve(content === what),
      dispose: () => void disposed.push(what),
    });
    const slow = deferred<string | undefined>();
    const foreign = new ScriptedForecast(exportJobs({ CREATE_FAILED: 2 }));
    const other = (): Promise<Connection> =>
      Promise.resolve(made('third', foreign, () => Promise.resolve('444455556666')));
    connections.splice(
      0,
      1,
      () => Promise.resolve(made('first', forecast, () => Promise.resolve('111122223333'))),
      () => Promise.resolve(made('second', forecast, () => slow.promise)),
      other,
    );
    await session.start();
    await session.identified;
    content = 'second';
    change();
    await setImmediate();
    content = 'third';
    change();
    slow.resolve('111122223333');
    await until(store, () => foreign.requests.length > 0 && !store.busy);
    await session.identified;
    assert.deepEqual([session.accountId, shown(store)], ['444455556666', ['failed 2']]);
    assert.equal(await session.connection?.isCurrent(), true);
    assert.ok(disposed.includes('second'), 'the connection that came late is thrown away');
  });

  it('asks the person for nothing when background work opens the account', async () => {
    const { session, connections, connection, forecast } = stage();
    let allowed = 0;
    connections.splice(0, 1, () =>
      Promise.resolve({ ...connection('first', forecast), allowPrompt: () => void (allowed += 1) }),
    );
    await session.start({ background: true });
    assert.equal(allowed, 0);
    await session.refresh();
    assert.equal(allowed, 1);
    await session.reopen();
    assert.equal(allowed, 2);
  });

  it('goes on by itself when the person has signed in outside, keeping the rows', async () => {
    const signIn: (() => void)[] = [];
    const { session, store, connections, connection, forecast } = stage({
      watchFiles: (names, onChange) => {
        if (names.includes('token')) signIn.push(onChange);
        return () => undefined;
      },
    });
    let forgotten = 0;
    connections.splice(0, 1, () =>
      Promise.resolve({
        ...connection('first', forecast),
        signInFiles: ['token'],
        forgetCredentials: () => void (forgotten += 1),
      }),
    );
    await session.start();
    forecast.failNext(anyList, problem('signInExpired'));
    await session.refresh();
    assert.equal(signInProblem(store)?.kind, 'signInExpired');
    assert.deepEqual(shown(store), ['active 3']);
    signIn[0]?.();
    await until(store, () => signInProblem(store) === undefined && !store.busy);
    assert.equal(forgotten, 1);
    assert.deepEqual(shown(store), ['active 3']);
  });

  it('drops a page of another account that the same credentials suddenly give, and opens that account', async () => {
    const { session, store, forecast, asked } = stage();
    await session.start();
    forecast.jobs.splice(
      0,
      forecast.jobs.length,
      ...exportJobs({ CREATE_FAILED: 2 }).map((job) => ({
        ...job,
        arn: job.arn.replace('111122223333', '444455556666'),
      })),
    );
    await session.refresh();
    await until(store, () => !store.busy && store.size === 2);
    assert.equal(asked.length, 2);
    assert.deepEqual(shown(store), ['failed 2']);
  });
});
