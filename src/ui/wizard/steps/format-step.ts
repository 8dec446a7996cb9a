import * as vscode from 'vscode';
import { askChoice } from '../../pickers/choice';
import type { AskStep } from '../step';

export const askFormat: AskStep<'format'> = ({ flow, frame, notice }) =>
  askChoice({
    ...frame,
    ...(notice && { notice }),
    placeholder: vscode.l10n.t('In which format shall the files be written?'),
    items: () => [
      {
        label: 'CSV',
        description: vscode.l10n.t('the default'),
        detail: vscode.l10n.t('Plain text, readable by everything'),
        value: 'CSV' as const,
      },
      {
        label: 'PARQUET',
        detail: vscode.l10n.t('Columns, compressed: smaller and faster for Athena, Spark and pandas'),
        value: 'PARQUET' as const,
      },
    ],
    ...(flow.answers.format && { activeKey: flow.answers.format }),
  });
