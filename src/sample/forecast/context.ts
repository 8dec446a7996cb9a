import type { FaultMode } from '../faults';
import type { SampleSettings } from '../options';
import type { Shape, ValueOf } from '../shapes';
import { validate } from '../validation';
import type { Collection, DatasetGroup, ExportJob, Predictor } from './resources';

/** What exists in one region. */
export interface Region {
  readonly name: string;
  readonly exportJobs: Collection<ExportJob>;
  readonly predictors: Collection<Predictor>;
  readonly datasetGroups: Collection<DatasetGroup>;
}

/** What an operation sees besides its input. */
export interface Context {
  readonly region: Region;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly settings: SampleSettings;
  readonly fault: FaultMode | undefined;
  /** A number that was not used before, so that no two tokens are alike. */
  nextNonce(): number;
}

/** Answers a parsed body; undefined for a void operation. Throws `ServiceError`. */
export type Operation = (body: unknown, context: Context) => object | undefined;

/** An operation whose input is checked against the service model before it is asked. */
export function operation<S extends Shape>(
  shape: S,
  answer: (input: ValueOf<S>, context: Context) => object | undefined,
): Operation {
  return (body, context) => answer(validate(shape, body), context);
}

/** Times on the wire are epoch seconds with a fraction. */
export const seconds = (milliseconds: number) => milliseconds / 1000;
