/** What the program needs from outside. `aws/` fills these for a real account and for the sample account alike. */
import type { AccuracyMetrics, ExportJob, NewExportJob, Predictor, Tag } from './export-job';
import type { ObjectStore } from './object-store';
import type { PlacesPort } from './wizard-ports';

/** One page of a list. `nextToken` is absent on the last page; a page may be empty and still have one. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken?: string;
}

export interface PageRequest {
  /** 1 to 100. */
  readonly maxResults: number;
  readonly nextToken?: string;
}

export interface ListExportJobsRequest extends PageRequest {
  /** `Filters` Status IS this value. */
  readonly status?: string;
  /** `Filters` PredictorArn IS this value. Rows of such a list carry `predictorArn`. */
  readonly predictorArn?: string;
}

export interface ListPredictorsRequest extends PageRequest {
  readonly status?: string;
  readonly datasetGroupArn?: string;
}

export interface CallOptions {
  /** Aborting rejects the call with `Cancelled`, and closes the connection. */
  readonly signal?: AbortSignal;
}

/**
 * Amazon Forecast, as far as backtest exports need it. Every method rejects with a `DomainError`, or with `Cancelled`
 * when its signal was aborted. Nothing else is ever thrown.
 */
export interface ForecastPort {
  listExportJobs(request: ListExportJobsRequest, options?: CallOptions): Promise<Page<ExportJob>>;
  describeExportJob(arn: string, options?: CallOptions): Promise<ExportJob>;
  /** Sends one request, never repeated by itself. Returns the new job's ARN. */
  createExportJob(job: NewExportJob, options?: CallOptions): Promise<string>;
  stopExportJob(arn: string, options?: CallOptions): Promise<void>;
  deleteExportJob(arn: string, options?: CallOptions): Promise<void>;
  listTags(arn: string, options?: CallOptions): Promise<readonly Tag[]>;
  tagResource(arn: string, tags: readonly Tag[], options?: CallOptions): Promise<void>;
  untagResource(arn: string, keys: readonly string[], options?: CallOptions): Promise<void>;
  listPredictors(request: ListPredictorsRequest, options?: CallOptions): Promise<Page<Predictor>>;
  getAccuracyMetrics(predictorArn: string, options?: CallOptions): Promise<AccuracyMetrics>;
}

/** What the person chose; empty members mean "as the environment and the shared config files say". */
export interface ConnectionChoice {
  readonly account: 'aws' | 'sample';
  readonly profile?: string;
  readonly region?: string;
  readonly endpoint?: string;
  /** Milliseconds until a request without an answer is given up. */
  readonly requestTimeout: number;
}

/** A connection that was worked out from a choice: what will really be used. */
export interface Connection {
  readonly account: 'aws' | 'sample';
  /** A name for a reader: the profile, or `environment`; `sample` for the sample account. */
  readonly profile: string;
  /**
   * The profile of the shared files from which the credentials come, for a command that is to use the same. Absent where
   * naming one would be wrong: keys in the environment, web identity, a container, instance metadata, the sample.
   */
  readonly profileToName?: string;
  readonly region: string;
  /** Present only when it is not the region's own endpoint. */
  readonly endpoint?: string;
  readonly forecast: ForecastPort;
  /** Buckets, roles and keys of the same account, to choose from. */
  readonly places: PlacesPort;
  /** Amazon S3 of the same account, to read exports from. */
  readonly objects: ObjectStore;
  /** How a person signs in for these credentials; absent where there is nothing to do but to renew the keys. */
  readonly signIn?: SignInWay;
  /** Files that change when the person has signed in outside, for example by the AWS CLI. */
  readonly signInFiles: readonly string[];
  /**
   * The account's twelve digits, as STS says; undefined where no STS belongs to the endpoint (an emulator on this
   * machine). Rejects like a call of `forecast`.
   */
  accountId(options?: CallOptions): Promise<string | undefined>;
  /** False when the shared config files say something else of the profile than when this was made. Never rejects. */
  isCurrent(): Promise<boolean>;
  /** For what the person does: the next call may ask them for what a sign-in needs. Background work never asks. */
  allowPrompt(): void;
  /** Makes the next call fetch credentials again. */
  forgetCredentials(): void;
  dispose(): void;
}

/** `profile` is the one that the sign-in belongs to, which may be one that the chosen profile builds on. */
export interface SignInWay {
  /** `sso` and `login`: by a command of the AWS CLI. `mfa`: by a one-time code. */
  readonly kind: 'sso' | 'login' | 'mfa';
  readonly profile: string;
}

export interface MfaQuestion {
  readonly profile: string;
  /** The ARN or the number of the device. */
  readonly serial: string;
  /** The code before this one was refused. */
  readonly wasWrong: boolean;
}

/** What only a person knows. */
export interface SignInPrompts {
  /** Resolves with six digits, or with undefined when the person gives none. `signal` takes the question away. */
  mfaCode(question: MfaQuestion, signal: AbortSignal): Promise<string | undefined>;
}

/** Works out a connection. Rejects with `DomainError` (`noRegion`, `badProfile`, `noCredentials`, …). */
export type Connect = (choice: ConnectionChoice) => Promise<Connection>;

/** The log of the program; English, never a secret. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** Time, injected so that tests can move it. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Calls back once after so many milliseconds; the returned function cancels it. */
  after(milliseconds: number, callback: () => void): () => void;
}
