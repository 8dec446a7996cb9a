import { t } from '@vscode/l10n';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../components/icon';
import { usePage } from '../page';

export interface SaveChoice {
  readonly id: string;
  readonly label: string;
  readonly icon?: string;
  readonly save: () => Promise<unknown>;
}

/** A button with a menu of what can be saved. */
export function SaveMenu({ id, choices }: { readonly id: string; readonly choices: readonly SaveChoice[] }) {
  const page = usePage();
  const [isOpen, setOpen] = useState(false);
  const menu = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isOpen) return undefined;
    menu.current?.querySelector('button')?.focus();
    const close = ({ target }: Event): void => {
      if (target instanceof Node && !menu.current?.parentElement?.contains(target)) setOpen(false);
    };
    document.addEventListener('pointerdown', close);
    return () => document.removeEventListener('pointerdown', close);
  }, [isOpen]);
  const leave = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  const run = (choice: SaveChoice): void => {
    leave();
    choice.save().catch((error: unknown) => page.fail(error instanceof Error ? error.message : String(error)));
  };
  const press = (event: KeyboardEvent): void => {
    const items = [...(menu.current?.querySelectorAll('button') ?? [])];
    const at = items.findIndex((item) => item === document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) items[(at + step + items.length) % items.length]?.focus();
    else if (event.key === 'Escape') leave();
    else if (event.key === 'Tab') setOpen(false);
    else return;
    if (event.key !== 'Tab') event.preventDefault();
  };
  return (
    <div class="menu-place">
      <button
        ref={button}
        id={id}
        type="button"
        class="button button-secondary button-small"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="save" />
        <span>{t('Save')}</span>
        <Icon name="chevron-down" />
      </button>
      {isOpen && (
        <div ref={menu} class="menu" role="menu" aria-labelledby={id} onKeyDown={press}>
          {choices.map((choice) => (
            <button
              key={choice.id}
              id={`${id}-${choice.id}`}
              type="button"
              role="menuitem"
              tabIndex={-1}
              class="menu-item"
              onClick={() => run(choice)}
            >
              {choice.label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
