import assert from 'node:assert/strict';
import {
  datasetGroupConsoleUrl,
  predictorConsoleUrl,
  quotaConsoleUrl,
  s3ConsoleUrl,
} from '../../../src/domain/console-links';
import { FORECAST_REGIONS } from '../../../src/domain/regions';

/** What a browser, and so the console, makes of the address. */
function opened(url: string | undefined): { host: string; path: string; prefix: string | null; region: string | null } {
  assert.ok(url !== undefined);
  const { host, pathname, searchParams } = new URL(url);
  return { host, path: pathname, prefix: searchParams.get('prefix'), region: searchParams.get('region') };
}

describe('the S3 console link of a destination', () => {
  for (const { id } of FORECAST_REGIONS) {
    it(`goes to the console of ${id}`, () => {
      assert.deepEqual(opened(s3ConsoleUrl('s3://forecast-exports/demand/weekly', id)), {
        host: `${id}.console.aws.amazon.com`,
        path: '/s3/buckets/forecast-exports',
        prefix: 'demand/weekly/',
        region: id,
      });
    });
  }

  const partitions = [
    ['cn-north-1', 'cn-north-1.console.amazonaws.cn'],
    ['us-gov-west-1', 'us-gov-west-1.console.amazonaws-us-gov.com'],
    ['eusc-de-east-1', 'eusc-de-east-1.console.amazonaws-eusc.eu'],
  ] as const;
  for (const [region, host] of partitions) {
    it(`knows the console of the partition of ${region}`, () => {
      assert.equal(opened(s3ConsoleUrl('s3://exports/x', region)).host, host);
    });
  }

  const prefixes: readonly (readonly [path: string, prefix: string | null])[] = [
    ['s3://exports/with trailing/', 'with trailing/'],
    ['s3://exports/no trailing', 'no trailing/'],
    ['s3://exports/a+b', 'a+b/'],
    ['s3://exports/a%2Bb 100%', 'a%2Bb 100%/'],
    ['s3://exports/a//b', 'a//b/'],
    ['s3://exports//a', '/a/'],
    ['s3://exports/a//', 'a//'],
    ['s3://exports/日本語/größe/😀', '日本語/größe/😀/'],
    ['s3://exports/a&b=c#d?e', 'a&b=c#d?e/'],
    [`s3://exports/it's (1)*!`, `it's (1)*!/`],
    ['s3://exports/<script>"', '<script>"/'],
    ['s3://exports/lone\ud800', 'lone\ufffd/'],
    ['s3://exports', null],
    ['s3://exports/', null],
  ];
  for (const [path, prefix] of prefixes) {
    it(`opens ${JSON.stringify(path)} at ${JSON.stringify(prefix)}`, () => {
      const url = s3ConsoleUrl(path, 'us-east-1');
      assert.equal(opened(url).prefix, prefix);
      assert.match(url ?? '', /^[A-Za-z0-9:/?&=%._~-]+$/u);
    });
  }

  it('is written out in full once, as it is opened', () => {
    assert.equal(
      s3ConsoleUrl('s3://forecast-exports/my data/a+b', 'eu-central-1'),
      'https://eu-central-1.console.aws.amazon.com/s3/buckets/forecast-exports?region=eu-central-1&bucketType=general&prefix=my%20data/a%2Bb/&showversions=false',
    );
  });

  it('does not exist for what is no S3 path', () => {
    assert.equal(s3ConsoleUrl('https://example.org', 'us-east-1'), undefined);
    assert.equal(s3ConsoleUrl('s3://', 'us-east-1'), undefined);
  });
});

describe('links to other consoles', () => {
  const predictor = 'arn:aws:forecast:ap-south-1:123456789012:predictor/demand_01FTHF1KK7E6VVR676WVN24MXC';
  const group = 'arn:aws:forecast:ap-south-1:123456789012:dataset-group/demand';

  it('open a predictor below its dataset group', () => {
    assert.equal(
      predictorConsoleUrl(predictor, group),
      'https://ap-south-1.console.aws.amazon.com/forecast/home?region=ap-south-1#datasetGroups/arn:aws:forecast:ap-south-1:123456789012:dataset-group$demand/predictors/arn:aws:forecast:ap-south-1:123456789012:predictor$demand_01FTHF1KK7E6VVR676WVN24MXC',
    );
  });

  it('open the list of dataset groups for a predictor whose group is not known', () => {
    assert.equal(
      predictorConsoleUrl(predictor),
      'https://ap-south-1.console.aws.amazon.com/forecast/home?region=ap-south-1#datasetGroups',
    );
  });

  it('open a dataset group', () => {
    assert.equal(
      datasetGroupConsoleUrl(group),
      'https://ap-south-1.console.aws.amazon.com/forecast/home?region=ap-south-1#datasetGroups/arn:aws:forecast:ap-south-1:123456789012:dataset-group$demand/dashboard',
    );
  });

  for (const { id } of FORECAST_REGIONS) {
    it(`open the quota of parallel exports in ${id}`, () => {
      assert.equal(
        quotaConsoleUrl(id, 'parallel'),
        `https://${id}.console.aws.amazon.com/servicequotas/home/services/forecast/quotas/L-C4147F5F?region=${id}`,
      );
    });
  }

  it('do not exist for an ARN of another service', () => {
    assert.equal(predictorConsoleUrl('arn:aws:s3:::bucket'), undefined);
    assert.equal(datasetGroupConsoleUrl('nonsense'), undefined);
  });
});
