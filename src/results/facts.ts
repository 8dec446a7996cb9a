/** What the tables of an export say about it as a whole: its shape, and what a reader should know about its data. */
import type { DataNote, ExportShape, WapeDefinition } from '../domain/results-port';
import type { Database } from './database';
import type { Layout } from './layout';
import { errorBasis, fileMetricColumn, keyColumns } from './layout';

export async function exportShape(
  database: Database,
  catalog: string,
  layout: Layout,
  time: { readonly step: number; readonly season: number },
  signal: AbortSignal,
): Promise<ExportShape> {
  const windows = await database.rows(
    `SELECT epoch_ms(ws)::DOUBLE, epoch_ms(max(we))::DOUBLE FROM ${catalog}.cell GROUP BY ws ORDER BY ws`,
    signal,
  );
  const [counts] = await database.rows(
    `SELECT (SELECT count(*) FROM ${catalog}.item)::DOUBLE, coalesce(sum(n), 0)::DOUBLE, coalesce(max(n), 0)::DOUBLE
     FROM ${catalog}.cell`,
    signal,
  );
  return {
    dimensions: layout.dimensions,
    quantiles: layout.levels,
    hasMean: layout.hasMean,
    windows: windows.map(([start, end]) => ({ start: Number(start), end: Number(end) })),
    horizon: Number(counts?.[2]),
    step: time.step,
    season: time.season || 1,
    items: Number(counts?.[0]),
    rows: Number(counts?.[1]),
    fileQuantiles: layout.fileLevels,
    fileMetrics: layout.fileMetrics,
  };
}

export async function cellNotes(
  database: Database,
  catalog: string,
  layout: Layout,
  signal: AbortSignal,
): Promise<DataNote[]> {
  const stated = [
    ...layout.fileLevels.map((_, index) => `fl${index + 1}`),
    ...layout.fileMetrics.map(fileMetricColumn),
  ];
  const anyStated = stated.length === 0 ? 'false' : `coalesce(${stated.join(', ')}) IS NOT NULL`;
  const key = keyColumns(layout).join(', ');
  const [row] = await database.rows(
    `SELECT count(*) FILTER (n IS NULL AND NOT (${anyStated})),
       count(DISTINCT (${key})) FILTER (n IS NULL AND NOT (${anyStated})),
       count(*) FILTER (n IS NULL AND ${anyStated}),
       count(*) FILTER (n IS NOT NULL AND windows_defined = 0),
       coalesce(sum(crossed), 0), coalesce(sum(n), 0)
     FROM ${catalog}.cell`,
    signal,
  );
  const [undefinedWindows = 0, undefinedItems = 0, missingRows = 0, missingValues = 0, crossed = 0, rows = 0] = (
    row ?? []
  ).map(Number);
  const notes: DataNote[] = [];
  if (undefinedWindows > 0) notes.push({ kind: 'windowsNotDefined', count: undefinedWindows, items: undefinedItems });
  if (rows > 0 && missingRows > 0) notes.push({ kind: 'forecastRowsMissing', count: missingRows });
  if (missingValues > 0) notes.push({ kind: 'missingValues', count: missingValues });
  if (crossed > 0) notes.push({ kind: 'quantileCrossing', rows: crossed });
  return notes;
}

/** How far the files' own metrics agree with the recomputed ones, and what they call WAPE. */
export async function accuracyNotes(
  database: Database,
  catalog: string,
  layout: Layout,
  signal: AbortSignal,
): Promise<DataNote[]> {
  const notes: DataNote[] = [];
  if (layout.fileMetrics.includes('wape')) {
    notes.push({ kind: 'fileWape', definition: await wapeDefinition(database, catalog, layout, signal) });
  }
  const pairs: { metric: string; file: string; own: string }[] = layout.fileLevels.flatMap((level, index) => {
    const place = layout.levels.indexOf(level);
    return place < 0 ? [] : [{ metric: `wql:${level}`, file: `fl${index + 1}`, own: `wql_${place + 1}` }];
  });
  if (layout.fileMetrics.includes('averageWql') && String(layout.levels) === String(layout.fileLevels)) {
    pairs.push({ metric: 'averageWql', file: 'f_average_wql', own: 'average_wql' });
  }
  for (const metric of ['rmse', 'mape', 'mase'] as const) {
    if (layout.hasMean && layout.fileMetrics.includes(metric)) {
      pairs.push({ metric, file: fileMetricColumn(metric), own: metric });
    }
  }
  if (pairs.length === 0) return notes;
  const counts = pairs.flatMap(({ file, own }) => [
    `count(*) FILTER (NOT ${close(file, own)})`,
    `count(*) FILTER (${file} IS NOT NULL AND ${own} IS NOT NULL)`,
  ]);
  const [row] = await database.rows(`SELECT ${counts.join(', ')} FROM ${catalog}.cell`, signal);
  pairs.forEach(({ metric }, index) => {
    const [count, of] = [Number(row?.[2 * index]), Number(row?.[2 * index + 1])];
    if (count > 0) notes.push({ kind: 'disagreement', metric, count, of });
  });
  return notes;
}

const close = (a: string, b: string): string => `(abs(${a} - ${b}) <= 1e-6 * greatest(1, abs(${a}), abs(${b})))`;

/**
 * With the mean at hand both definitions are compared. Without it, an absolute error sum E over n steps and the RMSE
 * obey RMSE * sqrt(n) <= E <= RMSE * n, which one of the two definitions usually breaks.
 */
async function wapeDefinition(
  database: Database,
  catalog: string,
  layout: Layout,
  signal: AbortSignal,
): Promise<WapeDefinition> {
  const inBounds = (sum: string): string =>
    `(f_rmse * sqrt(n) <= ${sum} * (1 + 1e-6) + 1e-9 AND ${sum} <= f_rmse * n * (1 + 1e-6) + 1e-9)`;
  const tests =
    errorBasis(layout) === 'mean'
      ? [close('f_wape', 'absolute_error'), close('f_wape', 'wape'), 'wape']
      : layout.fileMetrics.includes('rmse')
        ? [inBounds('f_wape'), inBounds('(f_wape * sy)'), 'f_rmse']
        : undefined;
  if (!tests) return 'undetermined';
  const [asSum, asShare, needed] = tests;
  // Where demand adds up to one or nothing, both definitions give the same number and decide nothing.
  const telling = `f_wape IS NOT NULL AND ${needed} IS NOT NULL AND sy > 1e-10 AND abs(sy - 1) > 1e-3 AND f_wape > 1e-12`;
  const [row] = await database.rows(
    `SELECT count(*) FILTER (${asSum}), count(*) FILTER (${asShare}), count(*) FROM ${catalog}.cell WHERE ${telling}`,
    signal,
  );
  const [sums = 0, shares = 0, all = 0] = (row ?? []).map(Number);
  if (sums >= 0.99 * all && sums > shares) return 'absoluteErrorSum';
  if (shares >= 0.99 * all && shares > sums) return 'normalised';
  return 'undetermined';
}
