import { t } from '@vscode/l10n';
import type { Values } from '../../domain/results-port';
import { Missing } from '../components/missing';
import { usePage } from '../page';
import { writeValue, type ValueColumn } from './columns';

interface ColumnsProps {
  readonly columns: readonly ValueColumn[];
}

/** The heads of metric columns: the short name, with the long one as its title. */
export function ValueHeads({ columns }: ColumnsProps) {
  return (
    <>
      {columns.map(({ id, short, long }) => (
        <th key={id} scope="col" class="number">
          <abbr title={long}>{short}</abbr>
        </th>
      ))}
    </>
  );
}

/** The metrics of one row, a cell for each column. */
export function ValueCells({ columns, values }: ColumnsProps & { readonly values: Values }) {
  const { formats } = usePage();
  return (
    <>
      {columns.map((column) => {
        const value = values[column.id] ?? null;
        return (
          <td key={column.id} class="number">
            {value === null ? <Missing word={t('not defined')} /> : writeValue(formats, column, value)}
          </td>
        );
      })}
    </>
  );
}
