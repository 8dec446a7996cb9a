import { parseArn } from '../arn';
import { ACCOUNT_ID, MAX_ARN_LENGTH, characterCount, charactersOutside, type RulePlace } from './measure';

/** IAM's longest role name. */
const MAX_ROLE_NAME = 64;

export type RoleArnProblem =
  | { readonly code: 'empty' }
  | { readonly code: 'tooLong'; readonly length: number; readonly max: number }
  | { readonly code: 'notArn' }
  /** An ARN of something else: a user, an instance profile, an assumed role (`sts`), an S3 bucket. */
  | { readonly code: 'notRole'; readonly service: string; readonly resourceType: string }
  | { readonly code: 'account'; readonly account: string }
  | { readonly code: 'otherAccount'; readonly account: string; readonly expected: string }
  | { readonly code: 'otherPartition'; readonly partition: string; readonly expected: string }
  /** `role/` without a name after it, or with a slash at the end. */
  | { readonly code: 'roleName' }
  | { readonly code: 'roleNameTooLong'; readonly length: number; readonly max: number }
  | { readonly code: 'characters'; readonly characters: readonly string[] };

/**
 * The IAM role that Forecast assumes to write to the bucket, as `arn:aws:iam::<account>:role/<path/><name>`.
 *
 * The service model types it as `Arn`, whose pattern demands `:forecast:`; every real call passes an IAM role, so
 * that pattern cannot be applied (its length of 256 is kept). Sources: the role pattern that SageMaker Canvas
 * documents, IAM's limit for names (64), and the API reference of S3Config: a role of another account is answered by an
 * InvalidInputException.
 */
export function checkRoleArn(text: string, place: RulePlace = {}): readonly RoleArnProblem[] {
  if (text === '') return [{ code: 'empty' }];
  const length = characterCount(text);
  if (length > MAX_ARN_LENGTH) return [{ code: 'tooLong', length, max: MAX_ARN_LENGTH }];
  const arn = parseArn(text);
  if (!arn || !/^aws[a-z-]*$/u.test(arn.partition)) return [{ code: 'notArn' }];
  const slash = arn.resource.indexOf('/');
  const resourceType = slash < 0 ? arn.resource : arn.resource.slice(0, slash);
  if (arn.service !== 'iam' || resourceType !== 'role') {
    return [{ code: 'notRole', service: arn.service, resourceType }];
  }
  if (arn.region !== '') return [{ code: 'notArn' }];
  const problems: RoleArnProblem[] = [];
  if (!ACCOUNT_ID.test(arn.account)) problems.push({ code: 'account', account: arn.account });
  else if (place.account !== undefined && arn.account !== place.account) {
    problems.push({ code: 'otherAccount', account: arn.account, expected: place.account });
  }
  if (place.partition !== undefined && arn.partition !== place.partition) {
    problems.push({ code: 'otherPartition', partition: arn.partition, expected: place.partition });
  }
  problems.push(...checkRolePath(slash < 0 ? '' : arn.resource.slice(slash)));
  return problems;
}

/** `pathAndName` starts with the slash after `role`. */
function checkRolePath(pathAndName: string): RoleArnProblem[] {
  const path = pathAndName.slice(0, pathAndName.lastIndexOf('/') + 1);
  const name = pathAndName.slice(path.length);
  if (name === '') return [{ code: 'roleName' }];
  const problems: RoleArnProblem[] = [];
  if (name.length > MAX_ROLE_NAME) {
    problems.push({ code: 'roleNameTooLong', length: name.length, max: MAX_ROLE_NAME });
  }
  const characters = charactersOutside(pathAndName, /^[a-zA-Z0-9_+=,.@\-/]$/u);
  if (characters.length > 0) problems.push({ code: 'characters', characters });
  return problems;
}
