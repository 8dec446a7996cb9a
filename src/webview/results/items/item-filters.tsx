import { t } from '@vscode/l10n';
import { useState } from 'preact/hooks';
import type { ColumnId, ExportShape } from '../../../domain/results-port';
import { Icon } from '../../components/icon';
import { usePage } from '../../page';
import { groupName, type ColumnGroup, type ValueColumn } from '../columns';
import { SearchField } from '../search-field';
import { WindowChoice } from '../window-choice';
import type { ItemsChange, ItemsState } from './items-state';

export interface ItemFiltersProps {
  readonly shape: ExportShape;
  readonly columns: readonly ValueColumn[];
  readonly state: ItemsState;
  readonly change: (next: ItemsChange) => void;
}

/** Which items are shown, and what of them. */
export function ItemFilters({ shape, columns, state, change }: ItemFiltersProps) {
  const [isOpen, setOpen] = useState(false);
  const groups = [...new Set(columns.map(({ group }) => group))];
  return (
    <div class="filters">
      <SearchField
        id="items-search"
        label={shape.dimensions.length === 0 ? t('Find items') : t('Find items or dimensions')}
        text={state.text}
        search={(text) => change({ text })}
      />
      <WindowChoice
        id="items-window"
        windows={shape.windows}
        chosen={state.window}
        choose={(window) => change({ window })}
      />
      <label class="choice">
        <span class="spoken">{t('Columns')}</span>
        <select
          id="items-columns"
          value={state.group}
          onChange={({ currentTarget }) => change({ group: currentTarget.value as ColumnGroup, index: state.index })}
        >
          {groups.map((group) => (
            <option key={group} value={group}>
              {t('Columns: {0}', groupName(group))}
            </option>
          ))}
        </select>
      </label>
      <button
        id="items-ranges"
        type="button"
        class="button button-secondary button-small"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="filter" />
        <span>{t('Range')}</span>
      </button>
      {isOpen && (
        <RangeForm
          columns={columns}
          add={(range) => change({ ranges: [...state.ranges.filter(({ column }) => column !== range.column), range] })}
        />
      )}
      {state.ranges.length > 0 && (
        <ul class="chips" aria-label={t('Ranges')}>
          {state.ranges.map((range) => (
            <Chip
              key={range.column}
              range={range}
              name={columns.find(({ id }) => id === range.column)?.short ?? range.column}
              remove={() => change({ ranges: state.ranges.filter((other) => other !== range) })}
            />
          ))}
        </ul>
      )}
    </div>
  );
}

type Range = ItemsState['ranges'][number];

function RangeForm({
  columns,
  add,
}: {
  readonly columns: readonly ValueColumn[];
  readonly add: (range: Range) => void;
}) {
  const [column, setColumn] = useState<ColumnId>(columns[0]?.id ?? 'averageWql');
  const [min, setMin] = useState('');
  const [max, setMax] = useState('');
  const isPercent = ['percent', 'signedPercent'].includes(columns.find(({ id }) => id === column)?.kind ?? '');
  const read = (text: string): number | undefined => {
    const value = Number.parseFloat(text.replace(',', '.'));
    return Number.isFinite(value) ? value / (isPercent ? 100 : 1) : undefined;
  };
  const [least, most] = [read(min), read(max)];
  const submit = (event: Event): void => {
    event.preventDefault();
    if (least === undefined && most === undefined) return;
    add({ column, ...(least === undefined ? {} : { min: least }), ...(most === undefined ? {} : { max: most }) });
    setMin('');
    setMax('');
  };
  const field = (id: string, label: string, value: string, set: (text: string) => void) => (
    <label class="choice">
      <span>{label}</span>
      <input
        id={id}
        class="input input-number"
        inputMode="decimal"
        value={value}
        onInput={({ currentTarget }) => set(currentTarget.value)}
      />
      {isPercent && <span aria-hidden="true">%</span>}
    </label>
  );
  return (
    <form class="range-form" aria-label={t('Filter by a range')} onSubmit={submit}>
      <label class="choice">
        <span class="spoken">{t('Column')}</span>
        <select
          id="range-column"
          value={column}
          onChange={({ currentTarget }) => setColumn(currentTarget.value as ColumnId)}
        >
          {columns.map(({ id, short, group }) => (
            <option key={id} value={id}>
              {group === 'file' ? t('{0} (file)', short) : short}
            </option>
          ))}
        </select>
      </label>
      {field('range-min', t('from'), min, setMin)}
      {field('range-max', t('to'), max, setMax)}
      <button id="range-add" type="submit" class="button button-secondary button-small">
        {t('Filter')}
      </button>
    </form>
  );
}

interface ChipProps {
  readonly range: Range;
  readonly name: string;
  readonly remove: () => void;
}

function Chip({ range: { column, min, max }, name, remove }: ChipProps) {
  const { formats } = usePage();
  const write = (value: number): string => formats.quantile(value);
  const words =
    min === undefined
      ? `${name} ≤ ${write(max ?? 0)}`
      : max === undefined
        ? `${name} ≥ ${write(min)}`
        : `${write(min)} ≤ ${name} ≤ ${write(max)}`;
  return (
    <li class="chip">
      <span>{words}</span>
      <button
        id={`range-remove-${column}`}
        type="button"
        class="icon-button"
        aria-label={t('Remove {0}', words)}
        onClick={remove}
      >
        <Icon name="close" />
      </button>
    </li>
  );
}
