/** AWS STS, as far as a client asks who it is. */
import { queryService } from '../aws-query';
import { ACCOUNT_ID, CALLER_ARN } from '../identity';
import type { SampleSettings } from '../options';
import type { Service } from '../service';
import { element } from '../xml';

const CALLER = [
  element('Arn', CALLER_ARN),
  element('UserId', 'AIDAEXAMPLEPLANNER000'),
  element('Account', ACCOUNT_ID),
] as const;

export function createStsService({ now }: SampleSettings): Service {
  return queryService({
    namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    operations: new Map([['GetCallerIdentity', () => CALLER]]),
    now,
  });
}
