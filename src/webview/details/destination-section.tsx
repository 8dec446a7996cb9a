import { t } from '@vscode/l10n';
import type { Destination, S3Place } from '../../protocol/details';
import { CopyButton } from '../components/copy-button';
import { Fact, Facts } from '../components/facts';
import { Icon } from '../components/icon';
import { Section } from '../components/section';
import type { Asks } from './asks';
import { TextFact } from './overview-section';

interface DestinationProps {
  readonly destination: Destination | undefined;
  readonly asks: Asks;
}

export function DestinationSection({ destination, asks }: DestinationProps) {
  return (
    <Section id="destination" title={t('Destination')}>
      {destination ? (
        <Facts>
          <PlaceFact id="path" name={t('S3 URI')} place={destination} asks={asks} />
          {destination.folders && (
            <>
              <PlaceFact
                id="folder-accuracy"
                name={t('Metrics')}
                place={destination.folders.accuracy}
                below={destination.path}
                asks={asks}
              />
              <PlaceFact
                id="folder-forecasts"
                name={t('Forecasts')}
                place={destination.folders.forecasts}
                below={destination.path}
                asks={asks}
              />
            </>
          )}
          {destination.roleArn !== undefined && (
            <TextFact id="role" name={t('IAM role')} text={destination.roleArn} asks={asks} code />
          )}
          {destination.kmsKeyArn === undefined ? (
            <Fact name={t('KMS key')}>{t('None')}</Fact>
          ) : (
            <TextFact id="key" name={t('KMS key')} text={destination.kmsKeyArn} asks={asks} code />
          )}
        </Facts>
      ) : (
        <p class="quiet">{t('The service names no destination.')}</p>
      )}
    </Section>
  );
}

interface PlaceFactProps {
  readonly id: string;
  readonly name: string;
  readonly place: S3Place;
  /** The path that stands above it already and need not be repeated. */
  readonly below?: string;
  readonly asks: Asks;
}

/** VS Code opens the link as it stands, without decoding it on the way. */
function PlaceFact({ id, name, place, below = '', asks }: PlaceFactProps) {
  const { path, url } = place;
  const shown = path.startsWith(below) ? path.slice(below.length).replace(/^\//u, '') : path;
  return (
    <Fact
      name={name}
      code
      action={<CopyButton id={`copy-${id}`} label={t('Copy {0}', name)} text={path} copy={asks.copy} />}
    >
      {url === undefined ? (
        shown
      ) : (
        <a id={`open-${id}`} href={url} title={below === '' ? t('Open in the S3 console') : path}>
          {shown}
          {'\u00a0'}
          <Icon name="link-external" />
        </a>
      )}
    </Fact>
  );
}
