import assert from 'node:assert/strict';
import { accuracySchema, csvHeader, forecastSchema } from '../../../src/domain/export-schema';
import { isResultsError } from '../../../src/domain/results-error';

const FORECAST = 'item_id,timestamp,target_value,backtestwindow_start_time,backtestwindow_end_time,mean,p65,p90';
const TAXI = 'item_id,location,timestamp,target_value,backtestwindow_start_time,backtestwindow_end_time,p50,p60,p70';
const NEW =
  'item_id,backtest_window,backtestwindow_start_time,backtestwindow_end_time,wQL[0.65],wQL[0.9],Average wQL,RMSE,WAPE,MAPE,MASE';
const OLD = 'item_id,backtest_window,backtestwindow_start_time,backtestwindow_end_time,wQL[0.65],wQL[0.9],RMSE,WAPE';

describe('The columns of forecasted values', () => {
  it('are known with a mean and without', () => {
    const bike = forecastSchema(FORECAST.split(','), 'bike.csv');
    assert.deepEqual([bike.mean, bike.quantiles.map(({ level }) => level), bike.dimensions], ['mean', [0.65, 0.9], []]);
    const taxi = forecastSchema(TAXI.split(','), 'taxi.csv');
    assert.deepEqual(
      [taxi.mean, taxi.quantiles.map(({ level }) => level), taxi.dimensions],
      [undefined, [0.5, 0.6, 0.7], [{ name: 'location', column: 'location' }]],
    );
  });

  it('are quantiles in ascending order, whatever the case and the order in the file', () => {
    const columns = FORECAST.replace('p65,p90', 'P90,p5,p10,P01,p99').split(',');
    assert.deepEqual(forecastSchema(columns, 'x').quantiles, [
      { level: 0.01, column: 'P01' },
      { level: 0.05, column: 'p5' },
      { level: 0.1, column: 'p10' },
      { level: 0.9, column: 'P90' },
      { level: 0.99, column: 'p99' },
    ]);
  });

  it('are known under the names that Parquet may give them', () => {
    const columns = FORECAST.toUpperCase().replace('BACKTESTWINDOW_START_TIME', 'backtestWindow-Start time').split(',');
    assert.equal(forecastSchema(columns, 'x').windowStart, 'backtestWindow-Start time');
  });

  it('are refused when one is missing, with its name and the file', () => {
    assert.throws(
      () => forecastSchema(FORECAST.replace('target_value,', '').split(','), 'part3.csv'),
      (error) =>
        isResultsError(error) &&
        error.kind === 'unknownShape' &&
        error.facts.file === 'part3.csv' &&
        error.facts.columns?.includes('targetvalue') === true,
    );
  });
});

describe('The columns of accuracy metrics', () => {
  it('are known in exports of today and of before August 2021', () => {
    const today = accuracySchema(NEW.split(','), 'x');
    assert.deepEqual(Object.keys(today.metrics), ['averageWql', 'rmse', 'wape', 'mape', 'mase']);
    const before = accuracySchema(OLD.split(','), 'x');
    assert.deepEqual(Object.keys(before.metrics), ['rmse', 'wape']);
    assert.deepEqual(
      before.losses.map(({ level }) => level),
      [0.65, 0.9],
    );
  });

  it('keep their levels when their signs are lost', () => {
    for (const [name, level] of [
      ['wQL[0.9]', 0.9],
      ['wQL[.9]', 0.9],
      ['wQL_0.05_', 0.05],
      ['wQL_0_05_', 0.05],
      ['wql09', 0.9],
      ['WQL0_65', 0.65],
      ['wQL_0_1_', 0.1],
    ] as const) {
      const [loss] = accuracySchema(OLD.replace('wQL[0.65],wQL[0.9]', name).split(','), 'x').losses;
      assert.deepEqual([loss?.level, loss?.column], [level, name]);
    }
  });

  it('are dimensions when no rule knows them', () => {
    const columns = NEW.replace('item_id,', 'item_id,Store ID,').split(',');
    assert.deepEqual(accuracySchema(columns, 'x').dimensions, [{ name: 'Store ID', column: 'Store ID' }]);
  });
});

describe('A CSV header', () => {
  for (const [title, text, expected] of [
    ['plain', 'a,b\n1,2', ['a', 'b']],
    ['with a byte order mark', '\uFEFFa,b\n', ['a', 'b']],
    ['with Windows line ends', 'a,b\r\n1,2', ['a', 'b']],
    ['with quotes, commas and line breaks inside', '"a ""x""","b,\nc",d\n', ['a "x"', 'b,\nc', 'd']],
    ['with an empty last column', 'a,\n', ['a', '']],
  ] as const) {
    it(`is read: ${title}`, () => assert.deepEqual(csvHeader(text, false), expected));
  }

  it('may be all there is', () => assert.deepEqual(csvHeader('a,b', true), ['a', 'b']));
  it('is not guessed from its first half', () => assert.equal(csvHeader('a,b', false), undefined));
  it('is not taken from an open quote', () => assert.equal(csvHeader('"a,b', true), undefined));
});
