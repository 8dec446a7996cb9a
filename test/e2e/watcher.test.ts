import assert from 'node:assert/strict';
import {
  CreatePredictorBacktestExportJobCommand,
  DeletePredictorBacktestExportJobCommand,
  ForecastClient,
  ListPredictorsCommand,
  StopResourceCommand,
} from '@aws-sdk/client-forecast';
import { eventually } from '../support/eventually';
import { useEmulator } from '../support/use-emulator';
import { useVscode } from '../support/use-vscode';
import { type Workbench } from '../support/workbench';

const HOUR = 3_600_000;

/** Two polls at the quickest pace and some seconds of a busy machine. */
const SOON = 30_000;

describe('Watching exports', () => {
  /** The service's time is moved on by the test; a new export stays pending for an hour, and then runs for one. */
  let ahead = 0;
  const emulator = useEmulator({
    jobs: 0,
    now: () => Date.now() + ahead,
    timings: { pending: HOUR, running: HOUR, stopping: HOUR, deletePending: HOUR, deleting: HOUR },
  });
  const vscode = useVscode({ env: () => emulator.env });
  let other: Workbench;

  const client = (): ForecastClient => {
    const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'none' };
    return new ForecastClient({ endpoint: emulator.url, region: 'us-east-1', credentials });
  };

  /** Creates an export as another program would. @returns Its ARN. */
  async function createExport(name: string, path = `s3://exports/${name}/`): Promise<string> {
    const { Predictors = [] } = await client().send(
      new ListPredictorsCommand({ Filters: [{ Key: 'Status', Value: 'ACTIVE', Condition: 'IS' }] }),
    );
    const { PredictorBacktestExportJobArn = '' } = await client().send(
      new CreatePredictorBacktestExportJobCommand({
        PredictorBacktestExportJobName: name,
        PredictorArn: Predictors[0]?.PredictorArn,
        Destination: { S3Config: { Path: path, RoleArn: 'arn:aws:iam::111122223333:role/ForecastExports' } },
      }),
    );
    return PredictorBacktestExportJobArn;
  }

  /** The groups and jobs of the sidebar: `Pending` and, below it, `- weekly`. */
  const rows = async (window: Workbench): Promise<string[]> =>
    (await window.jobs.rows()).map(({ label, level }) => (level === 1 ? label : `- ${label}`));

  const showsRows = (window: Workbench, expected: readonly string[]): Promise<void> =>
    eventually(async () => assert.deepEqual(await rows(window), expected), SOON);

  const says = (window: Workbench, text: string): Promise<void> =>
    window.statusBarItem(text).waitFor({ timeout: SOON });

  /** What the notification centre of a window holds about an export. */
  async function notificationsOf(window: Workbench, name: string): Promise<string[]> {
    await window.runCommand('Notifications: Show Notifications');
    const items = window.page.locator('.notifications-center .notification-list-item-message', { hasText: name });
    const texts = await items.allInnerTexts();
    await window.runCommand('Notifications: Hide Notifications');
    return texts;
  }

  const toldIn = async (name: string): Promise<string[]> => [
    ...(await notificationsOf(vscode.workbench, name)),
    ...(await notificationsOf(other, name)),
  ];

  before('open the account in two windows', async () => {
    other = await vscode.openWindow();
    for (const window of [vscode.workbench, other]) {
      await window.openForecastBacktests();
      await window.welcome.getByText('no predictor backtest export jobs').waitFor();
    }
  });

  afterEach('mend the service', () => emulator.fault({ mode: 'none' }));

  it('asks for nothing and says nothing while nothing runs', async () => {
    assert.equal(await vscode.workbench.statusBarItem(/export/).count(), 0);
    const lists = emulator.requests.filter(({ operation }) => operation === 'ListPredictorBacktestExportJobs');
    assert.equal(lists.length, 2, 'one for each window: the first page');
  });

  it('shows a new export as running in the status bar', async () => {
    await createExport('weekly');
    for (const window of [vscode.workbench, other]) {
      await window.pressViewAction('Refresh Export Jobs');
      await showsRows(window, ['Pending', '- weekly']);
      await says(window, '1 export running');
    }
  });

  it('moves the row to In Progress by itself', async () => {
    ahead += HOUR;
    await showsRows(vscode.workbench, ['In Progress', '- weekly']);
    await showsRows(other, ['In Progress', '- weekly']);
  });

  it('loses nothing when the window is reloaded in the middle, even while another view is open', async () => {
    await vscode.workbench.activity('Explorer').click();
    await vscode.workbench.sidebar.getByText('Explorer', { exact: true }).first().waitFor();
    await vscode.workbench.reload();
    await says(vscode.workbench, '1 export running');
    await vscode.workbench.openForecastBacktests();
    await showsRows(vscode.workbench, ['In Progress', '- weekly']);
  });

  it('shows the end of the export in the status bar and in the sidebar of both windows', async () => {
    ahead += HOUR;
    for (const window of [vscode.workbench, other]) {
      await says(window, '1 export finished');
      await eventually(async () => assert.deepEqual(await rows(window), ['Active']), SOON);
      await window.jobs.expand('Active');
      await showsRows(window, ['Active', '- weekly']);
    }
  });

  it('tells of it exactly once over both windows', async () => {
    assert.deepEqual(await toldIn('weekly'), ['Export “weekly” has finished.']);
  });

  it('shows in a window that opens later which export has failed meanwhile, and tells of it once', async () => {
    await createExport('daily', 's3://denied-bucket/daily/');
    for (const window of [vscode.workbench, other]) {
      await window.pressViewAction('Refresh Export Jobs');
      await says(window, '1 export running');
    }
    await vscode.workbench.page.goto('about:blank');
    ahead += 2 * HOUR;
    await says(other, '1 export failed');
    await vscode.workbench.page.goto(vscode.server.windowUrl());
    await vscode.workbench.openForecastBacktests();
    await says(vscode.workbench, '1 export failed');
    const told = await toldIn('daily');
    assert.equal(told.length, 1);
    assert.match(
      told[0] ?? '',
      /^Export “daily” has failed\. Access denied while writing to s3:\/\/denied-bucket\/daily\//u,
    );
  });

  it('lists watched and recent exports with a click, and has then said what it had to say', async () => {
    const { quickPick } = vscode.workbench;
    await vscode.workbench.statusBarItem('1 export failed').click();
    await quickPick.item('daily').waitFor();
    assert.equal(await quickPick.title(), 'Watched and Recent Exports');
    const items = await quickPick.readItems();
    assert.deepEqual(
      items.map(({ label }) => label),
      ['daily', 'weekly'],
    );
    assert.match(items[0]?.description ?? '', /^Failed · .* · took /u);
    assert.match(items[0]?.detail ?? '', /^Access denied/u);
    await quickPick.dismiss();
    await vscode.workbench.statusBarItem('1 export failed').waitFor({ state: 'detached' });
  });

  it('offers by keyboard alone what can be done with an export', async () => {
    const arn = await createExport('monthly');
    await vscode.workbench.pressViewAction('Refresh Export Jobs');
    await says(vscode.workbench, '1 export running');
    await vscode.workbench.runCommand('Forecast Backtests: Show Watched Exports');
    const { quickPick } = vscode.workbench;
    await quickPick.item('monthly').waitFor();
    await quickPick.type('monthly');
    await quickPick.accept();
    await quickPick.item('Copy ARN').waitFor();
    await quickPick.type('Copy ARN');
    await quickPick.accept();
    await quickPick.root.waitFor({ state: 'hidden' });
    assert.equal(await vscode.workbench.page.evaluate(() => navigator.clipboard.readText()), arn);
  });

  it('leaves an export alone that the person stops watching, until they watch it again', async () => {
    await vscode.workbench.jobs.chooseFromMenu('monthly', 'Stop Watching');
    await vscode.workbench.statusBarItem('1 export running').waitFor({ state: 'detached' });
    await vscode.workbench.jobs.chooseFromMenu('monthly', 'Watch');
    await says(vscode.workbench, '1 export running');
  });

  it('pauses with one message when the sign-in has run out, and goes on once the person has signed in again', async () => {
    emulator.fault({ mode: 'expiredToken' });
    await vscode.workbench.notification('Watching running exports is paused').waitFor({ timeout: 90_000 });
    await says(vscode.workbench, 'Watching exports is paused');
    emulator.fault({ mode: 'none' });
    await vscode.workbench.answerNotification('Watching running exports is paused', 'Sign In Again');
    await says(vscode.workbench, '1 export running');
  }).timeout(150_000);

  it('says nothing in the status bar when that is turned off', async () => {
    await vscode.server.changeSettings({ 'forecastBacktests.statusBar.enabled': false });
    await vscode.workbench.statusBarItem('1 export running').waitFor({ state: 'detached' });
    await vscode.server.changeSettings({ 'forecastBacktests.statusBar.enabled': undefined });
    await says(vscode.workbench, '1 export running');
  });

  it('tells only of failures when that is what was chosen', async () => {
    await vscode.server.changeSettings({ 'forecastBacktests.notifications': 'failures' });
    ahead += 2 * HOUR;
    await says(vscode.workbench, '1 export finished');
    assert.deepEqual(await toldIn('monthly'), []);
  });

  it('follows a stop and a deletion to their ends without a notification', async () => {
    const arn = await createExport('hourly');
    await client().send(new StopResourceCommand({ ResourceArn: arn }));
    await vscode.workbench.pressViewAction('Refresh Export Jobs');
    await says(vscode.workbench, '1 export running');
    ahead += HOUR;
    await says(vscode.workbench, '1 export stopped');
    await client().send(new DeletePredictorBacktestExportJobCommand({ PredictorBacktestExportJobArn: arn }));
    await vscode.workbench.pressViewAction('Refresh Export Jobs');
    await eventually(async () => assert.ok((await rows(vscode.workbench)).includes('Deleting')), SOON);
    ahead += 2 * HOUR;
    await eventually(async () => assert.ok(!(await rows(vscode.workbench)).includes('Deleting')), SOON);
    assert.deepEqual(await toldIn('hourly'), []);
  });
});
