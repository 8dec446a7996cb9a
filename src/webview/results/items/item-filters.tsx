import { t } from '@vscode/l10n';
import { useState } from 'preact/hooks';
import type { ExportShape } from '../../../domain/results-port';
import { Icon } from '../../components/icon';
import { groupName, type ColumnGroup, type ValueColumn } from '../columns';
import { SearchField } from '../search-field';
import { WindowChoice } from '../window-choice';
import type { ItemsChange, ItemsState } from './items-state';
import { RangeChip, RangeForm } from './range-form';

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
            <RangeChip
              key={range.column}
              range={range}
              remove={() => change({ ranges: state.ranges.filter((other) => other !== range) })}
            />
          ))}
        </ul>
      )}
    </div>
  );
}
