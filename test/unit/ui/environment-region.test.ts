import assert from 'node:assert/strict';
import { environmentRegion, regionToSet } from '../../../src/ui/connection/environment-region';

describe('The region of the environment', () => {
  it('is AWS_REGION, else AWS_DEFAULT_REGION, else none', () => {
    assert.deepEqual(environmentRegion({ AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'eu-west-1' }), {
      region: 'us-east-1',
      variable: 'AWS_REGION',
    });
    assert.deepEqual(environmentRegion({ AWS_REGION: ' ', AWS_DEFAULT_REGION: ' eu-west-1 ' }), {
      region: 'eu-west-1',
      variable: 'AWS_DEFAULT_REGION',
    });
    assert.equal(environmentRegion({}), undefined);
  });

  it('does not take the place of the region with which a profile was chosen', () => {
    assert.equal(regionToSet('eu-west-1', { region: 'us-east-1', variable: 'AWS_REGION' }), 'eu-west-1');
    assert.equal(regionToSet('us-east-1', { region: 'us-east-1', variable: 'AWS_REGION' }), '');
    assert.equal(regionToSet('eu-west-1', undefined), '');
  });
});
