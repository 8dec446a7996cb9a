import assert from 'node:assert/strict';
import { AccountSession } from '../../../src/app/account-session';
import type { NewExportJob } from '../../../src/domain/export-job';
import type { ObjectStore } from '../../../src/domain/object-store';
import type { Connection, ForecastPort } from '../../../src/domain/ports';
import { scene, until } from '../../support/opened-store';
import { REFUSED_OBJECTS, REFUSED_PLACES } from '../../support/refused-places';
import { scriptedConnection } from '../../support/scripted-connection';
import { deferred, exportJob, exportJobs, ScriptedForecast } from '../../support/scripted-forecast';

const NEW_EXPORT: NewExportJob = {
  name: 'weekly',
  predictorArn: 'arn:aws:forecast:eu-west-1:111122223333:predictor/p',
  destination: { path: 's3://b/', roleArn: 'arn:aws:iam::111122223333:role/r' },
};

/** An account whose calls the test answers, with the keys of one moment. */
class Keys extends ScriptedForecast {
  readonly created = deferred<string>();
  readonly creating = deferred<undefined>();
  readonly pieces = deferred<Uint8Array>();
  readonly ended = new AbortController();
  readonly name: string;

  constructor(name: string) {
    super(exportJobs({ ACTIVE: 3 }));
    this.name = name;
    const createExportJob: ForecastPort['createExportJob'] = () => {
      this.creating.resolve(undefined);
      return this.created.promise;
    };
    Object.assign(this, { createExportJob });
  }

  get connection(): Connection {
    const get: ObjectStore['get'] = () => {
      const { promise } = this.pieces;
      return Promise.resolve(
        (async function* () {
          yield await promise;
        })(),
      );
    };
    return scriptedConnection(this, {
      accountId: () => Promise.resolve('111122223333'),
      isCurrent: () => Promise.resolve(false),
      places: { ...REFUSED_PLACES, bucketRegion: () => Promise.resolve(this.name) },
      objects: { ...REFUSED_OBJECTS, get },
      dispose: () => this.ended.abort(),
    });
  }
}

describe('Credentials of the same account that are renewed', () => {
  let session: AccountSession;
  let first: Keys;
  let second: Keys;
  let renew: () => Promise<void>;

  beforeEach(async () => {
    first = new Keys('first');
    second = new Keys('second');
    const { store, log } = scene([]);
    const made = [first, second];
    let change = (): void => undefined;
    session = new AccountSession({
      store,
      log,
      choice: () => ({ account: 'aws', requestTimeout: 20_000 }),
      connect: () => Promise.resolve((made.shift() ?? assert.fail('opened anew')).connection),
      configFiles: ['config'],
      watchFiles: (names, onChange) => {
        if (names.includes('config')) change = onChange;
        return () => undefined;
      },
    });
    renew = async () => {
      change();
      await until(store, () => second.requests.length > 0 && !store.busy);
    };
    await session.start();
    await session.identified;
  });
  afterEach(() => session.dispose());

  it('leave the connection of the account what it is, so that nothing that was begun in it ends', async () => {
    const { connection } = session;
    assert.ok(connection);
    const seen = new Set<Connection | undefined>();
    session.onDidChange(() => seen.add(session.connection));
    await renew();
    assert.deepEqual([...seen], [connection]);
    assert.equal(await connection.places.bucketRegion('b'), 'second', 'by the new keys');
    assert.ok(first.ended.signal.aborted, 'nothing needs the old ones any more');
  });

  it('do not break a Create that is under way', async () => {
    const creating = (session.connection ?? assert.fail()).forecast.createExportJob(NEW_EXPORT);
    await first.creating.promise;
    await renew();
    assert.ok(!first.ended.signal.aborted, 'it would be aborted with its connection');
    first.created.resolve(exportJob(1, '').arn);
    assert.equal(await creating, exportJob(1, '').arn);
    assert.ok(first.ended.signal.aborted);
  });

  it('do not break the reading of a file', async () => {
    const { objects } = session.connection ?? assert.fail();
    const pieces = (await objects.get({ bucket: 'b', key: 'k' }))[Symbol.asyncIterator]();
    const piece = pieces.next();
    await renew();
    assert.ok(!first.ended.signal.aborted);
    first.pieces.resolve(new Uint8Array([1, 2]));
    assert.deepEqual((await piece).value, new Uint8Array([1, 2]));
    assert.equal((await pieces.next()).done, true);
    assert.ok(first.ended.signal.aborted);
  });

  it('go with the account, together with those before them that are still used', async () => {
    void (session.connection ?? assert.fail()).forecast.createExportJob(NEW_EXPORT);
    await first.creating.promise;
    await renew();
    session.dispose();
    assert.deepEqual(
      [first, second].map(({ ended }) => ended.signal.aborted),
      [true, true],
    );
  });
});
