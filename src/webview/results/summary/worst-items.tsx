import { t } from '@vscode/l10n';
import { useEffect, useState } from 'preact/hooks';
import type { ItemRow } from '../../../domain/results-port';
import { Pending } from '../../components/problem-note';
import { Section } from '../../components/section';
import { usePage } from '../../page';
import { headlineColumns, valueColumn, valueColumns, worstFirst } from '../columns';
import { ItemName } from '../items/item-name';
import { Sparkline } from '../items/sparkline';
import { freshItems, itemsFilter } from '../items/items-state';
import { ValueCells, ValueHeads } from '../value-cells';
import type { SummaryProps } from './summary-tab';

const SHOWN = 12;
const SPARKLINE_POINTS = 48;

/** The items that make most of the error, each a step to its chart. */
export function WorstItems({ content: { summary, shape }, client, openItem }: SummaryProps) {
  const { formats } = usePage();
  const [rows, setRows] = useState<readonly ItemRow[] | undefined>(undefined);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const columns = valueColumns(shape, summary);
  const worst = worstFirst(columns);
  useEffect(() => {
    const filter = itemsFilter(freshItems(columns));
    client.request('items', { ...filter, offset: 0, limit: SHOWN, sparkline: SPARKLINE_POINTS }).then(
      (page) => {
        setRows(page.rows);
        setProblem(undefined);
      },
      (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)),
    );
  }, [client, shape]);
  const second = headlineColumns(columns).find(({ id }) => id === (shape.hasMean ? 'wape' : 'averageWql'));
  const shown = [...new Set([worst, second?.id])].flatMap((id) => (id === undefined ? [] : [valueColumn(id)]));
  const together = rows?.reduce((sum, { values }) => sum + (values.errorShare ?? 0), 0) ?? 0;
  return (
    <Section id="worst" title={t('Items that matter most')}>
      {!rows && problem === undefined && <Pending text={t('Looking for the items…')} />}
      {problem !== undefined && <p class="text">{problem}</p>}
      {rows && worst === 'errorShare' && (
        <p class="quiet">
          {t(
            '{0} of {1} items make {2} of the absolute error.',
            formats.count(rows.length),
            formats.count(shape.items),
            formats.percent(together),
          )}
        </p>
      )}
      {rows && (
        <table class="worst">
          <caption class="spoken">{t('Items that matter most')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('Item')}</th>
              <td aria-hidden="true" />
              <ValueHeads columns={shown} />
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={index}>
                <th scope="row">
                  <button id={`worst-${index}`} type="button" class="link-button" onClick={() => openItem(index)}>
                    <ItemName item={row.key} />
                  </button>
                </th>
                <td>{row.sparkline && <Sparkline values={row.sparkline} />}</td>
                <ValueCells columns={shown} values={row.values} />
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}
