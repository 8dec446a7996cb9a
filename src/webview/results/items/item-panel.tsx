import { t } from '@vscode/l10n';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ItemKey, Series } from '../../../domain/results-port';
import type { TableFormat } from '../../../protocol/results';
import { IconButton } from '../../components/button';
import { Pending } from '../../components/problem-note';
import { usePage } from '../../page';
import { useColors } from '../chart/colors';
import { figurePng, figureSvg } from '../chart/figure';
import { SeriesChart } from '../chart/series-chart';
import { seriesFigure } from '../chart/series-figure';
import { planSeries } from '../chart/series-plan';
import { useChoice } from '../choices';
import { LoadProblem } from '../grid/load-problem';
import type { ExportProps } from '../results-view';
import { SaveMenu } from '../save-menu';
import { ItemName, itemName } from './item-name';
import { ItemWindows } from './item-windows';
import { SeriesTable, seriesRows } from './series-table';
import { seriesSummary } from './series-words';

export interface ItemPanelProps extends ExportProps {
  readonly item: ItemKey;
  /** Its place in the list, from 0. */
  readonly index: number;
  readonly total: number;
  /** By what the list is sorted. */
  readonly order: string;
  readonly go: (index: number) => void;
}

/** One item in full: its chart over all windows, or the numbers of it. */
export function ItemPanel(props: ItemPanelProps) {
  const { item, index, total, order, go, content, client } = props;
  const { formats } = usePage();
  const [view, setView] = useChoice('item-view', 'chart');
  const { series, problem, retry } = useSeries(props);
  const colors = useColors();
  const { windows } = content.shape;
  const numberOf = (start: number): number => windows.length - windows.findIndex((window) => window.start === start);
  const plan = useMemo(() => series && planSeries(series, numberOf), [series]);
  const summary = series ? seriesSummary(series, content.shape, content.summary, formats) : '';
  const step = (to: number): Promise<void> => {
    if (to >= 0 && to < total) go(to);
    return Promise.resolve();
  };
  const name = itemName(item).slice(0, 100);
  const saveTable = async (format: TableFormat): Promise<unknown> =>
    series && client.request('saveTable', { format, name, ...seriesRows(series, numberOf) });
  const saveImage = async (format: 'svg' | 'png'): Promise<unknown> => {
    if (!plan) return undefined;
    const figure = seriesFigure(plan, { title: itemName(item).slice(0, 120), subtitle: props.title, formats, colors });
    const text = format === 'svg' ? figureSvg(figure) : await figurePng(figure);
    return client.request('saveImage', { format, name, content: text });
  };
  return (
    <section class="card item-panel" aria-labelledby="item-title">
      <div class="card-head">
        <div class="item-heading">
          <h2 id="item-title">
            <ItemName item={item} />
          </h2>
          <span class="quiet" role="status">
            {t('{0} of {1} by {2}', formats.count(index + 1), formats.count(total), order)}
          </span>
        </div>
        <div class="bar-end">
          <IconButton id="item-previous" icon="arrow-up" label={t('Previous item')} press={() => step(index - 1)} />
          <IconButton id="item-next" icon="arrow-down" label={t('Next item')} press={() => step(index + 1)} />
          <span class="switch" role="group" aria-label={t('Show the item as')}>
            {(['chart', 'table'] as const).map((one) => (
              <button
                key={one}
                id={`item-view-${one}`}
                type="button"
                class="switch-button"
                aria-pressed={one === view}
                onClick={() => setView(one)}
              >
                {one === 'chart' ? t('Chart') : t('Table')}
              </button>
            ))}
          </span>
          <SaveMenu
            id="save-item"
            choices={[
              { id: 'png', label: t('Chart as PNG…'), save: () => saveImage('png') },
              { id: 'svg', label: t('Chart as SVG…'), save: () => saveImage('svg') },
              { id: 'csv', label: t('Table as CSV…'), save: () => saveTable('csv') },
              { id: 'markdown', label: t('Table as Markdown…'), save: () => saveTable('markdown') },
            ]}
          />
        </div>
      </div>
      {problem !== undefined && <LoadProblem id="series" text={problem} retry={retry} />}
      {!series && problem === undefined && <Pending text={t('Loading the item…')} />}
      {series?.timestamps.length === 0 && (
        <p class="quiet">
          {content.shape.rows === 0
            ? t('The export has no forecast files, so there is nothing to draw.')
            : t('There are no forecast rows of this item: its metrics are not defined in any window.')}
        </p>
      )}
      {plan && series && series.timestamps.length > 0 && (
        <>
          {view === 'table' ? (
            <SeriesTable series={series} numberOf={numberOf} />
          ) : (
            <SeriesChart plan={plan} summary={summary} />
          )}
        </>
      )}
      {series && <ItemWindows series={series} shape={content.shape} summary={content.summary} numberOf={numberOf} />}
    </section>
  );
}

/** Milliseconds: items that are only passed by with a held key are not loaded. */
const REST = 30;

/** The item's series; that of the last item stays until the new one has come, so that nothing jumps. */
function useSeries({ item, client, content }: ItemPanelProps) {
  const [series, setSeries] = useState<Series | undefined>(undefined);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [tries, setTries] = useState(0);
  const wanted = JSON.stringify(item);
  const latest = useRef(wanted);
  latest.current = wanted;
  const load = (): void => {
    client.request('series', { key: item }).then(
      (answer) => {
        if (latest.current !== wanted) return;
        setSeries(answer);
        setProblem(undefined);
      },
      (error: unknown) => {
        if (latest.current !== wanted) return;
        setSeries(undefined);
        setProblem(error instanceof Error ? error.message : String(error));
      },
    );
  };
  useEffect(() => {
    const timer = setTimeout(load, REST);
    return () => clearTimeout(timer);
  }, [wanted, tries, client, content.shape.rows]);
  return { series, problem, retry: () => setTries(tries + 1) };
}
