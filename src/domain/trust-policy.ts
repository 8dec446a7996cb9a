import {
  judgeConditions,
  matchesWildcard,
  strings,
  type TrustCondition,
  type TrustPlace,
  type Verdict,
} from './trust-conditions';

/** The principal that assumes the role. Source: developer guide, "Set Up Permissions". */
export const FORECAST_PRINCIPAL = 'forecast.amazonaws.com';
const ASSUME_ROLE = 'sts:AssumeRole';

export type TrustReason =
  /** Not a policy document: broken JSON, or JSON of another shape. */
  | { readonly code: 'unreadable'; readonly detail: string }
  /** No Allow statement names Forecast; these services are named instead. */
  | { readonly code: 'serviceNotTrusted'; readonly services: readonly string[] }
  /** Forecast is named, but for other actions. */
  | { readonly code: 'actionNotAllowed'; readonly actions: readonly string[] }
  /** The role trusts every principal (`*`), not Forecast by name. */
  | { readonly code: 'anyPrincipal' }
  /** A statement allows Forecast only under this condition. */
  | ({ readonly code: 'condition' } & TrustCondition)
  /** A Deny statement covers Forecast; `certain` is false when its conditions cannot be judged. */
  | { readonly code: 'denied'; readonly certain: boolean; readonly sid?: string };

export interface Trust {
  /** `conditional`: it depends on conditions that cannot be judged from here. */
  readonly canAssume: 'yes' | 'no' | 'conditional';
  /** Why, and what to look at. Conditions are told even when they are met. */
  readonly reasons: readonly TrustReason[];
}

interface Judged {
  readonly effect: 'Allow' | 'Deny';
  readonly sid?: string;
  /** `any` for `*`, `named` for the service itself, `unsure` for `NotPrincipal`. */
  readonly principal: 'named' | 'any' | 'unsure' | 'other';
  readonly services: readonly string[];
  readonly action: boolean;
  readonly actions: readonly string[];
  readonly conditions: readonly TrustCondition[];
}

/**
 * Whether Amazon Forecast can assume a role, judged from the role's `AssumeRolePolicyDocument` (JSON, plain or
 * percent-encoded as IAM returns it). Statements are read as IAM evaluates them: an applicable Deny wins, then any
 * applicable Allow; actions regard no case. Never throws.
 */
export function judgeTrustPolicy(document: string, place: TrustPlace = {}): Trust {
  const read = readStatements(document);
  if ('detail' in read) return { canAssume: 'no', reasons: [{ code: 'unreadable', detail: read.detail }] };
  const statements = read.statements.map((statement) => judgeStatement(statement, place));
  const denied = judgeDeny(statements);
  if (denied?.certain) return { canAssume: 'no', reasons: [denied] };
  const allowed = judgeAllow(statements);
  if (!denied || allowed.canAssume === 'no') return allowed;
  return { canAssume: 'conditional', reasons: [...allowed.reasons, denied] };
}

function judgeDeny(statements: readonly Judged[]): (TrustReason & { code: 'denied' }) | undefined {
  let possible: (TrustReason & { code: 'denied' }) | undefined;
  for (const { effect, action, principal, conditions, sid } of statements) {
    if (effect !== 'Deny' || !action || principal === 'other') continue;
    const verdict = together(conditions);
    if (verdict === 'notMet') continue;
    const certain = verdict === 'met' && principal !== 'unsure';
    const reason = { code: 'denied', certain, ...(sid !== undefined && { sid }) } as const;
    if (certain) return reason;
    possible ??= reason;
  }
  return possible;
}

function judgeAllow(statements: readonly Judged[]): Trust {
  const allows = statements.filter(({ effect }) => effect === 'Allow');
  const trusting = allows.filter(({ principal }) => principal !== 'other');
  if (trusting.length === 0) {
    const services = [...new Set(allows.flatMap((allow) => allow.services))];
    return { canAssume: 'no', reasons: [{ code: 'serviceNotTrusted', services }] };
  }
  const acting = trusting.filter(({ action }) => action);
  if (acting.length === 0) {
    const actions = [...new Set(trusting.flatMap((allow) => allow.actions))];
    return { canAssume: 'no', reasons: [{ code: 'actionNotAllowed', actions }] };
  }
  const trusts = acting.map(({ principal, conditions }): Trust => {
    const verdict = together(conditions);
    const sure = verdict === 'met' && principal !== 'unsure';
    return {
      canAssume: verdict === 'notMet' ? 'no' : sure ? 'yes' : 'conditional',
      reasons: [
        ...(principal === 'named' ? [] : [{ code: 'anyPrincipal' } as const]),
        ...conditions.map((condition) => ({ code: 'condition', ...condition }) as const),
      ],
    };
  });
  // One statement is enough, so the best of them is the answer; only when all say no, all reasons count.
  const best =
    trusts.find(({ canAssume }) => canAssume === 'yes') ?? trusts.find(({ canAssume }) => canAssume !== 'no');
  return best ?? { canAssume: 'no', reasons: trusts.flatMap(({ reasons }) => reasons) };
}

/** All conditions of a statement have to be met. */
function together(conditions: readonly TrustCondition[]): Verdict {
  if (conditions.some(({ verdict }) => verdict === 'notMet')) return 'notMet';
  return conditions.some(({ verdict }) => verdict === 'unknown') ? 'unknown' : 'met';
}

type Statement = Readonly<Record<string, unknown>>;

function judgeStatement(statement: Statement, place: TrustPlace): Judged {
  const { Effect, Sid, Action, NotAction, Principal, NotPrincipal, Condition } = statement;
  const matches = (patterns: unknown) =>
    strings(patterns).some((pattern) => matchesWildcard(pattern.toLowerCase(), ASSUME_ROLE.toLowerCase()));
  return {
    // IAM accepts no other value; anything else allows nothing, and as a Deny it could hide nothing either.
    effect: Effect === 'Deny' ? 'Deny' : 'Allow',
    ...(typeof Sid === 'string' && { sid: Sid }),
    principal:
      Effect !== 'Allow' && Effect !== 'Deny'
        ? 'other'
        : NotPrincipal === undefined
          ? principalOf(Principal)
          : principalOf(NotPrincipal) === 'other'
            ? 'unsure'
            : 'other',
    services: servicesOf(Principal),
    action: NotAction === undefined ? matches(Action) : !matches(NotAction),
    actions: strings(Action),
    conditions: judgeConditions(Condition, place),
  };
}

/** `"*"` and `{"AWS": "*"}` mean the same: everybody, services included (IAM user guide, "All principals"). */
function principalOf(principal: unknown): 'named' | 'any' | 'other' {
  if (principal === '*') return 'any';
  if (servicesOf(principal).includes(FORECAST_PRINCIPAL)) return 'named';
  if (typeof principal !== 'object' || principal === null) return 'other';
  const { AWS, Service } = principal as Statement;
  return [...strings(AWS), ...strings(Service)].includes('*') ? 'any' : 'other';
}

function servicesOf(principal: unknown): readonly string[] {
  if (typeof principal !== 'object' || principal === null) return [];
  return strings((principal as Statement)['Service']).filter((service) => service !== '*');
}

function readStatements(document: string): { statements: readonly Statement[] } | { detail: string } {
  let policy: unknown;
  try {
    // IAM percent-encodes (RFC 3986), where a plus sign is a plus sign.
    policy = JSON.parse(/^\s*\{/u.test(document) ? document : decodeURIComponent(document));
  } catch (error) {
    return { detail: error instanceof Error ? error.message : String(error) };
  }
  const given = isObject(policy) ? policy['Statement'] : undefined;
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (!list.every(isObject)) return { detail: 'Statement' };
  return { statements: list };
}

function isObject(value: unknown): value is Statement {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
