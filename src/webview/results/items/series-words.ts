import { t } from '@vscode/l10n';
import type { ExportShape, ResultsSummary, Series } from '../../../domain/results-port';
import type { Formats } from '../../formats';
import { bandPairs } from '../chart/series-plan';
import { quantileName } from '../columns';

/** What the chart shows, in words: how much demand, how good the forecast, how often the widest band held it. */
export function seriesSummary(
  series: Series,
  shape: ExportShape,
  { errorBasis }: ResultsSummary,
  formats: Formats,
): string {
  const { actual, quantiles, mean, windows } = series;
  const known = actual.filter((value) => value !== null);
  const demand = known.reduce((sum, value) => sum + value, 0);
  const sentences = [
    t(
      '{0} time steps in {1} windows, demand {2}, at most {3} in a step.',
      formats.count(actual.length),
      formats.count(windows.length),
      formats.amount(demand),
      formats.amount(known.reduce((most, value) => Math.max(most, value), 0)),
    ),
  ];
  const basis = errorBasis === 'mean' ? mean : quantiles.find(({ level }) => level === 0.5)?.values;
  if (basis && errorBasis !== 'none') {
    const forecast = basis.reduce<number>((sum, value, index) => sum + (actual[index] === null ? 0 : (value ?? 0)), 0);
    const name = errorBasis === 'mean' ? t('mean') : t('median');
    const difference = demand === 0 ? undefined : (forecast - demand) / Math.abs(demand);
    sentences.push(
      difference === undefined
        ? t('The {0} forecast adds up to {1}.', name, formats.amount(forecast))
        : t(
            'The {0} forecast adds up to {1} ({2}).',
            name,
            formats.amount(forecast),
            formats.signedPercent(difference),
          ),
    );
  }
  const [widest] = bandPairs(shape.quantiles);
  if (widest) {
    const [low, high] = widest.map((level) => quantiles.find((one) => one.level === level)?.values ?? []);
    const inside = actual.filter((value, index) => {
      const [least, most] = [low?.[index] ?? null, high?.[index] ?? null];
      return value !== null && least !== null && most !== null && value > least && value <= most;
    });
    if (known.length > 0) {
      sentences.push(
        t(
          '{0} of the actual values lie between {1} and {2}; {3} should.',
          formats.percent(inside.length / known.length),
          quantileName(widest[0]),
          quantileName(widest[1]),
          formats.percent(widest[1] - widest[0]),
        ),
      );
    }
  }
  return sentences.join(' ');
}
