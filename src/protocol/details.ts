/** The job details page: what it shows, and what it may ask. Times are epoch milliseconds. */
import * as v from 'valibot';
import type { PageContract } from './channel';
import { HELP_ACTIONS } from './help-actions';

/** What a person can do from the page; the host knows the command behind each. */
export const DETAILS_ACTIONS = [
  'openResults',
  'openDestination',
  'openPredictor',
  'exportAgain',
  'stop',
  'delete',
  'editTags',
  'copyCli',
  ...HELP_ACTIONS,
  'leaveSample',
] as const;
export const DetailsAction = v.picklist(DETAILS_ACTIONS);
export type DetailsAction = v.InferOutput<typeof DetailsAction>;

/** Which colour of the theme a status icon has. */
export const TONES = ['neutral', 'waiting', 'running', 'success', 'warning', 'failure'] as const;
export type Tone = (typeof TONES)[number];

export const StatusLook = v.object({
  /** In the reader's language. */
  word: v.string(),
  /** The name of a product icon. */
  icon: v.string(),
  /** The icon turns while the service works. */
  spins: v.boolean(),
  tone: v.picklist(TONES),
});
export type StatusLook = v.InferOutput<typeof StatusLook>;

/** Something that went wrong, in words of the reader's language. */
export const Problem = v.object({
  title: v.string(),
  advice: v.string(),
  /** Trying again may help. */
  canRetry: v.boolean(),
  actions: v.array(v.object({ action: DetailsAction, label: v.string() })),
});
export type Problem = v.InferOutput<typeof Problem>;

/** A part of the page that comes later than the rest. */
function later<T extends v.GenericSchema>(value: T) {
  return v.variant('state', [
    v.object({ state: v.literal('loading') }),
    v.object({ state: v.literal('ready'), value }),
    v.object({ state: v.literal('failed'), problem: Problem }),
  ]);
}

/** An `s3://` path and the address of its page in the S3 console. */
export const S3Place = v.object({ path: v.string(), url: v.exactOptional(v.string()) });
export type S3Place = v.InferOutput<typeof S3Place>;

export const Destination = v.object({
  ...S3Place.entries,
  roleArn: v.exactOptional(v.string()),
  kmsKeyArn: v.exactOptional(v.string()),
  /** The folders that the export wrote; only once it has. */
  folders: v.exactOptional(v.object({ accuracy: S3Place, forecasts: S3Place })),
});
export type Destination = v.InferOutput<typeof Destination>;

/** A moment in the life of the job. */
export const Moment = v.object({
  look: StatusLook,
  at: v.exactOptional(v.number()),
  /** `service`: the service's own time. `seen`: when this program first saw it, which may be later. */
  source: v.picklist(['service', 'seen']),
});
export type Moment = v.InferOutput<typeof Moment>;

const metrics = {
  wape: v.exactOptional(v.number()),
  rmse: v.exactOptional(v.number()),
  mape: v.exactOptional(v.number()),
  mase: v.exactOptional(v.number()),
};

export const AccuracyRow = v.object({
  window: v.exactOptional(v.number()),
  start: v.exactOptional(v.number()),
  end: v.exactOptional(v.number()),
  items: v.exactOptional(v.number()),
  /** One for each quantile of the table; null where the service gave none. */
  losses: v.array(v.nullable(v.number())),
  averageLoss: v.exactOptional(v.number()),
  ...metrics,
});
export type AccuracyRow = v.InferOutput<typeof AccuracyRow>;

export const AccuracyTable = v.object({
  algorithm: v.exactOptional(v.string()),
  quantiles: v.array(v.number()),
  forecastType: v.exactOptional(v.string()),
  average: v.exactOptional(AccuracyRow),
  windows: v.array(AccuracyRow),
});
export type AccuracyTable = v.InferOutput<typeof AccuracyTable>;

export const Accuracy = v.object({
  optimizationMetric: v.exactOptional(v.string()),
  /** One for each algorithm that was evaluated; none when the predictor offers no accuracy. */
  tables: v.array(AccuracyTable),
});

export type Accuracy = v.InferOutput<typeof Accuracy>;

export const JobModel = v.object({
  status: StatusLook,
  isRunning: v.boolean(),
  hasFailed: v.boolean(),
  /** The service's own words, in full. */
  message: v.exactOptional(v.string()),
  /** What to do about a failure whose cause is known. */
  remedy: v.exactOptional(v.object({ title: v.string(), advice: v.string() })),
  createdAt: v.exactOptional(v.number()),
  /** The end of the export; absent while it runs. */
  finishedAt: v.exactOptional(v.number()),
  /** The last time that the service named. */
  modifiedAt: v.exactOptional(v.number()),
  /** Milliseconds. */
  duration: v.exactOptional(v.number()),
  destination: v.exactOptional(Destination),
  /** What only a description tells. */
  described: later(
    v.object({
      predictor: v.exactOptional(v.object({ arn: v.string(), name: v.string() })),
      format: v.exactOptional(v.string()),
    }),
  ),
  tags: later(v.array(v.object({ key: v.string(), value: v.string() }))),
  timeline: v.array(Moment),
  accuracy: later(Accuracy),
  actions: v.array(DetailsAction),
});
export type JobModel = v.InferOutput<typeof JobModel>;

export const DetailsModel = v.object({
  name: v.string(),
  arn: v.string(),
  /** The job's own place, which its address names. */
  place: v.object({ account: v.picklist(['aws', 'sample']), region: v.string(), accountNumber: v.string() }),
  /** What keeps the page from being what it should: shown above everything else. */
  notice: v.exactOptional(v.object({ kind: v.picklist(['gone', 'foreign', 'failed']), problem: Problem })),
  /** Absent while it is unknown, and while another account is open. */
  job: v.exactOptional(JobModel),
});
export type DetailsModel = v.InferOutput<typeof DetailsModel>;

const nothing = v.void();

export const DETAILS_PAGE = {
  model: DetailsModel,
  requests: {
    act: { params: v.object({ action: DetailsAction }), result: nothing },
    reload: { params: v.object({ part: v.picklist(['all', 'job', 'tags', 'accuracy']) }), result: nothing },
    /** The longest text that can be copied is a message or a path of the service. */
    copy: { params: v.object({ text: v.pipe(v.string(), v.maxLength(16_384)) }), result: nothing },
  },
} satisfies PageContract;
export type DetailsPage = typeof DETAILS_PAGE;
