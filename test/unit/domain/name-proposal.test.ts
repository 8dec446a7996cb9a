import assert from 'node:assert/strict';
import { exportJobArn, predictorName } from '../../../src/domain/export-arn';
import { nextFreeName, proposeName } from '../../../src/domain/name-proposal';
import { checkName } from '../../../src/domain/rules';

const DAY = new Date(2026, 10, 22, 9, 30);

describe('the proposed export name', () => {
  it('is the predictor and the day', () => {
    assert.equal(proposeName('demand_weekly', DAY), 'demand_weekly_20261122');
  });

  it('leaves out the ULID of an AutoPredictor', () => {
    const arn = 'arn:aws:forecast:us-east-1:123456789012:predictor/TAXI_PREDICTOR_01FTHF1KK7E6VVR676WVN24MXC';
    assert.equal(proposeName(arn, DAY), 'TAXI_PREDICTOR_20261122');
  });

  it('counts on while names are taken, whatever their case', () => {
    assert.equal(proposeName('demand', DAY, ['demand_20261122', 'Demand_20261122_2']), 'demand_20261122_3');
  });

  it('has at most 63 characters, and keeps the day and the count whole', () => {
    const long = 'p'.repeat(63);
    const first = proposeName(long, DAY);
    assert.equal(first.length, 63);
    assert.ok(first.endsWith('p_20261122'));
    const second = proposeName(long, DAY, [first]);
    assert.equal(second.length, 63);
    assert.ok(second.endsWith('p_20261122_2'));
  });

  for (const odd of ['', '123', '___', 'a-b c', 'прогноз', '9_lives', `${'x'.repeat(53)}___________`]) {
    it(`is valid for a predictor called ${JSON.stringify(odd)}`, () => {
      assert.deepEqual(checkName(proposeName(odd, DAY)), []);
    });
  }

  it('stays free and valid for a hundred exports a day', () => {
    const taken: string[] = [];
    for (let count = 0; count < 100; count += 1) {
      const name = proposeName('q'.repeat(63), DAY, taken);
      assert.deepEqual(checkName(name), []);
      assert.ok(!taken.includes(name));
      taken.push(name);
    }
  });
});

describe('the next free name after a taken one', () => {
  const table: readonly (readonly [name: string, taken: readonly string[], next: string])[] = [
    ['weekly', [], 'weekly_2'],
    ['weekly_2', [], 'weekly_3'],
    ['weekly', ['weekly_2', 'WEEKLY_3'], 'weekly_4'],
    ['weekly_20261122', [], 'weekly_20261122_2'],
    ['weekly_20261122_9', [], 'weekly_20261122_10'],
    ['weekly_2026', [], 'weekly_2026_2'],
    ['n'.repeat(63), [], `${'n'.repeat(61)}_2`],
  ];
  for (const [name, taken, next] of table) {
    it(`${name} becomes ${next}`, () => {
      assert.equal(nextFreeName(name, taken), next);
      assert.deepEqual(checkName(next), []);
    });
  }
});

describe('the ARN of an export job', () => {
  it('carries the predictor without the ULID', () => {
    assert.equal(
      exportJobArn('arn:aws:forecast:eu-west-1:123456789012:predictor/TAXI_01FTHF1KK7E6VVR676WVN24MXC', 'weekly'),
      'arn:aws:forecast:eu-west-1:123456789012:predictor-backtest-export-job/TAXI/weekly',
    );
    assert.equal(exportJobArn('TAXI', 'weekly'), undefined);
  });

  it('takes only a whole ULID off a name', () => {
    assert.equal(predictorName('demand_2026'), 'demand_2026');
    assert.equal(predictorName('demand_01FTHF1KK7E6VVR676WVN24MXI'), 'demand_01FTHF1KK7E6VVR676WVN24MXI');
    assert.equal(predictorName('demand_01FTHF1KK7E6VVR676WVN24MXC'), 'demand');
  });
});
