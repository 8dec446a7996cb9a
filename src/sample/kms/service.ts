/** AWS KMS, as far as choosing a key needs it: AWS JSON 1.1, API version 2014-11-01. */
import { errorResponse, jsonResponse, operationOf, parseBody } from '../aws-json';
import { ACCOUNT_ID } from '../identity';
import { pageByName } from '../marker';
import type { SampleSettings } from '../options';
import type { Service } from '../service';
import { ServiceError } from '../service-error';
import { integer, optional, string, structure } from '../shapes';
import { validate } from '../validation';

const TARGET = 'TrentService.';
const DEFAULT_PAGE_SIZE = 50;

const LIST_ALIASES = structure({
  KeyId: optional(string({ min: 1, max: 2048 })),
  Limit: optional(integer({ min: 1, max: 1000 })),
  Marker: optional(string({ min: 1, max: 1024 })),
});

interface SampleAlias {
  readonly name: string;
  /** Aliases of AWS's own have none until the service they are for is used. */
  readonly keyId?: string;
}

/** In every region, in order of name. The key of `forecast-exports` is the one that seeded exports name. */
const ALIASES: readonly SampleAlias[] = [
  { name: 'alias/analytics', keyId: '4f0e2c7a-1111-4000-8000-0a1b2c3d4e5f' },
  { name: 'alias/aws/dynamodb' },
  { name: 'alias/aws/ebs', keyId: '7a9b8c6d-2222-4000-8000-1b2c3d4e5f60' },
  { name: 'alias/aws/s3', keyId: '8b0c9d7e-3333-4000-8000-2c3d4e5f6071' },
  { name: 'alias/forecast-exports', keyId: '1b2c3d4e-0000-4000-8000-5f6a7b8c9d0e' },
  { name: 'alias/planning/multi-region', keyId: 'mrk-9c1d0e8f44440008000d3e4f5a6b7c8d' },
  // A new export with it fails, because the role may not use it.
  { name: 'alias/restricted-finance', keyId: 'denied00-5555-4000-8000-4e5f6a7b8c9d' },
];

export function createKmsService(settings: SampleSettings): Service {
  const start = settings.now();
  return {
    operationOf,
    refuse: (error, _, now) => errorResponse(error, now),
    answer: ({ request, region }) => {
      if (request.headers['x-amz-target'] !== `${TARGET}ListAliases`) {
        throw new ServiceError('UnknownOperationException', 'Unknown operation');
      }
      const { KeyId, Limit, Marker } = validate(LIST_ALIASES, parseBody(request.body));
      const { items, marker } = pageByName(
        ALIASES.filter(({ keyId }) => KeyId === undefined || (keyId !== undefined && KeyId.endsWith(keyId))),
        ({ name }) => name,
        {
          list: `aliases ${region} ${KeyId ?? ''}`,
          size: Math.min(Limit ?? DEFAULT_PAGE_SIZE, settings.maxPageSize),
          marker: Marker,
        },
        () => new ServiceError('InvalidMarkerException', 'The marker is not valid.'),
      );
      const created = (start - 700 * 24 * 60 * 60 * 1000) / 1000;
      const answer = {
        Aliases: items.map(({ name, keyId }) => ({
          AliasName: name,
          AliasArn: `arn:aws:kms:${region}:${ACCOUNT_ID}:${name}`,
          TargetKeyId: keyId,
          ...(keyId !== undefined && { CreationDate: created, LastUpdatedDate: created }),
        })),
        NextMarker: marker,
        Truncated: marker !== undefined,
      };
      return jsonResponse(answer, settings.now());
    },
  };
}
