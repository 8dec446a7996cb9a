import { t } from '@vscode/l10n';
import type { AccuracyTable } from '../../protocol/details';
import { WindowChart } from '../components/window-chart';
import { usePage } from '../page';
import { averageLoss, errorMetrics } from './metric-words';

/** A small chart for each metric that there is: the windows in the order of time, and the average as a line. */
export function WindowCharts({ table }: { readonly table: AccuracyTable }) {
  const { formats } = usePage();
  const metrics = [averageLoss(), ...errorMetrics()].filter(({ of }) =>
    [...table.windows, ...(table.average ? [table.average] : [])].some((row) => of(row) !== undefined),
  );
  const oldestFirst = [...table.windows].reverse();
  return (
    <figure class="charts" aria-label={t('Metrics of the windows, oldest first')}>
      {metrics.map((metric) => (
        <WindowChart
          key={metric.id}
          name={metric.short}
          long={metric.long}
          values={oldestFirst.map((row) => ({ window: row.window ?? 0, value: metric.of(row) }))}
          mean={table.average && metric.of(table.average)}
          write={(value) => formats.metric(value)}
        />
      ))}
    </figure>
  );
}
