import type { DetailsAction } from '../../protocol/details';

/** What the parts of the page can ask of the host. */
export interface Asks {
  readonly act: (action: DetailsAction) => Promise<unknown>;
  readonly copy: (text: string) => Promise<unknown>;
  readonly reload: (part: 'all' | 'job' | 'tags' | 'accuracy') => Promise<unknown>;
}
