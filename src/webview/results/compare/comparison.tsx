import { t } from '@vscode/l10n';
import { useMemo, useState } from 'preact/hooks';
import type { ComparedItem, Comparison as Answer, MetricId } from '../../../domain/results-port';
import type { OtherExport, TableFormat } from '../../../protocol/results';
import type { CompareFilter } from '../../../protocol/results-values';
import { Button } from '../../components/button';
import { usePage } from '../../page';
import { useChoice } from '../choices';
import { valueColumn, valueColumns, writeValue, type ValueColumn } from '../columns';
import { DataGrid, type GridColumn } from '../grid/data-grid';
import { LoadProblem } from '../grid/load-problem';
import { useRows } from '../grid/row-pages';
import { ItemName } from '../items/item-name';
import type { ExportProps } from '../results-view';
import { SaveMenu } from '../save-menu';
import { SearchField } from '../search-field';
import { WindowChoice } from '../window-choice';
import { ComparedWindows } from './compared-windows';
import { CurrentAnswer } from './current-answer';
import { ScatterSection } from './scatter-section';

export interface ComparisonProps extends ExportProps {
  readonly other: OtherExport;
  readonly names: readonly [left: string, right: string];
  readonly change: () => Promise<unknown>;
  readonly leave: () => Promise<unknown>;
}

/** Points of the scatter plot: more of them are a blot. */
const POINTS = 3000;

type Sort = CompareFilter['sort'];

/** Which of the two exports is better, for which items, and by how much. */
export function Comparison({ content, client, other, names, change, leave }: ComparisonProps) {
  const { shape, summary } = content;
  const { formats } = usePage();
  const metrics = comparable({ shape, summary }, other);
  const [chosen, choose] = useChoice('compare-metric', '');
  const column = metrics.find(({ id }) => id === chosen) ?? metrics[0] ?? valueColumn('averageWql');
  const shared = shape.windows.filter(({ start }) => other.shape.windows.some((window) => window.start === start));
  const [window, setWindow] = useState<number | undefined>(undefined);
  const [text, setText] = useState('');
  const [sort, setSort] = useState<Sort>({ by: 'difference', descending: false });
  const answers = useMemo(() => new CurrentAnswer<Answer>(), []);
  const filter: CompareFilter = {
    metric: column.id as MetricId,
    sort,
    ...(window === undefined ? {} : { window }),
    ...(text === '' ? {} : { text }),
  };
  // Who wins, and the points of the plot, do not change with the order or the text of the table.
  const subject = JSON.stringify([column.id, window, other.identity]);
  const whole = answers.about(subject);
  const rows = useRows<ComparedItem>(JSON.stringify([filter, other.identity]), async (offset, limit) => {
    const answer = await client.request('compare', {
      ...filter,
      offset,
      limit,
      ...(offset > 0 || whole ? {} : { scatter: POINTS }),
    });
    // The rows that come with it are drawn right after, and with them what was taken here.
    if (offset === 0 && !whole) answers.take(subject, answer);
    return answer;
  });
  const write = (value: number | null): string => (value === null ? '–' : writeValue(formats, column, value));
  const saveAs = (format: TableFormat) =>
    client.request('saveComparison', { format, filter, headings: [names[0], names[1], t('Difference')] });
  const sortBy = (by: string): void =>
    setSort({ by: by as Sort['by'], descending: sort.by === by ? !sort.descending : by !== 'item' });
  return (
    <div class="compare">
      <div class="compare-names">
        <span class="side side-left">{names[0]}</span>
        <span class="quiet">{t('against')}</span>
        <span class="side side-right" title={other.place}>
          {names[1]}
        </span>
        <Button id="compare-change" kind="link" press={change}>
          {t('Choose another…')}
        </Button>
        <Button id="compare-leave" kind="link" press={leave}>
          {t('End')}
        </Button>
      </div>
      <div class="bar-line">
        <div class="filters">
          <label class="choice">
            <span class="spoken">{t('Metric')}</span>
            <select id="compare-metric" value={column.id} onChange={({ currentTarget }) => choose(currentTarget.value)}>
              {metrics.map(({ id, short }) => (
                <option key={id} value={id}>
                  {short}
                </option>
              ))}
            </select>
          </label>
          {shared.length > 0 && (
            <WindowChoice id="compare-window" windows={shared} chosen={window} choose={setWindow} />
          )}
          <SearchField id="compare-search" label={t('Find items')} text={text} search={setText} />
        </div>
        <div class="bar-end">
          <SaveMenu
            id="save-compare"
            choices={(['csv', 'markdown'] as const).map((format) => ({
              id: format,
              label: format === 'csv' ? t('All rows as CSV…') : t('All rows as Markdown…'),
              save: () => saveAs(format),
            }))}
          />
        </div>
      </div>
      {rows.problem !== undefined && <LoadProblem id="compare" text={rows.problem} retry={rows.retry} />}
      {whole && (
        <>
          <Verdict answer={whole} names={names} column={column} write={write} />
          <div class="summary-columns">
            <ScatterSection answer={whole} names={names} column={column} write={write} client={client} />
            <ComparedWindows answer={whole} names={names} column={column} shape={shape} write={write} />
          </div>
        </>
      )}
      {(whole !== undefined || rows.problem === undefined) && (
        <DataGrid
          id="compare-table"
          label={t('Items of both exports')}
          columns={gridColumns(names, column, write)}
          total={whole ? (rows.total ?? 0) : 0}
          row={rows.row}
          want={rows.want}
          stale={rows.stale}
          sort={{ by: sort.by, direction: sort.descending ? 'descending' : 'ascending' }}
          onSort={sortBy}
          empty={!whole || rows.total === undefined ? t('Comparing…') : t('The exports have no such item in common.')}
        />
      )}
    </div>
  );
}

/** Metrics that both exports have. */
function comparable(
  { shape, summary }: Pick<ExportProps['content'], 'shape' | 'summary'>,
  other: OtherExport,
): readonly ValueColumn[] {
  const common = valueColumns(shape, summary).filter(({ id, group }) => {
    if (group === 'file' || id === 'demand' || id === 'windowsDefined' || id === 'errorShare') return false;
    if (['wape', 'rmse', 'mape', 'mase'].includes(id)) return other.shape.hasMean;
    const level = id.includes(':') ? Number(id.slice(id.indexOf(':') + 1)) : undefined;
    return level === undefined || other.shape.quantiles.includes(level);
  });
  // Amazon's own advice for choosing between predictors: the lowest average wQL first.
  const first = common.filter(({ id }) => id === 'averageWql');
  return [...first, ...common.filter(({ id }) => id !== 'averageWql')];
}

interface VerdictProps {
  readonly answer: Answer;
  readonly names: readonly [left: string, right: string];
  readonly column: ValueColumn;
  readonly write: (value: number | null) => string;
}

/** Who wins, in one sentence and a bar. */
function Verdict({ answer, names, column, write }: VerdictProps) {
  const { formats } = usePage();
  const { leftWins, rightWins, ties, onlyLeft, onlyRight, meanLeft, meanRight } = answer;
  const compared = leftWins + rightWins + ties;
  const part = (value: number): number => (compared === 0 ? 0 : (100 * value) / compared);
  return (
    <section class="card verdict" aria-labelledby="verdict-title">
      <h2 id="verdict-title" class="verdict-title">
        {leftWins === rightWins
          ? t('By {0} the two are even', column.short)
          : t('By {0}, {1} is better for more items', column.short, leftWins > rightWins ? names[0] : names[1])}
      </h2>
      <svg class="verdict-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        <rect class="side-left" x={0} y={0} height={10} width={part(leftWins)} />
        <rect class="side-tie" x={part(leftWins)} y={0} height={10} width={part(ties)} />
        <rect class="side-right" x={part(leftWins + ties)} y={0} height={10} width={part(rightWins)} />
      </svg>
      <dl class="extent">
        <Fact name={t('{0} better', names[0])} value={formats.count(leftWins)} />
        <Fact name={t('Equal')} value={formats.count(ties)} />
        <Fact name={t('{0} better', names[1])} value={formats.count(rightWins)} />
        <Fact name={t('Mean of items')} value={`${write(meanLeft)} · ${write(meanRight)}`} />
        {onlyLeft + onlyRight > 0 && (
          <Fact name={t('Only in one')} value={`${formats.count(onlyLeft)} · ${formats.count(onlyRight)}`} />
        )}
      </dl>
    </section>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function gridColumns(
  names: readonly [left: string, right: string],
  column: ValueColumn,
  write: (value: number | null) => string,
): GridColumn<ComparedItem>[] {
  const value = (id: Sort['by'], heading: string, of: (row: ComparedItem) => number | null) => ({
    id,
    heading,
    long: `${column.short}: ${heading}`,
    width: 150,
    isNumber: true,
    sortable: true,
    cell: (row: ComparedItem) => write(of(row)),
  });
  return [
    { id: 'item', heading: t('Item'), width: 190, sortable: true, cell: ({ key }) => <ItemName item={key} /> },
    value('left', names[0], ({ left }) => left),
    value('right', names[1], ({ right }) => right),
    value('difference', t('Difference'), ({ difference }) => difference),
  ];
}
