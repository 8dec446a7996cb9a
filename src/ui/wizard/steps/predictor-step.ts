import * as vscode from 'vscode';
import { predictorName } from '../../../domain/export-arn';
import type { Predictor } from '../../../domain/export-job';
import { checkPredictorArn } from '../../../domain/rules';
import { askChoice, separator, TYPED_KEY, type ChoiceItem, type Outcome } from '../../pickers/choice';
import { predictorItem } from '../../pickers/predictor-pick';
import { StreamedList } from '../../../app/streamed-list';
import { askText } from '../../pickers/text';
import { predictorProblemWords } from '../../words/rules';
import { statusWord } from '../../words/status';
import { answered, problem, type AskStep, type StepContext } from '../step';

const BY_HAND = Symbol('by hand');
type Choice = { readonly arn: string; readonly name: string } | typeof BY_HAND;

export const askPredictor: AskStep<'predictor'> = async (context) => {
  const { connection, flow, frame, notice } = context;
  const list = new StreamedList<Predictor>((nextToken, options) =>
    connection.forecast.listPredictors({ maxResults: 100, ...(nextToken !== undefined && { nextToken }) }, options),
  );
  for (;;) {
    const outcome = await askChoice<Choice>({
      ...frame,
      ...(notice && { notice }),
      placeholder: vscode.l10n.t('Which predictor’s backtest shall be exported? Type to search, or paste an ARN'),
      items: (typed) => [...pasted(typed, list, context), ...offered(list), byHand()],
      load: ({ signal, update }) => list.readOn(signal, update),
      retryLabel: vscode.l10n.t('Retry: the predictors could not be listed'),
      ...(flow.answers.predictor && { activeKey: flow.answers.predictor.arn }),
    });
    if (outcome.kind !== 'answer') return outcome;
    if (outcome.value !== BY_HAND) return { kind: 'answer', value: outcome.value };
    const typed = await askArn(list, context);
    if (typed.kind !== 'back') return typed;
  }
};

function offered(list: StreamedList<Predictor>): readonly ChoiceItem<Choice>[] {
  const predictors = [...list.values].sort((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0));
  const active = predictors.filter(({ status }) => status === 'ACTIVE');
  const others = predictors.filter(({ status }) => status !== 'ACTIVE');
  if (list.complete && predictors.length === 0) {
    return [{ label: vscode.l10n.t('This account has no predictors in this region'), alwaysShow: true }];
  }
  return [
    ...active.map((predictor) => ({
      ...predictorItem(predictor),
      key: predictor.arn,
      value: { arn: predictor.arn, name: predictor.name },
    })),
    ...(others.length > 0 ? [separator(vscode.l10n.t('Cannot be exported now'))] : []),
    ...others.map((predictor) => ({
      ...predictorItem(predictor),
      key: predictor.arn,
      label: `$(circle-slash) ${predictor.name}`,
      detail: whyNot(predictor),
      run: () =>
        void vscode.window.showWarningMessage(`${whyNot(predictor)} ${vscode.l10n.t('Choose another predictor.')}`),
    })),
  ];
}

/** Documented for the operation: the predictor has to be ACTIVE. */
export function whyNot({ name, status, message }: Pick<Predictor, 'name' | 'status' | 'message'>): string {
  const why = vscode.l10n.t('Only an active predictor can be exported; {0} is: {1}.', name, statusWord(status));
  return message === undefined ? why : `${why} ${message}`;
}

function pasted(typed: string, list: StreamedList<Predictor>, { flow }: StepContext): readonly ChoiceItem<Choice>[] {
  if (!typed.startsWith('arn:')) return [];
  const [wrong] = checkPredictorArn(typed, flow.rulePlaceOfPredictor);
  if (wrong) return [{ label: `$(error) ${predictorProblemWords(wrong)}`, key: TYPED_KEY, alwaysShow: true }];
  const known = list.values.find(({ arn }) => arn === typed);
  if (known && known.status !== 'ACTIVE') {
    return [{ label: `$(error) ${whyNot(known)}`, key: TYPED_KEY, alwaysShow: true }];
  }
  const value = { arn: typed, name: predictorName(typed) };
  return [
    {
      label: `$(check) ${vscode.l10n.t('Use {0}', value.name)}`,
      detail: typed,
      key: TYPED_KEY,
      alwaysShow: true,
      value,
    },
  ];
}

function byHand(): ChoiceItem<Choice> {
  return { label: `$(edit) ${vscode.l10n.t('Enter the ARN…')}`, key: 'byHand', alwaysShow: true, value: BY_HAND };
}

async function askArn(
  list: StreamedList<Predictor>,
  { flow, frame, notice }: StepContext,
): Promise<Outcome<{ arn: string; name: string }>> {
  const outcome = await askText({
    ...frame,
    canGoBack: true,
    prompt: vscode.l10n.t('The ARN of the predictor'),
    placeholder: 'arn:aws:forecast:us-east-1:111122223333:predictor/name',
    value: flow.answers.predictor?.arn ?? '',
    check: (text) => {
      const [wrong] = checkPredictorArn(text, flow.rulePlaceOfPredictor);
      const known = list.values.find(({ arn }) => arn === text);
      if (!wrong && known && known.status !== 'ACTIVE') return problem(whyNot(known));
      return wrong && problem(predictorProblemWords(wrong));
    },
    ...(notice && { notice }),
  });
  return answered(outcome, (arn) => ({ arn, name: predictorName(arn) }));
}
