import { t } from '@vscode/l10n';
import type { Comparison, ExportShape } from '../../../domain/results-port';
import { ScrollTable } from '../../components/scroll-table';
import { Section } from '../../components/section';
import { usePage } from '../../page';
import type { ValueColumn } from '../columns';

interface ComparedWindowsProps {
  readonly answer: Comparison;
  readonly names: readonly [left: string, right: string];
  readonly column: ValueColumn;
  readonly shape: ExportShape;
  readonly write: (value: number | null) => string;
}

/** Both exports in each window that they share. */
export function ComparedWindows({ answer: { windows }, names, column, shape, write }: ComparedWindowsProps) {
  const { formats } = usePage();
  const numberOf = (start: number): number =>
    shape.windows.length - shape.windows.findIndex((window) => window.start === start);
  const most = Math.max(...windows.flatMap(({ left, right }) => [Math.abs(left ?? 0), Math.abs(right ?? 0)]), 1e-300);
  const bar = (value: number | null): number => (100 * Math.abs(value ?? 0)) / most;
  return (
    <Section id="compare-windows" title={t('Windows')}>
      {windows.length === 0 ? (
        <p class="quiet">{t('The exports share no window: each is taken over all of its own.')}</p>
      ) : (
        <ScrollTable
          id="compared-windows"
          name={t('{0}, mean of the items, in each window', column.short)}
          class="compared"
        >
          <thead>
            <tr>
              <th scope="col">{t('Window')}</th>
              <th scope="col">{t('First step')}</th>
              <td aria-hidden="true" />
              <th scope="col" class="number">
                {names[0]}
              </th>
              <th scope="col" class="number">
                {names[1]}
              </th>
            </tr>
          </thead>
          <tbody>
            {[...windows].reverse().map(({ start, left, right }) => (
              <tr key={start}>
                <th scope="row">{numberOf(start)}</th>
                <td>{formats.dataTime(start)}</td>
                <td class="coverage-bar" aria-hidden="true">
                  <svg viewBox="0 0 100 16" preserveAspectRatio="none">
                    <rect class="side-left" x={0} y={2} height={5} width={bar(left)} />
                    <rect class="side-right" x={0} y={9} height={5} width={bar(right)} />
                  </svg>
                </td>
                <td class="number">{write(left)}</td>
                <td class="number">{write(right)}</td>
              </tr>
            ))}
          </tbody>
        </ScrollTable>
      )}
    </Section>
  );
}
