/** What is wrong with an answer of the wizard, and what deserves a word: the codes of the rules in plain words. */
import * as vscode from 'vscode';
import type {
  BucketNameFault,
  KmsKeyNote,
  KmsKeyProblem,
  NameProblem,
  PredictorArnProblem,
  RoleArnProblem,
  S3PathNote,
  S3PathProblem,
  TagProblem,
} from '../../domain/rules';

const t = vscode.l10n.t;

export function nameProblemWords(problem: NameProblem): string {
  switch (problem.code) {
    case 'empty':
      return t('Enter a name.');
    case 'tooLong':
      return t('A name has at most {0} characters; this one has {1}.', problem.max, problem.length);
    case 'firstCharacter':
      return t('A name starts with a letter a–z or A–Z, not with {0}', quoted([problem.character]));
    case 'characters':
      return t('Only letters a–z, digits and _ are possible, not {0}', quoted(problem.characters));
  }
}

export function predictorProblemWords(problem: PredictorArnProblem): string {
  switch (problem.code) {
    case 'empty':
      return t('Enter the ARN of a predictor.');
    case 'tooLong':
      return t('An ARN has at most {0} characters; this one has {1}.', problem.max, problem.length);
    case 'notArn':
      return t('This is no ARN. A predictor’s looks like arn:aws:forecast:us-east-1:111122223333:predictor/name');
    case 'otherService':
      return t('This is an ARN of another service: {0}', problem.service);
    case 'notPredictor':
      return t('This is not a predictor but: {0}', problem.resourceType);
    case 'predictorName':
      return t('The predictor’s name is missing or not possible after predictor/');
    case 'account':
      return t('An account has twelve digits, not: {0}', problem.account);
    case 'otherPartition':
      return t('The predictor has to be of the partition {0}, not {1}', problem.expected, problem.partition);
    case 'otherRegion':
      return t('The predictor has to be in this region, {0}, not in {1}', problem.expected, problem.region);
    case 'otherAccount':
      return t('The predictor has to be of this account, {0}, not of {1}', problem.expected, problem.account);
  }
}

export function pathProblemWords(problem: S3PathProblem): string {
  switch (problem.code) {
    case 'empty':
      return t('Enter where the files shall go: s3://bucket/folder');
    case 'scheme':
      return t('A destination starts with s3:// in small letters.');
    case 'tooShort':
      return t('A destination has at least {0} characters: s3://bucket/folder', problem.min);
    case 'tooLong':
      return t('A destination has at most {0} characters; this one has {1}.', problem.max, problem.length);
    case 'bucketStart':
      return t('A bucket’s name starts with a small letter or a digit, not with {0}', quoted([problem.character]));
    case 'lineBreak':
      return t('A destination has no line breaks.');
    case 'bucketName':
      return t('No bucket can be called “{0}”: {1}', problem.bucket, bucketFaultWords(problem.fault));
  }
}

function bucketFaultWords(fault: BucketNameFault): string {
  switch (fault) {
    case 'length':
      return t('a name has 3 to 63 characters.');
    case 'characters':
      return t('a name has small letters, digits, dots and hyphens.');
    case 'ipAddress':
      return t('a name must not look like an IP address.');
    case 'dots':
      return t('a name has no two dots in a row.');
    case 'ends':
      return t('a name starts and ends with a letter or a digit.');
  }
}

export function pathNoteWords(note: S3PathNote): string {
  switch (note.code) {
    case 'noPrefix':
      return t('The files go to the top level of the bucket.');
    case 'trailingSlash':
      return t('The slash at the end makes no difference: the files go into folders below it.');
    case 'emptySegment':
      return t('It has a folder without a name (//). S3 keeps that apart from a single slash.');
    case 'dotSegment':
      return t('S3 takes . and .. as names of folders; many tools do not.');
    case 'unusualCharacters':
      return t('S3 advises against these characters: {0}', quoted(note.characters));
    case 'keyTooLong':
      return t('It is too long: the files’ keys would have up to {0} bytes, S3 allows {1}.', note.bytes, note.max);
    case 'legacyBucketName':
      return t('Only a bucket from before March 2018 can have this name: {0}', bucketFaultWords(note.fault));
  }
}

export function roleProblemWords(problem: RoleArnProblem): string {
  switch (problem.code) {
    case 'empty':
      return t('Enter the ARN of an IAM role.');
    case 'tooLong':
      return t('An ARN has at most {0} characters; this one has {1}.', problem.max, problem.length);
    case 'notArn':
      return t('This is no ARN of a role. It looks like arn:aws:iam::111122223333:role/name');
    case 'notRole':
      return t('This is not an IAM role but: {0}', `${problem.service} ${problem.resourceType}`);
    case 'account':
      return t('An account has twelve digits, not: {0}', problem.account);
    case 'otherAccount':
      return t(
        'The role has to be in the predictor’s account, {0}: Amazon Forecast refuses a role of another account ({1}).',
        problem.expected,
        problem.account,
      );
    case 'otherPartition':
      return t('The role has to be of the partition {0}, not {1}', problem.expected, problem.partition);
    case 'roleName':
      return t('The role’s name is missing after role/');
    case 'roleNameTooLong':
      return t('A role’s name has at most {0} characters; this one has {1}.', problem.max, problem.length);
    case 'characters':
      return t('A role’s name cannot have {0}', quoted(problem.characters));
  }
}

export function keyProblemWords(problem: KmsKeyProblem): string {
  switch (problem.code) {
    case 'empty':
      return t('Enter the ARN of a KMS key.');
    case 'tooLong':
      return t('An ARN has at most {0} characters; this one has {1}.', problem.max, problem.length);
    case 'notArn':
      return t('This is no ARN. A key’s looks like arn:aws:kms:us-east-1:111122223333:key/1234abcd-…');
    case 'bareKeyId':
      return t('Amazon Forecast needs the key’s whole ARN, not only its id.');
    case 'alias':
      return t('Amazon Forecast takes no alias: enter the ARN of the key itself.');
    case 'otherPartition':
      return t('The key’s ARN has to start with arn:{0}:, not with arn:{1}:', problem.expected, problem.partition);
    case 'notKey':
      return t('This is not a KMS key but: {0}', problem.service);
    case 'incomplete':
      return {
        region: t('The ARN names no region.'),
        account: t('The ARN names no account.'),
        keyId: t('The ARN names no key.'),
      }[problem.part];
  }
}

export function keyNoteWords(note: KmsKeyNote): string {
  switch (note.code) {
    case 'otherRegion':
      return t('The key is in {0}; S3 encrypts only with a key of the bucket’s own region.', note.region);
    case 'otherAccount':
      return t('The key is of another account ({0}): its own policy has to allow the role.', note.account);
  }
}

export function tagProblemWords(problem: TagProblem): string {
  switch (problem.code) {
    case 'keyEmpty':
      return t('Enter a key.');
    case 'keyTooLong':
      return t('A key has at most {0} characters; this one has {1}.', problem.max, problem.length);
    case 'keyCharacters':
      return t('A key cannot have {0}', quoted(problem.characters));
    case 'keyReserved':
      return t('Keys that start with aws: are reserved for AWS.');
    case 'keyDuplicate':
      return t('There is a tag of this key already: {0}', problem.key);
    case 'valueTooLong':
      return t('A value has at most {0} characters; this one has {1}.', problem.max, problem.length);
    case 'valueCharacters':
      return t('A value cannot have {0}', quoted(problem.characters));
  }
}

/** Characters so that each can be seen. */
function quoted(characters: readonly string[]): string {
  return characters
    .slice(0, 5)
    .map((character) => {
      if (character === ' ') return t('a space');
      if (!/[\p{C}\p{Z}]/u.test(character)) return character;
      return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
    })
    .join(' ');
}
