import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { AccountSession } from '../../../src/app/account-session';
import { JobStore } from '../../../src/app/job-store';
import { JobWatcher } from '../../../src/app/job-watcher';
import { parseArn } from '../../../src/domain/arn';
import type { ExportJob } from '../../../src/domain/export-job';
import type { CallOptions, ListExportJobsRequest, Page } from '../../../src/domain/ports';
import { scriptedConnection } from '../../support/scripted-connection';
import { exportJobs, RecordedLog, ScriptedForecast } from '../../support/scripted-forecast';
import { SimulatedClock } from '../../support/simulated-clock';
import { SharedMemory } from '../../support/watch-scene';

const IDENTITIES = 20;
const SWITCHES = 200;
/** The slowest answer, in milliseconds of the simulated clock. */
const SLOWEST = 3_000;

/** Answers after a time of its own choosing, even to those who have given up: as a slow network may. */
class SlowForecast extends ScriptedForecast {
  override readonly answersTheAborted = true;
  readonly #wait: () => Promise<void>;

  constructor(jobs: readonly ExportJob[], wait: () => Promise<void>) {
    super(jobs);
    this.#wait = wait;
  }

  override async listExportJobs(request: ListExportJobsRequest, options?: CallOptions): Promise<Page<ExportJob>> {
    await this.#wait();
    const page = await super.listExportJobs(request, options);
    await this.#wait();
    return page;
  }
}

/** Numbers that look random and are the same in every run (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

describe('Switching among 20 identities, 200 times, with answers of any delay', () => {
  const accountOf = (index: number): string => String(100_000_000_000 + index);

  /** 150 jobs, so that the account has pages and a list for each status; some of them run and are watched. */
  const jobsOf = (index: number): ExportJob[] =>
    exportJobs({ ACTIVE: 120, CREATE_FAILED: 20, CREATE_IN_PROGRESS: 10 }).map((job) => ({
      ...job,
      arn: job.arn.replace('111122223333', accountOf(index)),
    }));

  for (const seed of [1, 2, 3]) {
    it(`never shows a row, a watched job or a number of another account (${seed})`, async () => {
      const next = random(seed);
      const clock = new SimulatedClock();
      const wait = (): Promise<void> => new Promise((resolve) => void clock.after(next() * SLOWEST, resolve));
      const forecasts = Array.from({ length: IDENTITIES }, (_, index) => new SlowForecast(jobsOf(index), wait));
      const log = new RecordedLog();
      const store = new JobStore({ log, pageSize: () => 100 });
      let chosen = 0;
      const session = new AccountSession({
        store,
        log,
        choice: () => ({ account: 'aws', profile: String(chosen), requestTimeout: 20_000 }),
        connect: async ({ profile = '' }) => {
          await wait();
          const forecast = forecasts[Number(profile)] ?? assert.fail();
          const accountId = async (): Promise<string> => (await wait(), accountOf(Number(profile)));
          return scriptedConnection(forecast, { profile, accountId });
        },
      });
      const watcher = new JobWatcher({
        session,
        store,
        storage: new SharedMemory(),
        clock: clock,
        random: next,
        log,
      });

      let looks = 0;
      let rows = 0;
      const look = (): void => {
        looks += 1;
        const owner = session.connection ? accountOf(Number(session.connection.profile)) : undefined;
        // Without a connection the status bar shows nothing, whatever the watcher has not let go of yet.
        const shown = [...store.jobs(), ...(owner === undefined ? [] : watcher.running.map(({ job }) => job))];
        rows += shown.length;
        const strangers = shown.filter(({ arn }) => parseArn(arn)?.account !== owner);
        assert.deepEqual(strangers, [], `rows under ${owner ?? 'no account'}`);
        assert.ok(session.accountId === undefined || session.accountId === owner);
      };
      store.onDidChange(look);
      session.onDidChange(look);
      watcher.onDidChange(look);

      for (let count = 0; count < SWITCHES; count += 1) {
        chosen = Math.floor(next() * IDENTITIES);
        void session.reopen();
        // Often before the last one is there, sometimes long after.
        await clock.pass(next() < 0.7 ? next() * SLOWEST : SLOWEST * 8);
        if (next() < 0.3) void store.loadMore('active');
        if (next() < 0.3) void session.refresh();
        if (next() < 0.2) void watcher.poll();
      }
      await clock.pass(SLOWEST * 20);
      await setImmediate();
      look();
      assert.equal(session.connection?.profile, String(chosen));
      assert.equal(session.accountId, accountOf(chosen));
      assert.ok(store.size >= 100, 'the last account is there');
      assert.ok(looks > SWITCHES * 2 && rows > SWITCHES * 100, `${looks} looks at ${rows} rows`);
      watcher.dispose();
      session.dispose();
      store.dispose();
    }).timeout(30_000);
  }
});
