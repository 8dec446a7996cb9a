import { parseArn } from '../domain/arn';
import type { DomainError } from '../domain/errors';
import type { AccuracyMetrics, ExportJob, Tag } from '../domain/export-job';
import type { Connection } from '../domain/ports';
import type { AccountSession } from './account-session';
import { Emitter, type Subscription } from './event';
import type { JobStore } from './job-store';
import { accountNumber, knownAccount } from './known-account';
import { Loading, type Loadable } from './loading';
import type { SeenStatus, StatusHistory } from './status-history';

/** Which job a page shows: its ARN names region and account; a sample account uses ARNs of the same form. */
export interface JobAddress {
  readonly account: Connection['account'];
  readonly arn: string;
}

/** Whether the job can be shown. */
export type Standing =
  /** The account is being opened, or the job is being asked for. */
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready' }
  /** The service no longer knows the job. */
  | { readonly kind: 'gone' }
  /** Another account or region is open than the job's. */
  | { readonly kind: 'foreign' }
  | { readonly kind: 'failed'; readonly error: DomainError };

/** All that is known of one job. */
export interface JobFacts {
  readonly address: JobAddress;
  /** The connection that is open, whether it is the job's or not. */
  readonly connection: Pick<Connection, 'account' | 'profile' | 'region'> | undefined;
  readonly standing: Standing;
  /** The newest knowledge; it stays when the job is gone. */
  readonly job: ExportJob | undefined;
  /** `DescribePredictorBacktestExportJob`: the predictor and the format, which no list tells. */
  readonly described: Loadable<ExportJob>;
  readonly tags: Loadable<readonly Tag[]>;
  readonly accuracy: Loadable<AccuracyMetrics>;
  readonly seen: readonly SeenStatus[];
}

export type DetailsPart = 'job' | 'tags' | 'accuracy';

export interface JobDetailsOptions {
  readonly address: JobAddress;
  readonly store: JobStore;
  readonly session: AccountSession;
  readonly history: StatusHistory;
}

/**
 * One job, for a page about it. What changes by itself comes from the store; what no list tells is asked for once:
 * description, tags, and the accuracy of the predictor. Nothing is asked while another account is open.
 */
export class JobDetails {
  readonly #options: JobDetailsOptions;
  readonly #changes = new Emitter<undefined>();
  readonly #subscriptions: readonly Subscription[];
  readonly #described = new Loading<ExportJob>(() => this.#changed());
  readonly #tags = new Loading<readonly Tag[]>(() => this.#changed());
  readonly #accuracy = new Loading<AccuracyMetrics>(() => this.#changed());
  #connection: Connection | undefined;
  #job: ExportJob | undefined;
  #inStore = false;
  #disposed = false;

  readonly onDidChange = this.#changes.event;

  constructor(options: JobDetailsOptions) {
    this.#options = options;
    this.#subscriptions = [
      options.session.onDidChange(() => this.#followSession()),
      options.store.onDidChange(() => this.#followStore()),
    ];
    this.#followStore();
    this.#followSession();
    // After a reload the page may be there without the view that would open the account.
    if (!options.session.connection) void options.session.start();
  }

  get facts(): JobFacts {
    const { address, session, history } = this.#options;
    const job = this.#isForeign() ? undefined : this.#job;
    return {
      address,
      connection: session.connection,
      standing: this.#standing(),
      job,
      described: this.#described.current,
      tags: this.#tags.current,
      accuracy: this.#accuracy.current,
      seen: job ? history.seen(job) : [],
    };
  }

  /** Asks again for one part; the accuracy waits for a description that tells the predictor. */
  async reload(part: DetailsPart): Promise<void> {
    const connection = this.#connection;
    if (!connection) return this.#options.session.retry();
    if (!(await this.#isOwn(connection))) return;
    if (part === 'job') await this.#describe(connection);
    else if (part === 'tags') await this.#loadTags(connection);
    else await this.#loadAccuracy(connection);
  }

  /** Asks again for everything. */
  async reloadAll(): Promise<void> {
    if (!this.#connection) return this.reload('job');
    await Promise.all([this.reload('job'), this.reload('tags'), this.reload('accuracy')]);
  }

  dispose(): void {
    this.#disposed = true;
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#forgetAnswers();
    this.#changes.dispose();
  }

  #standing(): Standing {
    const { session } = this.#options;
    const described = this.#described.current;
    if (session.error) return { kind: 'failed', error: session.error };
    if (!session.connection) return { kind: 'loading' };
    if (this.#isForeign()) return { kind: 'foreign' };
    if (described.state === 'failed' && described.error.kind === 'notFound') return { kind: 'gone' };
    if (this.#job) return { kind: 'ready' };
    return described.state === 'failed' ? { kind: 'failed', error: described.error } : { kind: 'loading' };
  }

  /** The open connection cannot know the job, as far as it is known whose connection it is. */
  #isForeign(): boolean {
    const { address, session } = this.#options;
    const { connection } = session;
    if (!connection) return false;
    const arn = parseArn(address.arn);
    if (connection.account !== address.account || connection.region !== arn?.region) return true;
    const number = accountNumber(this.#options);
    return number !== undefined && number !== arn.account;
  }

  /**
   * Waits until it is known whose connection this is, or that it cannot be found out: no account shall be asked about
   * a job of another. False when it is another's, or when the page has gone on meanwhile.
   */
  async #isOwn(connection: Connection): Promise<boolean> {
    await knownAccount(this.#options);
    return !this.#disposed && connection === this.#connection;
  }

  #followSession(): void {
    const { session } = this.#options;
    const connection = this.#isForeign() ? undefined : session.connection;
    if (connection !== this.#connection) {
      this.#connection = connection;
      this.#forgetAnswers();
      if (connection) this.#forgetForeignJob();
      if (connection) void this.#loadAll(connection);
    }
    this.#changed();
  }

  #followStore(): void {
    const job = this.#options.store.job(this.#options.address.arn);
    const vanished = this.#inStore && !job;
    this.#inStore = job !== undefined;
    // Another account's jobs came in: only now its number is known.
    if (this.#connection && this.#isForeign()) {
      this.#followSession();
      return;
    }
    if (job) this.#learn(job);
    // A filter hides it, or it was deleted: the service knows. A connection that closes says nothing about the job.
    else if (vanished && this.#connection && this.#connection === this.#options.session.connection) {
      void this.#describe(this.#connection);
    }
    this.#changed();
  }

  async #loadAll(connection: Connection): Promise<void> {
    if (!(await this.#isOwn(connection))) return;
    await Promise.all([this.#describe(connection), this.#loadTags(connection)]);
  }

  async #describe(connection: Connection): Promise<void> {
    const { address, store } = this.#options;
    await this.#described.load(async (signal) => {
      const asked = store.tick();
      const job = await connection.forecast.describeExportJob(address.arn, { signal });
      // A list that is filtered by another predictor must not show this job because a page is open.
      const belongs = store.predictorArn === undefined || store.predictorArn === job.predictorArn;
      if (!signal.aborted && connection === this.#connection) {
        this.#learn(job);
        if (belongs) store.put([job], asked);
      }
      return job;
    });
  }

  async #loadTags({ forecast }: Connection): Promise<void> {
    await this.#tags.load((signal) => forecast.listTags(this.#options.address.arn, { signal }));
  }

  async #loadAccuracy({ forecast }: Connection): Promise<void> {
    const predictor = this.#job?.predictorArn;
    if (predictor === undefined) return;
    await this.#accuracy.load((signal) => forecast.getAccuracyMetrics(predictor, { signal }));
  }

  /** The lists leave out the predictor and the format; what a description told of them stays true. */
  #learn(job: ExportJob): void {
    const { predictorArn, format } = this.#job ?? {};
    this.#job = { ...(predictorArn ? { predictorArn } : {}), ...(format ? { format } : {}), ...job };
    const ask = this.#connection && this.#job.predictorArn !== undefined && this.#accuracy.current.state === 'waiting';
    if (ask && this.#connection) void this.#loadAccuracy(this.#connection);
  }

  /** What the connection before has told is shown under this one only if both are known to be of one account. */
  #forgetForeignJob(): void {
    const { address, store } = this.#options;
    if (accountNumber(this.#options) !== parseArn(address.arn)?.account) this.#job = store.job(address.arn);
  }

  #forgetAnswers(): void {
    this.#described.reset();
    this.#tags.reset();
    this.#accuracy.reset();
  }

  #changed(): void {
    if (!this.#disposed) this.#changes.fire(undefined);
  }
}
