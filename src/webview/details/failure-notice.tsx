import { t } from '@vscode/l10n';
import type { JobModel } from '../../protocol/details';
import { CopyButton } from '../components/copy-button';
import { Icon } from '../components/icon';
import { Notice } from '../components/problem-note';
import type { Asks } from './asks';

/** Why the job failed, in the service's own words and in full, and what can be done about it. */
export function FailureNotice({ job, asks }: { readonly job: JobModel; readonly asks: Asks }) {
  const { hasFailed, message, remedy, status } = job;
  if (!hasFailed) return null;
  return (
    <Notice tone="failure" icon="error" title={status.word}>
      {message === undefined ? (
        <p>{t('Amazon Forecast gave no reason.')}</p>
      ) : (
        <div class="message">
          <p class="text value">{message}</p>
          <CopyButton id="copy-message" label={t('Copy Message')} text={message} copy={asks.copy} />
        </div>
      )}
      {remedy && (
        <div class="remedy">
          <Icon name="lightbulb" />
          <p>
            <strong>{remedy.title}.</strong> {remedy.advice}
          </p>
        </div>
      )}
    </Notice>
  );
}
