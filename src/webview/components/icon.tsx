import type { Tone } from '../../protocol/details';

export interface IconProps {
  /** The name of a codicon. */
  readonly name: string;
  readonly tone?: Tone;
  readonly spins?: boolean;
}

/** A product icon of VS Code. Never alone: whatever it stands for is said in words beside it or on its button. */
export function Icon({ name, tone, spins = false }: IconProps) {
  const classes = ['codicon', `codicon-${name}`];
  if (spins) classes.push('spins');
  if (tone) classes.push(`tone-${tone}`);
  return <span class={classes.join(' ')} aria-hidden="true" />;
}
