import { t } from '@vscode/l10n';
import type { ResultsNote } from '../../../protocol/results';
import { Icon } from '../../components/icon';
import { Section } from '../../components/section';
import type { ExportProps } from '../results-view';
import { CoverageSection } from './coverage-section';
import { Extent } from './extent';
import { MetricTiles } from './metric-tiles';
import { SaveMetrics } from './save-metrics';
import { WindowsSection } from './windows-section';
import { WorstItems } from './worst-items';

export interface SummaryProps extends ExportProps {
  /** Shows an item of the list that is sorted by error share. */
  readonly openItem: (index: number) => void;
}

/** The export at a glance. */
export function SummaryTab(props: SummaryProps) {
  const { content } = props;
  const { shape, summary, notes } = content;
  return (
    <div class="summary">
      <div class="bar-line">
        <Extent shape={shape} />
        <SaveMetrics {...props} />
      </div>
      <MetricTiles shape={shape} summary={summary} />
      <div class="summary-columns">
        <WorstItems {...props} />
        <div class="summary-column">
          {shape.quantiles.length > 0 && <CoverageSection shape={shape} summary={summary} />}
          {notes.length > 0 && <Notes notes={notes} />}
        </div>
      </div>
      <WindowsSection {...props} />
    </div>
  );
}

function Notes({ notes }: { readonly notes: readonly ResultsNote[] }) {
  return (
    <Section id="notes" title={t('About the data')}>
      <ul class="notes">
        {notes.map(({ tone, text }) => (
          <li key={text}>
            <Icon name={tone} tone={tone === 'warning' ? 'warning' : 'neutral'} />
            <span class="text">
              {tone === 'warning' && <span class="spoken">{t('Warning:')} </span>}
              {text}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
