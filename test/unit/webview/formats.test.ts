import assert from 'node:assert/strict';
import { formats } from '../../../src/webview/formats';
import { valueColumn, writeBound } from '../../../src/webview/results/columns';

describe('A number that a person types', () => {
  const cases: Readonly<Record<string, Readonly<Record<string, number | undefined>>>> = {
    en: {
      '1,000': 1000,
      '1,234,567.5': 1_234_567.5,
      '0.05': 0.05,
      '.5': 0.5,
      ' -12 ': -12,
      '−3': -3,
      '+4': 4,
      '1e-4': 0.0001,
      '10abc': undefined,
      abc: undefined,
      '0,05': undefined,
      '1,5': undefined,
      '1.000.000': undefined,
      '1,000,00': undefined,
      '-': undefined,
      '.': undefined,
      Infinity: undefined,
      '1e999': undefined,
    },
    de: { '1.000': 1000, '1.234.567,5': 1_234_567.5, '0,05': 0.05, '0.05': undefined, '1,000.5': undefined },
    fr: { '1 000': 1000, '1\u202F000,5': 1000.5, '1\u00A0000': 1000, '1 00': undefined, '0,5': 0.5 },
    'de-ch': { "1'000.5": 1000.5, '1’000': 1000 },
    'xx-not-a-language': { '1234': 1234 },
  };
  for (const [locale, texts] of Object.entries(cases)) {
    it(`is read as it is written in ${locale}, or not at all`, () => {
      for (const [text, value] of Object.entries(texts)) assert.equal(formats(locale).read(text), value, text);
    });
  }

  it('is read back as it was written', () => {
    for (const locale of ['en', 'de', 'fr', 'ja', 'ru', 'pt-br', 'pl', 'tr', 'zh-cn'])
      for (const value of [0, 0.0004, 5, 1234, 1_234_567.25, -42.5])
        assert.equal(formats(locale).read(formats(locale).exact(value)), value, `${locale} ${value}`);
  });
});

describe('The bound of a filter', () => {
  const write = (id: Parameters<typeof valueColumn>[0], value: number): string =>
    writeBound(formats('en'), valueColumn(id), value);

  it('is written as its column is, with every digit that was given', () => {
    assert.equal(write('errorShare', 0.05), '5%');
    assert.equal(write('coverage:0.9', 0.1234), '12.34%');
    assert.equal(write('bias', -0.05), '-5%');
    assert.equal(write('wape', 0.0004), '0.0004');
    assert.equal(write('demand', 1000), '1,000');
  });
});
