import * as vscode from 'vscode';
import type { DomainError } from '../../domain/errors';
import type { DetailsModel, Problem } from '../../protocol/details';
import type { DetailsFacts, DetailsWords } from '../../protocol/details-model';
import { COMMANDS } from '../contribution';
import { errorWords } from '../errors/words';
import { remedyWords } from '../words/failure';
import { statusLook } from '../words/status';
import { actionOf } from './details-actions';

/** The words of the details page that depend on what is known; its fixed words are in the page itself. */
export const detailsWords: DetailsWords = {
  status: statusLook,
  created: () => ({ word: vscode.l10n.t('Created'), icon: 'add', spins: false, tone: 'neutral' }),
  problem,
  accuracyProblem,
  gone: () => ({
    title: vscode.l10n.t('This export job no longer exists'),
    advice: vscode.l10n.t(
      'It was deleted. Files that it exported stay in S3. What is shown here is what was last known.',
    ),
    canRetry: true,
    actions: [],
  }),
  foreign,
  remedy: remedyWords,
};

function problem(error: DomainError): Problem {
  const { title, advice, actions } = errorWords(error);
  return {
    title,
    advice,
    canRetry: actions.some(({ command }) => command === COMMANDS.retry),
    actions: actions.flatMap(({ command, label }) => {
      const action = actionOf(command);
      return action ? [{ action, label }] : [];
    }),
  };
}

function accuracyProblem(error: DomainError): Problem {
  const t = vscode.l10n.t;
  const { message } = error;
  switch (error.kind) {
    case 'notFound':
      return {
        title: t('The predictor no longer exists'),
        advice: t('Its accuracy went with it. The exported files still hold the metrics of each item.'),
        canRetry: false,
        actions: [],
      };
    case 'inUse':
      return {
        title: t('The predictor is not active'),
        advice: t('Amazon Forecast offers accuracy metrics only of active predictors. {0}', message),
        canRetry: true,
        actions: [],
      };
    case 'invalidInput':
      return {
        title: t('This predictor does not offer accuracy metrics'),
        advice: message,
        canRetry: true,
        actions: [],
      };
    default:
      return problem(error);
  }
}

function foreign({ account, region, accountNumber }: DetailsModel['place'], open: DetailsFacts['connection']): Problem {
  const t = vscode.l10n.t;
  const isSample = open?.account === 'sample';
  const title =
    account === 'sample' ? t('This job belongs to the sample account') : t('This job belongs to another account');
  const where =
    account === 'sample'
      ? t('Open the sample account to see it.')
      : t('It is in account {0}, region {1}. Open that account and region to see it.', accountNumber, region);
  const now = isSample
    ? t('The sample account is open.')
    : t('Open is {0}, {1}.', open?.profile ?? '', open?.region ?? '');
  return {
    title,
    advice: `${where} ${now}`,
    canRetry: false,
    actions: [
      ...(account === 'sample' ? [{ action: 'exploreSample' as const, label: t('Explore Sample Data') }] : []),
      ...(account === 'aws' && isSample ? [{ action: 'leaveSample' as const, label: t('Leave Sample Data') }] : []),
      ...(account === 'aws' && !isSample
        ? [{ action: 'connectionSettings' as const, label: t('Choose Profile') }]
        : []),
    ],
  };
}
