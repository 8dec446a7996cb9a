/** Calls the sample account in-process, as a signed client of Amazon Forecast would over HTTP. */
import assert from 'node:assert/strict';
import type { HttpHandler, HttpRequest, HttpResponse } from '../../src/domain/http';
import { createSampleAccount } from '../../src/sample';
import type { SampleAccount, SampleAccountOptions } from '../../src/sample';

interface Progress {
  readonly Status: string;
  readonly Message?: string;
  /** Epoch seconds. */
  readonly CreationTime: number;
  readonly LastModificationTime: number;
}

export interface JobAnswer extends Progress {
  readonly PredictorBacktestExportJobArn: string;
  readonly PredictorBacktestExportJobName: string;
  readonly Destination?: { readonly S3Config: { readonly Path: string; readonly RoleArn: string } };
}

interface PredictorAnswer extends Progress {
  readonly PredictorArn: string;
  readonly PredictorName: string;
  readonly DatasetGroupArn: string;
  readonly IsAutoPredictor: boolean;
}

export interface MetricsAnswer {
  readonly RMSE: number;
  readonly WeightedQuantileLosses: readonly { readonly Quantile: number; readonly LossValue: number }[];
  readonly ErrorMetrics: readonly Readonly<Record<'WAPE' | 'RMSE' | 'MASE' | 'MAPE', number>>[];
  readonly AverageWeightedQuantileLoss: number;
}

export interface WindowAnswer {
  readonly TestWindowStart?: number;
  readonly TestWindowEnd?: number;
  readonly ItemCount?: number;
  readonly EvaluationType: string;
  readonly Metrics: MetricsAnswer;
}

/** What each operation answers, as far as the tests look at it. */
interface Answers {
  readonly ListPredictorBacktestExportJobs: Paged & { readonly PredictorBacktestExportJobs: readonly JobAnswer[] };
  readonly CreatePredictorBacktestExportJob: { readonly PredictorBacktestExportJobArn: string };
  readonly DescribePredictorBacktestExportJob: JobAnswer & { readonly PredictorArn: string; readonly Format: string };
  readonly DeletePredictorBacktestExportJob: unknown;
  readonly StopResource: unknown;
  readonly TagResource: object;
  readonly UntagResource: object;
  readonly ListTagsForResource: { readonly Tags: readonly { readonly Key: string; readonly Value: string }[] };
  readonly ListPredictors: Paged & { readonly Predictors: readonly PredictorAnswer[] };
  readonly DescribePredictor: Progress & {
    readonly AlgorithmArn?: string;
    readonly AutoMLAlgorithmArns?: readonly string[];
    readonly EvaluationParameters: { readonly NumberOfBacktestWindows: number };
  };
  readonly DescribeAutoPredictor: Progress & { readonly ForecastTypes: readonly string[] };
  readonly GetAccuracyMetrics: {
    readonly PredictorEvaluationResults: readonly {
      readonly AlgorithmArn?: string;
      readonly TestWindows: readonly WindowAnswer[];
    }[];
    readonly IsAutoPredictor: boolean;
  };
  readonly ListDatasetGroups: Paged & { readonly DatasetGroups: readonly { readonly DatasetGroupArn: string }[] };
}

interface Paged {
  readonly NextToken?: string;
}

export interface Refusal {
  /** The error's name on the wire, for example `ResourceInUseException`. */
  readonly name: string;
  readonly message: string;
  readonly status: number;
}

export interface SampleClient {
  /** The parsed answer; fails the test unless it is a success. */
  call<O extends keyof Answers>(operation: O, input?: object, region?: string): Promise<Answers[O]>;
  /** The parsed error; fails the test on a success. */
  refusal(operation: string, input?: object, region?: string): Promise<Refusal>;
}

/** A signed request. `body` is sent as it is. */
export function forecastRequest(operation: string, body: string, region = 'us-east-1'): HttpRequest {
  return {
    method: 'POST',
    protocol: 'https:',
    hostname: `forecast.${region}.amazonaws.com`,
    path: '/',
    query: {},
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AmazonForecast.${operation}`,
      authorization:
        `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261122/${region}/forecast/aws4_request, ` +
        'SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature=00',
    },
    body: new TextEncoder().encode(body),
  };
}

export function clientOf(handle: HttpHandler): SampleClient {
  return {
    call: async (operation, input = {}, region) => {
      const response = await handle(forecastRequest(operation, JSON.stringify(input), region));
      const text = textOf(response);
      assert.equal(response.status, 200, text);
      return (text === '' ? undefined : JSON.parse(text)) as never;
    },
    refusal: async (operation, input = {}, region) =>
      refusalOf(await handle(forecastRequest(operation, JSON.stringify(input), region))),
  };
}

/** Reads an error as every AWS client does: `__type`, and `message` in small or capital letters. */
export function refusalOf(response: HttpResponse): Refusal {
  const text = textOf(response);
  assert.notEqual(response.status, 200, `The request was answered: ${text}`);
  const { __type: name = '', message, Message } = JSON.parse(text) as Record<string, string>;
  return { name, message: message ?? Message ?? '', status: response.status };
}

/** The text of an answer that comes in one piece. */
export function textOf({ body }: HttpResponse): string {
  assert.ok(body instanceof Uint8Array, 'The answer comes in pieces');
  return new TextDecoder().decode(body);
}

/** The content of any answer. */
export async function bytesOf({ body }: HttpResponse): Promise<Buffer> {
  if (body instanceof Uint8Array) return Buffer.from(body);
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces);
}

export interface MovableAccount extends SampleClient {
  readonly account: SampleAccount;
  /** Moves the account's clock. */
  pass(milliseconds: number): void;
  /** Epoch seconds on the account's clock, as the service writes times. */
  time(): number;
}

/** An account whose clock stands still until the test moves it. */
export function accountWithClock(options: SampleAccountOptions = {}): MovableAccount {
  let now = Date.UTC(2026, 10, 22, 12);
  const account = createSampleAccount({ ...options, now: () => now });
  return {
    ...clientOf(account.handle),
    account,
    pass: (milliseconds) => void (now += milliseconds),
    time: () => now / 1000,
  };
}

/** The pages of a list of export jobs, in order. */
export async function jobPages(client: SampleClient, input: object = {}): Promise<(readonly JobAnswer[])[]> {
  const pages: (readonly JobAnswer[])[] = [];
  let token: object = {};
  for (;;) {
    const page = await client.call('ListPredictorBacktestExportJobs', { ...input, ...token });
    pages.push(page.PredictorBacktestExportJobs);
    if (page.NextToken === undefined) return pages;
    token = { NextToken: page.NextToken };
  }
}

/** Every export job of a list. */
export async function allJobs(client: SampleClient, input: object = {}): Promise<JobAnswer[]> {
  return (await jobPages(client, input)).flat();
}

export const READY_PREDICTOR = 'arn:aws:forecast:us-east-1:111122223333:predictor/promo_uplift_daily';

/** A valid input for CreatePredictorBacktestExportJob. */
export function newExport(name = 'planning_review', s3: object = {}, rest: object = {}): object {
  return {
    PredictorBacktestExportJobName: name,
    PredictorArn: READY_PREDICTOR,
    Destination: {
      S3Config: {
        Path: 's3://example-retail-forecast/reviews/',
        RoleArn: 'arn:aws:iam::111122223333:role/ForecastExportRole',
        ...s3,
      },
    },
    ...rest,
  };
}
