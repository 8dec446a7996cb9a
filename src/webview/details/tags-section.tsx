import { t } from '@vscode/l10n';
import type { JobModel } from '../../protocol/details';
import { Button } from '../components/button';
import { Pending, ProblemNote } from '../components/problem-note';
import { Section } from '../components/section';
import type { Asks } from './asks';

export function TagsSection({ job, asks }: { readonly job: JobModel; readonly asks: Asks }) {
  const { tags, actions } = job;
  const canEdit = tags.state === 'ready' && actions.includes('editTags');
  return (
    <Section
      id="tags"
      title={t('Tags')}
      actions={
        canEdit && (
          <Button id="act-editTags" kind="link" icon="edit" press={() => asks.act('editTags')}>
            {t('Edit Tags…')}
          </Button>
        )
      }
    >
      {tags.state === 'loading' && <Pending text={t('Loading…')} />}
      {tags.state === 'failed' && (
        <ProblemNote id="tags" problem={tags.problem} retry={() => asks.reload('tags')} act={asks.act} />
      )}
      {tags.state === 'ready' &&
        (tags.value.length === 0 ? (
          <p class="quiet">{t('No tags')}</p>
        ) : (
          <dl class="tags">
            {tags.value.map(({ key, value }) => (
              <div class="tag" key={key}>
                <dt>{key}</dt>
                <dd>{value === '' ? <span class="quiet">{t('(empty)')}</span> : value}</dd>
              </div>
            ))}
          </dl>
        ))}
    </Section>
  );
}
