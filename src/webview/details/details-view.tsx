import { t } from '@vscode/l10n';
import type { DetailsPage, DetailsModel } from '../../protocol/details';
import { Pending, ProblemNote } from '../components/problem-note';
import type { PageProps } from '../start-page';
import type { Asks } from './asks';
import { AccuracySection } from './accuracy-section';
import { DestinationSection } from './destination-section';
import { FailureNotice } from './failure-notice';
import { Header } from './header';
import { OverviewSection } from './overview-section';
import { TagsSection } from './tags-section';
import { TimelineSection } from './timeline-section';

export function DetailsView({ model, client }: PageProps<DetailsPage>) {
  const asks: Asks = {
    act: (action) => client.request('act', { action }),
    copy: (text) => client.request('copy', { text }),
    reload: (part) => client.request('reload', { part }),
  };
  const { job, notice } = model;
  return (
    <main class="page">
      <Header model={model} asks={asks} />
      {notice && <ProblemNote id="notice" problem={notice.problem} retry={() => asks.reload('all')} act={asks.act} />}
      {!job && !notice && <Pending text={t('Loading the export job…')} />}
      {job && (
        <>
          <FailureNotice job={job} asks={asks} />
          <div class="columns">
            <div class="column">
              <OverviewSection model={model} job={job} asks={asks} />
              <DestinationSection destination={job.destination} asks={asks} />
            </div>
            <div class="column column-narrow">
              <TimelineSection moments={job.timeline} isRunning={job.isRunning} />
              <TagsSection job={job} asks={asks} />
            </div>
          </div>
          <AccuracySection accuracy={job.accuracy} asks={asks} />
        </>
      )}
    </main>
  );
}

export type { DetailsModel };
