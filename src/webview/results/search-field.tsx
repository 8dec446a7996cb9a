import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../components/icon';

export interface SearchFieldProps {
  readonly id: string;
  readonly label: string;
  readonly text: string;
  readonly search: (text: string) => void;
}

/** Milliseconds without a key after which what was typed is looked for. */
const PAUSE = 250;

export function SearchField({ id, label, text, search }: SearchFieldProps) {
  const [typed, setTyped] = useState(text);
  const latest = useRef(search);
  latest.current = search;
  useEffect(() => setTyped(text), [text]);
  useEffect(() => {
    if (typed === text) return undefined;
    const timer = setTimeout(() => latest.current(typed), PAUSE);
    return () => clearTimeout(timer);
  }, [typed, text]);
  return (
    <span class="search">
      <Icon name="search" />
      <input
        id={id}
        class="input"
        type="search"
        aria-label={label}
        placeholder={label}
        value={typed}
        maxLength={1000}
        onInput={({ currentTarget }) => setTyped(currentTarget.value)}
        onKeyDown={({ key }) => {
          if (key === 'Enter') search(typed);
        }}
      />
    </span>
  );
}
