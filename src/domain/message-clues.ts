/**
 * What a message of the service is about. Names that people chose are taken out before any word is looked for: a
 * bucket called `kms-role-limits` says nothing about keys, roles or limits.
 */
import type { ExportDestination } from './export-job';

export type Clue =
  'role' | 'trust' | 'bucket' | 'key' | 'quota' | 'predictor' | 'tags' | 'denied' | 'missing' | 'region';

const WORDS: Readonly<Record<Clue, RegExp>> = {
  role: /\broles?\b|\bIAM\b/iu,
  trust: /\bassum(?:e|ed|ing)\b|\btrust\b|AssumeRole/iu,
  bucket: /\bbuckets?\b|NoSuchBucket|\bS3\b|\bs3:\w+/iu,
  key: /\bKMS\b|\bkms:\w+|\bencrypt/iu,
  quota: /\blimits?\b|\bquotas?\b|\bexceed/iu,
  predictor: /\bpredictors?\b/iu,
  tags: /\btags?\b/iu,
  denied: /\bden(?:y|ied)\b|\bnot authorized\b|\bpermissions?\b|\bforbidden\b|\bnot allowed\b/iu,
  missing: /\b(?:can)?not (?:be )?found\b|\bnot exist\b|n't exist\b|\bno such\b|\bNoSuch\w+|can't find/iu,
  region: /\bregions?\b|PermanentRedirect/iu,
};

/** The clues in a message, given the destination that it is about, if known. */
export function cluesIn(message: string, destination?: ExportDestination): ReadonlySet<Clue> {
  const text = withoutNames(message, destination);
  const clues = (Object.keys(WORDS) as Clue[]).filter((clue) => WORDS[clue].test(text));
  return new Set(clues);
}

/** Chosen names replaced by the word for what they name. */
function withoutNames(message: string, destination: ExportDestination | undefined): string {
  let text = message;
  if (destination?.path) text = text.replaceAll(destination.path, ' the bucket ');
  return text
    .replace(/arn:[a-z-]+:iam::\d*:role\/[^\s,'")]+/giu, ' the role ')
    .replace(/arn:[a-z-]+:kms:[^\s,'")]+/giu, ' the KMS key ')
    .replace(/arn:[a-z-]+:s3:::[^\s,'")]+/giu, ' the bucket ')
    .replace(/arn:[a-z-]+:forecast:[^:\s]*:[^:\s]*:predictor\/[^\s,'")]+/giu, ' the predictor ')
    .replace(/\barn:[^\s,'")]+/giu, ' ')
    .replace(/\bs3:\/\/[^\s,'")]+/giu, ' the bucket ');
}
