import { t } from '@vscode/l10n';
import type { ReadyExport, ResultsPage } from '../../protocol/results';
import type { PageClient } from '../../protocol/page-client';
import { Button } from '../components/button';
import { Notice } from '../components/problem-note';
import { usePage } from '../page';
import type { PageProps } from '../start-page';
import { CompareTab } from './compare/compare-tab';
import { useChoice } from './choices';
import { valueColumns } from './columns';
import { freshItems } from './items/items-state';
import { ItemsTab } from './items/items-tab';
import { Opening } from './opening';
import { ResultsHeader } from './results-header';
import { SqlTab } from './sql/sql-tab';
import { SummaryTab } from './summary/summary-tab';

export type Client = PageClient<ResultsPage>;

/** What every part of the page gets: the export, and whom to ask about it. */
export interface ExportProps {
  readonly title: string;
  readonly content: ReadyExport;
  readonly client: Client;
}

export const TABS = ['summary', 'items', 'compare', 'sql'] as const;
export type TabName = (typeof TABS)[number];

export function ResultsView({ model, client }: PageProps<ResultsPage>) {
  const { content } = model;
  return (
    <main class="results">
      <ResultsHeader model={model} client={client} />
      {content.state === 'opening' && <Opening content={content} client={client} />}
      {content.state === 'cancelled' && (
        <Notice tone="neutral" icon="circle-slash" title={t('Opening was cancelled')}>
          <div class="buttons">
            <Button id="open-again" icon="refresh" press={() => client.request('reload', {})}>
              {t('Open Again')}
            </Button>
          </div>
        </Notice>
      )}
      {content.state === 'failed' && (
        <Notice tone="warning" icon="warning" title={content.problem.title}>
          {content.problem.advice !== '' && <p class="text">{content.problem.advice}</p>}
          <div class="buttons">
            <Button id="open-again" icon="refresh" press={() => client.request('reload', {})}>
              {t('Retry')}
            </Button>
            {content.problem.actions.map(({ action, label }) => (
              <Button key={action} id={`problem-${action}`} press={() => client.request('act', { action })}>
                {label}
              </Button>
            ))}
          </div>
        </Notice>
      )}
      {content.state === 'ready' && <Ready title={model.title} content={content} client={client} />}
    </main>
  );
}

function tabTitle(tab: TabName): string {
  switch (tab) {
    case 'summary':
      return t('Summary');
    case 'items':
      return t('Items');
    case 'compare':
      return t('Compare');
    case 'sql':
      return t('SQL');
  }
}

function Ready(props: ExportProps) {
  const [chosen, choose] = useChoice('tab', 'summary');
  const { state } = usePage();
  const tab = TABS.find((one) => one === chosen) ?? 'summary';
  const openItem = (index: number): void => {
    state.choose('items', JSON.stringify(freshItems(valueColumns(props.content.shape, props.content.summary), index)));
    choose('items');
  };
  return (
    <>
      <nav class="tabs" aria-label={t('Parts of the results')}>
        {TABS.map((one) => (
          <button
            key={one}
            id={`tab-${one}`}
            type="button"
            class="tab"
            aria-current={one === tab ? 'page' : undefined}
            onClick={() => choose(one)}
          >
            {tabTitle(one)}
          </button>
        ))}
      </nav>
      {tab === 'summary' && <SummaryTab {...props} openItem={openItem} />}
      {tab === 'items' && <ItemsTab {...props} openSql={() => choose('sql')} />}
      {tab === 'compare' && <CompareTab {...props} />}
      {tab === 'sql' && <SqlTab {...props} />}
    </>
  );
}
