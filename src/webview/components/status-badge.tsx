import type { StatusLook } from '../../protocol/details';
import { Icon } from './icon';

/** A status by icon and word; a change of it is read out. */
export function StatusBadge({ look }: { readonly look: StatusLook }) {
  return (
    <span class="badge" role="status">
      <Icon name={look.icon} tone={look.tone} spins={look.spins} />
      <span>{look.word}</span>
    </span>
  );
}
