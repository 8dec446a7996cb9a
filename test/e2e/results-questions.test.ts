import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { eventually } from '../support/eventually';
import { PLAIN_PLAN } from '../support/exports/plan';
import { writeCsvExport } from '../support/exports/write';
import { answerFileDialog } from '../support/file-dialog';
import { axeFindings } from '../support/page-audit';
import { useVscode } from '../support/use-vscode';
import { THEMES, type Theme } from '../support/workbench';

/** How long an export may take to be opened on a busy machine, in milliseconds. */
const OPEN_TIMEOUT = 60_000;

/** A query that runs until it is stopped. */
const ENDLESS = 'SELECT sum(a.range * b.range) FROM range(10000000) a, range(1000000) b';

const PLAN = { ...PLAIN_PLAN, jobName: 'weekly_demand' };

describe('Questions of a person’s own on the results page', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'results-questions-'));
  const vscode = useVscode({ env: { FORECAST_BACKTESTS_ACCOUNT: 'sample' } });

  const page = (selector: string): Locator => vscode.workbench.webview.locator(selector);
  const show = async (tab: 'items' | 'sql'): Promise<void> => {
    await page(`#tab-${tab}`).click();
    await page(`#tab-${tab}[aria-current="page"]`).waitFor();
  };
  const runSql = async (sql: string): Promise<void> => {
    await page('#sql-text').fill(sql);
    await page('#sql-run').click();
  };

  before('open an export', async function () {
    this.timeout(120_000);
    writeCsvExport(PLAN, path.join(folder, 'export'));
    await vscode.workbench.openForecastBacktests();
    await vscode.workbench.runCommand('Forecast Backtests: Open Results Folder…');
    await answerFileDialog(vscode.workbench.page, `${path.join(folder, 'export')}/`, 'Open Results');
    await page('#tab-items').waitFor({ timeout: OPEN_TIMEOUT });
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it('saves every row of a query, also those that are too many to be shown', async () => {
    await show('sql');
    await runSql('SELECT range AS n FROM range(25000)');
    await page('.bar-end').filter({ hasText: 'The first 10,000 rows' }).waitFor();
    const file = path.join(folder, 'query.csv');
    await page('#save-query').click();
    await page('#save-query-csv').click();
    await answerFileDialog(vscode.workbench.page, file, 'OK');
    const csv = await eventually(() => {
      const content = readFileSync(file, 'utf8');
      assert.ok(content !== '');
      return content;
    });
    const lines = csv.trimEnd().split('\r\n');
    assert.deepEqual([lines.length, lines.at(-1)], [25_001, '24999']);
  });

  it('keeps Cancel for a query that runs while the person looks elsewhere', async () => {
    await show('sql');
    await runSql(ENDLESS);
    await page('#sql-stop').waitFor();
    await show('items');
    await show('sql');
    await page('#sql-stop').waitFor();
    await vscode.workbench.runCommand('File: New Untitled Text File');
    await vscode.workbench.editorTab(/weekly_demand/).click();
    await page('#sql-stop').waitFor({ timeout: OPEN_TIMEOUT });
    await page('#sql-stop').click();
    await page('.sql-problem').filter({ hasText: 'Cancelled' }).waitFor();
    await page('#sql-stop').waitFor({ state: 'detached' });
  });

  describe('about a range of values', () => {
    const filter = async (column: string, from: string): Promise<void> => {
      await page('#range-column').selectOption(column);
      await page('#range-min').fill(from);
      await page('#range-add').click();
    };

    before('open the form', async () => {
      await show('items');
      await page('#items-ranges').click();
    });

    it('take numbers as they are written in the language of VS Code, and show them so', async () => {
      await filter('demand', '1,000');
      await page('.chip').filter({ hasText: 'Demand ≥ 1,000' }).waitFor();
      await filter('errorShare', '0.5');
      await page('.chip').filter({ hasText: 'Error share ≥ 0.5%' }).waitFor();
      await filter('wape', '0.0004');
      await page('.chip').filter({ hasText: 'WAPE ≥ 0.0004' }).waitFor();
      for (const column of ['demand', 'errorShare', 'wape']) await page(`#range-remove-${column}`).click();
    });

    for (const theme of Object.keys(THEMES) as Theme[]) {
      it(`say what is no number, in the theme ${theme}`, async function () {
        this.timeout(120_000);
        await vscode.workbench.setTheme(theme);
        await filter('wape', '10abc');
        await page('#range-problem').filter({ hasText: 'Write a number, for example 1,234.5.' }).waitFor();
        await page('#range-min[aria-invalid=true]').waitFor();
        assert.equal(await page('.chip').count(), 0);
        assert.deepEqual(await axeFindings(vscode.workbench), []);
        await vscode.workbench.shot(`results-range-${theme}`);
        await page('#range-min').fill('');
        await page('#range-problem').waitFor({ state: 'detached' });
      });
    }
  });
});
