import type { NewExportJob } from '../export-job';
import { checkFormat, type FormatProblem } from './format';
import { checkKmsKey, type KmsKeyProblem } from './kms-key';
import type { RulePlace } from './measure';
import { checkName, type NameProblem } from './name';
import { checkPredictorArn, type PredictorArnProblem } from './predictor-arn';
import { checkRoleArn, type RoleArnProblem } from './role-arn';
import { checkS3Path, type S3PathProblem } from './s3-path';
import { checkTags, type TagSetProblem } from './tags';

/** The answers of the wizard, one name for each of its steps. */
export type ExportField = 'predictorArn' | 'name' | 'path' | 'roleArn' | 'kmsKeyArn' | 'format' | 'tags';

export interface NewExportProblems {
  readonly predictorArn: readonly PredictorArnProblem[];
  readonly name: readonly NameProblem[];
  readonly path: readonly S3PathProblem[];
  readonly roleArn: readonly RoleArnProblem[];
  readonly kmsKeyArn: readonly KmsKeyProblem[];
  readonly format: readonly FormatProblem[];
  readonly tags: readonly TagSetProblem[];
}

/** Every rule at once, before anything is sent. A key and a format that are left out are in order. */
export function checkNewExport(job: NewExportJob, place: RulePlace = {}): NewExportProblems {
  const { path, roleArn, kmsKeyArn } = job.destination;
  return {
    predictorArn: checkPredictorArn(job.predictorArn, place),
    name: checkName(job.name),
    path: checkS3Path(path),
    roleArn: checkRoleArn(roleArn, place),
    kmsKeyArn: kmsKeyArn === undefined ? [] : checkKmsKey(kmsKeyArn),
    format: job.format === undefined ? [] : checkFormat(job.format),
    tags: checkTags(job.tags ?? []),
  };
}
