import { parseArn } from '../arn';
import { ACCOUNT_ID, MAX_ARN_LENGTH, characterCount, type RulePlace } from './measure';

export type PredictorArnProblem =
  | { readonly code: 'empty' }
  | { readonly code: 'tooLong'; readonly length: number; readonly max: number }
  | { readonly code: 'notArn' }
  /** An ARN of another service, for example `s3`. */
  | { readonly code: 'otherService'; readonly service: string }
  /** An ARN of Forecast, but of something else than a predictor: `dataset-group`, `forecast`, … */
  | { readonly code: 'notPredictor'; readonly resourceType: string }
  /** `predictor/` without a usable name after it. */
  | { readonly code: 'predictorName' }
  | { readonly code: 'account'; readonly account: string }
  | { readonly code: 'otherPartition'; readonly partition: string; readonly expected: string }
  | { readonly code: 'otherRegion'; readonly region: string; readonly expected: string }
  | { readonly code: 'otherAccount'; readonly account: string; readonly expected: string };

/**
 * The ARN of the predictor to export. Source: shape `Arn` of the service model (at most 256,
 * `arn:([a-z\d-]+):forecast:.*:.*:.+`, whole value); beyond the pattern, an ARN that is not a predictor of this
 * account and region names nothing that the service could find.
 */
export function checkPredictorArn(text: string, place: RulePlace = {}): readonly PredictorArnProblem[] {
  if (text === '') return [{ code: 'empty' }];
  const length = characterCount(text);
  if (length > MAX_ARN_LENGTH) return [{ code: 'tooLong', length, max: MAX_ARN_LENGTH }];
  const arn = parseArn(text);
  if (!arn || !/^[a-z\d-]+$/u.test(arn.partition) || /[\n\r\u0085\u2028\u2029]/u.test(text)) {
    return [{ code: 'notArn' }];
  }
  if (arn.service !== 'forecast') return [{ code: 'otherService', service: arn.service }];
  const problems: PredictorArnProblem[] = [];
  const slash = arn.resource.indexOf('/');
  const resourceType = slash < 0 ? arn.resource : arn.resource.slice(0, slash);
  if (resourceType !== 'predictor') problems.push({ code: 'notPredictor', resourceType });
  else if (!/^predictor\/[a-zA-Z][a-zA-Z0-9_]*$/u.test(arn.resource)) problems.push({ code: 'predictorName' });
  if (!ACCOUNT_ID.test(arn.account)) problems.push({ code: 'account', account: arn.account });
  else if (place.account !== undefined && arn.account !== place.account) {
    problems.push({ code: 'otherAccount', account: arn.account, expected: place.account });
  }
  if (place.partition !== undefined && arn.partition !== place.partition) {
    problems.push({ code: 'otherPartition', partition: arn.partition, expected: place.partition });
  }
  if (place.region !== undefined && arn.region !== place.region) {
    problems.push({ code: 'otherRegion', region: arn.region, expected: place.region });
  }
  return problems;
}
