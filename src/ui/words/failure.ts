import * as vscode from 'vscode';
import type { FailureCause } from '../../domain/failure-causes';

/** What a person can do about a failed export, by its probable cause; undefined when nothing can be said. */
export function remedyWords(cause: FailureCause): { readonly title: string; readonly advice: string } | undefined {
  const t = vscode.l10n.t;
  switch (cause.cause) {
    case 'role':
      return { title: t('The IAM role is the probable cause'), advice: roleAdvice(cause.aspect) };
    case 'bucket':
      return { title: t('The S3 bucket is the probable cause'), advice: bucketAdvice(cause.aspect) };
    case 'key':
      return { title: t('The KMS key is the probable cause'), advice: keyAdvice(cause.aspect) };
    case 'quota':
      return {
        title: t('A quota of the account was reached'),
        advice: t(
          'By default 3 exports may run at a time and 1,000 may exist. Wait for running exports, delete old ones, or ask for a higher quota; then export again.',
        ),
      };
    case 'predictor':
      return {
        title: t('The predictor is the probable cause'),
        advice: t('Check in the Forecast console that the predictor still exists and is active, then export again.'),
      };
    case 'service':
      return {
        title: t('Amazon Forecast had a problem'),
        advice: t('Nothing seems wrong with the export itself. Export again.'),
      };
    case 'unknown':
      return undefined;
  }
}

function roleAdvice(aspect: 'trust' | 'permission' | 'missing'): string {
  const t = vscode.l10n.t;
  switch (aspect) {
    case 'trust':
      return t(
        'Amazon Forecast cannot assume it. The trust policy of the role has to name the service forecast.amazonaws.com. A new role takes about a minute to work.',
      );
    case 'permission':
      return t(
        'It may not do what is needed: s3:GetObject, s3:ListBucket and s3:PutObject on the destination. Extend its policy, then export again.',
      );
    case 'missing':
      return t('It no longer exists. Choose another role and export again.');
  }
}

function bucketAdvice(aspect: 'denied' | 'missing' | 'region' | 'other'): string {
  const t = vscode.l10n.t;
  switch (aspect) {
    case 'denied':
      return t(
        'Writing to it is forbidden. Check the policy of the role and the policy of the bucket: a bucket that is open only to a VPC endpoint refuses Amazon Forecast.',
      );
    case 'missing':
      return t('It does not exist. Choose another destination and export again.');
    case 'region':
      return t('It is in another region. Choose a bucket in the region of the predictor and export again.');
    case 'other':
      return t(
        'Check that the bucket exists, is in the region of the predictor and lets the role write; then export again.',
      );
  }
}

function keyAdvice(aspect: 'denied' | 'missing' | 'other'): string {
  const t = vscode.l10n.t;
  switch (aspect) {
    case 'denied':
      return t(
        'The role needs kms:DescribeKey, kms:CreateGrant and kms:RetireGrant on it, and you need kms:Decrypt and kms:GenerateDataKey. Extend the key policy, then export again.',
      );
    case 'missing':
      return t('It does not exist, or is about to be deleted. Choose another key, or none, and export again.');
    case 'other':
      return t('Check that the key is enabled, is in the same region and lets the role use it; then export again.');
  }
}
