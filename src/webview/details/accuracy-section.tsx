import { t } from '@vscode/l10n';
import { useState } from 'preact/hooks';
import type { AccuracyTable as Table, JobModel } from '../../protocol/details';
import { Pending, ProblemNote } from '../components/problem-note';
import { Section } from '../components/section';
import { usePage } from '../page';
import { AccuracyTable } from './accuracy-table';
import { averageLoss } from './metric-words';
import type { Asks } from './asks';
import { WindowCharts } from './window-charts';

interface AccuracyProps {
  readonly accuracy: JobModel['accuracy'];
  readonly asks: Asks;
}

/** How good the predictor was in its backtest, as the Forecast console shows it. */
export function AccuracySection({ accuracy, asks }: AccuracyProps) {
  const { state } = usePage();
  const [chosen, choose] = useState(state.choice('algorithm'));
  const tables = accuracy.state === 'ready' ? accuracy.value.tables : [];
  const table = tables.find(({ algorithm }) => algorithm === chosen) ?? tables[0];
  const select = (algorithm: string): void => {
    choose(algorithm);
    state.choose('algorithm', algorithm);
  };
  return (
    <Section
      id="accuracy"
      title={t('Predictor accuracy')}
      actions={tables.length > 1 && table && <AlgorithmChoice tables={tables} table={table} select={select} />}
    >
      {accuracy.state === 'loading' && <Pending text={t('Loading the accuracy metrics…')} />}
      {accuracy.state === 'failed' && (
        <ProblemNote id="accuracy" problem={accuracy.problem} retry={() => asks.reload('accuracy')} act={asks.act} />
      )}
      {accuracy.state === 'ready' && !table && (
        <p class="quiet">{t('Amazon Forecast offers no accuracy metrics for this predictor.')}</p>
      )}
      {accuracy.state === 'ready' && table && (
        <>
          <p class="quiet">
            {t('How the predictor did on data that it had not seen. Lower is better for every metric.')}
            {accuracy.value.optimizationMetric !== undefined &&
              ` ${t('It was tuned for {0}.', metricName(accuracy.value.optimizationMetric))}`}
          </p>
          <WindowCharts table={table} />
          <AccuracyTable table={table} />
        </>
      )}
    </Section>
  );
}

/** The service calls one metric by another name than its console and files do. */
function metricName(metric: string): string {
  return metric === 'AverageWeightedQuantileLoss' ? averageLoss().short : metric;
}

interface AlgorithmChoiceProps {
  readonly tables: readonly Table[];
  readonly table: Table;
  readonly select: (algorithm: string) => void;
}

function AlgorithmChoice({ tables, table, select }: AlgorithmChoiceProps) {
  return (
    <label class="choice">
      <span>{t('Algorithm')}</span>
      <select id="algorithm" value={table.algorithm} onChange={({ currentTarget }) => select(currentTarget.value)}>
        {tables.map(({ algorithm = '' }) => (
          <option key={algorithm} value={algorithm}>
            {algorithm}
          </option>
        ))}
      </select>
    </label>
  );
}
