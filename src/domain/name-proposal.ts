import { predictorName } from './export-arn';
import { MAX_NAME_LENGTH, checkName } from './rules';

/**
 * A free, valid name for a new export: `demand_weekly_20261122`, then `demand_weekly_20261122_2` and so on.
 *
 * `predictor` is a predictor's ARN or name (a ULID at its end is left out), `date` gives the calendar day in local
 * time, `taken` are names that cannot be used. Compared without regard to case: whether the service tells `A` from
 * `a` is not documented, and two jobs that differ only in case help nobody.
 */
export function proposeName(predictor: string, date: Date, taken: Iterable<string> = []): string {
  const used = new Set(Array.from(taken, (name) => name.toLowerCase()));
  const base = nameBase(predictor);
  const day = `_${String(date.getFullYear()).padStart(4, '0')}${twoDigits(date.getMonth() + 1)}${twoDigits(date.getDate())}`;
  for (let count = 1; ; count += 1) {
    const suffix = count === 1 ? day : `${day}_${count}`;
    const name = joined(base, suffix);
    if (!used.has(name.toLowerCase())) return name;
  }
}

/** The next free name after one that turned out to be taken: `weekly` → `weekly_2`, `weekly_2` → `weekly_3`. */
export function nextFreeName(name: string, taken: Iterable<string> = []): string {
  const used = new Set(Array.from(taken, (other) => other.toLowerCase())).add(name.toLowerCase());
  // At most three digits are a count; more of them are a year or a date, which stays.
  const match = /^(.+)_([2-9]|[1-9]\d{1,2})$/su.exec(name);
  const base = match?.[1] ?? name;
  for (let count = match ? Number(match[2]) + 1 : 2; ; count += 1) {
    const candidate = joined(base, `_${count}`);
    if (!used.has(candidate.toLowerCase())) return candidate;
  }
}

function joined(base: string, suffix: string): string {
  return base.slice(0, MAX_NAME_LENGTH - suffix.length).replace(/_+$/u, '') + suffix;
}

/** The predictor's name with everything replaced that a job's name cannot hold; never empty. */
function nameBase(predictor: string): string {
  const name = predictorName(predictor).replace(/[^a-zA-Z0-9_]+/gu, '_');
  const trimmed = name.replace(/^_+|_+$/gu, '');
  if (trimmed === '') return 'export';
  return checkName(trimmed.charAt(0)).length === 0 ? trimmed : `export_${trimmed}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
