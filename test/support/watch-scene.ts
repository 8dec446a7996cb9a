/** A job watcher at work on a scripted account, with a clock that the test moves. */
import { AccountSession } from '../../src/app/account-session';
import { JobStore } from '../../src/app/job-store';
import { JobWatcher } from '../../src/app/job-watcher';
import type { JobTransition } from '../../src/app/watch-list';
import { NOTHING_SAVED, type SavedWatch, type WatchStorage } from '../../src/app/watch-storage';
import type { DomainError } from '../../src/domain/errors';
import type { ExportJob } from '../../src/domain/export-job';
import type { CallOptions, Connection, ListExportJobsRequest, Page } from '../../src/domain/ports';
import { scriptedConnection } from './scripted-connection';
import { RecordedLog, ScriptedForecast } from './scripted-forecast';
import { SimulatedClock } from './simulated-clock';

export const HOUR = 3_600_000;

/** The scripted account, with a count of what was described and of when anything was asked. */
export class WatchedAccount extends ScriptedForecast {
  /** ARNs, in the order in which they were asked for. */
  described: string[] = [];
  /** The moments of all requests, lists and descriptions. */
  moments: number[] = [];
  readonly #now: () => number;

  constructor(jobs: readonly ExportJob[], now: () => number) {
    super(jobs);
    this.#now = now;
  }

  override startCounting(): void {
    super.startCounting();
    this.described = [];
    this.moments = [];
  }

  override listExportJobs(request: ListExportJobsRequest, options?: CallOptions): Promise<Page<ExportJob>> {
    this.moments.push(this.#now());
    return super.listExportJobs(request, options);
  }

  override describeExportJob(arn: string): Promise<ExportJob> {
    this.moments.push(this.#now());
    this.described.push(arn);
    return super.describeExportJob(arn);
  }

  /** Seconds between one request and the next. */
  get pauses(): number[] {
    return this.moments.slice(1).map((moment, index) => (moment - (this.moments[index] ?? 0)) / 1000);
  }
}

/** What a folder on the disk is to real windows: shared, and there when a window closes. */
export class SharedMemory implements WatchStorage {
  readonly #saved = new Map<string, SavedWatch>();
  readonly #claimed = new Set<string>();

  hasWatched(): Promise<boolean> {
    return Promise.resolve([...this.#saved.values()].some(({ watched }) => watched.length > 0));
  }

  load(scope: string): Promise<SavedWatch> {
    return Promise.resolve(this.#saved.get(scope) ?? NOTHING_SAVED);
  }

  update(scope: string, change: (saved: SavedWatch) => SavedWatch): Promise<void> {
    this.#saved.set(scope, change(this.#saved.get(scope) ?? NOTHING_SAVED));
    return Promise.resolve();
  }

  claim(key: string): Promise<boolean> {
    const isNew = !this.#claimed.has(key);
    this.#claimed.add(key);
    return Promise.resolve(isNew);
  }
}

export interface WatchScene {
  readonly clock: SimulatedClock;
  readonly account: WatchedAccount;
  readonly store: JobStore;
  readonly session: AccountSession;
  readonly watcher: JobWatcher;
  readonly storage: SharedMemory;
  readonly log: RecordedLog;
  /** What the watcher told, as `name: FROM → TO (outcome)`. */
  readonly told: string[];
  readonly pauses: DomainError[];
  /** The identity that the next `session.reopen()` connects with. `accountId` is what STS says of it. */
  identity: { profile: string; region: string; account: WatchedAccount; accountId?: Connection['accountId'] };
}

export interface WatchSceneOptions {
  readonly clock?: SimulatedClock;
  /** The account and the storage of another window. */
  readonly account?: WatchedAccount;
  readonly storage?: SharedMemory;
  readonly random?: () => number;
  /** False leaves the account closed. */
  readonly open?: boolean;
  readonly accountId?: Connection['accountId'];
}

/** A window on an account with these jobs, opened and read; the requests of that are not counted. */
export async function watching(jobs: readonly ExportJob[], options: WatchSceneOptions = {}): Promise<WatchScene> {
  const clock = options.clock ?? new SimulatedClock();
  const account = options.account ?? new WatchedAccount(jobs, () => clock.now());
  const storage = options.storage ?? new SharedMemory();
  const log = new RecordedLog();
  const store = new JobStore({ log, pageSize: () => 100 });
  const connect = (): Promise<Connection> => {
    const { profile, region, account: forecast, accountId } = scene.identity;
    return Promise.resolve(scriptedConnection(forecast, { profile, region, ...(accountId && { accountId }) }));
  };
  const session = new AccountSession({
    connect,
    store,
    log,
    choice: () => ({ account: 'aws', requestTimeout: 20_000 }),
  });
  const watcher = new JobWatcher({ session, store, storage, clock, random: options.random ?? (() => 0), log });
  const told: string[] = [];
  const pauses: DomainError[] = [];
  watcher.onTransition((transition) => told.push(words(transition)));
  watcher.onDidPause((error) => pauses.push(error));
  const scene: WatchScene = {
    clock,
    account,
    store,
    session,
    watcher,
    storage,
    log,
    told,
    pauses,
    identity: {
      profile: 'planner',
      region: 'eu-west-1',
      account,
      ...(options.accountId && { accountId: options.accountId }),
    },
  };
  if (options.open !== false) {
    await session.start();
    await clock.pass(0);
    account.startCounting();
  }
  return scene;
}

/** Closes the window; what it knows has been saved. */
export async function closeWindow({ watcher, session, store }: WatchScene): Promise<void> {
  await watcher.flush();
  watcher.dispose();
  session.dispose();
  store.dispose();
}

function words({ job, from, to, outcome }: JobTransition): string {
  return `${job.name}: ${from} → ${to ?? 'gone'}${outcome ? ` (${outcome})` : ''}`;
}
