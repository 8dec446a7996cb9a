/** What the service takes, field by field: problems are codes with their parameters, the screen puts them in words. */
export { type RulePlace } from './measure';
export { MAX_NAME_LENGTH, checkName, type NameProblem } from './name';
export { checkPredictorArn, type PredictorArnProblem } from './predictor-arn';
export {
  bucketNameFault,
  checkS3Path,
  noteS3Path,
  parseS3Path,
  type BucketNameFault,
  type S3Location,
  type S3PathNote,
  type S3PathProblem,
} from './s3-path';
export { checkRoleArn, type RoleArnProblem } from './role-arn';
export { checkKmsKey, noteKmsKey, type KmsKeyNote, type KmsKeyProblem } from './kms-key';
export { EXPORT_FORMATS, checkFormat, isExportFormat, type FormatProblem } from './format';
export {
  MAX_TAGS,
  MAX_TAG_KEY_LENGTH,
  MAX_TAG_VALUE_LENGTH,
  checkTagKey,
  checkTags,
  checkTagValue,
  isReservedTagKey,
  type TagProblem,
  type TagSetProblem,
} from './tags';
export { checkNewExport, type ExportField, type NewExportProblems } from './new-export';
