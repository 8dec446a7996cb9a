/**
 * The inputs of the operations, as the service model of 2018-06-26 constrains them.
 *
 * Two entries differ on purpose from the model, where it is known to be wrong: `RoleArn` does not carry the pattern of
 * `Arn` (which demands `:forecast:` and would refuse every role), and neither does the value of a filter (which would
 * refuse `ACTIVE`).
 */
import { integer, list, oneOf, optional, required, string, structure } from '../shapes';
import type { ValueOf } from '../shapes';

const arn = string({ max: 256, pattern: 'arn:([a-z\\d-]+):forecast:.*:.*:.+' });
const nextToken = string({ min: 1, max: 3000, pattern: '.+' });
const maxResults = integer({ min: 1, max: 100 });

const tagText = '^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$';
const tagKey = string({ min: 1, max: 128, pattern: tagText, sensitive: true });
const tags = list(
  structure({
    Key: required(tagKey),
    Value: required(string({ min: 0, max: 256, pattern: tagText, sensitive: true })),
  }),
  { min: 0, max: 200 },
);

const filters = list(
  structure({
    Key: required(string({ max: 256, pattern: '^[a-zA-Z0-9\\_]+$' })),
    Value: required(string({ max: 256 })),
    Condition: required(oneOf('IS', 'IS_NOT')),
  }),
);

export const LIST = structure({ NextToken: optional(nextToken), MaxResults: optional(maxResults) });
export const FILTERED_LIST = structure({ ...LIST.members, Filters: optional(filters) });
export const BY_EXPORT_JOB = structure({ PredictorBacktestExportJobArn: required(arn) });
export const BY_PREDICTOR = structure({ PredictorArn: required(arn) });
export const BY_RESOURCE = structure({ ResourceArn: required(arn) });
export const TAG_RESOURCE = structure({ ResourceArn: required(arn), Tags: required(tags) });
export const UNTAG_RESOURCE = structure({
  ResourceArn: required(arn),
  TagKeys: required(list(tagKey, { min: 0, max: 200 })),
});

export const CREATE_EXPORT_JOB = structure({
  PredictorBacktestExportJobName: required(string({ min: 1, max: 63, pattern: '^[a-zA-Z][a-zA-Z0-9_]*' })),
  PredictorArn: required(arn),
  Destination: required(
    structure({
      S3Config: required(
        structure({
          Path: required(string({ min: 7, max: 4096, pattern: '^s3://[a-z0-9].+$' })),
          RoleArn: required(string({ max: 256 })),
          KMSKeyArn: optional(string({ max: 256, pattern: 'arn:aws:kms:.*:key/.*' })),
        }),
      ),
    }),
  ),
  Tags: optional(tags),
  Format: optional(string({ max: 7, pattern: '^CSV|PARQUET$' })),
});

export type CreateExportJob = ValueOf<typeof CREATE_EXPORT_JOB>;
export type Destination = CreateExportJob['Destination'];
export type FilteredList = ValueOf<typeof FILTERED_LIST>;
export type Filter = NonNullable<FilteredList['Filters']>[number];
export type WireTag = NonNullable<CreateExportJob['Tags']>[number];
