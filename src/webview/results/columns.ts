import { t } from '@vscode/l10n';
import type { ColumnId, ExportShape, ResultsSummary } from '../../domain/results-port';
import type { Formats } from '../formats';

/** What kind of number a column holds: decides how it is written. */
type Kind = 'metric' | 'amount' | 'percent' | 'signedPercent' | 'count';

export type ColumnGroup = 'errors' | 'losses' | 'coverage' | 'file';

export interface ValueColumn {
  readonly id: ColumnId;
  readonly short: string;
  /** The name in full. */
  readonly long: string;
  readonly kind: Kind;
  readonly group: ColumnGroup;
}

export function groupName(group: ColumnGroup): string {
  switch (group) {
    case 'errors':
      return t('Errors');
    case 'losses':
      return t('Quantile losses');
    case 'coverage':
      return t('Coverage');
    case 'file':
      return t('As in the files');
  }
}

export function writeValue(formats: Formats, { kind }: ValueColumn, value: number): string {
  return formats[kind](value);
}

/** Its numbers are shares: `0.05` is written and typed as 5 %. */
export function isPercent({ kind }: ValueColumn): boolean {
  return kind === 'percent' || kind === 'signedPercent';
}

/** A number that the person has given for a column, as they gave it: nothing is rounded. */
export function writeBound(formats: Formats, column: ValueColumn, value: number): string {
  return isPercent(column) ? formats.exactPercent(value) : formats.exact(value);
}

/** The name in a list that holds both the recomputed metrics and those of the files. */
export function distinctName({ group, short }: ValueColumn): string {
  return group === 'file' ? t('{0} (file)', short) : short;
}

/** `P90`, as analysts and the files call it. */
export function quantileName(level: number): string {
  return `P${Number((level * 100).toFixed(2))}`;
}

const MEAN_METRICS = ['wape', 'rmse', 'mape', 'mase'] as const;

/** Every column that the items of this export have. */
export function valueColumns(shape: ExportShape, { errorBasis }: ResultsSummary): readonly ValueColumn[] {
  const ids: ColumnId[] = [
    ...(errorBasis === 'none' ? [] : (['errorShare', 'absoluteError'] as const)),
    'demand',
    ...(shape.quantiles.length > 0 ? (['averageWql'] as const) : []),
    ...(shape.hasMean ? MEAN_METRICS : []),
    ...(errorBasis === 'none' ? [] : (['bias'] as const)),
    'windowsDefined',
    ...shape.quantiles.map((level) => `wql:${level}` as const),
    ...shape.quantiles.map((level) => `coverage:${level}` as const),
    ...shape.fileMetrics.map((metric) => `file:${metric}` as const),
    ...shape.fileQuantiles.map((level) => `file:wql:${level}` as const),
  ];
  return ids.map(valueColumn);
}

/** Metrics of a whole export, in the order in which they are read. */
const HEADLINES = ['averageWql', 'wape', 'rmse', 'mape', 'mase'] as const;

/** The recomputed metrics; those that cannot be recomputed as they stand in the files, and named so. */
export function headlineColumns(columns: readonly ValueColumn[]): readonly ValueColumn[] {
  const found = new Map(columns.map((column) => [column.id, column]));
  return HEADLINES.flatMap((metric) => {
    const recomputed = found.get(metric);
    if (recomputed) return [recomputed];
    const stated = found.get(`file:${metric}`);
    return stated ? [{ ...stated, short: t('{0} (file)', stated.short) }] : [];
  });
}

/** What a list of items begins with: the share of the error, or the next best that the export has. */
export function worstFirst(columns: readonly ValueColumn[]): ColumnId | undefined {
  const there = new Set(columns.map(({ id }) => id));
  return (['errorShare', 'averageWql', 'file:averageWql', 'file:rmse'] as const).find((id) => there.has(id));
}

export function valueColumn(id: ColumnId): ValueColumn {
  if (id.startsWith('file:')) {
    const inner = valueColumn(id.slice('file:'.length) as ColumnId);
    return { ...inner, id, long: t('{0}, as it stands in the accuracy files', inner.long), group: 'file' };
  }
  if (id.startsWith('wql:')) {
    const level = id.slice('wql:'.length);
    const long = t('Weighted quantile loss of the {0} quantile', level);
    return { id, short: `wQL[${level}]`, long, kind: 'metric', group: 'losses' };
  }
  if (id.startsWith('coverage:')) {
    const level = Number(id.slice('coverage:'.length));
    const long = t(
      'Share of actual values at or below the {0} forecast; {1} % would be right',
      quantileName(level),
      Number((level * 100).toFixed(2)),
    );
    return { id, short: t('≤ {0}', quantileName(level)), long, kind: 'percent', group: 'coverage' };
  }
  return { id, group: 'errors', ...simpleColumn(id) };
}

function simpleColumn(id: string): Pick<ValueColumn, 'short' | 'long' | 'kind'> {
  switch (id) {
    case 'errorShare':
      return { short: t('Error share'), long: t('Share of the absolute error of the whole export'), kind: 'percent' };
    case 'absoluteError':
      return { short: t('Abs. error'), long: t('Sum of the absolute errors'), kind: 'amount' };
    case 'demand':
      return { short: t('Demand'), long: t('Sum of the actual values'), kind: 'amount' };
    case 'averageWql':
      return {
        short: t('Avg wQL'),
        long: t('Average weighted quantile loss: mean over the quantiles'),
        kind: 'metric',
      };
    case 'wape':
      return { short: 'WAPE', long: t('Weighted absolute percentage error'), kind: 'metric' };
    case 'rmse':
      return { short: 'RMSE', long: t('Root mean square error'), kind: 'amount' };
    case 'mape':
      return { short: 'MAPE', long: t('Mean absolute percentage error'), kind: 'metric' };
    case 'mase':
      return { short: 'MASE', long: t('Mean absolute scaled error'), kind: 'metric' };
    case 'bias':
      return {
        short: t('Bias'),
        long: t('Forecast minus actual values, divided by demand: above zero when the forecast is too high'),
        kind: 'signedPercent',
      };
    default:
      return { short: t('Windows'), long: t('Windows with defined metrics'), kind: 'count' };
  }
}
