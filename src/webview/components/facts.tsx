import type { ComponentChildren } from 'preact';

/** Names and values, side by side where there is room. */
export function Facts({ children }: { readonly children: ComponentChildren }) {
  return <dl class="facts">{children}</dl>;
}

export interface FactProps {
  readonly name: string;
  readonly children: ComponentChildren;
  /** Usually a copy button. */
  readonly action?: ComponentChildren;
  /** For ARNs and paths: in the editor's font. */
  readonly code?: boolean;
}

export function Fact({ name, children, action, code = false }: FactProps) {
  return (
    <div class="fact">
      <dt>{name}</dt>
      <dd>
        <span class={code ? 'value code' : 'value'}>{children}</span>
        {action}
      </dd>
    </div>
  );
}
