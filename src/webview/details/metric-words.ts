import { t } from '@vscode/l10n';
import { ERROR_METRICS, type ErrorMetric } from '../../domain/accuracy-table';
import type { AccuracyRow } from '../../protocol/details';

export interface MetricColumn {
  readonly id: string;
  readonly short: string;
  /** The name in full. */
  readonly long: string;
  readonly of: (row: AccuracyRow) => number | undefined;
}

const SHORT: Readonly<Record<ErrorMetric, string>> = { wape: 'WAPE', rmse: 'RMSE', mape: 'MAPE', mase: 'MASE' };

function longName(metric: ErrorMetric): string {
  switch (metric) {
    case 'wape':
      return t('Weighted absolute percentage error');
    case 'rmse':
      return t('Root mean square error');
    case 'mape':
      return t('Mean absolute percentage error');
    case 'mase':
      return t('Mean absolute scaled error');
  }
}

export function averageLoss(): MetricColumn {
  return {
    id: 'averageLoss',
    short: t('Average wQL'),
    long: t('Weighted quantile loss, mean over the quantiles'),
    of: (row) => row.averageLoss,
  };
}

export function errorMetrics(): readonly MetricColumn[] {
  return ERROR_METRICS.map((metric) => ({
    id: metric,
    short: SHORT[metric],
    long: longName(metric),
    of: (row) => row[metric],
  }));
}

/** A loss of one quantile: `wQL[0.9]`, as the service and its files call it. */
export function quantileLoss(quantile: number, label: string, index: number): MetricColumn {
  return {
    id: `wql-${quantile}`,
    short: `wQL[${label}]`,
    long: t('Weighted quantile loss of the {0} quantile', label),
    of: (row) => row.losses[index] ?? undefined,
  };
}
