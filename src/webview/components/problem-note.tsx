import { t } from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import type { DetailsAction, Problem, Tone } from '../../protocol/details';
import { Button } from './button';
import { Icon } from './icon';

export interface ProblemNoteProps {
  readonly id: string;
  readonly problem: Problem;
  readonly retry: () => Promise<unknown>;
  readonly act: (action: DetailsAction) => Promise<unknown>;
}

/** What went wrong with a part of the page, and what helps. */
export function ProblemNote({ id, problem, retry, act }: ProblemNoteProps) {
  const { title, advice, canRetry, actions } = problem;
  return (
    <Notice tone="warning" icon="warning" title={title}>
      {advice !== '' && <p class="text">{advice}</p>}
      {(canRetry || actions.length > 0) && (
        <div class="buttons">
          {canRetry && (
            <Button id={`${id}-retry`} icon="refresh" press={retry}>
              {t('Retry')}
            </Button>
          )}
          {actions.map(({ action, label }) => (
            <Button key={action} id={`${id}-${action}`} press={() => act(action)}>
              {label}
            </Button>
          ))}
        </div>
      )}
    </Notice>
  );
}

export interface NoticeProps {
  readonly tone: Tone;
  readonly icon: string;
  readonly title: string;
  readonly children?: ComponentChildren;
}

export function Notice({ tone, icon, title, children }: NoticeProps) {
  return (
    <div class={`notice notice-${tone}`}>
      <Icon name={icon} tone={tone} />
      <div class="notice-body">
        <p class="notice-title">{title}</p>
        {children}
      </div>
    </div>
  );
}

/** Stands where something will come. */
export function Pending({ text }: { readonly text: string }) {
  return (
    <p class="pending">
      <Icon name="loading" spins />
      {text}
    </p>
  );
}
