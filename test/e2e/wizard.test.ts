import assert from 'node:assert/strict';
import { clientEnvironment, ensureAwsClients } from '../support/aws-clients';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { eventually } from '../support/eventually';
import { useDenier } from '../support/use-denier';
import { useEmulator } from '../support/use-emulator';
import { useVscode } from '../support/use-vscode';
import { Wizard } from '../support/wizard';

const PREDICTOR = 'arn:aws:forecast:us-east-1:111122223333:predictor/promo_uplift_daily';
const CREATE = 'CreatePredictorBacktestExportJob';

describe('The wizard "Create Export"', () => {
  const emulator = useEmulator({ still: true, jobs: 40, quotas: { parallelExports: 50 } });
  const denier = useDenier();
  const vscode = useVscode({ env: () => ({ ...emulator.env, ...denier.env }) });
  const wizard = (): Wizard => new Wizard(vscode.workbench);
  const creates = (): typeof emulator.requests => emulator.requests.filter(({ operation }) => operation === CREATE);

  before('open the view', async () => {
    await vscode.workbench.openForecastBacktests();
    await vscode.workbench.jobs.row('In Progress').waitFor();
  });
  beforeEach(() => emulator.forgetRequests());

  it('creates an export by keyboard alone, sends exactly one request, and selects the new row', async () => {
    await wizard().open();
    await wizard().at('Predictor (1/8)');
    await wizard().choose('fresh_daily_demand');
    await wizard().acceptAll();
    const review = await wizard().review();
    await wizard().press('Enter');

    const name = review['Export name'] ?? '';
    assert.match(name, /^fresh_daily_demand_\d{8}(?:_\d+)?$/);
    const row = vscode.workbench.jobs.row(name);
    await row.waitFor();
    await eventually(async () => assert.equal(await row.getAttribute('aria-selected'), 'true'));
    const [request, ...others] = creates();
    assert.deepEqual(others, []);
    const body = request?.body as { PredictorArn: string; Destination: { S3Config: Record<string, string> } };
    assert.match(body.PredictorArn, /predictor\/fresh_daily_demand_[0-9A-Z]{26}$/);
    assert.deepEqual(body, {
      PredictorBacktestExportJobName: name,
      PredictorArn: body.PredictorArn,
      Destination: { S3Config: { Path: review['S3 destination'], RoleArn: review['IAM role'] } },
      Format: 'CSV',
    });
  });

  it('goes back, keeps the answers, and lets each be changed from the review', async () => {
    await wizard().open();
    await wizard().choose('promo_uplift_daily');
    await wizard().at('Export name (2/8)');
    await wizard().type('first_thought');
    await wizard().press('Enter');
    await wizard().at('S3 destination (3/8)');
    await wizard().back();
    await wizard().at('Export name (2/8)');
    assert.equal(await wizard().value(), 'first_thought');
    await wizard().back();
    await wizard().at('Predictor (1/8)');
    await wizard().choose('store_traffic_hourly');
    await wizard().at('Export name (2/8)');
    assert.equal(await wizard().value(), 'first_thought', 'a name of one’s own stays with another predictor');
    await wizard().acceptAll();

    await wizard().choose('Format');
    await wizard().at('Format (6/8)');
    await wizard().choose('PARQUET');
    await wizard().at('Review (8/8)');
    const review = await wizard().review();
    assert.equal(review['Format'], 'PARQUET');
    assert.equal(review['Predictor'], 'store_traffic_hourly');

    await wizard().press('Enter');
    await vscode.workbench.jobs.row('first_thought').waitFor();
    assert.deepEqual(
      creates().map(({ body }) => (body as { Format?: string }).Format),
      ['PARQUET'],
    );
  });

  it('proposes a new name when the predictor changes and the name was a proposal', async () => {
    await wizard().open();
    await wizard().choose('promo_uplift_daily');
    await wizard().at('Export name (2/8)');
    await wizard().press('Enter');
    await wizard().at('S3 destination (3/8)');
    await wizard().back();
    await wizard().at('Export name (2/8)');
    await wizard().back();
    await wizard().at('Predictor (1/8)');
    await wizard().choose('slow_movers_npts');
    await wizard().at('Export name (2/8)');
    assert.match(await wizard().value(), /^slow_movers_npts_\d{8}/);
    await wizard().leave();
  });

  it('says while typing what is wrong with a name, and that one is taken', async () => {
    await wizard().open();
    await wizard().choose('fresh_daily_demand');
    await wizard().at('Export name (2/8)');
    const proposal = await wizard().value();
    for (const [name, words] of [
      ['weekly-review', /Only letters a–z, digits and _ are possible, not -/],
      ['1st_review', /starts with a letter/],
      ['n'.repeat(64), /at most 63 characters; this one has 64/],
    ] as const) {
      await wizard().type(name);
      await wizard().says(words);
      await wizard().press('Enter');
      await wizard().at('Export name (2/8)');
    }
    // The first test has created an export of the first proposal.
    await wizard().type(proposal.replace(/_\d+$/, ''));
    await wizard().says(/has an export of this name already/);
    // A warning, no more: the other export may be gone by the time that this one is sent.
    await wizard().press('Enter');
    await wizard().at('S3 destination (3/8)');
    await wizard().leave();
  });

  it('takes the ARN that was pasted and confirmed at once, and no row that it has displaced', async () => {
    await wizard().open();
    await wizard().at('Predictor (1/8)');
    await wizard().offers('grocery_weekly_demand');
    await wizard().type(PREDICTOR.replace('promo_uplift_daily', 'of_another_page'));
    await wizard().press('Enter');
    await wizard().at('Export name (2/8)');
    assert.match(await wizard().value(), /^of_another_page_\d{8}/);
    await wizard().leave();
  });

  it('is left by Escape without a question when nothing would be lost', async () => {
    await wizard().open();
    await wizard().at('Predictor (1/8)');
    await wizard().press('Escape');
    await vscode.workbench.quickPick.root.waitFor({ state: 'hidden' });
    assert.equal(await vscode.workbench.dialog.isVisible(), false);
  });

  it('asks before answers are lost, goes on on demand, and leaves nothing behind after "Discard"', async () => {
    await wizard().open();
    await wizard().choose('promo_uplift_daily');
    await wizard().at('Export name (2/8)');
    await wizard().press('Escape');
    await vscode.workbench.dialog.getByRole('button', { name: 'Cancel' }).click();
    await wizard().at('Export name (2/8)');
    await wizard().press('Escape');
    await vscode.workbench.dialog.getByRole('button', { name: 'Discard' }).click();
    await vscode.workbench.dialog.waitFor({ state: 'hidden' });
    await wizard().open();
    await wizard().at('Predictor (1/8)');
    await wizard().press('Escape');
    assert.deepEqual(creates(), []);
  });

  it('offers a draft again after the window was reloaded, where it was left', async () => {
    await wizard().open();
    await wizard().choose('apparel_season_plan');
    await wizard().at('Export name (2/8)');
    await wizard().type('spring_review');
    await wizard().press('Enter');
    await wizard().at('S3 destination (3/8)');
    await wizard().press('Escape');
    await vscode.workbench.dialog.getByRole('button', { name: 'Keep Draft' }).click();
    await vscode.workbench.dialog.waitFor({ state: 'hidden' });

    await vscode.workbench.reload();
    await vscode.workbench.openForecastBacktests();
    await vscode.workbench.jobs.row('In Progress').waitFor();
    await wizard().open();
    await wizard().offers('Resume draft');
    await wizard().press('Enter');
    await wizard().at('S3 destination (3/8)');
    await wizard().back();
    await wizard().at('Export name (2/8)');
    assert.equal(await wizard().value(), 'spring_review');
    await wizard().acceptAll();
    await wizard().press('Enter');
    await vscode.workbench.jobs.row('spring_review').waitFor();
    assert.equal(creates().length, 1);
    await wizard().open();
    await wizard().at('Predictor (1/8)');
    await wizard().press('Escape');
  });

  it('takes everything by hand while S3, IAM and KMS deny, and sends what the copied AWS CLI command sends', async () => {
    const answers = {
      name: 'by_hand',
      path: 's3://example-retail-forecast/it\'s a $HOME "folder"/été+hiver/',
      role: 'arn:aws:iam::111122223333:role/service-role/ForecastExportRole',
      key: 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    };
    await wizard().open();
    await wizard().at('Predictor (1/8)');
    await wizard().type(PREDICTOR);
    await wizard().offers('Use promo_uplift_daily');
    await wizard().press('Enter');
    await wizard().at('Export name (2/8)');
    await wizard().type(answers.name);
    await wizard().press('Enter');

    await wizard().at('S3 destination (3/8)');
    await wizard().offers('the buckets could not be listed');
    await wizard().choose('Enter an S3 path…');
    await wizard().asks('s3://bucket/folder/');
    await wizard().type(answers.path);
    await wizard().says(/slash|characters/);
    await wizard().press('Enter');

    await wizard().at('IAM role (4/8)');
    await wizard().offers('the roles could not be listed');
    await wizard().choose('Enter the ARN of a role…');
    await wizard().asks('arn:aws:iam::111122223333:role/ForecastExportRole');
    await wizard().type('arn:aws:iam::999988887777:role/ForecastExportRole');
    await wizard().says(/refuses a role of another account/);
    await wizard().type(answers.role);
    await wizard().press('Enter');

    await wizard().at('Encryption (5/8)');
    await wizard().offers('the keys could not be listed');
    await wizard().type(answers.key);
    await wizard().offers('Use this key');
    await wizard().press('Enter');
    await wizard().at('Format (6/8)');
    await wizard().choose('PARQUET');
    await wizard().at('Tags (7/8)');
    for (const [key, value] of [
      ['cost-center', '47 11'],
      ['Zweck', 'Überprüfung'],
    ] as const) {
      await wizard().choose('Add a tag…');
      await wizard().asks('For example cost-center');
      await wizard().type(key);
      await wizard().press('Enter');
      await wizard().asks('May be empty');
      await wizard().type(value);
      await wizard().press('Enter');
      await wizard().offers(key);
    }
    await wizard().back();
    await wizard().at('Format (6/8)');
    await wizard().choose('PARQUET');
    await wizard().at('Tags (7/8)');
    await wizard().offers('cost-center');
    await wizard().choose('Continue with these tags');
    await wizard().at('Review (8/8)');
    await wizard().choose('Copy as AWS CLI command');
    const command = await eventually(async () => {
      const text = await wizard().clipboard();
      assert.match(text, /^aws forecast create-predictor-backtest-export-job/);
      return text;
    });
    await wizard().offers('copied');
    await wizard().choose('Create export');
    await vscode.workbench.jobs.row(answers.name).waitFor();

    await runInShell(command);
    const [byWizard, byCli, ...others] = creates();
    assert.deepEqual(others, []);
    assert.deepEqual(byWizard?.body, byCli?.body);
    assert.deepEqual(byWizard?.body, {
      PredictorBacktestExportJobName: answers.name,
      PredictorArn: PREDICTOR,
      Destination: { S3Config: { Path: answers.path, RoleArn: answers.role, KMSKeyArn: answers.key } },
      Format: 'PARQUET',
      Tags: [
        { Key: 'cost-center', Value: '47 11' },
        { Key: 'Zweck', Value: 'Überprüfung' },
      ],
    });
  });
});

/** Runs a copied command as a person would. It fails, because the export exists by now; the request counts. */
async function runInShell(command: string): Promise<void> {
  const { aws } = await ensureAwsClients();
  const line = command.replace(/^aws/, aws);
  await assert.rejects(promisify(execFile)('/bin/sh', ['-c', line], { env: clientEnvironment() }), /AlreadyExists/);
}
