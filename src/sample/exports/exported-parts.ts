import type { ExportFormat } from '../../domain/export-job';
import { csvAccuracyPart, csvForecastPart } from './csv-parts';
import type { SampleExport } from './export-plan';
import { parquetAccuracyPart, parquetForecastPart } from './parquet-parts';
import type { Part } from './part';

export interface ExportedParts {
  readonly accuracy: readonly Part[];
  readonly forecasts: readonly Part[];
}

/** The parts of an export, each folder's in order of their numbers. */
export function exportedParts(plan: SampleExport, format: ExportFormat): ExportedParts {
  const [accuracy, forecast] =
    format === 'PARQUET' ? [parquetAccuracyPart, parquetForecastPart] : [csvAccuracyPart, csvForecastPart];
  const parts = Array.from({ length: plan.parts }, (_, part) => part);
  return {
    accuracy: parts.map((part) => accuracy(plan, part)),
    forecasts: parts.map((part) => forecast(plan, part)),
  };
}
