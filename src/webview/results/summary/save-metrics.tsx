import { t } from '@vscode/l10n';
import type { TableFormat } from '../../../protocol/results';
import { valueColumns } from '../columns';
import type { ExportProps } from '../results-view';
import { SaveMenu } from '../save-menu';

const SPREAD = ['mean', 'min', 'p10', 'p25', 'median', 'p75', 'p90', 'max', 'count'] as const;

/** Every metric of the whole export, and how it is spread over the items. */
export function SaveMetrics({ content: { shape, summary }, client }: ExportProps) {
  const save = (format: TableFormat) =>
    client.request('saveTable', {
      format,
      name: 'metrics',
      headings: ['metric', 'overall', ...SPREAD.map((name) => (name === 'count' ? 'items' : `items_${name}`))],
      rows: valueColumns(shape, summary).map(({ id, short, group }) => [
        group === 'file' ? `${short} (file)` : short,
        summary.overall[id] ?? null,
        ...SPREAD.map((name) => summary.distributions[id]?.[name] ?? null),
      ]),
    });
  return (
    <SaveMenu
      id="save-metrics"
      choices={[
        { id: 'csv', label: t('Metrics as CSV…'), save: () => save('csv') },
        { id: 'markdown', label: t('Metrics as Markdown…'), save: () => save('markdown') },
      ]}
    />
  );
}
