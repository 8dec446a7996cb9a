import type { ExportFormat } from '../export-job';

export const EXPORT_FORMATS: readonly ExportFormat[] = ['CSV', 'PARQUET'];

export interface FormatProblem {
  readonly code: 'unknownFormat';
  readonly allowed: readonly ExportFormat[];
}

export function isExportFormat(text: string): text is ExportFormat {
  return (EXPORT_FORMATS as readonly string[]).includes(text);
}

/** Source: shape `Format` of the service model, `^CSV|PARQUET$` matched against the whole value, so in capitals. */
export function checkFormat(text: string): readonly FormatProblem[] {
  return isExportFormat(text) ? [] : [{ code: 'unknownFormat', allowed: EXPORT_FORMATS }];
}
