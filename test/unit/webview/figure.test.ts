import assert from 'node:assert/strict';
import { figureSvg, type Figure } from '../../../src/webview/results/chart/figure';
import { niceTicks } from '../../../src/webview/results/chart/series-figure';

const FIGURE: Figure = {
  width: 100,
  height: 50,
  background: '#fff',
  font: 'sans-serif',
  shapes: [
    { kind: 'text', at: [1, 2], text: '<script>"&\u0000', color: '#000', size: 12, anchor: 'start' },
    {
      kind: 'line',
      points: [
        [0, 0],
        [1.005, 2],
      ],
      color: 'red',
      width: 1,
      dash: [2, 3],
    },
  ],
};

describe('A chart as a picture', () => {
  it('is SVG in which a name of the data is text and nothing else', () => {
    const svg = figureSvg(FIGURE);
    assert.match(svg, /<text [^>]*>&lt;script&gt;&quot;&amp;<\/text>/u);
    assert.match(svg, /<polyline points="0\.00,0\.00 1\.00,2\.00" [^>]*stroke-dasharray="2 3"\/>/u);
    assert.match(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="100" height="50"/u);
  });

  it('has round numbers along its axis, around all values', () => {
    assert.deepEqual(niceTicks(0, 23, 5), [0, 5, 10, 15, 20, 25]);
    assert.deepEqual(niceTicks(-3, 3, 3), [-4, -2, 0, 2, 4]);
    for (const [least, most] of [
      [0, 0],
      [0, 1e-9],
      [-1e12, 4],
    ] as const) {
      const ticks = niceTicks(least, most, 6);
      assert.ok((ticks[0] ?? 1) <= least && (ticks.at(-1) ?? -1) >= most);
    }
  });
});
