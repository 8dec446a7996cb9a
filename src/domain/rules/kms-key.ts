import { parseArn } from '../arn';
import { ACCOUNT_ID, MAX_ARN_LENGTH, characterCount, type RulePlace } from './measure';

export type KmsKeyProblem =
  | { readonly code: 'empty' }
  | { readonly code: 'tooLong'; readonly length: number; readonly max: number }
  | { readonly code: 'notArn' }
  /** A bare key id (a UUID or `mrk-…`) instead of its ARN. */
  | { readonly code: 'bareKeyId' }
  /** An alias, as name or as ARN: the service takes keys only. */
  | { readonly code: 'alias' }
  /** The service's pattern holds `arn:aws:` literally. */
  | { readonly code: 'otherPartition'; readonly partition: string; readonly expected: string }
  /** An ARN of something else than a KMS key. */
  | { readonly code: 'notKey'; readonly service: string }
  /** No region, no account, or no key id in an ARN of the right shape. */
  | { readonly code: 'incomplete'; readonly part: 'region' | 'account' | 'keyId' };

export type KmsKeyNote =
  /** S3 encrypts only with a key of the bucket's own region. */
  | { readonly code: 'otherRegion'; readonly region: string; readonly expected: string }
  /** The key's own policy has to allow it. */
  | { readonly code: 'otherAccount'; readonly account: string; readonly expected: string };

/**
 * The KMS key of the exported files. Source: shape `KMSKeyArn` of the service model (at most 256,
 * `arn:aws:kms:.*:key/.*`, whole value): no alias and no other partition matches. An ARN that fits the pattern and
 * names no region, account or key cannot name a key either.
 */
export function checkKmsKey(text: string): readonly KmsKeyProblem[] {
  if (text === '') return [{ code: 'empty' }];
  const length = characterCount(text);
  if (length > MAX_ARN_LENGTH) return [{ code: 'tooLong', length, max: MAX_ARN_LENGTH }];
  if (/[\n\r\u0085\u2028\u2029]/u.test(text)) return [{ code: 'notArn' }];
  if (text.startsWith('alias/')) return [{ code: 'alias' }];
  if (/^(?:mrk-[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/iu.test(text)) return [{ code: 'bareKeyId' }];
  const arn = parseArn(text);
  if (!arn) return [{ code: 'notArn' }];
  if (arn.service !== 'kms') return [{ code: 'notKey', service: arn.service }];
  if (arn.resource.startsWith('alias/')) return [{ code: 'alias' }];
  if (!arn.resource.startsWith('key/')) return [{ code: 'notKey', service: arn.service }];
  if (arn.partition !== 'aws') return [{ code: 'otherPartition', partition: arn.partition, expected: 'aws' }];
  if (!/^[a-z]{2}(?:-[a-z]+)+-\d+$/u.test(arn.region)) return [{ code: 'incomplete', part: 'region' }];
  if (!ACCOUNT_ID.test(arn.account)) return [{ code: 'incomplete', part: 'account' }];
  if (!/^key\/[a-zA-Z0-9-]+$/u.test(arn.resource)) return [{ code: 'incomplete', part: 'keyId' }];
  return [];
}

/** Remarks on a key that `checkKmsKey` found in order. */
export function noteKmsKey(text: string, place: RulePlace): readonly KmsKeyNote[] {
  const arn = parseArn(text);
  if (!arn) return [];
  const notes: KmsKeyNote[] = [];
  if (place.region !== undefined && arn.region !== place.region) {
    notes.push({ code: 'otherRegion', region: arn.region, expected: place.region });
  }
  if (place.account !== undefined && arn.account !== place.account) {
    notes.push({ code: 'otherAccount', account: arn.account, expected: place.account });
  }
  return notes;
}
