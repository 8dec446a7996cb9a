import type { ComponentChildren } from 'preact';

interface ScrollTableProps {
  readonly id: string;
  /** What a screen reader calls the table. */
  readonly name: string;
  readonly class?: string;
  /** Head and body. */
  readonly children: ComponentChildren;
}

/** A table that is scrolled sideways within the page where it is too wide, also by the keyboard. */
export function ScrollTable({ id, name, class: kind, children }: ScrollTableProps) {
  return (
    <div class="table-scroll" role="region" aria-label={name} tabIndex={0} id={id}>
      <table class={kind}>
        <caption class="spoken">{name}</caption>
        {children}
      </table>
    </div>
  );
}
