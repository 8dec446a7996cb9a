import assert from 'node:assert/strict';
import type { FaultMode } from '../../src/sample/faults';
import { eventually } from '../support/eventually';
import { useEmulator } from '../support/use-emulator';
import { useVscode } from '../support/use-vscode';

describe('When the account cannot be read', () => {
  const emulator = useEmulator({ still: true });
  const vscode = useVscode({
    env: () => emulator.env,
    settings: { 'forecastBacktests.requestTimeout': 2 },
  });

  const causes: readonly [FaultMode, RegExp, string][] = [
    ['notOnboarded', /no longer available to new customers/, 'Explore Sample Data'],
    ['deny', /may not list export jobs/, 'Choose Profile'],
    ['throttle', /too many requests/, 'Retry'],
    ['html', /Something else answered instead of AWS/, 'Retry'],
    ['reset', /could not be reached/, 'Retry'],
    ['hang', /did not answer in time/, 'Retry'],
    ['expiredToken', /sign-in has expired/, 'Retry'],
    ['badCredentials', /refused the credentials/, 'Choose Profile'],
    ['clockSkew', /clock of this machine/, 'Retry'],
    ['serverError', /has a problem/, 'Retry'],
  ];

  before('open the view on a service that fails', async () => {
    emulator.fault({ mode: 'notOnboarded' });
    await vscode.workbench.openForecastBacktests();
  });

  for (const [mode, sentence, action] of causes) {
    it(`says what is wrong and offers a way on: ${mode}`, async () => {
      emulator.fault({ mode });
      await vscode.workbench.runCommand('Forecast Backtests: Refresh Export Jobs');
      await eventually(async () => assert.match(await vscode.workbench.welcome.innerText(), sentence), 20_000);
      assert.ok(await vscode.workbench.welcome.getByRole('button', { name: action }).isVisible());
      assert.ok(await vscode.workbench.welcome.getByRole('button', { name: 'Show Log' }).isVisible());
    });
  }

  it('shows the jobs once Retry finds the service well', async () => {
    emulator.fault({ mode: 'none' });
    await vscode.workbench.welcome.getByRole('button', { name: 'Retry' }).click();
    await vscode.workbench.jobs.row('In Progress').waitFor();
  });

  it('has logged each refusal with its request id, and no secret', async () => {
    const log = await vscode.log();
    assert.match(log, /request [0-9a-f-]{36}, notOnboarded, AccessDeniedException/u);
    assert.ok(!log.includes(emulator.env['AWS_SECRET_ACCESS_KEY'] ?? '?'));
    assert.ok(!log.includes(emulator.env['AWS_ACCESS_KEY_ID'] ?? '?'));
  });
});

describe('When the service fails in the middle of a listing', () => {
  const emulator = useEmulator({ still: true });
  const vscode = useVscode({
    env: () => emulator.env,
    settings: { 'forecastBacktests.requestTimeout': 2 },
  });
  const activeCount = async (): Promise<string | undefined> =>
    (await vscode.workbench.jobs.allRows()).find(({ level, label }) => level === 1 && label === 'Active')?.description;
  /** The row under the jobs of the group Active, which is alone at the end: three closed groups stand below it. */
  const lastChild = async (): Promise<string> => {
    const { jobs, page } = vscode.workbench;
    await jobs.root.getByRole('tree').focus();
    for (const key of ['End', 'ArrowUp', 'ArrowUp', 'ArrowUp']) await page.keyboard.press(key);
    return jobs.root.locator('.monaco-list-row.focused .label-name').innerText();
  };

  before('load the first page', async () => {
    await vscode.workbench.openForecastBacktests();
    const { jobs } = vscode.workbench;
    await jobs.row('Failed').waitFor();
    for (const label of ['In Progress', 'Pending', 'Failed']) await jobs.collapse(label);
    await jobs.expand('Active');
  });

  const failures: readonly [FaultMode, string][] = [
    ['throttle', 'Too many requests'],
    ['html', 'Something else answered'],
    ['hang', 'No answer in time'],
    ['reset', 'No connection'],
  ];
  for (const [mode, title] of failures) {
    it(`keeps the loaded rows and turns "Load more…" into a Retry row: ${mode}`, async () => {
      const before = await activeCount();
      emulator.fault({ mode });
      assert.match(await lastChild(), /^(?:Load more…|Retry)$/u);
      await vscode.workbench.page.keyboard.press('Enter');
      await eventually(async () => {
        assert.equal(await lastChild(), 'Retry');
        const retry = (await vscode.workbench.jobs.rows()).find(({ label }) => label === 'Retry');
        assert.equal(retry?.description, title);
      }, 20_000);
      assert.equal(await activeCount(), before);
    });
  }

  it('reads on when the Retry row is chosen and the service is well again', async () => {
    emulator.fault({ mode: 'none' });
    assert.equal(await lastChild(), 'Retry');
    await vscode.workbench.page.keyboard.press('Enter');
    await eventually(async () => assert.equal(await activeCount(), '200+'));
    assert.equal(await lastChild(), 'Load more…');
  });

  it('keeps the rows when the service is gone at a refresh, says so above them, and recovers by Retry', async () => {
    await emulator.kill();
    await vscode.workbench.runCommand('Forecast Backtests: Refresh Export Jobs');
    // The row with Retry may be scrolled away; what is above the rows is always seen.
    const { viewMessage } = vscode.workbench;
    await eventually(async () =>
      assert.match(await viewMessage.innerText(), /No connection: the jobs below were read before/u),
    );
    assert.equal(await activeCount(), '200+');
    await emulator.restart();
    await vscode.workbench.jobs.click(/^No connection/);
    await eventually(async () => assert.match(await viewMessage.innerText(), /^environment · us-east-1( · \d{12})?$/u));
    assert.equal(await activeCount(), '200+');
  });
});

describe('Without credentials', () => {
  const vscode = useVscode({ env: { AWS_REGION: 'eu-west-1' } });

  it('the view explains the next steps', async () => {
    await vscode.workbench.openForecastBacktests();
    await eventually(async () => assert.match(await vscode.workbench.welcome.innerText(), /No AWS credentials/u));
    for (const name of ['Choose Profile', 'Explore Sample Data', 'Retry', 'Show Log'])
      assert.ok(await vscode.workbench.welcome.getByRole('button', { name }).isVisible(), name);
  });

  it('one click opens the sample account, which says clearly that it is one', async () => {
    await vscode.workbench.welcome.getByRole('button', { name: 'Explore Sample Data' }).click();
    await vscode.workbench.jobs.row('In Progress').waitFor();
    await eventually(async () => {
      assert.match(await vscode.workbench.viewDescription(), /^Sample data/u);
      assert.match(await vscode.workbench.viewMessage.innerText(), /Sample data.*nothing here is your AWS account/u);
    });
  });

  it('the sample account is still open after a reload', async () => {
    await vscode.workbench.reload();
    await vscode.workbench.jobs.row('In Progress').waitFor();
  });

  it('one click leaves it', async () => {
    await vscode.workbench.pressViewAction('Leave Sample Data');
    await eventually(async () => assert.match(await vscode.workbench.welcome.innerText(), /No AWS credentials/u));
  });
});
