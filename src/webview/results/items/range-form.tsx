import { t } from '@vscode/l10n';
import { useState } from 'preact/hooks';
import type { ColumnId } from '../../../domain/results-port';
import { Icon } from '../../components/icon';
import { usePage } from '../../page';
import { distinctName, isPercent, valueColumn, writeBound, type ValueColumn } from '../columns';
import type { ItemsState } from './items-state';

export type Range = ItemsState['ranges'][number];

interface RangeFormProps {
  readonly columns: readonly ValueColumn[];
  readonly add: (range: Range) => void;
}

/** What is wrong with what was typed, and which of the fields it is in. */
interface Refusal {
  readonly fields: readonly string[];
  readonly text: string;
}

/** A number that nobody types by chance: shows how numbers are written in the person's language. */
const EXAMPLE = 1234.5;

export function RangeForm({ columns, add }: RangeFormProps) {
  const { formats } = usePage();
  const [id, setId] = useState<ColumnId>(columns[0]?.id ?? 'averageWql');
  const [texts, setTexts] = useState({ min: '', max: '' });
  const [refusal, setRefusal] = useState<Refusal | undefined>(undefined);
  const inPercent = isPercent(valueColumn(id));
  const read = (text: string): number | undefined => {
    const value = formats.read(inPercent ? text.replace(/%\s*$/u, '') : text);
    return value === undefined ? undefined : value / (inPercent ? 100 : 1);
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    const typed = Object.entries(texts).filter(([, text]) => text.trim() !== '');
    const bad = typed.filter(([, text]) => read(text) === undefined).map(([field]) => field);
    const [min, max] = [read(texts.min), read(texts.max)];
    if (typed.length === 0 || bad.length > 0) {
      const fields = bad.length > 0 ? bad : ['min', 'max'];
      setRefusal({ fields, text: t('Write a number, for example {0}.', formats.exact(EXAMPLE)) });
      document.getElementById(`range-${fields[0]}`)?.focus();
    } else if (min !== undefined && max !== undefined && min > max) {
      setRefusal({ fields: ['min', 'max'], text: t('The first number is above the second one.') });
      document.getElementById('range-min')?.focus();
    } else {
      add({ column: id, ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) });
      setTexts({ min: '', max: '' });
      setRefusal(undefined);
    }
  };
  const field = (name: 'min' | 'max', label: string) => (
    <label class="choice">
      <span>{label}</span>
      <input
        id={`range-${name}`}
        class="input input-number"
        inputMode="decimal"
        value={texts[name]}
        {...(refusal?.fields.includes(name) ? { 'aria-invalid': true, 'aria-describedby': 'range-problem' } : {})}
        onInput={({ currentTarget }) => {
          setTexts({ ...texts, [name]: currentTarget.value });
          setRefusal(undefined);
        }}
      />
      {inPercent && <span aria-hidden="true">%</span>}
    </label>
  );
  return (
    <form class="range-form" aria-label={t('Filter by a range')} onSubmit={submit}>
      <label class="choice">
        <span class="spoken">{t('Column')}</span>
        <select id="range-column" value={id} onChange={({ currentTarget }) => setId(currentTarget.value as ColumnId)}>
          {columns.map((column) => (
            <option key={column.id} value={column.id}>
              {distinctName(column)}
            </option>
          ))}
        </select>
      </label>
      {field('min', t('from'))}
      {field('max', t('to'))}
      <button id="range-add" type="submit" class="button button-secondary button-small">
        {t('Filter')}
      </button>
      {refusal && (
        <p id="range-problem" class="range-problem" role="alert">
          <Icon name="error" tone="failure" />
          {refusal.text}
        </p>
      )}
    </form>
  );
}

interface RangeChipProps {
  readonly range: Range;
  readonly remove: () => void;
}

/** A range that is set, and how to take it away. */
export function RangeChip({ range: { column: id, min, max }, remove }: RangeChipProps) {
  const { formats } = usePage();
  const column = valueColumn(id);
  const name = distinctName(column);
  const write = (value: number): string => writeBound(formats, column, value);
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
        id={`range-remove-${id}`}
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
