import type { DomainError } from './errors';
import type { NewExportJob } from './export-job';
import { cluesIn } from './message-clues';
import type { ExportField } from './rules';

/** What to do next after `CreatePredictorBacktestExportJob` failed. */
export type CreateFailure =
  /** Back to the name, with a free one proposed. `arn` is the job that has it, if the service named it. */
  | { readonly next: 'nameTaken'; readonly arn?: string }
  | { readonly next: 'predictorNotActive'; readonly status?: string }
  | { readonly next: 'predictorMissing' }
  /** Three exports run at a time, or the account holds its 1000 jobs; `unknown` when the message does not tell. */
  | { readonly next: 'limitReached'; readonly limit: 'parallel' | 'total' | 'tags' | 'unknown' }
  | { readonly next: 'roleRefused'; readonly reason: 'otherAccount' | 'trust' | 'other' }
  | { readonly next: 'bucketRefused' }
  | { readonly next: 'keyRefused' }
  /** The person may not hand this role to Forecast: `iam:PassRole` is missing. */
  | { readonly next: 'passRoleDenied'; readonly roleArn: string }
  /** Another permission is missing, for example `forecast:CreatePredictorBacktestExportJob`. */
  | { readonly next: 'accessDenied'; readonly action?: string }
  | { readonly next: 'notOnboarded' }
  /** Back to the first of these steps; empty when the message names none. */
  | { readonly next: 'invalid'; readonly fields: readonly ExportField[] }
  | { readonly next: 'throttled' }
  /** The request may have arrived. Nothing may be sent again before the account was asked. */
  | { readonly next: 'outcomeUnknown' }
  /** The request cannot have arrived: no connection came about. */
  | { readonly next: 'notSent' }
  /** Signing in, a region, a certificate: the general words for the error's kind hold. */
  | { readonly next: 'connection' }
  | { readonly next: 'other' };

/** Reads the failure of one Create. `job` is what was sent. */
export function createFailure(error: DomainError, job: NewExportJob): CreateFailure {
  const { message } = error;
  switch (error.kind) {
    case 'alreadyExists': {
      const arn = /arn:[a-z-]+:forecast:[^\s:]*:\d*:predictor-backtest-export-job\/[A-Za-z0-9_/]+/u.exec(message)?.[0];
      return { next: 'nameTaken', ...(arn !== undefined && { arn }) };
    }
    case 'inUse': {
      const status = /\b(?:CREATE|UPDATE|DELETE)_[A-Z_]+\b/u.exec(message)?.[0];
      return { next: 'predictorNotActive', ...(status !== undefined && { status }) };
    }
    case 'notFound':
      return notFound(message, job);
    case 'limitExceeded':
      return { next: 'limitReached', limit: limitIn(message) };
    case 'notOnboarded':
      return { next: 'notOnboarded' };
    case 'accessDenied':
      return denied(message, job);
    case 'invalidInput':
      return invalid(message, job);
    case 'throttled':
      return { next: 'throttled' };
    case 'network':
    case 'unknownHost':
    case 'offline':
    case 'timeout':
      return { next: NEVER_CONNECTED.has(error.facts.code ?? '') ? 'notSent' : 'outcomeUnknown' };
    case 'badResponse':
    case 'serviceFault':
      return { next: 'outcomeUnknown' };
    case 'noCredentials':
    case 'badProfile':
    case 'signInExpired':
    case 'mfaRequired':
    case 'badCredentials':
    case 'clockSkew':
    case 'noRegion':
    case 'badEndpoint':
    case 'proxy':
    case 'tls':
      return { next: 'connection' };
    case 'invalidNextToken':
      return { next: 'other' };
    case 'unknown':
      // A refusal under a name that is not known has come from the service; anything else may hide a sent request.
      return { next: isRefusal(error.facts.httpStatus) ? 'other' : 'outcomeUnknown' };
  }
}

function isRefusal(httpStatus: number | undefined): boolean {
  return httpStatus !== undefined && httpStatus >= 400 && httpStatus < 500;
}

/** Codes of Node's network with which no byte of a request has left. A broken pipe or a reset is none of them. */
const NEVER_CONNECTED: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EADDRNOTAVAIL',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function notFound(message: string, job: NewExportJob): CreateFailure {
  const clues = cluesIn(message, job.destination);
  if (message.includes(job.predictorArn) || clues.has('predictor')) return { next: 'predictorMissing' };
  if (clues.has('key')) return { next: 'keyRefused' };
  if (clues.has('bucket')) return { next: 'bucketRefused' };
  if (clues.has('role')) return { next: 'roleRefused', reason: 'other' };
  // The predictor is the only resource of Forecast that a Create names.
  return { next: 'predictorMissing' };
}

function limitIn(message: string): 'parallel' | 'total' | 'tags' | 'unknown' {
  if (/\bparallel\b|\bconcurrent|\brunning\b|\bin progress\b|\btasks\b/iu.test(message)) return 'parallel';
  if (/\btags?\b/iu.test(message)) return 'tags';
  return /backtest export jobs/iu.test(message) ? 'total' : 'unknown';
}

function denied(message: string, job: NewExportJob): CreateFailure {
  if (/\biam:PassRole\b/iu.test(message)) return { next: 'passRoleDenied', roleArn: job.destination.roleArn };
  // IAM's sentence: "User: … is not authorized to perform: forecast:CreateX on resource: …".
  const action = /not authorized to perform:? ([a-z0-9-]+:[A-Za-z*]+)/iu.exec(message)?.[1];
  if (action?.toLowerCase().startsWith('kms:')) return { next: 'keyRefused' };
  if (action !== undefined) return { next: 'accessDenied', action };
  const clues = cluesIn(message, job.destination);
  if (clues.has('key')) return { next: 'keyRefused' };
  if (clues.has('trust')) return { next: 'roleRefused', reason: 'trust' };
  if (clues.has('bucket')) return { next: 'bucketRefused' };
  if (clues.has('role')) return { next: 'roleRefused', reason: 'other' };
  return { next: 'accessDenied' };
}

/** Members as the service names them in a message (lower camel case, down to its own `kMSKeyArn`), by wizard step. */
const FIELD_PATHS: readonly (readonly [path: RegExp, field: ExportField])[] = [
  [/^predictorBacktestExportJobName$/iu, 'name'],
  [/^predictorArn$/iu, 'predictorArn'],
  [/^(?:destination\.)?(?:s3Config\.)?path$/iu, 'path'],
  [/^(?:destination\.)?(?:s3Config\.)?roleArn$/iu, 'roleArn'],
  [/^(?:destination\.)?(?:s3Config\.)?kmsKeyArn$/iu, 'kmsKeyArn'],
  [/^format$/iu, 'format'],
  [/^tags\b/iu, 'tags'],
];

function invalid(message: string, job: NewExportJob): CreateFailure {
  const paths = Array.from(
    message.matchAll(/ at '([A-Za-z0-9.]+)' failed to satisfy constraint/gu),
    ([, path = '']) => path,
  );
  if (paths.length > 0) {
    const fields = paths.flatMap((path) => FIELD_PATHS.find(([pattern]) => pattern.test(path))?.[1] ?? []);
    return { next: 'invalid', fields: [...new Set(fields)] };
  }
  const { roleArn, kmsKeyArn } = job.destination;
  const clues = cluesIn(message, job.destination);
  if (clues.has('tags')) return { next: 'invalid', fields: ['tags'] };
  if (clues.has('key') || (kmsKeyArn && message.includes(kmsKeyArn))) return { next: 'keyRefused' };
  if (clues.has('trust')) return { next: 'roleRefused', reason: 'trust' };
  if (clues.has('role') || message.includes(roleArn)) {
    // Documented: "If you pass a role that isn't in your account, you get an InvalidInputException error."
    const other = /\baccounts?\b/iu.test(message) && !clues.has('bucket');
    return { next: 'roleRefused', reason: other ? 'otherAccount' : 'other' };
  }
  if (clues.has('bucket')) return { next: 'bucketRefused' };
  if (clues.has('predictor')) return { next: 'invalid', fields: ['predictorArn'] };
  return { next: 'invalid', fields: [] };
}
