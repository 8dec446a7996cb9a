import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { eventually } from '../support/eventually';
import { newExport } from '../support/sample-client';
import { useEmulator } from '../support/use-emulator';
import { useVscode } from '../support/use-vscode';

const HOUR = 3_600_000;

/** How long a page may take to open an export on a busy machine, in milliseconds. */
const OPEN_TIMEOUT = 45_000;

/** Two polls at the quickest pace and some seconds of a busy machine. */
const SOON = 30_000;

describe('The way to an export’s results', () => {
  /** The service's time is moved on by the test; a new export runs for an hour. */
  let ahead = 0;
  const emulator = useEmulator({
    jobs: 0,
    items: 60,
    now: () => Date.now() + ahead,
    timings: { pending: 0, running: HOUR },
  });
  const vscode = useVscode({ env: () => emulator.env });

  const page = (selector: string): Locator => vscode.workbench.webview.locator(selector);
  const create = (name: string, path: string): Promise<void> =>
    emulator.call('CreatePredictorBacktestExportJob', newExport(name, { Path: path }));
  const notification = (text: string | RegExp): Locator =>
    vscode.workbench.page.locator('.notification-list-item', { hasText: text }).last();

  /** The results of a job stand on the page that is in front. */
  const opened = async (name: string): Promise<void> => {
    await page('main.results h1').filter({ hasText: name }).waitFor({ timeout: OPEN_TIMEOUT });
    await page('#tab-items').waitFor({ timeout: OPEN_TIMEOUT });
  };
  const tabs = (): Promise<string[]> => vscode.workbench.page.locator('.part.editor .tab .label-name').allInnerTexts();
  const closeAll = async (): Promise<void> => {
    await vscode.workbench.runCommand('View: Close All Editors');
    await eventually(async () => assert.deepEqual(await tabs(), []));
  };

  before('let three exports come to their end', async function () {
    this.timeout(120_000);
    for (const name of ['weekly', 'monthly']) await create(name, 's3://example-retail-forecast/backtests');
    await create('lost', 's3://gone-example-bucket/backtests/');
    ahead += HOUR;
    await vscode.workbench.openForecastBacktests();
    await vscode.workbench.jobs.expand('Active');
    await vscode.workbench.jobs.row('weekly').waitFor();
  });

  afterEach('mend the service and clear the window', async () => {
    emulator.fault({ mode: 'none' });
    await vscode.workbench.runCommand('Notifications: Clear All Notifications');
    await closeAll();
  });

  it('leads from the sidebar to the worst item’s chart in three clicks', async () => {
    // The first click opened the sidebar.
    await vscode.workbench.jobs.pressInline('weekly', 'Open Results');
    await opened('weekly');
    assert.deepEqual(await tabs(), ['weekly (Results)']);
    await page('#worst-0').click();
    await page('#item-chart canvas').first().waitFor({ timeout: OPEN_TIMEOUT });
  });

  it('starts at a row’s menu, and shows a page that is open instead of opening it twice', async () => {
    await vscode.workbench.jobs.chooseFromMenu('monthly', 'Open Results');
    await opened('monthly');
    await vscode.workbench.jobs.chooseFromMenu('weekly', 'Open Results');
    await opened('weekly');
    await vscode.workbench.jobs.chooseFromMenu('monthly', 'Open Results');
    await opened('monthly');
    assert.deepEqual(await tabs(), ['monthly (Results)', 'weekly (Results)']);
  });

  it('starts at the page of a job', async () => {
    await vscode.workbench.jobs.click('weekly');
    await page('#act-openResults').click({ timeout: OPEN_TIMEOUT });
    await opened('weekly');
  });

  it('starts at the command palette, with the exports that are active', async () => {
    await create('running', 's3://example-retail-forecast/backtests');
    await vscode.workbench.pressViewAction('Refresh Export Jobs');
    await vscode.workbench.jobs.row('running').waitFor({ timeout: SOON });
    await vscode.workbench.runCommand('Forecast Backtests: Open Results');
    await vscode.workbench.quickPick.opened('Open Results');
    await eventually(async () => {
      const labels = (await vscode.workbench.quickPick.readItems()).map(({ label }) => label);
      assert.ok(labels.includes('monthly') && !labels.includes('running'), labels.join(', '));
    });
    await vscode.workbench.quickPick.choose('monthly');
    await opened('monthly');
  });

  it('starts at the notification that an export has finished', async () => {
    ahead += HOUR;
    // The watch would notice by itself, at a pace that grows while nothing happens.
    await vscode.workbench.pressViewAction('Refresh Export Jobs');
    await notification('“running” has finished').waitFor({ timeout: SOON });
    await notification('“running” has finished').getByRole('button', { name: 'Open Results' }).click();
    await opened('running');
  });

  it('says that the bucket is gone', async () => {
    await vscode.workbench.jobs.pressInline('lost', 'Open Results');
    await notification('The bucket does not exist').waitFor({ timeout: SOON });
    assert.deepEqual(await tabs(), []);
  });

  it('says that the bucket may not be listed, and opens once it may', async () => {
    emulator.fault({ mode: 'deny', services: ['s3'], operation: 'ListObjectsV2' });
    await vscode.workbench.jobs.pressInline('weekly', 'Open Results');
    const refusal = notification('s3:ListBucket');
    await refusal.waitFor({ timeout: SOON });
    emulator.fault({ mode: 'none' });
    await refusal.getByRole('button', { name: 'Retry' }).click();
    await opened('weekly');
  });

  it('says on the page that files may not be read, and reads them once they may', async () => {
    await create('refused', 's3://example-retail-forecast/other/');
    ahead += HOUR;
    await vscode.workbench.pressViewAction('Refresh Export Jobs');
    emulator.fault({ mode: 'deny', services: ['s3'], operation: 'GetObject' });
    await vscode.workbench.jobs.pressInline('refused', 'Open Results');
    await page('main.results').getByText('kms:Decrypt').waitFor({ timeout: OPEN_TIMEOUT });
    emulator.fault({ mode: 'none' });
    await page('#open-again').click();
    await opened('refused');
  });
});
