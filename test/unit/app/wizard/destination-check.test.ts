import assert from 'node:assert/strict';
import { findAtDestination } from '../../../../src/app/wizard/destination-check';
import type { PlacesPort } from '../../../../src/domain/wizard-ports';
import { REFUSED_PLACES } from '../../../support/refused-places';

describe('A look at the destination', () => {
  it('finds another region and the marks of an export, at the folder that the path names', async () => {
    const asked: unknown[] = [];
    const places: PlacesPort = {
      ...REFUSED_PLACES,
      bucketRegion: () => Promise.resolve('eu-west-1'),
      exportMarks: (request) => {
        asked.push(request);
        return Promise.resolve(['_CHECK']);
      },
    };
    assert.deepEqual(await findAtDestination(places, 's3://exports/demand', 'us-east-1'), {
      otherRegion: 'eu-west-1',
      exportMarks: ['_CHECK'],
    });
    assert.deepEqual(asked, [{ bucket: 'exports', prefix: 'demand/', region: 'eu-west-1' }]);
  });

  it('says nothing of the bucket’s own region, and finds nothing where nothing may be seen', async () => {
    const places: PlacesPort = { ...REFUSED_PLACES, bucketRegion: () => Promise.resolve('us-east-1') };
    assert.deepEqual(await findAtDestination(places, 's3://exports', 'us-east-1'), { exportMarks: [] });
    assert.deepEqual(await findAtDestination(REFUSED_PLACES, 's3://exports/x', 'us-east-1'), { exportMarks: [] });
    assert.deepEqual(await findAtDestination(REFUSED_PLACES, 'nonsense', 'us-east-1'), { exportMarks: [] });
  });

  it('is given up with its signal', async () => {
    const abort = new AbortController();
    abort.abort();
    await assert.rejects(findAtDestination(REFUSED_PLACES, 's3://exports/x', 'us-east-1', { signal: abort.signal }));
  });
});
