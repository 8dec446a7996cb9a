import { t } from '@vscode/l10n';
import { useEffect, useState } from 'preact/hooks';
import type { OtherExport } from '../../../protocol/results';
import { Button } from '../../components/button';
import { Pending } from '../../components/problem-note';
import { useChoice } from '../choices';
import type { ExportProps } from '../results-view';
import { Comparison } from './comparison';

/** This export beside another one. */
export function CompareTab(props: ExportProps) {
  const { client, title } = props;
  const [identity, setIdentity] = useChoice('compare', '');
  const [other, setOther] = useState<OtherExport | undefined>(undefined);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const take = async (known?: string): Promise<void> => {
    setProblem(undefined);
    try {
      const chosen = await client.request('chooseOther', known === undefined ? {} : { identity: known });
      if (!chosen) return;
      setOther(chosen);
      setIdentity(chosen.identity);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
      setIdentity('');
    }
  };
  // What was compared before the page was hidden or the window was reloaded.
  useEffect(() => {
    if (identity !== '' && !other) void take(identity);
  }, []);
  const leave = async (): Promise<void> => {
    await client.request('forgetOther', {});
    setOther(undefined);
    setIdentity('');
  };
  if (!other) {
    return (
      <section class="card compare-empty" aria-labelledby="compare-title">
        <h2 id="compare-title">{t('Compare with another export')}</h2>
        <p class="quiet">
          {t(
            'Of another predictor, or of the same one at another time: which of the two is better, for which items, and by how much. Items are matched by their ids and dimensions, windows by their first step.',
          )}
        </p>
        {problem !== undefined && (
          <p class="text" role="alert">
            {problem}
          </p>
        )}
        {identity === '' ? (
          <div class="buttons">
            <Button id="compare-choose" icon="git-compare" kind="primary" press={() => take()}>
              {t('Choose Export…')}
            </Button>
          </div>
        ) : (
          <Pending text={t('Opening the other export…')} />
        )}
      </section>
    );
  }
  return <Comparison {...props} other={other} names={sideNames(title, other)} change={() => take()} leave={leave} />;
}

/** Two exports of one name are told apart by a letter. */
function sideNames(title: string, other: OtherExport): readonly [left: string, right: string] {
  return title === other.title ? [`A: ${title}`, `B: ${other.title}`] : [title, other.title];
}
