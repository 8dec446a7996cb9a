import { parseArn } from '../domain/arn';
import { isCancelled, logText, toDomainError, type DomainError } from '../domain/errors';
import type { ExportJob } from '../domain/export-job';
import type { Clock, Connection, Log } from '../domain/ports';
import { groupOfStatus, isTransient, JOB_STATUSES, STATUS_GROUPS, type StatusGroupId } from '../domain/status';
import type { AccountSession } from './account-session';
import { Emitter, type Subscription } from './event';
import type { JobStore } from './job-store';
import { needsAPerson, PollPace } from './poll-pace';
import { WatchList, type JobResult, type JobTransition, type WatchedJob } from './watch-list';
import { scopeOf, WatchMemory } from './watch-memory';
import { WatchPoll } from './watch-poll';
import { joined, NOTHING_SAVED, splitByAccount, type WatchStorage } from './watch-storage';
import { WatchTimer } from './watch-timer';

export interface JobWatcherOptions {
  readonly session: AccountSession;
  readonly store: JobStore;
  readonly storage: WatchStorage;
  readonly clock: Clock;
  /** A number from 0 up to 1, new each time. */
  readonly random: () => number;
  readonly log: Log;
}

/** Why nothing is learnt at the moment. `paused`: only a person can help; else it goes on by itself. */
export interface WatchProblem {
  readonly error: DomainError;
  readonly paused: boolean;
}

const WORKING_GROUPS: ReadonlySet<StatusGroupId> = new Set(JOB_STATUSES.filter(isTransient).map(groupOfStatus));
/** A job that was just created may be unknown to Describe for a moment. */
const BIRTH = 60_000;
/** For so long the watch waits to learn whose it is; then the profile has to stand for the account. */
const IDENTITY_PATIENCE = 3_000;

/**
 * The one poller. Watches every job of the open account on which the service works: those the store shows, and those
 * somebody asked for. What it learns goes into the store; what has ended is told once.
 */
export class JobWatcher {
  readonly #options: JobWatcherOptions;
  readonly #list = new WatchList();
  readonly #pace = new PollPace();
  readonly #timer: WatchTimer;
  readonly #memory: WatchMemory;
  readonly #changes = new Emitter<undefined>();
  readonly #transitions = new Emitter<JobTransition>();
  readonly #pauses = new Emitter<DomainError>();
  readonly #subscriptions: readonly Subscription[];
  #connection: Connection | undefined;
  /** Under which the watch of the open account is saved; undefined while that is not loaded. */
  #scope: string | undefined;
  #abort = new AbortController();
  #polling: Promise<void> | undefined;
  #listStatuses = true;
  #focused = true;
  #polledAt = 0;
  #storeWasBusy = false;
  #problem: WatchProblem | undefined;
  #told: string | undefined;

  /** The running jobs, the results or the problem have changed. */
  readonly onDidChange = this.#changes.event;
  readonly onTransition = this.#transitions.event;
  /** Watching has stopped until a person helps; told once until it has worked again. */
  readonly onDidPause = this.#pauses.event;

  constructor(options: JobWatcherOptions) {
    this.#options = options;
    this.#memory = new WatchMemory(options.storage, options.log);
    this.#timer = new WatchTimer(options.clock, {
      due: () => void this.poll(),
      woken: () => {
        this.#pace.forgive();
        this.#pace.hurry();
      },
    });
    this.#subscriptions = [
      options.session.onDidChange(() => this.#follow()),
      options.session.onDidSignIn(() => this.resume()),
      options.store.onDidChange(({ groups }) => this.#look(groups)),
    ];
    this.#follow();
  }

  /** The watched jobs of the open account. */
  get running(): readonly WatchedJob[] {
    return this.#list.jobs;
  }

  /** How the last watches ended, newest first. */
  get results(): readonly JobResult[] {
    return this.#list.results;
  }

  get problem(): WatchProblem | undefined {
    return this.#problem;
  }

  /** Opens the account when jobs were running in it the last time a window saw it. */
  async start(): Promise<void> {
    if (await this.#memory.hasWatched()) await this.#options.session.start({ background: true });
  }

  isWatched(arn: string): boolean {
    return this.#list.get(arn) !== undefined;
  }

  /** Watches a job of the open account: one that was created just now, or one that the person chose. */
  watch(arn: string): void {
    this.#list.choose(arn, this.#options.store.job(arn), this.#options.clock.now());
    this.#settle(true);
  }

  unwatch(arn: string): void {
    this.#list.mute(arn);
    this.#settle(true);
  }

  /** The person has looked at the results. */
  markSeen(): void {
    if (this.#list.markSeen()) this.#settle(true);
  }

  /** Nobody looks at an unfocused window, so it asks less often. */
  set focused(focused: boolean) {
    if (focused === this.#focused) return;
    this.#focused = focused;
    // Signing in happens in another window: coming back is a good moment to try. A code is not asked for again.
    if (focused && this.#problem?.paused && this.#problem.error.kind !== 'mfaRequired') this.resume();
    // Counted from the last look: going to and fro must not put the next one off.
    if (this.#timer.due < Infinity) this.#timer.start(this.#dueAfter(this.#polledAt));
  }

  /** Goes on after a pause. */
  resume(): void {
    if (!this.#problem) return;
    this.#problem = undefined;
    this.#pace.forgive();
    this.#pace.hurry();
    this.#changes.fire(undefined);
    void this.poll();
  }

  /** Looks at the watched jobs now. Never rejects; a call while a look is under way joins it. */
  poll(): Promise<void> {
    if (this.#polling) return this.#polling;
    if (!this.#connection || this.#scope === undefined || this.#watched().length === 0) return Promise.resolve();
    this.#timer.stop();
    const polling = this.#poll(this.#connection, this.#abort.signal).finally(() => {
      if (this.#polling !== polling) return;
      this.#polling = undefined;
      this.#polledAt = this.#options.clock.now();
      this.#schedule();
    });
    this.#polling = polling;
    return polling;
  }

  /** Resolves when everything that is known has been saved. */
  flush(): Promise<void> {
    return this.#memory.saved;
  }

  dispose(): void {
    this.#abort.abort();
    this.#timer.stop();
    for (const subscription of this.#subscriptions) subscription.dispose();
    for (const emitter of [this.#changes, this.#transitions, this.#pauses]) emitter.dispose();
  }

  /** Another account: what was asked of the old one is dropped, and the watch of the new one is taken up. */
  #follow(): void {
    const { connection } = this.#options.session;
    if (connection === this.#connection) {
      void this.#moveToAccount();
      return;
    }
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#polling = undefined;
    this.#timer.stop();
    this.#pace.forgive();
    this.#pace.hurry();
    this.#polledAt = this.#options.clock.now();
    this.#connection = connection;
    this.#scope = undefined;
    this.#listStatuses = true;
    this.#problem = undefined;
    this.#list.restore(NOTHING_SAVED, 0);
    this.#changes.fire(undefined);
    if (connection) void this.#takeUp(connection);
  }

  async #takeUp(connection: Connection): Promise<void> {
    await this.#identified();
    if (connection !== this.#connection) return;
    const scope = scopeOf(connection, this.#options.session.accountId);
    const saved = await this.#memory.load(scope);
    if (connection !== this.#connection) return;
    this.#scope = scope;
    this.#list.restore(saved, this.#options.clock.now());
    this.#look(undefined);
    this.#settle(true);
    await this.#moveToAccount();
  }

  /**
   * The number of the open account has become known after its watch was taken up under the profile's name, as when the
   * person signs in in the morning: what an earlier window has saved under the number is taken up as well.
   */
  async #moveToAccount(): Promise<void> {
    const [connection, before, { accountId }] = [this.#connection, this.#scope, this.#options.session];
    if (!connection || before === undefined || accountId === undefined) return;
    const scope = scopeOf(connection, accountId);
    if (scope === before) return;
    const saved = await this.#memory.load(scope);
    if (connection !== this.#connection || this.#scope !== before) return;
    const [own, foreign] = splitByAccount(this.#list.snapshot(), accountId);
    this.#memory.save(before, foreign);
    this.#scope = scope;
    this.#list.restore(joined(saved, own), this.#options.clock.now());
    this.#look(undefined);
    this.#settle(true);
  }

  async #identified(): Promise<void> {
    const { session, clock } = this.#options;
    let stopWaiting = (): void => undefined;
    const patience = new Promise<void>((resolve) => (stopWaiting = clock.after(IDENTITY_PATIENCE, resolve)));
    await Promise.race([session.identified, patience]);
    stopWaiting();
  }

  /** The store knows something new: of watched jobs, or jobs that are to be watched. */
  #look(groups: ReadonlySet<StatusGroupId> | undefined): void {
    this.#resumeAfterReading();
    if (this.#scope === undefined) return;
    const { store, clock } = this.#options;
    let changed = false;
    for (const { job } of this.#list.jobs) {
      const known = store.job(job.arn);
      if (known) changed = this.#observe(known) || changed;
    }
    for (const { id } of STATUS_GROUPS) {
      if (!WORKING_GROUPS.has(id) || (groups && !groups.has(id))) continue;
      for (const job of store.group(id).jobs) changed = this.#list.track(job, clock.now()) || changed;
    }
    this.#settle(changed);
  }

  /** A list that the person refreshed has worked: whatever paused the watch is over. */
  #resumeAfterReading(): void {
    const { store } = this.#options;
    const hasRead = this.#storeWasBusy && !store.busy;
    this.#storeWasBusy = store.busy;
    if (hasRead && this.#problem && !store.error && store.groups().every(({ error }) => !error)) this.resume();
  }

  #observe(job: ExportJob): boolean {
    return this.#tell(this.#list.observe(job, this.#options.clock.now()));
  }

  #tell(transition: JobTransition | undefined): boolean {
    if (!transition) return false;
    const { job, from, to } = transition;
    this.#options.log.info(`${job.name}: ${from === '' ? 'watched' : from} → ${to ?? 'deleted'}`);
    this.#transitions.fire(transition);
    return true;
  }

  /** After a change: save it, show it, and look again soon. */
  #settle(changed: boolean): void {
    if (!changed) return;
    this.#pace.hurry();
    if (this.#scope !== undefined) this.#memory.save(this.#scope, this.#list.snapshot());
    this.#schedule();
    this.#changes.fire(undefined);
  }

  /** Waits for the next look, unless one is waited for that comes sooner. */
  #schedule(): void {
    if (this.#polling) return;
    if (!this.#connection || this.#problem?.paused || this.#watched().length === 0) this.#timer.stop();
    else this.#timer.start(Math.min(this.#timer.due, this.#dueAfter(this.#options.clock.now())));
  }

  #dueAfter(moment: number): number {
    return moment + this.#pace.wait(this.#focused, this.#options.random());
  }

  /** The watched jobs that can be asked for: credentials of the environment may have changed to another account's. */
  #watched(): readonly WatchedJob[] {
    const shown = this.#options.store.groups().find(({ jobs }) => jobs.length > 0)?.jobs[0];
    const account = shown && parseArn(shown.arn)?.account;
    if (account === undefined) return this.#list.jobs;
    return this.#list.jobs.filter(({ job }) => parseArn(job.arn)?.account === account);
  }

  async #poll(connection: Connection, signal: AbortSignal): Promise<void> {
    // Lets poll() set #polling before anything is announced.
    await Promise.resolve();
    const { store, log } = this.#options;
    const poll = new WatchPoll({
      forecast: connection.forecast,
      signal,
      log,
      watched: () => this.#watched(),
      tick: () => store.tick(),
      learn: (jobs, asked) => this.#learn(jobs, asked),
      described: (arn, job, asked) => this.#described(arn, job, asked),
    });
    try {
      const { requests, unfinished } = await poll.run(this.#listStatuses);
      this.#pace.succeeded(requests);
      if (unfinished) this.#pace.hurry();
      this.#told = undefined;
      this.#setProblem(undefined);
    } catch (error) {
      if (signal.aborted || isCancelled(error)) return;
      this.#failed(toDomainError(error));
    }
  }

  #failed(error: DomainError): void {
    if (error.kind === 'invalidInput' && this.#listStatuses) {
      this.#options.log.warn(
        `The service refuses the Status filter; watched jobs are asked one by one: ${logText(error)}`,
      );
      this.#listStatuses = false;
      this.#pace.hurry();
      return;
    }
    this.#pace.failed(error);
    const paused = needsAPerson(error);
    this.#options.log.warn(`Watched jobs could not be read${paused ? ', watching pauses' : ''}: ${logText(error)}`);
    this.#setProblem({ error, paused });
    if (!paused || this.#told === error.kind) return;
    this.#told = error.kind;
    this.#pauses.fire(error);
  }

  #setProblem(problem: WatchProblem | undefined): void {
    if (problem === this.#problem) return;
    this.#problem = problem;
    this.#changes.fire(undefined);
  }

  #learn(jobs: readonly ExportJob[], asked: number): void {
    const { store } = this.#options;
    // A store that shows one predictor must not be given the jobs of others.
    store.put(store.predictorArn === undefined ? jobs : jobs.filter(({ arn }) => store.job(arn)), asked);
    let changed = false;
    for (const job of jobs) if (!store.job(job.arn)) changed = this.#observe(job) || changed;
    this.#settle(changed);
  }

  #described(arn: string, job: ExportJob | undefined, asked: number): void {
    if (job) {
      this.#list.postpone(arn);
      this.#learn([job], asked);
      return;
    }
    const known = this.#list.get(arn);
    const isNew = known !== undefined && this.#options.clock.now() - known.since < BIRTH;
    if (isNew && !known.job.status.startsWith('DELETE_')) return;
    this.#options.store.forget(arn);
    this.#settle(this.#tell(this.#list.gone(arn)));
  }
}
