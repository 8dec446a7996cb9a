import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { clientEnvironment, ensureAwsClients } from '../support/aws-clients';
import { eventually } from '../support/eventually';
import { newExport } from '../support/sample-client';
import { useDenier } from '../support/use-denier';
import { useEmulator } from '../support/use-emulator';
import { useVscode } from '../support/use-vscode';
import { Wizard } from '../support/wizard';

const ARN = 'arn:aws:forecast:us-east-1:111122223333:predictor-backtest-export-job/promo_uplift_daily';

describe('What one can do with a job', () => {
  // Exports that were made here are ready at once, except those that a test keeps running.
  const emulator = useEmulator({ still: true, jobs: 40, timings: { pending: 0, running: 600_000, stopping: 600_000 } });
  const denier = useDenier();
  const vscode = useVscode({ env: () => ({ ...emulator.env, ...denier.env }) });
  const dialog = (): typeof vscode.workbench.dialog => vscode.workbench.dialog;
  const row = (name: string): ReturnType<typeof vscode.workbench.jobs.row> => vscode.workbench.jobs.row(name);
  const sent = (operation: string): unknown[] =>
    emulator.requests.filter((request) => request.operation === operation).map(({ body }) => body);

  /** A row of a group, from the tree as it is. */
  async function rowIn(group: string): Promise<string> {
    await vscode.workbench.jobs.expand(group);
    return eventually(async () => {
      const rows = await vscode.workbench.jobs.rows();
      const at = rows.findIndex(({ label, level }) => label === group && level === 1);
      const next = rows.at(at + 1);
      assert.equal(next?.level, 2);
      return next.label;
    });
  }

  async function press(button: string): Promise<void> {
    await dialog().getByRole('button', { name: button, exact: true }).click();
    await dialog().waitFor({ state: 'hidden' });
  }

  async function clipboard(matching: RegExp): Promise<string> {
    return eventually(async () => {
      const text = await vscode.workbench.page.evaluate(() => navigator.clipboard.readText());
      assert.match(text, matching);
      return text;
    });
  }

  /** The text of the editor that is open. */
  async function editorText(): Promise<string> {
    const { page } = vscode.workbench;
    await page.locator('.monaco-editor .view-lines').first().click();
    await page.keyboard.press('ControlOrMeta+a');
    await page.evaluate(() => navigator.clipboard.writeText(''));
    await page.keyboard.press('ControlOrMeta+c');
    const text = await clipboard(/\S/);
    await vscode.workbench.runCommand('View: Revert and Close Editor');
    return text;
  }

  before('open the view', async () => {
    await emulator.call('CreatePredictorBacktestExportJob', newExport('runs_here'));
    await vscode.workbench.openForecastBacktests();
    await row('runs_here').waitFor();
    for (const group of ['Pending', 'Failed']) await vscode.workbench.jobs.collapse(group);
  });
  beforeEach(() => emulator.forgetRequests());

  it('is offered by its state: what runs can be stopped, what has ended can be deleted', async () => {
    const { jobs, page } = vscode.workbench;
    const running = await jobs.openMenu('runs_here');
    await page.keyboard.press('Escape');
    assert.ok(running.includes('Stop Export Job') && !running.includes('Delete Export Job'), running.join());
    const active = await jobs.openMenu(await rowIn('Active'));
    await page.keyboard.press('Escape');
    assert.ok(!active.includes('Stop Export Job') && active.includes('Delete Export Job'), active.join());
    for (const entry of ['Export Again…', 'Edit Tags…', 'Copy ARN', 'Copy S3 URI', 'Copy AWS CLI Command']) {
      assert.ok(active.includes(entry), entry);
    }
  });

  it('has at most three buttons in a row', async () => {
    await row('runs_here').hover();
    const buttons = await row('runs_here').getByRole('button').count();
    assert.ok(buttons > 0 && buttons <= 3, String(buttons));
  });

  it('edits tags with the fewest calls', async () => {
    const wizard = new Wizard(vscode.workbench);
    await vscode.workbench.jobs.chooseFromMenu('runs_here', 'Edit Tags…');
    await wizard.offers('Add a tag…');
    await wizard.choose('Add a tag…');
    await wizard.asks('For example cost-center');
    await wizard.type('aws:mine');
    await wizard.says(/reserved for AWS/);
    await wizard.type('team');
    await wizard.press('Enter');
    await wizard.asks('May be empty');
    await wizard.type('demand');
    await wizard.press('Enter');
    await wizard.offers('team');
    await wizard.press('Escape');
    await dialog().getByText('Save the changed tags of “runs_here”?').waitFor();
    await press('Cancel');
    await wizard.offers('team');
    await wizard.choose('Save');
    await eventually(() =>
      assert.deepEqual(sent('TagResource'), [
        { ResourceArn: `${ARN}/runs_here`, Tags: [{ Key: 'team', Value: 'demand' }] },
      ]),
    );
    assert.deepEqual(sent('UntagResource'), []);

    await vscode.workbench.jobs.chooseFromMenu('runs_here', 'Edit Tags…');
    await wizard.offers('team');
    await vscode.workbench.quickPick.item('team').hover();
    await vscode.workbench.quickPick.items.getByRole('button', { name: 'Remove' }).first().click();
    await wizard.choose('Save');
    await eventually(() =>
      assert.deepEqual(sent('UntagResource'), [{ ResourceArn: `${ARN}/runs_here`, TagKeys: ['team'] }]),
    );
    assert.equal(sent('TagResource').length, 1);
  });

  it('tells a refusal of tags where they are edited, and no tag to the log', async () => {
    const wizard = new Wizard(vscode.workbench);
    const [value, words] = ['s3cr3t-of-the-tag', '1 validation error detected'];
    const refusal = `${words}: Value '${value}' at 'tags.1.member.value' failed to satisfy constraint`;
    emulator.fault({ mode: 'refuse', operation: 'TagResource', code: 'ValidationException', words: refusal });
    await vscode.workbench.jobs.chooseFromMenu('runs_here', 'Edit Tags…');
    await wizard.offers('Add a tag…');
    await wizard.choose('Add a tag…');
    await wizard.asks('For example cost-center');
    await wizard.type('owner');
    await wizard.press('Enter');
    await wizard.asks('May be empty');
    await wizard.type(value);
    await wizard.press('Enter');
    await wizard.offers('owner');
    await wizard.choose('Save');
    await wizard.offers(`Not saved: Amazon Forecast refused the request. ${words}`);
    emulator.fault({ mode: 'none' });
    await wizard.press('Escape');
    await dialog().getByText('Save the changed tags of “runs_here”?').waitFor();
    await press('Discard');
    const log = await vscode.log();
    assert.match(log, /The tags of .*\/runs_here were not saved: ValidationException/u);
    assert.ok(!log.includes(value));
  });

  it('copies the ARN, the S3 URI, and a command that describes the job', async () => {
    const { jobs } = vscode.workbench;
    await jobs.chooseFromMenu('runs_here', 'Copy ARN');
    assert.equal(await clipboard(/^arn:/), `${ARN}/runs_here`);
    await jobs.chooseFromMenu('runs_here', 'Copy S3 URI');
    assert.equal(await clipboard(/^s3:/), 's3://example-retail-forecast/reviews/');
    await jobs.chooseFromMenu('runs_here', 'Copy AWS CLI Command');
    const command = await clipboard(/^aws /);
    const { aws } = await ensureAwsClients();
    const { stdout } = await promisify(execFile)('/bin/sh', ['-c', command.replace(/^aws/, aws)], {
      env: clientEnvironment(),
    });
    const described = JSON.parse(stdout) as Record<string, unknown>;
    assert.equal(described['PredictorBacktestExportJobArn'], `${ARN}/runs_here`);
  });

  it('opens the destination in the S3 console, of the right region and folder', async () => {
    await vscode.workbench.jobs.chooseFromMenu('runs_here', 'Open Destination in S3 Console');
    await eventually(async () => assert.match(await dialog().innerText(), /us-east-1\.console\.aws\.amazon\.com\/s3/));
    await press('Copy');
    assert.equal(
      await clipboard(/^https:/),
      'https://us-east-1.console.aws.amazon.com/s3/buckets/example-retail-forecast?region=us-east-1&bucketType=general&prefix=reviews/&showversions=false',
    );
  });

  it('opens the predictor in the Forecast console, by its dataset group', async () => {
    await vscode.workbench.jobs.chooseFromMenu('runs_here', 'Open Predictor in Forecast Console');
    await eventually(async () => assert.match(await dialog().innerText(), /console\.aws\.amazon\.com\/forecast/));
    await press('Copy');
    assert.match(
      await clipboard(/^https:.*forecast/),
      /#datasetGroups\/arn:aws:forecast:us-east-1:111122223333:dataset-group\$\w+\/predictors\/arn:aws:forecast:us-east-1:111122223333:predictor\$promo_uplift_daily$/,
    );
  });

  it('exports again, with everything prefilled but the name', async () => {
    const wizard = new Wizard(vscode.workbench);
    await vscode.workbench.jobs.chooseFromMenu('runs_here', 'Export Again…');
    await wizard.at('Review (8/8)');
    const review = await wizard.review();
    assert.equal(review['Export name'], 'runs_here_2');
    assert.equal(review['S3 destination'], 's3://example-retail-forecast/reviews/');
    await wizard.press('Enter');
    await row('runs_here_2').waitFor();
    assert.deepEqual(sent('CreatePredictorBacktestExportJob'), [{ ...newExport('runs_here_2'), Format: 'CSV' }]);
  });

  it('stops after a question, and the row says so at once', async () => {
    await vscode.workbench.jobs.chooseFromMenu('runs_here_2', 'Stop Export Job');
    assert.match(await dialog().innerText(), /Stop the export “runs_here_2”\?[^]*cannot be resumed/);
    await press('Cancel');
    assert.deepEqual(sent('StopResource'), []);
    await vscode.workbench.jobs.chooseFromMenu('runs_here_2', 'Stop Export Job');
    await press('Stop');
    await vscode.workbench.jobs.expand('Stopping');
    await eventually(async () => assert.match((await row('runs_here_2').getAttribute('aria-label')) ?? '', /Stopping/));
    assert.deepEqual(sent('StopResource'), [{ ResourceArn: `${ARN}/runs_here_2` }]);
  });

  it('that the service refuses makes the row tell the truth', async () => {
    await emulator.call('StopResource', { ResourceArn: `${ARN}/runs_here` });
    emulator.fault({
      mode: 'refuse',
      operation: 'StopResource',
      words: 'Only a resource that is in progress can be stopped.',
    });
    // Nobody has told the window yet that it is stopping.
    await vscode.workbench.jobs.chooseFromMenu('runs_here', 'Stop Export Job');
    await press('Stop');
    await vscode.workbench.notification(/“runs_here” was not stopped.*It is now: Stopping/).waitFor();
    await eventually(async () => assert.match((await row('runs_here').getAttribute('aria-label')) ?? '', /Stopping/));
    emulator.fault({ mode: 'none' });
  });

  it('deletes several at once, after telling that the files stay', async () => {
    const { jobs, page } = vscode.workbench;
    await vscode.workbench.jobs.collapse('Stopping');
    const first = await rowIn('Stopped');
    const rows = await jobs.rows();
    const second = rows[rows.findIndex(({ label }) => label === first) + 1]?.label ?? '';
    await jobs.click(first);
    await row(second).click({ modifiers: ['ControlOrMeta'] });
    await jobs.chooseFromMenu(second, 'Delete Export Job');
    const text = await dialog().innerText();
    assert.match(text, /Delete 2 export jobs\?[^]*files in S3 stay/);
    assert.ok(text.includes(first) && text.includes(second));
    await press('Delete');
    await eventually(() => assert.equal(sent('DeletePredictorBacktestExportJob').length, 2));
    await page.keyboard.press('Escape');
    await jobs.expand('Deleting');
    await eventually(async () =>
      assert.match((await row(first).getAttribute('aria-label')) ?? '', /Deletion Pending|Deleting/),
    );
  });

  it('asks for the job when it comes from the palette, and offers only those in the right state', async () => {
    const wizard = new Wizard(vscode.workbench);
    await vscode.workbench.runCommand('Forecast Backtests: Stop Export Job');
    await eventually(async () => assert.equal(await vscode.workbench.quickPick.title(), 'Stop Export Job'));
    const labels = (await vscode.workbench.quickPick.readItems()).map(({ label }) => label);
    assert.ok(!labels.includes('runs_here'), labels.join());
    assert.ok(labels.length > 0);
    await wizard.press('Escape');
    await vscode.workbench.runCommand('Forecast Backtests: Copy ARN');
    await eventually(async () => assert.equal(await vscode.workbench.quickPick.title(), 'Copy ARN'));
    await wizard.choose('runs_here_2');
    assert.equal(await clipboard(/runs_here_2$/), `${ARN}/runs_here_2`);
  });

  it('writes the visible list as CSV and as JSON', async () => {
    // The pages of the rows that were clicked: a page would take the keyboard when the lists are closed.
    await vscode.workbench.runCommand('View: Close All Editors');
    await vscode.workbench.runCommand('Forecast Backtests: Export List as CSV');
    const csv = (await editorText()).trimEnd().split('\n');
    assert.match(csv[0] ?? '', /^"Name","Status"/);
    assert.ok(csv.some((line) => line.startsWith('"runs_here_2","CREATE_STOPPING"')));
    await vscode.workbench.runCommand('Forecast Backtests: Export List as JSON');
    const jobs = JSON.parse(await editorText()) as { Name: string; Status: string }[];
    assert.equal(jobs.length, csv.length - 1);
    assert.equal(jobs.find(({ Name }) => Name === 'runs_here_2')?.Status, 'CREATE_STOPPING');
  });

  it('shows the policies that all this takes, as JSON to paste', async () => {
    await vscode.workbench.runCommand('Forecast Backtests: Show IAM Policies');
    const documents: string[] = [];
    for (const name of ['policy-for-you', 'policy-of-the-forecast-role', 'trust-policy-of-the-forecast-role']) {
      await vscode.workbench.page.getByRole('tab', { name: `${name}.json`, selected: true }).waitFor();
      documents.push(await editorText());
    }
    for (const document of documents) {
      assert.deepEqual(Object.keys(JSON.parse(document) as object), ['Version', 'Statement']);
    }
    const text = documents.join();
    for (const action of [
      'forecast:CreatePredictorBacktestExportJob',
      'iam:PassRole',
      's3:PutObject',
      'sts:AssumeRole',
    ]) {
      assert.ok(text.includes(action), action);
    }
    assert.ok(text.includes('111122223333') && text.includes('us-east-1') && !text.includes('<account-id>'));
  });
});
