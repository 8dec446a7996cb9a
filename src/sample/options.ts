/** How long each stage of a new export lasts, in milliseconds. */
export interface SampleTimings {
  readonly pending: number;
  readonly running: number;
  readonly stopping: number;
  readonly deletePending: number;
  readonly deleting: number;
}

/** Service quotas, per region. Defaults are those of the Service Quotas console. */
export interface SampleQuotas {
  /** Exports that run at the same time. Seeded ones are not counted, so that a fresh account always takes this many. */
  readonly parallelExports: number;
  /** Exports that are being stopped at the same time, again without seeded ones. */
  readonly parallelStops: number;
  /** Export jobs that exist, seeded ones included. An account that is seeded with more has room for as many again. */
  readonly jobs: number;
  readonly tags: number;
}

export interface SampleAccountOptions {
  /** The same seed gives the same account, relative to the clock's time at the start. Default 1. */
  readonly seed?: number | undefined;
  /** Seeded export jobs over all regions: a quarter, at most 160, in eu-west-1, the others in us-east-1. Default 640. */
  readonly jobs?: number | undefined;
  /** Time series of each predictor, 50 to 100,000, and so in each export. Default: each has a number of its own. */
  readonly items?: number | undefined;
  /** Seeded jobs that are under way stay so for hours; without it some of them end within two minutes. Default false. */
  readonly still?: boolean | undefined;
  /** The clock, epoch milliseconds. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
  /** Milliseconds before each answer. Default 0. */
  readonly latency?: number | undefined;
  /** No list page is longer than this, whatever `MaxResults` asks. Default 100. */
  readonly maxPageSize?: number | undefined;
  readonly timings?: Partial<SampleTimings> | undefined;
  readonly quotas?: Partial<SampleQuotas> | undefined;
}

export interface SampleSettings {
  readonly seed: number;
  readonly jobs: number;
  readonly items: number | undefined;
  readonly still: boolean;
  readonly now: () => number;
  readonly latency: number;
  readonly maxPageSize: number;
  readonly timings: SampleTimings;
  readonly quotas: SampleQuotas;
}

const TIMINGS: SampleTimings = {
  pending: 8_000,
  running: 45_000,
  stopping: 6_000,
  deletePending: 3_000,
  deleting: 9_000,
};

const QUOTAS: SampleQuotas = { parallelExports: 3, parallelStops: 3, jobs: 1000, tags: 50 };

export function settingsOf(options: SampleAccountOptions): SampleSettings {
  return {
    seed: options.seed ?? 1,
    jobs: options.jobs ?? 640,
    items: options.items,
    still: options.still ?? false,
    now: options.now ?? Date.now,
    latency: options.latency ?? 0,
    maxPageSize: options.maxPageSize ?? 100,
    timings: { ...TIMINGS, ...options.timings },
    quotas: { ...QUOTAS, ...options.quotas },
  };
}
