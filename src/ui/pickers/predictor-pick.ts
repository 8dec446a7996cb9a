import * as vscode from 'vscode';
import { resourceName } from '../../domain/arn';
import type { Predictor } from '../../domain/export-job';
import type { ForecastPort } from '../../domain/ports';
import { statusWord } from '../words/status';
import { ago } from '../words/time';
import { pickStreamed } from './streamed-pick';

const ACTIVE = 'ACTIVE';

/** Asks for a predictor of the account; resolves with undefined when the person gives up. */
export function pickPredictor(forecast: ForecastPort, title: string): Promise<Predictor | undefined> {
  return pickStreamed<Predictor>({
    title,
    placeholder: vscode.l10n.t('Type to search predictors by name or dataset group'),
    readPage: (nextToken, options) =>
      forecast.listPredictors({ maxResults: 100, ...(nextToken === undefined ? {} : { nextToken }) }, options),
    arrange: (predictors) => arrangePredictors(predictors),
    empty: vscode.l10n.t('This account has no predictors in this region'),
  });
}

/** Active predictors first, newest first within each part. */
function arrangePredictors(predictors: readonly Predictor[]): (vscode.QuickPickItem & { value: Predictor })[] {
  const rank = ({ status }: Predictor): number => (status === ACTIVE ? 0 : 1);
  return [...predictors]
    .sort((a, b) => rank(a) - rank(b) || (b.createdAt ?? 0) - (a.createdAt ?? 0))
    .map((predictor) => ({ ...predictorItem(predictor), value: predictor }));
}

/** A predictor's row: its kind, its status where it is not active, its dataset group and its age. */
export function predictorItem(predictor: Predictor): vscode.QuickPickItem {
  return {
    label: predictor.name,
    description: [
      predictor.isAutoPredictor ? vscode.l10n.t('AutoPredictor') : vscode.l10n.t('Legacy predictor'),
      ...(predictor.status === ACTIVE ? [] : [statusWord(predictor.status)]),
    ].join(' · '),
    detail: [
      ...(predictor.datasetGroupArn === undefined
        ? []
        : [vscode.l10n.t('Dataset group {0}', resourceName(predictor.datasetGroupArn))]),
      ...(predictor.createdAt === undefined ? [] : [vscode.l10n.t('created {0}', ago(predictor.createdAt))]),
    ].join(' · '),
  };
}
