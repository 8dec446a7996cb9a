/** Numbers and times in the language of VS Code, and in the time zone of the person who looks at the page. */

export interface Formats {
  /** `Nov 22, 2026, 2:40:12 PM GMT+1`. */
  moment(time: number): string;
  /** A time of the data, which has no zone: `Jun 23, 2017`, with the hour unless it is midnight. */
  dataTime(time: number): string;
  /** With four decimals, as the Forecast console shows metrics. */
  metric(value: number): string;
  count(value: number): string;
  /** `0.9`, without zeros at the end. */
  quantile(value: number): string;
}

/** @param locale Of VS Code; one that the browser does not know falls back to the browser's own. */
export function formats(locale: string): Formats {
  const known = isKnown(locale) ? locale : undefined;
  const moment = new Intl.DateTimeFormat(known, { dateStyle: 'medium', timeStyle: 'long' });
  const day = new Intl.DateTimeFormat(known, { dateStyle: 'medium', timeZone: 'UTC' });
  const hour = new Intl.DateTimeFormat(known, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
  const metric = new Intl.NumberFormat(known, { minimumFractionDigits: 4, maximumFractionDigits: 4 });
  const count = new Intl.NumberFormat(known);
  return {
    moment: (time) => moment.format(time),
    dataTime: (time) => (time % 86_400_000 === 0 ? day : hour).format(time),
    metric: (value) => metric.format(value),
    count: (value) => count.format(value),
    quantile: (value) => count.format(value),
  };
}

function isKnown(locale: string): boolean {
  try {
    return Intl.getCanonicalLocales(locale).length > 0;
  } catch {
    return false;
  }
}
