import * as vscode from 'vscode';
import type { ReadyState } from '../../app/results/reader';
import type { ExportFiles, FilesWarning, PartKind } from '../../domain/export-files';
import type { DataNote, StoreResult } from '../../domain/results-port';
import type { ResultsNote } from '../../protocol/results';

/** What a reader should know about the data before trusting a number; what casts doubt on it comes first. */
export function resultsNotes({ opened, stored }: ReadyState, files: ExportFiles | undefined): ResultsNote[] {
  const notes = [
    ...(files?.warnings ?? []).flatMap(fileWarning),
    ...opened.notes.map(dataNote),
    ...(files && files.emptyParts > 0
      ? [info(vscode.l10n.t('Parts without a byte were left out: {0}.', count(files.emptyParts)))]
      : []),
    ...(stored ? storeNote(stored) : []),
  ];
  return [...notes.filter(({ tone }) => tone === 'warning'), ...notes.filter(({ tone }) => tone === 'info')];
}

function warning(text: string): ResultsNote {
  return { tone: 'warning', text };
}

function info(text: string): ResultsNote {
  return { tone: 'info', text };
}

function count(value: number): string {
  return value.toLocaleString(vscode.env.language);
}

function folderName(kind: PartKind): string {
  return kind === 'forecast' ? 'forecasted-values' : 'accuracy-metrics-values';
}

/** The engine says the same of missing folders by notes of its own. */
function fileWarning(files: FilesWarning): ResultsNote[] {
  const t = vscode.l10n.t;
  switch (files.kind) {
    case 'noForecastFiles':
    case 'noAccuracyFiles':
      return [];
    case 'missingParts':
      return [
        warning(
          t(
            'Parts are missing in {0}, so items may be missing as well: {1}.',
            folderName(files.folder),
            files.numbers.slice(0, 20).join(', '),
          ),
        ),
      ];
    case 'mixedFormats':
      return [warning(t('The folder holds CSV and Parquet files of one export; only the Parquet files were read.'))];
  }
}

function dataNote(note: DataNote): ResultsNote {
  const t = vscode.l10n.t;
  switch (note.kind) {
    case 'duplicates':
      return note.differing > 0
        ? warning(
            t(
              'Rows that occur twice were dropped from {0}: {1}. {2} of them had other values: files of another export may lie among these.',
              folderName(note.folder),
              count(note.dropped),
              count(note.differing),
            ),
          )
        : info(t('Rows that occur twice were dropped from {0}: {1}.', folderName(note.folder), count(note.dropped)));
    case 'windowsNotDefined':
      return info(
        t(
          'Item windows without metrics (“not defined”, because values were missing in the data): {0}, of {1} items. Averages leave them out, as the service does.',
          count(note.count),
          count(note.items),
        ),
      );
    case 'forecastRowsMissing':
      return warning(
        t(
          'Item windows with metrics in the accuracy files but without forecast rows: {0}. A file of forecasted-values may be missing.',
          count(note.count),
        ),
      );
    case 'missingValues':
      return info(
        t(
          'Item windows in which an actual value or a forecast is missing: {0}. Their metrics are not defined.',
          count(note.count),
        ),
      );
    case 'fileWape':
      return wapeNote(note.definition);
    case 'noMean':
      return info(
        t(
          'The mean forecast is not in the files, so RMSE, WAPE, MAPE and MASE cannot be recomputed. What the accuracy files say of them is among the columns “As in the files”.',
        ),
      );
    case 'noForecastFiles':
      return warning(
        t('The folder forecasted-values is missing: there are no charts, and no metric can be recomputed.'),
      );
    case 'noAccuracyFiles':
      return info(t('The folder accuracy-metrics-values is missing: every metric is recomputed from the forecasts.'));
    case 'disagreement':
      return warning(
        t(
          'Recomputed and exported values of {0} differ in {1} of {2} item windows.',
          metricName(note.metric),
          count(note.count),
          count(note.of),
        ),
      );
    case 'quantileCrossing':
      return info(t('Time steps at which a higher quantile lies below a lower one: {0}.', count(note.rows)));
    case 'noFinalNewline':
      return warning(t('This file does not end with a line break and may be cut off: {0}', note.file));
  }
}

/** A metric as the columns of the page name it. */
function metricName(metric: string): string {
  if (metric.startsWith('wql:')) return `wQL[${metric.slice('wql:'.length)}]`;
  return metric === 'averageWql' ? vscode.l10n.t('Avg wQL') : metric.toUpperCase();
}

function wapeNote(definition: 'absoluteErrorSum' | 'normalised' | 'undetermined'): ResultsNote {
  const t = vscode.l10n.t;
  switch (definition) {
    case 'absoluteErrorSum':
      return info(
        t(
          'What the accuracy files call WAPE is the plain sum of absolute errors, not divided by demand. The WAPE shown here is recomputed and divided.',
        ),
      );
    case 'normalised':
      return info(t('The WAPE of the accuracy files is divided by demand, as documented.'));
    case 'undetermined':
      return info(
        t('It cannot be told whether the WAPE of the accuracy files is divided by demand. The WAPE shown here is.'),
      );
  }
}

function storeNote(stored: StoreResult): ResultsNote[] {
  const t = vscode.l10n.t;
  if (stored.kind === 'stored' || stored.reason === 'closed') return [];
  const reason = stored.reason === 'diskFull' ? t('The disk is full.') : stored.message;
  return [
    warning(
      t(
        'The export could not be kept on this machine, so it is read again the next time, and SQL is not possible. {0}',
        reason,
      ),
    ),
  ];
}
