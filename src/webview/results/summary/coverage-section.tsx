import { t } from '@vscode/l10n';
import type { ExportShape, ResultsSummary } from '../../../domain/results-port';
import { Missing } from '../../components/missing';
import { ScrollTable } from '../../components/scroll-table';
import { Section } from '../../components/section';
import { usePage } from '../../page';
import { quantileName } from '../columns';

interface CoverageProps {
  readonly shape: ExportShape;
  readonly summary: ResultsSummary;
}

/** How often the actual value was at or below each quantile, against how often it should have been. */
export function CoverageSection({ shape, summary }: CoverageProps) {
  const { formats } = usePage();
  const rows = shape.quantiles.map((level) => ({ level, covered: summary.overall[`coverage:${level}`] ?? null }));
  return (
    <Section id="coverage" title={t('Coverage of the quantiles')}>
      <p class="quiet">{t('Share of actual values at or below each quantile. The line marks where it should be.')}</p>
      <ScrollTable id="coverage-table" name={t('Coverage of each quantile')} class="coverage">
        <thead>
          <tr>
            <th scope="col">{t('Quantile')}</th>
            <td aria-hidden="true" />
            <th scope="col" class="number">
              {t('Covered')}
            </th>
            <th scope="col" class="number">
              {t('Should be')}
            </th>
            <th scope="col" class="number">
              {t('Difference')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ level, covered }) => (
            <tr key={level}>
              <th scope="row">{quantileName(level)}</th>
              <td class="coverage-bar" aria-hidden="true">
                {covered !== null && <CoverageBar level={level} covered={covered} />}
              </td>
              <td class="number">
                {covered === null ? <Missing word={t('not defined')} /> : formats.percent(covered)}
              </td>
              <td class="number">{formats.percent(level)}</td>
              <td class="number">
                {covered === null ? <Missing word={t('not defined')} /> : formats.signedPercent(covered - level)}
              </td>
            </tr>
          ))}
        </tbody>
      </ScrollTable>
    </Section>
  );
}

function CoverageBar({ level, covered }: { readonly level: number; readonly covered: number }) {
  return (
    <svg viewBox="0 0 100 14" preserveAspectRatio="none">
      <rect class="coverage-all" x={0} y={3} width={100} height={8} />
      <rect class="bar" x={0} y={3} width={Math.min(1, covered) * 100} height={8} />
      <line class="coverage-mark" x1={level * 100} x2={level * 100} y1={0} y2={14} />
    </svg>
  );
}
