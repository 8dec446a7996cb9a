import { t } from '@vscode/l10n';
import { duration as inWords } from '../../domain/relative-time';
import type { DetailsModel, JobModel } from '../../protocol/details';
import { Button } from '../components/button';
import { CopyButton } from '../components/copy-button';
import { Fact, Facts } from '../components/facts';
import { Pending, ProblemNote } from '../components/problem-note';
import { Section } from '../components/section';
import { usePage } from '../page';
import type { Asks } from './asks';

interface OverviewProps {
  readonly model: DetailsModel;
  readonly job: JobModel;
  readonly asks: Asks;
}

export function OverviewSection({ model, job, asks }: OverviewProps) {
  const { described, createdAt, finishedAt, modifiedAt, duration, message, hasFailed, isRunning } = job;
  const running = isRunning && createdAt !== undefined && modifiedAt !== undefined ? modifiedAt - createdAt : undefined;
  return (
    <Section id="overview" title={t('Overview')}>
      {described.state === 'failed' && (
        <ProblemNote id="described" problem={described.problem} retry={() => asks.reload('job')} act={asks.act} />
      )}
      <Facts>
        <Described job={job} asks={asks} />
        <TimeFact id="created" name={t('Created')} time={createdAt} asks={asks} />
        {finishedAt !== undefined && <TimeFact id="finished" name={t('Finished')} time={finishedAt} asks={asks} />}
        {duration !== undefined && <TextFact id="duration" name={t('Duration')} text={inWords(duration)} asks={asks} />}
        {running !== undefined && running > 0 && (
          <TextFact id="running" name={t('Running for')} text={inWords(running)} asks={asks} />
        )}
        {!hasFailed && message !== undefined && (
          <TextFact id="service-message" name={t('Message')} text={message} asks={asks} />
        )}
        <TextFact id="arn" name="ARN" text={model.arn} asks={asks} code />
      </Facts>
    </Section>
  );
}

/** What only a description tells: its place is there from the start, so that nothing jumps when it comes. */
function Described({ job, asks }: { readonly job: JobModel; readonly asks: Asks }) {
  const { described } = job;
  if (described.state === 'failed') return null;
  if (described.state === 'loading') {
    return (
      <>
        <Fact name={t('Predictor')}>
          <Pending text={t('Loading…')} />
        </Fact>
        <Fact name={t('Format')}>
          <Pending text={t('Loading…')} />
        </Fact>
      </>
    );
  }
  const { predictor, format } = described.value;
  return (
    <>
      {predictor && (
        <Fact
          name={t('Predictor')}
          action={
            <CopyButton id="copy-predictor" label={t('Copy Predictor ARN')} text={predictor.arn} copy={asks.copy} />
          }
        >
          <Button id="predictor" kind="link" press={() => asks.act('openPredictor')}>
            {predictor.name}
          </Button>
        </Fact>
      )}
      {format !== undefined && <TextFact id="format" name={t('Format')} text={format} asks={asks} />}
    </>
  );
}

interface TextFactProps {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly asks: Asks;
  readonly code?: boolean;
}

export function TextFact({ id, name, text, asks, code = false }: TextFactProps) {
  return (
    <Fact
      name={name}
      code={code}
      action={<CopyButton id={`copy-${id}`} label={t('Copy {0}', name)} text={text} copy={asks.copy} />}
    >
      {text}
    </Fact>
  );
}

interface TimeFactProps {
  readonly id: string;
  readonly name: string;
  readonly time: number | undefined;
  readonly asks: Asks;
}

/** Shown in the person's zone and copied in UTC, to be compared with logs. */
function TimeFact({ id, name, time, asks }: TimeFactProps) {
  const { formats } = usePage();
  if (time === undefined) return null;
  const iso = new Date(time).toISOString();
  return (
    <Fact name={name} action={<CopyButton id={`copy-${id}`} label={t('Copy {0}', name)} text={iso} copy={asks.copy} />}>
      <time dateTime={iso}>{formats.moment(time)}</time>
    </Fact>
  );
}
