import { parseArn } from './arn';

/** Where the export will run; what is missing cannot be compared. */
export interface TrustPlace {
  readonly partition?: string;
  readonly region?: string;
  readonly account?: string;
}

/** Whether a condition lets Amazon Forecast through in this place. */
export type Verdict = 'met' | 'notMet' | 'unknown';

/** One operator and key of a statement's `Condition`, for example `StringEquals`, `aws:SourceAccount`. */
export interface TrustCondition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
  readonly verdict: Verdict;
}

/**
 * Judges the `Condition` of a trust policy's statement. Forecast is known to send `aws:SourceAccount` and
 * `aws:SourceArn` when it assumes a role (developer guide, "Set Up Permissions": cross-service confused deputy
 * prevention); about every other key, and about operators that are not listed here, the answer is `unknown`.
 */
export function judgeConditions(condition: unknown, place: TrustPlace): readonly TrustCondition[] {
  if (condition === undefined) return [];
  if (typeof condition !== 'object' || condition === null) {
    return [{ operator: 'Condition', key: '', values: [], verdict: 'unknown' }];
  }
  return Object.entries(condition).flatMap(([operator, keys]: [string, unknown]) => {
    if (typeof keys !== 'object' || keys === null) return [{ operator, key: '', values: [], verdict: 'unknown' }];
    return Object.entries(keys).map(([key, given]: [string, unknown]) => {
      const values = strings(given);
      return { operator, key, values, verdict: judge(operator, key, values, place) };
    });
  });
}

function judge(operator: string, key: string, values: readonly string[], place: TrustPlace): Verdict {
  // `…IfExists` and the set operators change nothing for a key that is sent with one value.
  const name = operator
    .toLowerCase()
    .replace(/^for(?:any|all)values?:/u, '')
    .replace(/ifexists$/u, '');
  const negated = name.includes('not');
  const plain = name.replace('not', '');
  if (!['stringequals', 'stringequalsignorecase', 'stringlike', 'arnequals', 'arnlike'].includes(plain))
    return 'unknown';
  const wildcards = plain === 'stringlike' || plain.startsWith('arn');
  let verdict: Verdict = 'unknown';
  if (key.toLowerCase() === 'aws:sourceaccount') verdict = accountVerdict(values, wildcards, place);
  if (key.toLowerCase() === 'aws:sourcearn') verdict = arnVerdict(values, wildcards, place);
  if (!negated || verdict === 'unknown') return verdict;
  return verdict === 'met' ? 'notMet' : 'met';
}

function accountVerdict(values: readonly string[], wildcards: boolean, { account }: TrustPlace): Verdict {
  if (account === undefined) return 'unknown';
  return values.some((value) => (wildcards ? matchesWildcard(value, account) : value === account)) ? 'met' : 'notMet';
}

/**
 * The ARN that Forecast sends names one of its own resources, and which one is not documented. So a value that leaves
 * the resource open is met, one that narrows it is unknown, and one that excludes every ARN of this place is not met.
 */
function arnVerdict(values: readonly string[], wildcards: boolean, place: TrustPlace): Verdict {
  const verdicts = values.map((value): Verdict => {
    if (wildcards && value === '*') return 'met';
    const pattern = parseArn(value);
    // A pattern with a wildcard across several parts, such as `arn:aws:forecast:*`.
    if (!pattern) return wildcards && /^arn:[^:]*(?::[^:]*)*\*$/u.test(value) ? shortPattern(value, place) : 'notMet';
    const parts = [
      [pattern.partition, place.partition ?? 'aws'],
      [pattern.service, 'forecast'],
      [pattern.region, place.region],
      [pattern.account, place.account],
    ] as const;
    let open: Verdict = 'met';
    for (const [part, actual] of parts) {
      if (wildcards && part === '*') continue;
      if (actual === undefined) open = 'unknown';
      else if (wildcards ? !matchesWildcard(part, actual) : part !== actual) return 'notMet';
    }
    return wildcards && pattern.resource === '*' ? open : 'unknown';
  });
  return verdicts.includes('met') ? 'met' : verdicts.includes('unknown') ? 'unknown' : 'notMet';
}

function shortPattern(value: string, place: TrustPlace): Verdict {
  const { partition = 'aws', region, account } = place;
  if (region === undefined || account === undefined) return 'unknown';
  return matchesWildcard(value, `arn:${partition}:forecast:${region}:${account}:`) ? 'met' : 'notMet';
}

/** IAM's wildcards: `*` is any text, `?` one character. The comparison regards case. */
export function matchesWildcard(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[\\^$.|+()[\]{}]/gu, '\\$&')
    .replace(/\*+/gu, '.*')
    .replace(/\?/gu, '.');
  return new RegExp(`^${source}$`, 'su').test(text);
}

/** A policy element that is a string or a list of strings; everything else in it is left out. */
export function strings(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((item) => typeof item === 'string' || typeof item === 'number').map(String);
}
