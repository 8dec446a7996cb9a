/** Times in words. Pure: the current time and the reader's language are given. All times are milliseconds. */

const UNITS = [
  ['year', 365 * 86_400_000],
  ['month', 30 * 86_400_000],
  ['week', 7 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** Formatters are costly to make and are asked for with every row. */
const formatters = new Map<string, Intl.RelativeTimeFormat>();

/** How long ago a moment was: `3 min. ago`; `now` for less than a minute, and for clocks a little ahead of ours. */
export function relativeTime(moment: number, now: number, locale: string): string {
  let formatter = formatters.get(locale);
  if (!formatter) {
    formatter = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });
    formatters.set(locale, formatter);
  }
  const elapsed = moment - now;
  for (const [unit, length] of UNITS) {
    if (Math.abs(elapsed) >= length) return formatter.format(Math.trunc(elapsed / length), unit);
  }
  return formatter.format(0, 'second');
}

/** A length of time with its two largest units: `1 h 28 min`, `14 min 12 s`, `8 s`. */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const parts: [number, string][] = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  if (first < 0) return '0 s';
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}
