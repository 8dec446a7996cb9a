import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { s3ConsoleUrl } from '../../src/domain/console-links';
import { eventually } from '../support/eventually';
import { axeFindings, tabOrder, webviewFrame } from '../support/page-audit';
import { useEmulator } from '../support/use-emulator';
import { useRewriting } from '../support/use-rewriting';
import { useVscode } from '../support/use-vscode';
import { THEMES, type Theme } from '../support/workbench';

/** How long a page may take to be filled on a busy machine, in milliseconds. */
const PAGE_TIMEOUT = 30_000;

/** A window writes down which editors it has once a minute. */
const WRITTEN_TIMEOUT = 90_000;

const HOUR = 3_600_000;

describe('The job details page', () => {
  let passed = 0;
  const emulator = useEmulator({ still: true, jobs: 40, now: () => Date.now() + passed });
  const vscode = useVscode({ env: () => emulator.env });

  const page = (selector: string): Locator => vscode.workbench.webview.locator(selector);
  const heading = (): Locator => page('h1');
  const tabs = (): Promise<string[]> => vscode.workbench.page.locator('.part.editor .tab .label-name').allInnerTexts();
  /** Names of the first jobs of a group. */
  const jobsOf = async (group: string): Promise<string[]> => {
    const rows = await vscode.workbench.jobs.allRows();
    const start = rows.findIndex(({ level, label }) => level === 1 && label === group) + 1;
    const end = rows.findIndex(({ level }, index) => index >= start && level === 1);
    return rows.slice(start, end === -1 ? undefined : end).map(({ label }) => label);
  };
  const opened = async (name: string): Promise<void> => {
    await heading().filter({ hasText: name }).waitFor({ timeout: PAGE_TIMEOUT });
    await page('#accuracy-title').waitFor({ timeout: PAGE_TIMEOUT });
    await page('.pending').first().waitFor({ state: 'detached', timeout: PAGE_TIMEOUT });
  };

  let active: string[] = [];
  let running = '';
  let stoppable = '';
  let pending = '';
  let failed = '';

  before('open the sidebar', async function () {
    this.timeout(120_000);
    await vscode.workbench.openForecastBacktests();
    await vscode.workbench.jobs.row('Failed').waitFor({ timeout: 60_000 });
    await vscode.workbench.jobs.expand('Active');
    // A group is open before its rows are drawn.
    await eventually(async () => {
      [active, [running = '', stoppable = ''], [pending = ''], [failed = '']] = [
        await jobsOf('Active'),
        await jobsOf('In Progress'),
        await jobsOf('Pending'),
        await jobsOf('Failed'),
      ];
      for (const name of [active[1], running, stoppable, pending, failed]) assert.ok(name);
    });
  });

  it('opens with a click as a preview, and the next click takes its place', async () => {
    const { jobs } = vscode.workbench;
    const [first = '', second = ''] = active;
    await jobs.click(first);
    await opened(first);
    await jobs.click(second);
    await opened(second);
    assert.deepEqual(await tabs(), [second]);
  });

  it('stays open after a double click, and is opened once only', async () => {
    const { jobs } = vscode.workbench;
    const [first = '', second = ''] = active;
    await (await jobs.reveal(second)).dblclick();
    await jobs.click(first);
    await opened(first);
    assert.deepEqual(await tabs(), [second, first]);
    await jobs.click(second);
    await opened(second);
    assert.deepEqual(await tabs(), [second, first]);
  });

  it('opens with Enter and takes the focus', async () => {
    const { jobs, page: window } = vscode.workbench;
    await jobs.click(failed);
    await opened(failed);
    await (await jobs.reveal(running)).click({ button: 'right' });
    await window.keyboard.press('Escape');
    await window.keyboard.press('Enter');
    await opened(running);
    await eventually(async () => {
      const frame = await webviewFrame(vscode.workbench);
      assert.equal(await frame.evaluate(() => document.hasFocus()), true);
    });
  });

  it('shows status, overview, destination and accuracy of a job, and links to its place in S3', async () => {
    const [name = ''] = active;
    await vscode.workbench.jobs.click(name);
    await opened(name);
    assert.equal(await page('.badge').innerText(), 'Active');
    const names = await page('.fact dt').allInnerTexts();
    for (const fact of ['Predictor', 'Format', 'Created', 'Finished', 'Duration', 'ARN', 'S3 URI', 'IAM role']) {
      assert.ok(names.includes(fact), fact);
    }
    const uri = (await page('#open-path').innerText()).trim();
    assert.equal(await page('#open-path').getAttribute('href'), s3ConsoleUrl(uri, 'us-east-1'));
    const below = `${uri}${uri.endsWith('/') ? '' : '/'}forecasted-values/`;
    assert.equal(await page('#open-folder-forecasts').getAttribute('href'), s3ConsoleUrl(below, 'us-east-1'));
    const rows = await page('#accuracy-table tbody th').allInnerTexts();
    assert.deepEqual(rows.slice(0, 2), ['Backtest average', 'Backtest window 1']);
  });

  it('opens the link as it stands', async () => {
    const href = await page('#open-path').getAttribute('href');
    const browser = vscode.workbench.page.context();
    const [request] = await Promise.all([
      browser.waitForEvent('request', (one) => new URL(one.url()).hostname.endsWith('.aws.amazon.com')),
      page('#open-path').click(),
    ]);
    assert.equal(request.url(), href);
  });

  it('copies what it shows', async () => {
    await page('#copy-arn').click();
    await page('#copy-arn .codicon-check').waitFor();
    const copied = await vscode.workbench.page.evaluate(() => navigator.clipboard.readText());
    assert.match(copied, /^arn:aws:forecast:us-east-1:\d{12}:predictor-backtest-export-job\//);
  });

  it('stops the export by its button, asks first, and shows the new status', async () => {
    const { workbench } = vscode;
    await workbench.jobs.click(stoppable);
    await opened(stoppable);
    assert.equal(await page('#act-delete').count(), 0);
    await page('#act-stop').click();
    await workbench.dialog.getByRole('button', { name: 'Stop', exact: true }).click();
    await page('.badge').filter({ hasText: 'Stopping' }).waitFor();
    assert.equal(await page('#act-stop').count(), 0);
    assert.ok(emulator.requests.some(({ operation }) => operation === 'StopResource'));
  });

  it('edits the tags by its button, and shows what was saved', async () => {
    const { quickPick, jobs } = vscode.workbench;
    const [name = ''] = active;
    await jobs.click(name);
    await opened(name);
    await page('#act-editTags').click();
    await quickPick.opened(`Tags of ${name}`);
    await quickPick.choose('Add a tag…');
    for (const [placeholder, text] of [
      ['For example cost-center', 'reviewed'],
      ['May be empty', 'yes'],
    ] as const) {
      await eventually(async () => assert.equal(await quickPick.placeholder(), placeholder));
      await quickPick.type(text);
      await quickPick.accept();
    }
    await quickPick.choose('Save');
    await page('.tag').filter({ hasText: 'reviewed' }).filter({ hasText: 'yes' }).waitFor();
  });

  it('allows nothing but its own script, style and font', async () => {
    const frame = await webviewFrame(vscode.workbench);
    const policy = await page('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
    assert.match(
      policy ?? '',
      /^default-src 'none'; script-src 'nonce-[\w+/=]{32}'; style-src [^;]+; font-src [^;]+; /,
    );
    assert.doesNotMatch(policy ?? '', /unsafe|\*(?!\.vscode)/);
    const blocked = await frame.evaluate(
      () =>
        new Promise<string[]>((resolve) => {
          const seen: string[] = [];
          document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
            seen.push(effectiveDirective);
            if (seen.length === 3) resolve(seen.sort());
          });
          const script = document.createElement('script');
          script.textContent = 'globalThis.injected = true';
          document.body.append(script);
          const picture = document.createElement('img');
          picture.src = 'https://example.invalid/x.png';
          document.body.append(picture);
          const style = document.createElement('style');
          style.textContent = 'body { display: none }';
          document.body.append(style);
          for (const element of [script, picture, style]) element.remove();
        }),
    );
    assert.deepEqual(blocked, ['img-src', 'script-src-elem', 'style-src-elem']);
    assert.equal(await frame.evaluate(() => 'injected' in globalThis), false);
  });

  for (const theme of Object.keys(THEMES) as Theme[]) {
    it(`has nothing that axe-core finds, in the theme ${theme}`, async () => {
      await vscode.workbench.setTheme(theme);
      for (const name of [active[0] ?? '', failed, running]) {
        await vscode.workbench.jobs.click(name);
        await opened(name);
        assert.deepEqual(await axeFindings(vscode.workbench), []);
      }
    });
  }

  it('lets the keyboard alone reach everything', async () => {
    for (const name of [active[0] ?? '', failed]) {
      await vscode.workbench.jobs.click(name);
      await opened(name);
      await heading().click();
      const { focusable, reached } = await tabOrder(vscode.workbench);
      assert.ok(focusable.length > 10 && focusable.every((id) => id !== ''));
      assert.deepEqual(reached, focusable);
    }
  });

  it('can be read in a narrow editor and at 200 % without scrolling sideways', async () => {
    const { page: window } = vscode.workbench;
    const frame = await webviewFrame(vscode.workbench);
    await window.setViewportSize({ width: 640, height: 400 });
    await eventually(async () => {
      const { scrollWidth, clientWidth } = await frame.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return { scrollWidth, clientWidth };
      });
      assert.ok(clientWidth < 400, 'the window is narrow now');
      assert.ok(scrollWidth <= clientWidth, `${scrollWidth} in ${clientWidth} pixels`);
    });
    await window.setViewportSize({ width: 1280, height: 800 });
  });

  it('comes back where it was after it was hidden, and after a reload of the window', async function () {
    this.timeout(240_000);
    const { workbench } = vscode;
    const [first = '', second = ''] = active;
    await (await workbench.jobs.reveal(first)).dblclick();
    await opened(first);
    const place = await scrollDown();
    await workbench.jobs.click(second);
    await opened(second);
    await workbench.editorTab(first).click();
    await opened(first);
    await eventually(async () => assert.equal(await placeOf('#copy-role'), place));
    await eventually(async () => assert.equal(await focusedId(), 'copy-role'));
    // A preview would be restored as the active page while the state was written before it was left.
    await workbench.editorTab(second).click({ button: 'middle' });
    await eventually(async () => {
      const saved = await savedEditors();
      assert.ok(saved.includes(first) && saved.includes('copy-role') && !saved.includes(second));
    }, WRITTEN_TIMEOUT);
    await workbench.reload();
    await opened(first);
    await eventually(async () => assert.equal(await placeOf('#copy-role'), place));
  });

  it('follows a running job, and keeps scroll, focus and selection while it does', async () => {
    const { workbench } = vscode;
    const refreshed = async (status: string): Promise<void> => {
      await workbench.runCommand('Forecast Backtests: Refresh Export Jobs');
      await page('.badge').filter({ hasText: status }).waitFor();
    };
    await workbench.openForecastBacktests();
    await (await workbench.jobs.reveal(pending)).dblclick();
    await opened(pending);
    assert.equal(await page('.badge').innerText(), 'Pending');
    const frame = await webviewFrame(workbench);
    await frame.evaluate(() => {
      const text = document.querySelector('#destination-title')?.parentElement?.parentElement?.querySelector('.code');
      if (text) getSelection()?.selectAllChildren(text);
    });
    const selected = await frame.evaluate(() => String(getSelection()));
    assert.match(selected, /^s3:/);
    passed += 8.5 * HOUR;
    await refreshed('In Progress');
    assert.equal(await frame.evaluate(() => String(getSelection())), selected);

    await frame.evaluate(() => getSelection()?.removeAllRanges());
    const place = await scrollDown();
    passed += 3 * HOUR;
    await refreshed('Active');
    assert.equal(await placeOf('#copy-role'), place);
    assert.equal(await focusedId(), 'copy-role');
    const moments = await page('.moment-word').allInnerTexts();
    assert.deepEqual(moments, ['Created', 'Pending', 'In Progress', 'Active']);
    assert.ok(await page('#open-folder-accuracy').isVisible());
  });

  it('says so when another region is open, and comes back', async () => {
    await vscode.server.changeSettings({ 'forecastBacktests.region': 'eu-west-1' });
    await page('.notice').filter({ hasText: 'This job belongs to another account' }).waitFor({ timeout: PAGE_TIMEOUT });
    assert.equal(await page('.fact').count(), 0);
    assert.match(await page('.notice').innerText(), /region us-east-1.*eu-west-1/su);
    await vscode.server.changeSettings({ 'forecastBacktests.region': undefined });
    await page('.fact').first().waitFor({ timeout: PAGE_TIMEOUT });
  });

  /** How far below the top of what is seen an element is, in pixels. */
  async function placeOf(selector: string): Promise<number> {
    return page(selector).evaluate((element) => Math.round(element.getBoundingClientRect().top));
  }

  /** Scrolls with the wheel and goes to a button there. @returns Its place. */
  async function scrollDown(): Promise<number> {
    await page('#accuracy-table').waitFor();
    await page('#copy-role').hover();
    await vscode.workbench.page.mouse.wheel(0, 260);
    await eventually(async () => assert.ok(await page('html').evaluate(() => scrollY >= 200)));
    await page('#copy-role').focus();
    return placeOf('#copy-role');
  }

  async function focusedId(): Promise<string | undefined> {
    return (await webviewFrame(vscode.workbench)).evaluate(() => document.activeElement?.id);
  }

  /** What the workbench has written down about its editors. */
  async function savedEditors(): Promise<string> {
    return vscode.workbench.page.evaluate(async () => {
      const texts: string[] = [];
      for (const { name = '' } of await indexedDB.databases()) {
        const database = await new Promise<IDBDatabase>((resolve, reject) => {
          const open = indexedDB.open(name);
          open.onsuccess = () => resolve(open.result);
          open.onerror = () => reject(new Error(`No database ${name}`));
        });
        for (const store of database.objectStoreNames) {
          const values = await new Promise<unknown[]>((resolve, reject) => {
            const all = database.transaction(store).objectStore(store).getAll();
            all.onsuccess = () => resolve(all.result);
            all.onerror = () => reject(new Error(`No values in ${store}`));
          });
          texts.push(...values.filter((value) => typeof value === 'string'));
        }
        database.close();
      }
      return texts.filter((text) => text.includes('forecast-backtests:') && text.includes('"mru')).join('\n');
    });
  }
});

const HTML = '<img src=x onerror="globalThis.injected=1"><script>globalThis.injected=1</script>';

describe('A job whose texts are full of HTML and script', () => {
  const emulator = useEmulator({ still: true, jobs: 20 });
  const hostile = useRewriting(emulator, (operation, answer) => {
    const jobs = answer['PredictorBacktestExportJobs'] as Record<string, unknown>[] | undefined;
    for (const job of jobs ?? [answer]) {
      if (job['Status'] !== 'CREATE_FAILED') continue;
      job['PredictorBacktestExportJobName'] = `job ${HTML}`;
      job['Message'] = `The bucket does not exist. ${HTML}`;
      job['Destination'] = {
        S3Config: { Path: `s3://bucket/${HTML}/a+b c//`, RoleArn: `arn:aws:iam::1:role/${HTML}` },
      };
    }
    if (operation === 'ListTagsForResource') answer['Tags'] = [{ Key: `k ${HTML}`, Value: `v ${HTML}` }];
  });
  const vscode = useVscode({ env: () => hostile.env });

  it('shows them as text, and its link leads to the path as it is', async function () {
    this.timeout(120_000);
    const { workbench } = vscode;
    await workbench.openForecastBacktests();
    await workbench.jobs.row(`job ${HTML}`).click({ timeout: 60_000 });
    const { webview } = workbench;
    const shows = async (selector: string, text: string): Promise<void> =>
      webview.locator(selector).filter({ hasText: text }).first().waitFor({ timeout: PAGE_TIMEOUT });
    await shows('h1', `job ${HTML}`);
    await shows('.message .text', `The bucket does not exist. ${HTML}`);
    await shows('.tag dt', `k ${HTML}`);
    await shows('.tag dd', `v ${HTML}`);
    await shows('#open-path', `s3://bucket/${HTML}/a+b c//`);
    assert.equal(
      await webview.locator('#open-path').getAttribute('href'),
      s3ConsoleUrl(`s3://bucket/${HTML}/a+b c//`, 'us-east-1'),
    );
    const frame = await webviewFrame(workbench);
    assert.equal(await frame.evaluate(() => 'injected' in globalThis), false);
    assert.equal(await webview.locator('#page img, #page script').count(), 0);
    assert.deepEqual(await axeFindings(workbench), []);
  });
});
