import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Formats } from './formats';
import type { ViewState } from './view-state';

/** What every component of a page may use. */
export interface Page {
  readonly formats: Formats;
  readonly state: ViewState;
  /** Says something to those who cannot see what changed. */
  readonly announce: (text: string) => void;
  /** Shows that something which was asked for was not done. */
  readonly fail: (text: string) => void;
}

export const PageContext = createContext<Page | undefined>(undefined);

export function usePage(): Page {
  const page = useContext(PageContext);
  if (!page) throw new Error('No page');
  return page;
}
