import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { usePage } from '../page';
import { Icon } from './icon';

export interface ButtonProps {
  /** Unique on the page: the focus is found again by it. */
  readonly id: string;
  readonly children: ComponentChildren;
  readonly icon?: string;
  readonly kind?: 'primary' | 'secondary' | 'link';
  /** While it lasts the button is busy; when it fails the page says why. */
  readonly press: () => Promise<unknown>;
}

/** A button that asks the host for something. It keeps the focus while busy, and a second press does nothing. */
export function Button({ id, children, icon, kind = 'secondary', press }: ButtonProps) {
  const { busy, run } = usePress(press);
  return (
    <button
      id={id}
      type="button"
      class={kind === 'link' ? 'link-button' : `button button-${kind}`}
      onClick={run}
      aria-disabled={busy}
    >
      {icon !== undefined && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  );
}

export interface IconButtonProps {
  readonly id: string;
  readonly icon: string;
  readonly label: string;
  readonly press: () => Promise<unknown>;
}

export function IconButton({ id, icon, label, press }: IconButtonProps) {
  const { busy, run } = usePress(press);
  return (
    <button
      id={id}
      type="button"
      class="icon-button"
      aria-label={label}
      title={label}
      onClick={run}
      aria-disabled={busy}
    >
      <Icon name={icon} />
    </button>
  );
}

function usePress(press: () => Promise<unknown>): { readonly busy: boolean; readonly run: () => void } {
  const page = usePage();
  const [busy, setBusy] = useState(false);
  const run = (): void => {
    if (busy) return;
    setBusy(true);
    press()
      .catch((error: unknown) => page.fail(error instanceof Error ? error.message : String(error)))
      .finally(() => setBusy(false));
  };
  return { busy, run };
}
