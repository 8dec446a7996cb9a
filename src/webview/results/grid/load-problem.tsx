import { t } from '@vscode/l10n';
import { Button } from '../../components/button';
import { Notice } from '../../components/problem-note';

export interface LoadProblemProps {
  readonly id: string;
  readonly text: string;
  readonly retry: () => void;
}

/** Stands beside what could not be loaded; the rest of the page goes on. */
export function LoadProblem({ id, text, retry }: LoadProblemProps) {
  return (
    <div role="alert">
      <Notice tone="warning" icon="warning" title={t('This could not be loaded')}>
        <p class="text">{text}</p>
        <div class="buttons">
          <Button
            id={`${id}-retry`}
            icon="refresh"
            press={() => {
              retry();
              return Promise.resolve();
            }}
          >
            {t('Retry')}
          </Button>
        </div>
      </Notice>
    </div>
  );
}
