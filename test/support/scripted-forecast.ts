/**
 * An account in memory behind the program's own port, for tests of what the program does with its answers. It pages and
 * filters like the service; what is to go wrong, to wait or to differ is scripted request by request.
 */
import { Cancelled, DomainError, type ErrorKind } from '../../src/domain/errors';
import type { ExportJob } from '../../src/domain/export-job';
import type { CallOptions, ForecastPort, ListExportJobsRequest, Log, Page } from '../../src/domain/ports';

export type Match = (request: ListExportJobsRequest) => boolean;

/** An answer that was held back. Its content is made when it is released, unless given. */
export interface HeldAnswer {
  /** The request has arrived. */
  readonly arrived: Promise<void>;
  release(page?: Page<ExportJob>): void;
  fail(error: DomainError): void;
}

interface Rule {
  readonly match: Match;
  readonly answer: (request: ListExportJobsRequest, signal: AbortSignal | undefined) => Promise<Page<ExportJob>>;
  left: number;
}

interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: Error) => void;
}

/** The unfiltered list, the list of one status; any page of it. */
export const unfiltered: Match = ({ status }) => status === undefined;
export const listOf =
  (status: string): Match =>
  (request) =>
    request.status === status;
export const anyList: Match = () => true;
export const filtered: Match = ({ status }) => status !== undefined;
export const firstPage =
  (match: Match): Match =>
  (request) =>
    match(request) && request.nextToken === undefined;
export const laterPage =
  (match: Match): Match =>
  (request) =>
    match(request) && request.nextToken !== undefined;

export class ScriptedForecast implements ForecastPort {
  /** The account's jobs, in the order in which the service lists them. */
  readonly jobs: ExportJob[];
  /** Every list request since the last `startCounting`. */
  requests: ListExportJobsRequest[] = [];
  /** The most requests that waited for an answer at one time since the last `startCounting`. */
  mostAtOnce = 0;
  /** How many requests were given up by their sender. */
  aborted = 0;
  /** False once the service refuses `Filters` on Status. */
  takesStatusFilter = true;
  /** Answers even to whoever has given up on the answer, as a network may. */
  answersTheAborted = false;
  readonly #tokens = new Map<string, number>();
  readonly #rules: Rule[] = [];
  #waiting = 0;
  #issued = 0;

  constructor(jobs: readonly ExportJob[]) {
    this.jobs = [...jobs];
  }

  startCounting(): void {
    this.requests = [];
    this.mostAtOnce = this.#waiting;
  }

  /** Which lists were asked for, in order: `all` or the status, with `+` for a later page. */
  get asked(): string[] {
    return this.requests.map(({ status, nextToken }) => `${status ?? 'all'}${nextToken === undefined ? '' : '+'}`);
  }

  /** The next requests that match fail. */
  failNext(match: Match, error: DomainError | Cancelled, times = 1): void {
    this.#rules.push({ match, left: times, answer: () => Promise.reject(error) });
  }

  /** The next request that matches is answered with exactly this page. */
  answerNext(match: Match, page: Page<ExportJob>): void {
    this.#rules.push({ match, left: 1, answer: () => Promise.resolve(page) });
  }

  /** The next request that matches waits until the test lets it go. */
  holdNext(match: Match): HeldAnswer {
    const arrival = deferred<undefined>();
    const gate = deferred<Page<ExportJob> | undefined>();
    this.#rules.push({
      match,
      left: 1,
      answer: async (request, signal) => {
        arrival.resolve(undefined);
        const page = await (this.answersTheAborted ? gate.promise : orAborted(gate.promise, signal));
        return page ?? this.#answer(request);
      },
    });
    return { arrived: arrival.promise, release: (page) => gate.resolve(page), fail: gate.reject };
  }

  /** Every token that was ever given out is refused from now on. */
  expireTokens(): void {
    this.#tokens.clear();
  }

  /** Changes a job where it stands. */
  change(arn: string, change: Partial<ExportJob>): void {
    const index = this.jobs.findIndex((job) => job.arn === arn);
    const job = this.jobs[index];
    if (!job) throw new Error(`No job ${arn}`);
    this.jobs[index] = { ...job, ...change };
  }

  delete(arn: string): void {
    const index = this.jobs.findIndex((job) => job.arn === arn);
    if (index < 0) throw new Error(`No job ${arn}`);
    this.jobs.splice(index, 1);
  }

  async listExportJobs(request: ListExportJobsRequest, options: CallOptions = {}): Promise<Page<ExportJob>> {
    const { signal } = options;
    if (signal?.aborted && !this.answersTheAborted) throw new Cancelled();
    this.requests.push(request);
    this.#waiting += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#waiting);
    try {
      // An answer never comes in the same turn as the question.
      await Promise.resolve();
      const rule = this.#rules.find(({ match, left }) => left > 0 && match(request));
      if (rule) rule.left -= 1;
      const page = await (rule ? rule.answer(request, signal) : this.#answer(request));
      if (signal?.aborted && !this.answersTheAborted) throw new Cancelled();
      return page;
    } finally {
      if (signal?.aborted) this.aborted += 1;
      this.#waiting -= 1;
    }
  }

  describeExportJob(arn: string): Promise<ExportJob> {
    const job = this.jobs.find((one) => one.arn === arn);
    return job ? Promise.resolve(job) : Promise.reject(problem('notFound'));
  }

  readonly createExportJob = notScripted;
  readonly stopExportJob = notScripted;
  readonly deleteExportJob = notScripted;
  readonly listTags = notScripted;
  readonly tagResource = notScripted;
  readonly untagResource = notScripted;
  readonly listPredictors = notScripted;
  readonly getAccuracyMetrics = notScripted;

  #answer(request: ListExportJobsRequest): Promise<Page<ExportJob>> {
    const { status, predictorArn, maxResults, nextToken } = request;
    if (status !== undefined && !this.takesStatusFilter) return Promise.reject(problem('invalidInput'));
    const start = nextToken === undefined ? 0 : this.#tokens.get(nextToken);
    if (start === undefined) return Promise.reject(problem('invalidNextToken'));
    // Several filters hold together: a job has to pass all of them.
    const passing = this.jobs
      .filter((job) => status === undefined || job.status === status)
      .filter((job) => predictorArn === undefined || job.predictorArn === predictorArn);
    const items = passing.slice(start, start + maxResults).map((job) => listed(job, predictorArn !== undefined));
    const end = start + maxResults;
    if (end >= passing.length) return Promise.resolve({ items });
    this.#issued += 1;
    const token = `token-${this.#issued}`;
    this.#tokens.set(token, end);
    return Promise.resolve({ items, nextToken: token });
  }
}

/** The program's log, kept line by line. */
export class RecordedLog implements Log {
  readonly warnings: string[] = [];
  readonly lines: string[] = [];

  debug(message: string): void {
    this.lines.push(message);
  }

  info(message: string): void {
    this.lines.push(message);
  }

  warn(message: string): void {
    this.warnings.push(message);
  }

  error(message: string): void {
    this.lines.push(message);
  }
}

/** The documentation's own words where there are any. */
const WORDS: Partial<Record<ErrorKind, string>> = {
  invalidNextToken: 'The token is not valid. Tokens expire after 24 hours.',
  throttled: 'Rate exceeded',
  invalidInput: "Member must satisfy regular expression pattern: 'arn:([a-z\\d-]+):forecast:.*:.*:.+'",
};

export function problem(kind: ErrorKind): DomainError {
  return new DomainError(kind, WORDS[kind] ?? `scripted: ${kind}`);
}

export const PREDICTORS = [
  'arn:aws:forecast:eu-west-1:111122223333:predictor/demand_01FTHF1KK7E6VVR676WVN24MXC',
  'arn:aws:forecast:eu-west-1:111122223333:predictor/taxi_01FTHF1KK7E6VVR676WVN24MXD',
] as const;

const FIRST_CREATED = Date.UTC(2026, 0, 1);

/** One job; a higher number means created later. Odd numbers belong to the second predictor. */
export function exportJob(number: number, status: string, rest: Partial<ExportJob> = {}): ExportJob {
  const name = `job_${String(number).padStart(5, '0')}`;
  const createdAt = FIRST_CREATED + number * 60_000;
  return {
    arn: `arn:aws:forecast:eu-west-1:111122223333:predictor-backtest-export-job/demand/${name}`,
    name,
    status,
    createdAt,
    modifiedAt: createdAt + 600_000,
    destination: { path: `s3://exports/${name}/` },
    predictorArn: PREDICTORS[number % 2 === 0 ? 0 : 1],
    ...rest,
  };
}

/** So many jobs of each status, newest first as the service lists them. */
export function exportJobs(counts: Readonly<Record<string, number>>): ExportJob[] {
  const statuses = Object.entries(counts).flatMap(([status, count]) => Array.from({ length: count }, () => status));
  return statuses.map((status, index) => exportJob(statuses.length - index, status));
}

/** The job as the service tells it when it leaves out some of the optional members. */
export function without<K extends OptionalMember>(job: ExportJob, ...members: readonly K[]): Omit<ExportJob, K> {
  const told = Object.entries(job).filter(([name]) => !(members as readonly string[]).includes(name));
  return Object.fromEntries(told) as unknown as Omit<ExportJob, K>;
}

type OptionalMember = Exclude<keyof ExportJob, 'arn' | 'name' | 'status'>;

/** A list tells no predictor unless it was filtered by it, and never the format. */
function listed(job: ExportJob, byPredictor: boolean): ExportJob {
  return byPredictor ? without(job, 'format') : without(job, 'format', 'predictorArn');
}

/** `Promise.withResolvers`, which Node 20 does not have. */
export function deferred<T>(): Deferred<T> {
  const settle: Pick<Deferred<T>, 'resolve' | 'reject'>[] = [];
  const promise = new Promise<T>((resolve, reject) => settle.push({ resolve, reject }));
  const [settlers] = settle;
  if (!settlers) throw new Error('A promise runs its executor at once.');
  return { promise, ...settlers };
}

function orAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  const cancelled = deferred<never>();
  const onAbort = (): void => cancelled.reject(new Cancelled());
  signal.addEventListener('abort', onAbort, { once: true });
  return Promise.race([promise, cancelled.promise]).finally(() => signal.removeEventListener('abort', onAbort));
}

function notScripted(): Promise<never> {
  return Promise.reject(new DomainError('unknown', 'This account answers lists and descriptions only.'));
}
