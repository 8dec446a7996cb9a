/** What keyboards have in the place of the signs that are printed between the digits. */
const TYPED: readonly string[] = [String.raw`\s`, `'’`];

/**
 * Reads numbers as a format writes them. A sign that separates thousands must stand where it separates thousands: what
 * is ambiguous (`1,5` in English) is no number rather than another one.
 */
export function numberReader(format: Intl.NumberFormat): (text: string) => number | undefined {
  const parts = format.formatToParts(-1_234_567.5);
  const sign = (type: Intl.NumberFormatPartTypes): string => parts.find((part) => part.type === type)?.value ?? '';
  const decimal = oneOf(sign('decimal'));
  const group = oneOf(sign('group'));
  const whole = group === '' ? String.raw`\d+` : String.raw`\d+|\d{1,3}(?:${group}\d{2,3})*${group}\d{3}`;
  const number = new RegExp(String.raw`^([+-]?)(${whole}|(?=${decimal}))(?:${decimal}(\d*))?(e[+-]?\d+)?$`, 'iu');
  return (text) => {
    const [, minus = '', integer = '', fraction = '', power = ''] = number.exec(text.trim().replace('−', '-')) ?? [];
    if (integer === '' && fraction === '') return undefined;
    const value = Number(`${minus}${integer.replace(/\D/gu, '')}.${fraction}0${power}`);
    return Number.isFinite(value) ? value : undefined;
  };
}

/** A class of characters with everything that stands for the sign; empty when there is none. */
function oneOf(sign: string): string {
  if (sign === '') return '';
  const alike = TYPED.find((signs) => new RegExp(`[${signs}]`, 'u').test(sign));
  return `[${alike ?? sign.replace(/[\\\]^-]/gu, String.raw`\$&`)}]`;
}
