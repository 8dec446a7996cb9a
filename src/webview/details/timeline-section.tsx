import { t } from '@vscode/l10n';
import type { Moment } from '../../protocol/details';
import { Icon } from '../components/icon';
import { Section } from '../components/section';
import { usePage } from '../page';

interface TimelineProps {
  readonly moments: readonly Moment[];
  readonly isRunning: boolean;
}

export function TimelineSection({ moments, isRunning }: TimelineProps) {
  const last = moments.length - 1;
  return (
    <Section id="timeline" title={t('Timeline')}>
      <ol class="timeline">
        {moments.map((moment, index) => (
          <li key={`${index}-${moment.look.word}`} class={index === last && isRunning ? 'moment moment-now' : 'moment'}>
            <Icon name={moment.look.icon} tone={moment.look.tone} spins={moment.look.spins && index === last} />
            <div>
              <div class="moment-word">{moment.look.word}</div>
              <When moment={moment} />
            </div>
          </li>
        ))}
      </ol>
    </Section>
  );
}

function When({ moment: { at, source } }: { readonly moment: Moment }) {
  const { formats } = usePage();
  if (at === undefined) return null;
  const words = formats.moment(at);
  return (
    <time class="quiet" dateTime={new Date(at).toISOString()}>
      {source === 'seen' ? t('seen {0}', words) : words}
    </time>
  );
}
