/** What the wizard has been told so far. Every member is absent until its step was answered; all of it can be stored. */
import type { ExportFormat, ExportJob, NewExportJob, Tag } from '../../domain/export-job';
import { predictorName } from '../../domain/export-arn';

/** The steps in their order; the review comes after them. */
export const WIZARD_STEPS = ['predictor', 'name', 'destination', 'role', 'encryption', 'format', 'tags'] as const;

export type WizardStep = (typeof WIZARD_STEPS)[number];

export interface WizardAnswers {
  readonly predictor?: { readonly arn: string; readonly name: string };
  /** `proposed`: the person took the name that was proposed, so another predictor brings another proposal. */
  readonly name?: { readonly value: string; readonly proposed: boolean };
  readonly destination?: { readonly path: string };
  readonly role?: { readonly arn: string };
  /** Without a key, the bucket's own encryption holds. */
  readonly encryption?: { readonly kmsKeyArn?: string };
  readonly format?: ExportFormat;
  readonly tags?: readonly Tag[];
}

/** The value that answers a step. */
export type AnswerOf<S extends WizardStep> = NonNullable<WizardAnswers[S]>;

/** The request that the answers make; undefined until everything that the service needs was answered. */
export function newExportOf(answers: WizardAnswers): NewExportJob | undefined {
  const { predictor, name, destination, role, encryption, format, tags = [] } = answers;
  if (!predictor || !name || !destination || !role) return undefined;
  const kmsKeyArn = encryption?.kmsKeyArn;
  return {
    predictorArn: predictor.arn,
    name: name.value,
    destination: { path: destination.path, roleArn: role.arn, ...(kmsKeyArn !== undefined && { kmsKeyArn }) },
    ...(format !== undefined && { format }),
    ...(tags.length > 0 && { tags }),
  };
}

/** The answers that would make an export like this one; the name is left to be proposed. Tags of AWS's own do not carry over. */
export function answersFrom(job: ExportJob, tags: readonly Tag[]): WizardAnswers {
  const { predictorArn, destination, format } = job;
  return {
    ...(predictorArn !== undefined && { predictor: { arn: predictorArn, name: predictorName(predictorArn) } }),
    ...(destination && {
      destination: { path: destination.path },
      ...(destination.roleArn !== undefined && { role: { arn: destination.roleArn } }),
      // The service may return an empty text for a key that was not given.
      encryption: destination.kmsKeyArn ? { kmsKeyArn: destination.kmsKeyArn } : {},
    }),
    // Documented: CSV is what a request without a format gets.
    format: format === 'PARQUET' ? 'PARQUET' : 'CSV',
    tags: tags.filter(({ key }) => !/^aws:/iu.test(key)),
  };
}
