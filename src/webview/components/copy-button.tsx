import { t } from '@vscode/l10n';
import { useEffect, useState } from 'preact/hooks';
import { usePage } from '../page';
import { IconButton } from './button';

export interface CopyButtonProps {
  readonly id: string;
  /** What is copied, in words: `Copy ARN`. */
  readonly label: string;
  readonly text: string;
  readonly copy: (text: string) => Promise<unknown>;
}

/** How long the tick stays, in milliseconds. */
const TICK = 1500;

/** Copies a text; says so by a tick and, for those who do not see it, in words. */
export function CopyButton({ id, label, text, copy }: CopyButtonProps) {
  const { announce } = usePage();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), TICK);
    return () => clearTimeout(timer);
  }, [copied]);
  const press = async (): Promise<void> => {
    await copy(text);
    setCopied(true);
    announce(t('Copied'));
  };
  return <IconButton id={id} icon={copied ? 'check' : 'copy'} label={label} press={press} />;
}
