/** Numbers and times in the language of VS Code, and in the time zone of the person who looks at the page. */
import { numberReader } from './number-reader';

export interface Formats {
  /** `Nov 22, 2026, 2:40:12 PM GMT+1`. */
  moment(time: number): string;
  /** A time of the data, which has no zone: `Jun 23, 2017`, with the hour unless it is midnight. */
  dataTime(time: number): string;
  /** With four decimals, as the Forecast console shows metrics. */
  metric(value: number): string;
  count(value: number): string;
  /** An amount in the unit of the data: `1,204` or `12.35`. */
  amount(value: number): string;
  /** With few digits, where there is little room: `0.22`, `1,300`; a signed percentage without decimals. */
  short(value: number, isSignedPercent?: boolean): string;
  /** `42.5%` */
  percent(value: number): string;
  /** `+4.2%` */
  signedPercent(value: number): string;
  /** `12.4 MB` */
  bytes(value: number): string;
  /** `0.9`, without zeros at the end. */
  quantile(value: number): string;
  /** With every digit that a person would type: `0.0004` or `1,000`. */
  exact(value: number): string;
  /** The same in percent: `12.34%`. */
  exactPercent(value: number): string;
  /** What a person has typed as a number of their language; undefined for anything else, also for `1,5` in English. */
  read(text: string): number | undefined;
}

const PERCENT = { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 } as const;
const BYTES = { style: 'unit', unitDisplay: 'short', maximumFractionDigits: 1 } as const;
/** As many digits as survive the way to a share and back. */
const EXACT = { maximumSignificantDigits: 12 } as const;
const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** @param locale Of VS Code; one that the browser does not know falls back to the browser's own. */
export function formats(locale: string): Formats {
  const known = isKnown(locale) ? locale : undefined;
  const moment = new Intl.DateTimeFormat(known, { dateStyle: 'medium', timeStyle: 'long' });
  const day = new Intl.DateTimeFormat(known, { dateStyle: 'medium', timeZone: 'UTC' });
  const hour = new Intl.DateTimeFormat(known, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
  const metric = new Intl.NumberFormat(known, { minimumFractionDigits: 4, maximumFractionDigits: 4 });
  const count = new Intl.NumberFormat(known);
  const whole = new Intl.NumberFormat(known, { maximumFractionDigits: 0 });
  const hundredths = new Intl.NumberFormat(known, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const short = new Intl.NumberFormat(known, { maximumSignificantDigits: 2 });
  const wholeSigned = new Intl.NumberFormat(known, { style: 'percent', signDisplay: 'exceptZero' });
  const percent = new Intl.NumberFormat(known, PERCENT);
  const signed = new Intl.NumberFormat(known, { ...PERCENT, signDisplay: 'exceptZero' });
  const bytes = [...UNITS].map((unit) => new Intl.NumberFormat(known, { ...BYTES, unit }));
  const exact = new Intl.NumberFormat(known, EXACT);
  const exactPercent = new Intl.NumberFormat(known, { ...EXACT, style: 'percent' });
  return {
    moment: (time) => moment.format(time),
    dataTime: (time) => (time % 86_400_000 === 0 ? day : hour).format(time),
    metric: (value) => metric.format(value),
    count: (value) => count.format(value),
    amount: (value) => (Math.abs(value) >= 1000 ? whole : hundredths).format(value),
    short: (value, isSignedPercent = false) => (isSignedPercent ? wholeSigned : short).format(value),
    percent: (value) => percent.format(value),
    signedPercent: (value) => signed.format(value),
    bytes: (value) => {
      const power = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log(Math.max(1, value)) / Math.log(1000))));
      return bytes[power]?.format(value / 1000 ** power) ?? count.format(value);
    },
    quantile: (value) => count.format(value),
    exact: (value) => exact.format(value),
    exactPercent: (value) => exactPercent.format(value),
    read: numberReader(exact),
  };
}

function isKnown(locale: string): boolean {
  try {
    return Intl.getCanonicalLocales(locale).length > 0;
  } catch {
    return false;
  }
}
