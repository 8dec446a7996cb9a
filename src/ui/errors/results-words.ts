import * as vscode from 'vscode';
import { isDomainError, toDomainError } from '../../domain/errors';
import { isResultsError, type ResultsError } from '../../domain/results-error';
import { COMMANDS } from '../contribution';
import { errorWords, type ErrorWords } from './words';

/** Words for whatever was thrown: by the service, by the reader of an export, or by anything else. */
export function wordsOf(error: unknown): ErrorWords {
  return isResultsError(error) && !isDomainError(error) ? resultsErrorWords(error) : errorWords(toDomainError(error));
}

/** What a person is told when an export cannot be read, or a question about it cannot be answered. */
export function resultsErrorWords(error: ResultsError): ErrorWords {
  const t = vscode.l10n.t;
  const retry = { command: COMMANDS.retry, label: t('Retry') };
  const log = { command: COMMANDS.showLog, label: t('Show Log') };
  const [title, advice] = words(error);
  const helps = ['engineMissing', 'badQuery', 'notComparable', 'tooManyFiles'].includes(error.kind) ? [] : [retry];
  return {
    title,
    advice,
    actions: [...(error.kind === 'otherAccount' ? waysTo(error.facts.account) : []), ...helps, log],
  };
}

/** How the account that an export belongs to is opened. */
function waysTo(account: ResultsError['facts']['account']): ErrorWords['actions'] {
  const t = vscode.l10n.t;
  if (account === 'sample') return [{ command: COMMANDS.exploreSampleData, label: t('Explore Sample Data') }];
  return [
    { command: COMMANDS.selectProfile, label: t('Choose Profile') },
    { command: COMMANDS.selectRegion, label: t('Choose Region') },
  ];
}

function words(error: ResultsError): readonly [title: string, advice: string] {
  const { kind, message, facts } = error;
  const t = vscode.l10n.t;
  const file = facts.file ?? t('A file of the export');
  switch (kind) {
    case 'engineMissing':
      return [
        t('This package of the extension cannot open results'),
        t(
          'It carries no results engine for this machine. Install the package for your platform: linux-x64, linux-arm64, darwin-arm64, darwin-x64 or win32-x64.',
        ),
      ];
    case 'engineCrashed':
      return [
        t('The results engine ended unexpectedly'),
        t('It starts again with the next request: try again. If it happens again, the export may need more memory.'),
      ];
    case 'notOpen':
      return [t('The export is not open any more'), t('Open it again. {0}', message)];
    case 'otherAccount':
      return [
        t('The results belong to another account'),
        t('Open that account and region, then try again. {0}', message),
      ];
    case 'missingFiles':
      return [
        t('No files of an export were found'),
        t(
          'Looked for are the folders forecasted-values and accuracy-metrics-values with parts named JOB_TIME_part0.csv or .parquet. {0}',
          message,
        ),
      ];
    case 'tooManyFiles':
      return [t('The folder holds too much to look through'), t('Choose a folder closer to the export. {0}', message)];
    case 'unknownShape':
      return [
        t('The files do not look like a backtest export'),
        t('{0} has other columns than any known export. {1}', file, message),
      ];
    case 'mixedExports':
      return [
        t('The files belong to different exports'),
        t('Parts of one export have the same columns; these do not. Remove the files of other exports. {0}', message),
      ];
    case 'badPart':
      return [
        t('A file of the export is damaged'),
        facts.line === undefined
          ? t('{0} ends too early or holds something unexpected. Copy it again. {1}', file, message)
          : t(
              '{0}, line {1}: it ends too early or holds something unexpected. Copy it again. {2}',
              file,
              facts.line,
              message,
            ),
      ];
    case 'changed':
      return [t('The files changed while they were read'), t('Open the export again. {0}', message)];
    case 'unreadable':
      return [t('The files may not be read'), t('Check the permissions of the folder. {0}', message)];
    case 'diskFull':
      return [
        t('The disk is full'),
        t('Free some space, or lower the setting “Results: Cache Size”, then try again. {0}', message),
      ];
    case 'outOfMemory':
      return [t('There is not enough memory'), t('Close other exports or programs, then try again. {0}', message)];
    case 'badQuery':
      return [t('The query was refused'), message];
    case 'notComparable':
      return [t('The two exports cannot be compared'), message];
    case 'unknown':
      return [t('The export could not be read'), message];
  }
}
