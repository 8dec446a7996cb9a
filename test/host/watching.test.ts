import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { commands, extensions, type MarkdownString } from 'vscode';
import manifest from '../../package.json';
import type { ExtensionApi } from '../../src/extension';
import { newsEndsAt, summarize, summaryTooltip } from '../../src/ui/status-bar/summary';
import { eventually } from '../support/eventually';
import { anyList, exportJob, problem } from '../support/scripted-forecast';
import { HOUR, watching, type WatchScene } from '../support/watch-scene';

const MINUTE = 60_000;

/** In kilobytes: far less than one poll could leave behind a thousand times, more than code that is compiled meanwhile. */
const MOST_GROWTH = 1_000;

const text = ({ watcher, clock }: WatchScene): string | undefined => summarize(watcher, clock.now())?.text;

/** Markdown with its spaces as a person sees them. */
const read = ({ value }: MarkdownString): string => value.replaceAll('&nbsp;', ' ');

/** The running export with this number comes to its end, and the watcher learns it. */
async function end({ account, clock }: WatchScene, number: number, status: string, message?: string): Promise<void> {
  account.change(exportJob(number, '').arn, { status, ...(message === undefined ? {} : { message }) });
  await clock.pass(2 * MINUTE);
}

describe('The status bar item', () => {
  it('has nothing to say while nothing runs', async () => {
    const scene = await watching([exportJob(2, 'ACTIVE'), exportJob(1, 'CREATE_FAILED')]);
    assert.equal(text(scene), undefined);
  });

  it('counts what runs, with an icon that spins', async () => {
    const one = await watching([exportJob(1, 'CREATE_PENDING')]);
    assert.equal(text(one), '$(sync~spin) 1 export running');
    const two = await watching([exportJob(1, 'CREATE_PENDING'), exportJob(2, 'CREATE_IN_PROGRESS')]);
    assert.equal(text(two), '$(sync~spin) 2 exports running');
  });

  it('does not call an export running that is being deleted', async () => {
    const deleting = await watching([exportJob(1, 'DELETE_PENDING'), exportJob(2, 'DELETE_IN_PROGRESS')]);
    assert.equal(text(deleting), '$(sync~spin) Deleting 2 exports');
    const both = await watching([exportJob(1, 'DELETE_PENDING'), exportJob(2, 'CREATE_IN_PROGRESS')]);
    assert.equal(text(both), '$(sync~spin) 1 export running');
  });

  it('says for ten minutes that exports have finished, with an icon that stands still', async () => {
    const scene = await watching([exportJob(1, 'CREATE_IN_PROGRESS'), exportJob(2, 'CREATE_IN_PROGRESS')]);
    await end(scene, 1, 'ACTIVE');
    await end(scene, 2, 'ACTIVE');
    assert.equal(text(scene), '$(pass) 2 exports finished');
    const ends = newsEndsAt(scene.watcher, scene.clock.now());
    assert.ok(ends !== undefined && ends - scene.clock.now() <= 10 * MINUTE);
    await scene.clock.pass(11 * MINUTE);
    assert.equal(text(scene), undefined);
  });

  it('keeps saying that an export has failed until somebody has looked', async () => {
    const scene = await watching([exportJob(1, 'CREATE_IN_PROGRESS')]);
    await end(scene, 1, 'CREATE_FAILED');
    await scene.clock.pass(5 * HOUR);
    const summary = summarize(scene.watcher, scene.clock.now());
    assert.equal(summary?.text, '$(error) 1 export failed');
    assert.equal(summary.background, 'statusBarItem.errorBackground');
    scene.watcher.markSeen();
    assert.equal(text(scene), undefined);
  });

  it('tells failures beside what still runs', async () => {
    const scene = await watching([exportJob(1, 'CREATE_IN_PROGRESS'), exportJob(2, 'CREATE_IN_PROGRESS')]);
    await end(scene, 1, 'CREATE_FAILED');
    assert.equal(text(scene), '$(sync~spin) 1 export running, 1 failed');
  });

  it('says that watching is paused while somebody has to sign in', async () => {
    const scene = await watching([exportJob(1, 'CREATE_IN_PROGRESS')]);
    scene.account.failNext(anyList, problem('signInExpired'));
    await scene.clock.pass(MINUTE);
    assert.equal(text(scene), '$(debug-pause) Watching exports is paused');
    assert.match(read(summaryTooltip(scene.watcher, 'planner')), /The sign-in has expired/u);
  });

  it('speaks to a screen reader in sentences without icons', async () => {
    const scene = await watching([exportJob(1, 'CREATE_IN_PROGRESS')]);
    const label = summarize(scene.watcher, scene.clock.now())?.label;
    assert.equal(label, 'Forecast Backtests: 1 export running. Press to show the jobs.');
  });

  it('lists running and ended exports in its tooltip, every word of the service as text', async () => {
    const evil = '<img src=x onerror=alert(1)> [click](command:evil) **bold** $(bug)';
    const scene = await watching([
      exportJob(1, 'CREATE_IN_PROGRESS'),
      exportJob(2, 'CREATE_IN_PROGRESS', { name: evil }),
    ]);
    await end(scene, 1, 'CREATE_FAILED', `two\nlines ${evil}`);
    const tooltip = summaryTooltip(scene.watcher, evil);
    assert.notEqual(tooltip.isTrusted, true);
    assert.notEqual(tooltip.supportHtml, true);
    assert.match(read(tooltip), /job\\_00001: Failed · .* two lines/u);
    // Neither a tag, nor a link, nor emphasis, nor an icon.
    assert.doesNotMatch(tooltip.value, /<img\s|[^\\]\[click|[^\\*]\*\*bold|\$\(bug/u);
    assert.equal(tooltip.value.split('\n').filter((line) => line.startsWith('- ')).length, 2);
  });
});

describe('The watcher of the extension', () => {
  it('keeps no memory of a thousand polls', async () => {
    const extension = extensions.getExtension<ExtensionApi>(`${manifest.publisher}.${manifest.name}`);
    assert.ok(extension);
    const { watcher, session } = await extension.activate();
    await commands.executeCommand('forecastBacktests.exploreSampleData');
    assert.equal(session.connection?.account, 'sample');
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const heap = (): number => {
      collect();
      return process.memoryUsage().heapUsed / 1024;
    };
    const poll = async (times: number): Promise<void> => {
      for (let count = 0; count < times; count += 1) {
        await watcher.poll();
        // Polls are seconds apart; without a pause VS Code could neither send nor receive in between.
        await delay(1);
      }
    };
    try {
      await eventually(() => assert.ok(watcher.running.length > 0, 'the sample account has running exports'));
      await poll(200);
      const before = heap();
      await poll(1_000);
      // VS Code keeps its own messages to the window until that has confirmed them, some seconds later.
      const grown = await eventually(() => {
        const more = heap() - before;
        assert.ok(more < MOST_GROWTH, `the heap has grown by ${more.toFixed(0)} KB`);
        return more;
      }, 30_000);
      console.log(`    1,000 polls: heap ${before.toFixed(0)} KB, then ${grown.toFixed(0)} KB more`);
    } finally {
      await commands.executeCommand('forecastBacktests.leaveSampleData');
    }
  }).timeout(300_000);
});
