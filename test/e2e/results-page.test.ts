import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { enginePid } from '../support/engine-process';
import { eventually } from '../support/eventually';
import { writeCsvExport } from '../support/exports/write';
import { PLAIN_PLAN } from '../support/exports/plan';
import { answerFileDialog } from '../support/file-dialog';
import { axeFindings, tabOrder, webviewFrame } from '../support/page-audit';
import { useVscode } from '../support/use-vscode';
import { THEMES, type Theme } from '../support/workbench';

/** How long an export may take to be opened on a busy machine, in milliseconds. */
const OPEN_TIMEOUT = 60_000;

const HOSTILE = '<img src=x onerror="document.title=1">';
const FORMULA = '=HYPERLINK("http://example.invalid","x")';

const PLAN = {
  ...PLAIN_PLAN,
  jobName: 'weekly_demand',
  items: 400,
  windows: 3,
  dimensions: ['store'],
  parts: 3,
  notDefinedEvery: 40,
  duplicateEvery: 900,
  ids: [HOSTILE, FORMULA],
};

describe('The results page', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'results-page-'));
  const [first, second] = [path.join(folder, 'first'), path.join(folder, 'second')];
  const vscode = useVscode({ env: { FORECAST_BACKTESTS_ACCOUNT: 'sample' } });

  const page = (selector: string): Locator => vscode.workbench.webview.locator(selector);
  const cells = (grid: string, column: number): Promise<string[]> =>
    page(`#${grid} .grid-row .grid-cell:nth-child(${column})`).allInnerTexts();
  const openFolder = async (from: string): Promise<void> => {
    await vscode.workbench.runCommand('Forecast Backtests: Open Results Folder…');
    await answerFileDialog(vscode.workbench.page, `${from}/`, 'Open Results');
  };
  const show = async (tab: 'summary' | 'items' | 'compare' | 'sql'): Promise<void> => {
    await page(`#tab-${tab}`).click();
    await page(`#tab-${tab}[aria-current="page"]`).waitFor();
  };
  const runSql = async (sql: string): Promise<void> => {
    await page('#sql-text').fill(sql);
    await page('#sql-run').click();
  };
  const itemsShown = (text: string): Promise<void> =>
    eventually(async () => assert.equal(await page('.count').innerText(), text));
  const saved = async (name: string, press: () => Promise<void>): Promise<Buffer> => {
    const file = path.join(folder, name);
    await press();
    await answerFileDialog(vscode.workbench.page, file, 'OK');
    return eventually(() => {
      const content = readFileSync(file);
      assert.ok(content.length > 0);
      return content;
    });
  };

  before('copy two exports and open the first', async function () {
    this.timeout(180_000);
    writeCsvExport(PLAN, first);
    writeCsvExport({ ...PLAN, seed: 8, jobName: 'weekly_demand_v2' }, second);
    await vscode.workbench.openForecastBacktests();
    await openFolder(first);
    await page('#tab-items').waitFor({ timeout: OPEN_TIMEOUT });
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it('shows the worst item of a job in three clicks from the sidebar', async function () {
    this.timeout(120_000);
    const { jobs } = vscode.workbench;
    await jobs.expand('Active');
    // A group is open before its rows are drawn.
    const job = await eventually(async () => {
      const rows = await jobs.allRows();
      const at = rows.findIndex(({ level, label }) => level === 1 && label === 'Active');
      const next = rows[at + 1];
      assert.ok(at >= 0 && next?.level === 2);
      return next.label;
    }, OPEN_TIMEOUT);
    await jobs.click(job);
    await page('#act-openResults').click({ timeout: OPEN_TIMEOUT });
    await page('#worst-0').click({ timeout: OPEN_TIMEOUT });
    await page('#item-chart canvas').waitFor();
    assert.equal(await page('h1').innerText(), job);
    await vscode.workbench.editorTab(`${job} (Results)`).click({ button: 'middle' });
    await vscode.workbench.editorTab(/weekly_demand/).click();
  });

  it('sums up how good the forecast was, and what to know about the data', async () => {
    await show('summary');
    assert.match(await page('.extent').innerText(), /Items\s+400\s+Windows\s+3\s+Horizon\s+24 steps/);
    for (const metric of ['averageWql', 'wape', 'rmse', 'mape', 'mase', 'bias']) {
      assert.match(await page(`#tile-${metric} .tile-value`).innerText(), /^[+-]?\d+\.\d+%?$/);
    }
    assert.deepEqual(await page('.coverage tbody th').allInnerTexts(), ['P10', 'P50', 'P90']);
    const notes = await page('.notes').innerText();
    assert.match(notes, /Rows that occur twice were dropped/);
    assert.match(notes, /Item windows without metrics/);
    assert.match(notes, /calls? WAPE is the plain sum of absolute errors|WAPE is the plain sum/);
    assert.deepEqual(await page('#windows-table tbody th').allInnerTexts(), [
      'Average',
      'Window 1',
      'Window 2',
      'Window 3',
    ]);
  });

  it('shows the chart of the worst item with one click', async () => {
    await show('summary');
    const name = await page('#worst-0 .item-name').innerText();
    await page('#worst-0').click();
    await page('#item-chart canvas').waitFor();
    assert.equal(await page('#item-title').innerText(), name);
    assert.match(await page('.item-heading').innerText(), /1 of 400 by Error share/);
    const words = await page('.chart-summary').innerText();
    assert.match(words, /72 time steps in 3 windows.*between P10 and P90; 80\.0% should\./su);
  });

  it('goes through the items by keys and buttons', async () => {
    await show('items');
    await page('#items-table .item-name').first().waitFor();
    const names = await cells('items-table', 1);
    await page('#items-table').focus();
    await vscode.workbench.page.keyboard.press('Home');
    await vscode.workbench.page.keyboard.press('ArrowDown');
    await page('#item-title')
      .filter({ hasText: names[1] ?? '' })
      .waitFor();
    await page('#item-next').click();
    await page('.item-heading').filter({ hasText: '3 of 400' }).waitFor();
    await page('#item-previous').click();
    await page('.item-heading').filter({ hasText: '2 of 400' }).waitFor();
    await page('#items-table').focus();
    await vscode.workbench.page.keyboard.press('End');
    await page('.item-heading').filter({ hasText: '400 of 400' }).waitFor();
    await page('#items-table-row-399 .item-name').waitFor();
  });

  it('sorts by any column, and filters by text, window and range', async () => {
    await show('items');
    await page('#items-table-sort-item').click();
    await eventually(async () => assert.match((await cells('items-table', 1))[0] ?? '', /^<img/));
    await page('#items-table-sort-wape').click();
    await page('[role=columnheader][aria-sort=descending]').filter({ hasText: 'WAPE' }).waitFor();
    await page('#items-search').fill('item_00001');
    await itemsShown('10 of 400 items');
    await page('#items-window').selectOption({ index: 1 });
    await page('#items-ranges').click();
    await page('#range-column').selectOption('demand');
    await page('#range-min').fill('1');
    await page('#range-add').click();
    await page('.chip').filter({ hasText: 'Demand ≥ 1' }).waitFor();
    await eventually(async () => assert.match(await page('.count').innerText(), /^[1-9] of 400 items$/));
    await page('#range-remove-demand').click();
    await page('#items-window').selectOption({ index: 0 });
    await page('#items-search').fill('');
    await itemsShown('400 items');
    await page('#items-table-sort-errorShare').click();
  });

  it('shows an id as text, whatever it holds', async () => {
    await show('items');
    await page('#items-search').fill('onerror');
    await itemsShown('1 of 400 items');
    await page('#item-title').filter({ hasText: HOSTILE }).waitFor();
    assert.equal(await page('img').count(), 0);
    await page('#items-search').fill('');
    await itemsShown('400 items');
  });

  it('reads the values under the cursor, and zooms', async () => {
    await show('items');
    await page('#item-chart canvas').waitFor();
    await page('#item-chart').focus();
    await vscode.workbench.page.keyboard.press('ArrowRight');
    await page('.legend-time').filter({ hasText: 'Jun 1, 2021' }).waitFor();
    assert.equal(await page('.legend-value').count(), 4);
    await vscode.workbench.page.keyboard.press('+');
    await vscode.workbench.page.keyboard.press('0');
    await page('#item-view-table').click();
    await page('#series-table .grid-row').first().waitFor();
    assert.equal(await page('#series-table').getAttribute('aria-rowcount'), '73');
    await page('#item-view-chart').click();
    await page('#item-chart canvas').waitFor();
  });

  it('saves the items as CSV without formulas, and the chart as SVG and PNG', async () => {
    await show('items');
    const csv = await saved('items.csv', async () => {
      await page('#save-items').click();
      await page('#save-items-csv').click();
    });
    const lines = csv.toString('utf8').split('\r\n');
    assert.match(lines[0] ?? '', /^"item_id","store","Error share","Abs\. error","Demand"/);
    assert.equal(lines.length, 402);
    assert.ok(lines.some((line) => line.startsWith(`"'=HYPERLINK(""http`)));
    const svg = await saved('chart.svg', async () => {
      await page('#save-item').click();
      await page('#save-item-svg').click();
    });
    assert.match(svg.toString('utf8'), /^<svg [^>]*>.*Window 3.*<\/svg>\n$/su);
    const png = await saved('chart.png', async () => {
      await page('#save-item').click();
      await page('#save-item-png').click();
    });
    assert.equal(png.subarray(1, 4).toString('latin1'), 'PNG');
  });

  it('answers questions in SQL, and tells why one cannot be answered', async () => {
    await show('items');
    await page('#items-sql').click();
    await page('#sql-table-item_metrics').waitFor({ timeout: OPEN_TIMEOUT });
    assert.match(await page('#sql-text').inputValue(), /^SELECT item_id, "store", error_share/);
    await page('#sql-run').click();
    await page('#query-table .grid-row').first().waitFor();
    await runSql('SELECT count(*) AS n FROM forecasted_values');
    await eventually(async () => assert.deepEqual(await cells('query-table', 1), ['28560']));
    await runSql('SELECT nothing FROM item_metrics');
    await page('.sql-problem').filter({ hasText: 'nothing' }).waitFor();
    await runSql("COPY item_metrics TO 'x.csv'");
    await page('.sql-problem').filter({ hasText: 'The query was refused' }).waitFor();
  });

  it('goes on after its engine was killed in the middle of a query', async () => {
    await show('sql');
    await runSql('SELECT sum(a.range * b.range) FROM range(10000000) a, range(1000000) b');
    await page('#sql-stop').waitFor();
    const pid = await eventually(() => {
      const found = enginePid(vscode.server);
      assert.ok(found);
      return found;
    });
    process.kill(pid, 'SIGKILL');
    await page('.sql-problem').filter({ hasText: 'The results engine ended unexpectedly' }).waitFor();
    await runSql('SELECT 41 + 1');
    await eventually(async () => assert.deepEqual(await cells('query-table', 1), ['42']), 30_000);
    await show('items');
    await page('#items-table .grid-row .item-name').first().waitFor();
  });

  it('compares two exports item by item', async () => {
    await show('compare');
    await page('#compare-choose').click();
    await vscode.workbench.quickPick.choose('Choose Folder…');
    await answerFileDialog(vscode.workbench.page, `${second}/`, 'Open Results');
    await page('#verdict-title').filter({ hasText: 'By Avg wQL' }).waitFor({ timeout: OPEN_TIMEOUT });
    await page('#compare-metric').selectOption('wape');
    await page('#verdict-title').filter({ hasText: 'By WAPE' }).waitFor();
    assert.match(await page('.compared').innerText(), /weekly_demand_v2/);
    await page('#compare-table-sort-left').click();
    await eventually(async () => assert.match((await cells('compare-table', 2))[0] ?? '', /^\d/));
  });

  it('comes back to the same item after it was hidden', async () => {
    await show('items');
    await page('#items-table .item-name').first().waitFor();
    await page('#items-table').focus();
    await vscode.workbench.page.keyboard.press('Home');
    for (let row = 0; row < 3; row += 1) await vscode.workbench.page.keyboard.press('ArrowDown');
    await page('.item-heading').filter({ hasText: '4 of 400' }).waitFor();
    const name = await page('#item-title').innerText();
    await vscode.workbench.runCommand('File: New Untitled Text File');
    await vscode.workbench.editorTab(/weekly_demand/).click();
    await page('.item-heading').filter({ hasText: '4 of 400' }).waitFor({ timeout: OPEN_TIMEOUT });
    assert.equal(await page('#item-title').innerText(), name);
  });

  for (const theme of Object.keys(THEMES) as Theme[]) {
    it(`has nothing that axe-core finds, in the theme ${theme}`, async function () {
      this.timeout(120_000);
      await vscode.workbench.setTheme(theme);
      for (const tab of ['summary', 'items', 'compare', 'sql'] as const) {
        await show(tab);
        await page(
          {
            summary: '#worst-0',
            items: '#item-chart canvas',
            compare: '#compare-table .grid-row',
            sql: '#sql-table-item_metrics',
          }[tab],
        )
          .first()
          .waitFor({ timeout: OPEN_TIMEOUT });
        assert.deepEqual(await axeFindings(vscode.workbench), []);
        await vscode.workbench.shot(`results-${tab}-${theme}`);
      }
    });
  }

  it('lets the keyboard alone reach everything', async () => {
    for (const tab of ['summary', 'items'] as const) {
      await show(tab);
      await page(tab === 'summary' ? '#worst-0' : '#item-chart canvas').waitFor();
      const { focusable, reached } = await tabOrder(vscode.workbench);
      assert.ok(focusable.length > 10 && focusable.every((id) => id !== ''), focusable.join());
      assert.deepEqual(reached, focusable);
    }
  });

  it('can be read in a narrow editor without scrolling sideways', async () => {
    const { page: window } = vscode.workbench;
    await window.setViewportSize({ width: 640, height: 500 });
    for (const tab of ['summary', 'items', 'compare', 'sql'] as const) {
      await show(tab);
      const frame = await webviewFrame(vscode.workbench);
      await eventually(async () => {
        const { scrollWidth, clientWidth } = await frame.evaluate(() => {
          const { scrollWidth, clientWidth } = document.documentElement;
          return { scrollWidth, clientWidth };
        });
        assert.ok(scrollWidth <= clientWidth, `${tab}: ${scrollWidth} in ${clientWidth} pixels`);
      });
    }
    await window.setViewportSize({ width: 1280, height: 800 });
  });

  it('says what is wrong with a file, and opens the export once it is mended', async () => {
    const broken = path.join(folder, 'broken');
    writeCsvExport({ ...PLAN, items: 10, jobName: 'broken' }, broken);
    const parts = path.join(broken, 'forecasted-values');
    const part = path.join(parts, readdirSync(parts).find((name) => name.endsWith('part0.csv')) ?? '');
    const whole = readFileSync(part, 'utf8');
    writeFileSync(part, whole.replace('target_value', 'something_else'));
    await openFolder(broken);
    await page('.notice')
      .filter({ hasText: /different exports|look like a backtest export/ })
      .waitFor();
    writeFileSync(part, whole);
    await page('#open-again').click();
    await page('#tab-items').waitFor({ timeout: OPEN_TIMEOUT });
    await vscode.workbench.editorTab(/broken/).click({ button: 'middle' });
  });

  it('says so when a folder holds no export', async () => {
    await openFolder(vscode.server.folder);
    await vscode.workbench.notification('No files of an export were found').waitFor();
  });

  it('comes back after a reload of the window', async function () {
    this.timeout(180_000);
    await vscode.workbench.reload();
    // VS Code writes down only once a minute which editors are open: one that was closed just before may be in front.
    await vscode.workbench.editorTab(/weekly_demand \(Results\)/).click({ timeout: OPEN_TIMEOUT });
    await page('h1').filter({ hasText: 'weekly_demand' }).waitFor({ timeout: OPEN_TIMEOUT });
    await page('#tab-items').waitFor({ timeout: OPEN_TIMEOUT });
    await show('items');
    await itemsShown('400 items');
  });
});
