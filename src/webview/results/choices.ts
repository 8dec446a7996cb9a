import { useState } from 'preact/hooks';
import * as v from 'valibot';
import { usePage } from '../page';

/** A choice of the person that is kept while the page is hidden and over a reload of the window. */
export function useChoice(name: string, fallback: string): readonly [string, (value: string) => void] {
  const { state } = usePage();
  const [value, set] = useState(state.choice(name) ?? fallback);
  const choose = (next: string): void => {
    set(next);
    state.choose(name, next);
  };
  return [value, choose];
}

/** The same for what is more than a text; what was kept and does not fit its schema any more is forgotten. */
export function useSavedValue<T>(
  name: string,
  schema: v.GenericSchema<unknown, T>,
  fallback: T,
): readonly [T, (value: T) => void] {
  const { state } = usePage();
  const [value, set] = useState<T>(() => read(state.choice(name), schema) ?? fallback);
  const choose = (next: T): void => {
    set(() => next);
    state.choose(name, JSON.stringify(next));
  };
  return [value, choose];
}

function read<T>(text: string | undefined, schema: v.GenericSchema<unknown, T>): T | undefined {
  if (text === undefined) return undefined;
  try {
    const parsed = v.safeParse(schema, JSON.parse(text));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}
