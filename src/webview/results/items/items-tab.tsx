import { t } from '@vscode/l10n';
import { useMemo } from 'preact/hooks';
import type { ColumnId, ItemRow } from '../../../domain/results-port';
import { itemsSql } from '../../../domain/results-sql';
import type { TableFormat } from '../../../protocol/results';
import { Button } from '../../components/button';
import { usePage } from '../../page';
import { useSavedValue } from '../choices';
import { valueColumns, writeValue, type ValueColumn } from '../columns';
import { DataGrid, type GridColumn } from '../grid/data-grid';
import { LoadProblem } from '../grid/load-problem';
import { useRows } from '../grid/row-pages';
import type { ExportProps } from '../results-view';
import { SaveMenu } from '../save-menu';
import { ItemFilters } from './item-filters';
import { ItemName } from './item-name';
import { ItemPanel } from './item-panel';
import { changed, freshItems, itemsFilter, ItemsState, type ItemsChange } from './items-state';
import { Sparkline } from './sparkline';

const SPARKLINE_POINTS = 48;

export interface ItemsTabProps extends ExportProps {
  readonly openSql: () => void;
}

/** Every item, in any order, and the one that is looked at in full. */
export function ItemsTab(props: ItemsTabProps) {
  const { content, client, openSql } = props;
  const { shape, summary } = content;
  const { formats, state: kept } = usePage();
  const all = useMemo(() => valueColumns(shape, summary), [shape, summary]);
  const [saved, save] = useSavedValue('items', ItemsState, freshItems(all));
  const state = fitting(saved, all, shape.windows);
  const filter = itemsFilter(state);
  const question = JSON.stringify([filter, shape.rows]);
  const rows = useRows<ItemRow>(question, (offset, limit) =>
    client.request('items', { ...filter, offset, limit, sparkline: SPARKLINE_POINTS }),
  );
  const total = rows.total ?? 0;
  const index = Math.min(state.index, Math.max(0, total - 1));
  const current = rows.stale ? undefined : rows.row(index);
  const shown = shownColumns(all, state);
  const mostShare = summary.distributions.errorShare?.max ?? 1;
  const columns = gridColumns(shown, shape.dimensions, shape.rows > 0, mostShare, (column, value) =>
    writeValue(formats, column, value),
  );
  const change = (next: ItemsChange): void => save(changed(state, { index: 0, ...next }));
  const sortBy = (by: string): void => {
    const isSame = state.sort.by === by;
    change({ sort: { by: by as ColumnId | 'item', descending: isSame ? !state.sort.descending : by !== 'item' } });
  };
  const saveAs = (format: TableFormat) =>
    client.request('saveItems', {
      format,
      filter,
      columns: shown.map(({ id, short }) => ({ id, heading: short })),
    });
  return (
    <div class="items">
      <div class="bar-line">
        <ItemFilters shape={shape} columns={all} state={state} change={change} />
        <div class="bar-end">
          <span class="quiet count" role="status">
            {rows.total !== undefined &&
              (total === shape.items
                ? t('{0} items', formats.count(total))
                : t('{0} of {1} items', formats.count(total), formats.count(shape.items)))}
          </span>
          <Button
            id="items-sql"
            icon="database"
            press={() => {
              kept.choose(
                'sql',
                itemsSql(
                  filter,
                  shown.map(({ id }) => id),
                  shape.dimensions,
                ),
              );
              openSql();
              return Promise.resolve();
            }}
          >
            {t('Open as SQL')}
          </Button>
          <SaveMenu
            id="save-items"
            choices={[
              { id: 'csv', label: t('All rows as CSV…'), save: () => saveAs('csv') },
              { id: 'markdown', label: t('All rows as Markdown…'), save: () => saveAs('markdown') },
            ]}
          />
        </div>
      </div>
      {rows.problem !== undefined && <LoadProblem id="items" text={rows.problem} retry={rows.retry} />}
      <DataGrid
        id="items-table"
        label={t('Items')}
        columns={columns}
        total={total}
        row={rows.row}
        want={rows.want}
        stale={rows.stale}
        sort={{ by: state.sort.by, direction: state.sort.descending ? 'descending' : 'ascending' }}
        onSort={sortBy}
        active={index}
        onActive={(next) => save({ ...state, index: next })}
        empty={rows.total === undefined ? t('Loading the items…') : t('No item passes the filter.')}
      />
      {current && (
        <ItemPanel
          {...props}
          item={current.key}
          index={index}
          total={total}
          order={all.find(({ id }) => id === state.sort.by)?.short ?? t('Item')}
          go={(next) => save({ ...state, index: next })}
        />
      )}
    </div>
  );
}

/** What was kept may be about another export of the same page: a column or a window that is not there any more. */
function fitting(
  state: ItemsState,
  columns: readonly ValueColumn[],
  windows: readonly { readonly start: number }[],
): ItemsState {
  const known = new Set<string>(['item', ...columns.map(({ id }) => id)]);
  const { window, ...rest } = state;
  return {
    ...rest,
    ...(windows.some(({ start }) => start === window) && window !== undefined ? { window } : {}),
    sort: known.has(state.sort.by) ? state.sort : { by: 'item', descending: false },
    ranges: state.ranges.filter(({ column }) => known.has(column)),
    group: columns.some(({ group }) => group === state.group) ? state.group : 'errors',
  };
}

/** The columns of the group, and the one that sorts or filters even if it is of another. */
function shownColumns(all: readonly ValueColumn[], { group, sort, ranges }: ItemsState): readonly ValueColumn[] {
  const wanted = new Set<string>([sort.by, ...ranges.map(({ column }) => column)]);
  return all.filter(
    (column) => column.group === group || wanted.has(column.id) || (group !== 'errors' && column.id === 'errorShare'),
  );
}

function gridColumns(
  shown: readonly ValueColumn[],
  dimensions: readonly string[],
  hasHistory: boolean,
  mostShare: number,
  write: (column: ValueColumn, value: number) => string,
): GridColumn<ItemRow>[] {
  return [
    {
      id: 'item',
      heading: dimensions.length === 0 ? t('Item') : t('Item and {0}', dimensions.join(', ')),
      width: 160,
      sortable: true,
      cell: ({ key }) => <ItemName item={key} />,
    },
    ...(hasHistory
      ? [
          {
            id: 'history',
            heading: t('History'),
            long: t('Actual values over all windows'),
            width: 116,
            isNumber: true,
            cell: ({ sparkline }: ItemRow) => sparkline && <Sparkline values={sparkline} />,
          },
        ]
      : []),
    ...shown.map((column) => ({
      id: column.id,
      heading: column.short,
      long: column.long,
      width: column.id === 'errorShare' ? 112 : 80,
      isNumber: true,
      sortable: true,
      cell: ({ values }: ItemRow) => {
        const value = values[column.id] ?? null;
        if (value === null) return <span class="quiet">{t('not defined')}</span>;
        return column.id === 'errorShare' ? (
          <span class="share">
            <ShareBar share={value / mostShare} />
            {write(column, value)}
          </span>
        ) : (
          write(column, value)
        );
      },
    })),
  ];
}

function ShareBar({ share }: { readonly share: number }) {
  return (
    <svg class="share-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <rect class="bar" x={0} y={0} height={10} width={Math.min(1, Math.max(0, share)) * 100} />
    </svg>
  );
}
