import { parseArn } from './arn';

/** A ULID with its underscore, as AutoPredictor ARNs carry it: `_01FTHF1KK7E6VVR676WVN24MXC` (Crockford base 32). */
const ULID_SUFFIX = /_[0-9A-HJKMNP-TV-Z]{26}$/u;

/**
 * The name that a predictor was given, read from its ARN (or from that name itself). AutoPredictor ARNs append a ULID
 * of 27 characters, which is no part of the name.
 */
export function predictorName(predictorArn: string): string {
  const resource = parseArn(predictorArn)?.resource ?? predictorArn;
  return resource.slice(resource.lastIndexOf('/') + 1).replace(ULID_SUFFIX, '');
}

/**
 * The ARN that an export job of this name will have, or has: `predictor-backtest-export-job/<predictor>/<job>`, with
 * the ULID of an AutoPredictor left out. Job names are therefore unique per predictor *name*, not per predictor.
 * Undefined when `predictorArn` is no ARN. Source: ARNs published by users of the service and AWS Solutions code that
 * forms the ARN in this way; no reference page states it, so an answer about it has to be confirmed by a list.
 */
export function exportJobArn(predictorArn: string, jobName: string): string | undefined {
  const arn = parseArn(predictorArn);
  if (!arn) return undefined;
  const resource = `predictor-backtest-export-job/${predictorName(predictorArn)}/${jobName}`;
  return `arn:${arn.partition}:${arn.service}:${arn.region}:${arn.account}:${resource}`;
}
