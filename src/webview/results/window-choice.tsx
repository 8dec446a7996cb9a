import { t } from '@vscode/l10n';
import type { WindowBounds } from '../../domain/results-port';
import { usePage } from '../page';

export interface WindowChoiceProps {
  readonly id: string;
  /** Oldest first. */
  readonly windows: readonly WindowBounds[];
  /** The start of the chosen window; all windows where it is absent. */
  readonly chosen: number | undefined;
  readonly choose: (start: number | undefined) => void;
}

/** All windows together, or one of them, the newest first. */
export function WindowChoice({ id, windows, chosen, choose }: WindowChoiceProps) {
  const { formats } = usePage();
  return (
    <label class="choice">
      <span class="spoken">{t('Window')}</span>
      <select
        id={id}
        value={chosen === undefined ? '' : String(chosen)}
        onChange={({ currentTarget }) => choose(currentTarget.value === '' ? undefined : Number(currentTarget.value))}
      >
        <option value="">{t('All windows')}</option>
        {[...windows].reverse().map(({ start }, index) => (
          <option key={start} value={String(start)}>
            {t('Window {0}, from {1}', index + 1, formats.dataTime(start))}
          </option>
        ))}
      </select>
    </label>
  );
}
