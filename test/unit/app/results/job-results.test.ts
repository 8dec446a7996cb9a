import assert from 'node:assert/strict';
import { AccountSession } from '../../../../src/app/account-session';
import { exportsOfJob, resolveJob, type JobIdentity } from '../../../../src/app/results/job-results';
import { parseArn } from '../../../../src/domain/arn';
import { DomainError, isCancelled, isDomainError } from '../../../../src/domain/errors';
import type { ExportJob } from '../../../../src/domain/export-job';
import type { Connection } from '../../../../src/domain/ports';
import { isResultsError } from '../../../../src/domain/results-error';
import { ListedStore } from '../../../support/exports/listed-store';
import { scene } from '../../../support/opened-store';
import { REFUSED_OBJECTS } from '../../../support/refused-places';
import { scriptedConnection } from '../../../support/scripted-connection';
import { anyList, exportJob, ScriptedForecast } from '../../../support/scripted-forecast';

const DESTINATION = { path: 's3://bucket/backtests/' };
const JOB = exportJob(2, 'ACTIVE', { destination: DESTINATION });
const IDENTITY: JobIdentity = { kind: 'job', account: 'aws', arn: JOB.arn };

const keysOf = (name: string, time: string): string[] => [
  `backtests/forecasted-values/Forecasts_${name}_${time}_part0.csv`,
  `backtests/accuracy-metrics-values/Accuracy_${name}_${time}_part0.csv`,
];
const ONE = keysOf(JOB.name, '2026-03-01T12-00-00Z');

interface Account {
  readonly connection: Connection;
  readonly forecast: ScriptedForecast;
  readonly session: AccountSession;
  readonly resolve: ReturnType<typeof resolveJob>;
}

/** An account with a bucket, as a window has it that was just reloaded: nothing was asked for yet. */
function account(
  keys: readonly string[],
  changes: Partial<Connection> = {},
  jobs: readonly ExportJob[] = [JOB],
): Account {
  const { store, log } = scene([]);
  const forecast = new ScriptedForecast(jobs);
  const connection = scriptedConnection(forecast, { objects: new ListedStore(keys), ...changes });
  const session = new AccountSession({
    store,
    log,
    choice: () => ({ account: 'aws', requestTimeout: 20_000 }),
    connect: () => Promise.resolve(connection),
  });
  return { connection, forecast, session, resolve: resolveJob({ session, store }) };
}

async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(isResultsError(error) || isDomainError(error), String(error));
  return error.kind;
}

describe('The results of a job', () => {
  it('are found again after a reload, from the job’s ARN alone', async () => {
    const { resolve } = account(ONE);
    const { request, place } = await resolve(IDENTITY, {});
    assert.equal(place, DESTINATION.path);
    assert.equal(request.files.jobName, JOB.name);
    assert.deepEqual(
      request.files.forecast.map(({ key }) => key),
      ONE.slice(0, 1),
    );
    assert.ok(request.source.kind === 'objects' && request.source.bucket === 'bucket');
  });

  it('have an address of their own when a person had to choose, and are not asked for again', async () => {
    const later = keysOf(JOB.name, '2026-03-02T12-00-00Z');
    const { connection, resolve } = account([...ONE, ...later]);
    const { own, candidates } = await exportsOfJob(connection, JOB);
    assert.equal(own, undefined);
    assert.equal(candidates.length, 2);
    for (const { target, files } of candidates) {
      assert.ok(target.identity.kind === 'job');
      assert.deepEqual((await resolve(target.identity, {})).request.files, files);
    }
  });

  it('are the newest of the job’s name when another came after the page was opened', async () => {
    const { resolve } = account([...ONE, ...keysOf(JOB.name, '2026-03-02T12-00-00Z')]);
    assert.equal((await resolve(IDENTITY, {})).request.files.timestamp, '2026-03-02T12-00-00Z');
  });

  it('are offered, never taken, when they bear another name', async () => {
    const { connection, resolve } = account(keysOf('someone_else', '2026-03-01T12-00-00Z'));
    const { own, candidates } = await exportsOfJob(connection, JOB);
    assert.deepEqual([own, candidates.map(({ target }) => target.title)], [undefined, ['someone_else']]);
    assert.equal(await refusal(resolve(IDENTITY, {})), 'missingFiles');
  });

  it('are not looked for in another account or region', async () => {
    assert.equal(await refusal(account(ONE, { account: 'sample' }).resolve(IDENTITY, {})), 'otherAccount');
    assert.equal(await refusal(account(ONE, { region: 'us-east-1' }).resolve(IDENTITY, {})), 'otherAccount');
    const other = exportJob(5, 'ACTIVE');
    const stranger = { ...other, arn: other.arn.replace(/:\d{12}:/u, ':999999999999:') };
    assert.equal(await refusal(account(ONE, {}, [stranger]).resolve(IDENTITY, {})), 'otherAccount');
  });

  it('tell why they cannot be found', async () => {
    assert.equal(await refusal(account(ONE, { objects: REFUSED_OBJECTS }).resolve(IDENTITY, {})), 'accessDenied');
    assert.equal(await refusal(account(ONE, {}, []).resolve(IDENTITY, {})), 'notFound');
    const { store, log } = scene([]);
    const session = new AccountSession({
      store,
      log,
      choice: () => ({ account: 'aws', requestTimeout: 20_000 }),
      connect: () => Promise.reject(new DomainError('noCredentials', 'none')),
    });
    assert.equal(await refusal(resolveJob({ session, store })(IDENTITY, {})), 'noCredentials');
  });

  describe('after a connection that failed', () => {
    /** An account that cannot be reached until `mended`. */
    const broken = () => {
      const { connection } = account(ONE);
      const { store, log } = scene([]);
      const state = { mended: false, tries: 0 };
      const session = new AccountSession({
        store,
        log,
        choice: () => ({ account: 'aws', requestTimeout: 20_000 }),
        connect: () => {
          state.tries += 1;
          return state.mended ? Promise.resolve(connection) : Promise.reject(new DomainError('noCredentials', 'none'));
        },
      });
      return { state, resolve: resolveJob({ session, store }) };
    };

    it('are found as soon as the person has mended it and tries again', async () => {
      const { state, resolve } = broken();
      assert.equal(await refusal(resolve(IDENTITY, {})), 'noCredentials');
      state.mended = true;
      assert.equal((await resolve(IDENTITY, { byPerson: true })).place, DESTINATION.path);
    });

    it('are tried again only for the person, not by every page that comes back', async () => {
      const { state, resolve } = broken();
      for (let page = 0; page < 3; page += 1) assert.equal(await refusal(resolve(IDENTITY, {})), 'noCredentials');
      assert.equal(state.tries, 1);
      assert.equal(await refusal(resolve(IDENTITY, { byPerson: true })), 'noCredentials');
      assert.equal(state.tries, 2);
    });
  });

  it('may ask for a one-time code when the person tries again', async () => {
    let allowed = 0;
    const { session, resolve } = account(ONE, { allowPrompt: () => void (allowed += 1) });
    await session.start({ background: true });
    await resolve(IDENTITY, {});
    assert.equal(allowed, 0);
    await resolve(IDENTITY, { byPerson: true });
    assert.equal(allowed, 1);
  });

  it('can be given up while the connection is worked out', async () => {
    const { store, log } = scene([]);
    const session = new AccountSession({
      store,
      log,
      choice: () => ({ account: 'aws', requestTimeout: 20_000 }),
      connect: () => new Promise(() => undefined),
    });
    const stop = new AbortController();
    const resolving = resolveJob({ session, store })(IDENTITY, { signal: stop.signal });
    stop.abort();
    await assert.rejects(resolving, isCancelled);
  });

  it('do not wait for the list of jobs when the account is known without it', async () => {
    const { forecast, resolve } = account(ONE, { accountId: () => Promise.resolve(parseArn(JOB.arn)?.account) });
    forecast.holdNext(anyList);
    assert.equal((await resolve(IDENTITY, {})).place, DESTINATION.path);
  });

  it('can be given up while nothing tells yet whose account it is', async () => {
    const { forecast, resolve } = account(ONE);
    const list = forecast.holdNext(anyList);
    const stop = new AbortController();
    const resolving = resolve(IDENTITY, { signal: stop.signal });
    await list.arrived;
    stop.abort();
    await assert.rejects(resolving, isCancelled);
  });
});
