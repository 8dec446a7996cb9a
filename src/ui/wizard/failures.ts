/** What to do next when an export could not be created: every failure has a next step of its own. */
import * as vscode from 'vscode';
import type { WizardStep } from '../../app/wizard/answers';
import { quotaConsoleUrl } from '../../domain/console-links';
import type { CreateFailure } from '../../domain/create-failures';
import type { DomainError } from '../../domain/errors';
import type { ExportJob, NewExportJob } from '../../domain/export-job';
import type { ExportField } from '../../domain/rules';
import { errorWords } from '../errors/words';
import { openUrl } from '../open-url';
import { statusWord } from '../words/status';
import { stepLabel } from './steps/review-step';

/** Where the wizard goes on. */
export type Next =
  | { readonly to: 'step'; readonly step: WizardStep; readonly message?: string }
  | { readonly to: 'review'; readonly message?: string }
  | { readonly to: 'again' };

export interface FailureContext {
  readonly failure: CreateFailure;
  readonly error: DomainError;
  readonly request: NewExportJob;
  readonly region: string;
  /** Exports that run now, by the service; only asked for when a limit is reached. Rejects like the port. */
  readonly readRunning: () => Promise<readonly ExportJob[]>;
  readonly showLog: () => void;
  readonly showPolicies: () => Promise<void>;
}

interface Told {
  readonly title: string;
  readonly detail: string;
  readonly choices: readonly (readonly [label: string, next: Next | Errand])[];
}

interface Errand {
  readonly run: () => void | Promise<void>;
  /** It opens something in this window, which the question would hide. */
  readonly inWindow: boolean;
}

const FIELD_STEPS: Readonly<Record<ExportField, WizardStep>> = {
  predictorArn: 'predictor',
  name: 'name',
  path: 'destination',
  roleArn: 'role',
  kmsKeyArn: 'encryption',
  format: 'format',
  tags: 'tags',
};

/** Tells what happened and asks what to do. Escape leads to the review. */
export async function askAfterFailure(context: FailureContext): Promise<Next> {
  const { failure, error } = context;
  if (failure.next === 'invalid' && failure.fields[0] !== undefined) {
    return { to: 'step', step: FIELD_STEPS[failure.fields[0]], message: error.message };
  }
  const { title, detail, choices } = await wordsFor(context);
  for (;;) {
    const picked = await vscode.window.showErrorMessage(
      title,
      { modal: true, detail },
      ...choices.map(([label]) => label),
    );
    const next = choices.find(([label]) => label === picked)?.[1];
    if (next === undefined) return { to: 'review', message: `${title}. ${error.message}` };
    if ('to' in next) return next.to === 'step' ? { message: `${title}. ${error.message}`, ...next } : next;
    await next.run();
    // A page in the browser answers nothing yet: the question stays.
    if (next.inWindow) return { to: 'review', message: `${title}. ${error.message}` };
  }
}

async function wordsFor(context: FailureContext): Promise<Told> {
  const { failure, error, request, showLog } = context;
  const t = vscode.l10n.t;
  const { message } = error;
  const { roleArn } = request.destination;
  const change = (step: WizardStep): Told['choices'][number] => [
    t('Change {0}', stepLabel(step)),
    { to: 'step', step },
  ];
  const again: Told['choices'][number] = [t('Try Again'), { to: 'again' }];
  const log: Told['choices'][number] = [t('Show Log'), { run: showLog, inWindow: true }];
  const policies: Told['choices'][number] = [t('Show Policies'), { run: context.showPolicies, inWindow: true }];
  switch (failure.next) {
    case 'nameTaken':
      return {
        title: t('The name is taken'),
        detail: t('This predictor has an export of this name already: {0}', request.name),
        choices: [change('name')],
      };
    case 'predictorNotActive':
      return {
        title: t('The predictor is not active'),
        detail: t(
          'Only an active predictor can be exported. It is: {0}. Choose another one, or try again when it is active.',
          failure.status === undefined ? message : statusWord(failure.status),
        ),
        choices: [change('predictor'), again],
      };
    case 'predictorMissing':
      return {
        title: t('The predictor does not exist any more'),
        detail: t('Choose another one. {0}', message),
        choices: [change('predictor')],
      };
    case 'limitReached':
      return limitWords(context, failure.limit);
    case 'roleRefused':
      return {
        title: t('Amazon Forecast refused the IAM role'),
        detail: {
          otherAccount: t('The role has to be in the predictor’s own account. {0}', message),
          trust: t('The role’s trust policy has to let forecast.amazonaws.com assume it. {0}', message),
          other: t('Check that the role exists and that Amazon Forecast may use it. {0}', message),
        }[failure.reason],
        choices: [change('role'), policies],
      };
    case 'bucketRefused':
      return {
        title: t('Amazon Forecast refused the S3 destination'),
        detail: t('Check that the bucket exists in this region and that the role may write to it. {0}', message),
        choices: [change('destination'), policies],
      };
    case 'keyRefused':
      return {
        title: t('Amazon Forecast refused the KMS key'),
        detail: t('The key has to exist, and you and the role have to be allowed to use it. {0}', message),
        choices: [change('encryption'), policies],
      };
    case 'passRoleDenied':
      return {
        title: t('You may not pass this role to Amazon Forecast'),
        detail: t(
          'Your identity needs iam:PassRole for {0}. Ask for it, or choose another role. {1}',
          roleArn,
          message,
        ),
        choices: [change('role'), policies, again],
      };
    case 'accessDenied':
      return {
        title: t('You may not create exports'),
        detail: t(
          'Your identity needs {0}. {1}',
          failure.action ?? 'forecast:CreatePredictorBacktestExportJob',
          message,
        ),
        choices: [policies, again],
      };
    case 'invalid':
      return { title: t('Amazon Forecast refused the request'), detail: message, choices: [log] };
    case 'throttled':
      return {
        title: t('Too many requests'),
        detail: t('Nothing was created. AWS asks to slow down: wait a moment, then try again.'),
        choices: [again],
      };
    case 'notSent':
      return {
        title: t('No connection'),
        detail: t('The request was not sent, so nothing was created. {0}', errorWords(error).advice),
        choices: [again, log],
      };
    case 'notOnboarded':
    case 'connection':
    case 'outcomeUnknown':
    case 'other': {
      const { title, advice } = errorWords(error);
      return { title, detail: advice, choices: [again, log] };
    }
  }
}

async function limitWords(
  { error, region, readRunning }: FailureContext,
  limit: Extract<CreateFailure, { next: 'limitReached' }>['limit'],
): Promise<Told> {
  const t = vscode.l10n.t;
  const quotaPage = (quota: 'parallel' | 'total'): Errand => ({
    run: () => openUrl(quotaConsoleUrl(region, quota)),
    inWindow: false,
  });
  switch (limit) {
    case 'tags':
      return {
        title: t('Too many tags'),
        detail: error.message,
        choices: [[t('Change {0}', stepLabel('tags')), { to: 'step', step: 'tags' }]],
      };
    case 'total':
      return {
        title: t('The account has as many exports as it may have'),
        detail: t('Delete exports that are no longer needed, or ask for a higher quota. {0}', error.message),
        choices: [
          [t('Open Quota Page'), quotaPage('total')],
          [t('Try Again'), { to: 'again' }],
        ],
      };
    case 'parallel':
      return {
        title: t('Too many exports run at the same time'),
        detail: paragraphs(
          t('Wait until one of them has ended, or stop one. The quota can be raised.'),
          runningWords(await runningNow(readRunning)),
        ),
        choices: [
          [t('Open Quota Page'), quotaPage('parallel')],
          [t('Try Again'), { to: 'again' }],
        ],
      };
    case 'unknown': {
      const running = await runningNow(readRunning);
      const tooFew = running !== undefined && running.length < LEAST_PARALLEL;
      return {
        title: t('A limit of Amazon Forecast is reached'),
        detail: paragraphs(
          tooFew
            ? t(
                'Hardly any exports run, so the account seems to hold as many as it may have: delete exports that are no longer needed, or ask for a higher quota. {0}',
                error.message,
              )
            : t(
                'Either too many exports run at the same time (wait for one, or stop one), or the account has as many as it may have (delete some). Both quotas can be raised. {0}',
                error.message,
              ),
          runningWords(running),
        ),
        choices: [
          [t('Quota of All Exports'), quotaPage('total')],
          [t('Quota of Running Exports'), quotaPage('parallel')],
          [t('Try Again'), { to: 'again' }],
        ],
      };
    }
  }
}

/** Documented default of the quota on parallel exports, which can only be raised. */
const LEAST_PARALLEL = 3;

/** Undefined when that cannot be learnt: the limit is told all the same. */
async function runningNow(readRunning: FailureContext['readRunning']): Promise<readonly ExportJob[] | undefined> {
  try {
    return await readRunning();
  } catch {
    return undefined;
  }
}

/** The exports that take up the quota, one a line. */
function runningWords(running: readonly ExportJob[] = []): string {
  if (running.length === 0) return '';
  const most = 8;
  const lines = running.slice(0, most).map(({ name, status }) => `• ${name} (${statusWord(status)})`);
  if (running.length > most) lines.push(vscode.l10n.t('… and {0} more', running.length - most));
  return [vscode.l10n.t('Running now:'), ...lines].join('\n');
}

function paragraphs(...texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('\n\n');
}
