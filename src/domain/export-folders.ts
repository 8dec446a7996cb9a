/**
 * The two folders that an export writes below its destination. Source: Amazon Forecast developer guide ("Exporting
 * backtest results") and listings of real exports.
 */
export const EXPORT_FOLDERS = {
  /** Metrics of each item, for each window and over all. */
  accuracy: 'accuracy-metrics-values',
  /** Forecasts beside the actual values, for each item and time. */
  forecasts: 'forecasted-values',
} as const;

export type ExportFolder = keyof typeof EXPORT_FOLDERS;

/** The `s3://` path of one of the two folders, with a slash at its end. */
export function exportFolder(destination: string, folder: ExportFolder): string {
  return `${destination}${destination.endsWith('/') ? '' : '/'}${EXPORT_FOLDERS[folder]}/`;
}
