import assert from 'node:assert/strict';
import type { Fault } from '../../src/sample/faults';
import { eventually } from '../support/eventually';
import { useDenier } from '../support/use-denier';
import { useEmulator } from '../support/use-emulator';
import { useVscode } from '../support/use-vscode';
import { Wizard } from '../support/wizard';

const HOUR = 3_600_000;
const CREATE = 'CreatePredictorBacktestExportJob';
const PREDICTOR = 'arn:aws:forecast:us-east-1:111122223333:predictor/promo_uplift_daily';

describe('A Create that fails', () => {
  // What is created here runs until the end: the quota stays used up.
  const emulator = useEmulator({
    still: true,
    jobs: 40,
    quotas: { parallelExports: 2 },
    timings: { pending: HOUR, running: HOUR },
  });
  const denier = useDenier();
  const vscode = useVscode({ env: () => ({ ...emulator.env, ...denier.env }) });
  const wizard = (): Wizard => new Wizard(vscode.workbench);
  const dialog = (): typeof vscode.workbench.dialog => vscode.workbench.dialog;
  const creates = (): number => emulator.requests.filter(({ operation }) => operation === CREATE).length;
  const named = (name: string): number =>
    emulator.requests.filter(
      ({ operation, body }) =>
        operation === CREATE && (body as Record<string, unknown>)['PredictorBacktestExportJobName'] === name,
    ).length;

  before('open the view', async () => {
    await vscode.workbench.openForecastBacktests();
    await vscode.workbench.jobs.row('In Progress').waitFor();
  });
  beforeEach(() => emulator.forgetRequests());
  afterEach('leave the wizard', async () => {
    emulator.fault({ mode: 'none' });
    await wizard().leave();
  });

  /** Answers everything with what is offered first, and presses "Create export". */
  async function create(name: string, predictor = 'promo_uplift_daily'): Promise<void> {
    await wizard().open();
    await wizard().at('Predictor (1/8)');
    await wizard().type(predictor);
    await wizard().offers(predictor.startsWith('arn:') ? 'Use ' : predictor);
    await wizard().press('Enter');
    await wizard().at('Export name (2/8)');
    await wizard().type(name);
    await wizard().acceptAll();
    await wizard().press('Enter');
  }

  async function refused(words: RegExp, ...buttons: readonly string[]): Promise<void> {
    await eventually(async () => assert.match(await dialog().innerText(), words));
    const shown = await dialog().getByRole('button').allInnerTexts();
    for (const button of buttons) assert.ok(shown.includes(button), `"${button}" is among ${shown.join(', ')}`);
    assert.equal(creates(), 1);
  }

  async function press(button: string): Promise<void> {
    await dialog().getByRole('button', { name: button, exact: true }).click();
  }

  it('because the name was taken meanwhile leads to the name, with a free one proposed', async () => {
    await wizard().open();
    await wizard().choose('promo_uplift_daily');
    await wizard().at('Export name (2/8)');
    await wizard().type('taken');
    await wizard().acceptAll();
    await emulator.call(CREATE, {
      PredictorBacktestExportJobName: 'taken',
      PredictorArn: PREDICTOR,
      Destination: {
        S3Config: {
          Path: 's3://example-retail-forecast/x/',
          RoleArn: 'arn:aws:iam::111122223333:role/ForecastExportRole',
        },
      },
    });
    emulator.forgetRequests();
    await wizard().press('Enter');
    await wizard().at('Export name (2/8)');
    await wizard().says(/The name taken is taken. This one is free: taken_2/);
    assert.equal(await wizard().value(), 'taken_2');
    await wizard().press('Enter');
    await wizard().at('Review (8/8)');
    await wizard().review();
    await wizard().press('Enter');
    await vscode.workbench.jobs.row('taken_2').waitFor();
    assert.equal(named('taken_2'), 1);
  });

  it('because the limit is reached names what runs, and leads to the quota page', async () => {
    await create('one_too_many');
    await refused(/Too many exports run at the same time/, 'Open Quota Page', 'Try Again');
    assert.match(await dialog().innerText(), /Running now:[^]*• taken_2 \((Pending|In Progress)\)/);
    await press('Cancel');
    await wizard().at('Review (8/8)');
    await wizard().offers(/Too many exports run at the same time\./);
  });

  it('because the predictor is not active leads to the predictor', async () => {
    // The list would tell so before anything is sent.
    emulator.fault({ mode: 'deny', operation: 'ListPredictors' });
    await create('too_early', 'arn:aws:forecast:us-east-1:111122223333:predictor/new_items_cold_start');
    await refused(/The predictor is not active[^]*Failed/, 'Change Predictor', 'Try Again');
    await press('Change Predictor');
    await wizard().at('Predictor (1/8)');
    await wizard().offers(/The predictor is not active\./);
  });

  it('because the predictor is known not to be active is not even sent', async () => {
    await wizard().open();
    await wizard().at('Predictor (1/8)');
    await wizard().type('new_items_cold_start');
    await wizard().offers('new_items_cold_start');
    await wizard().type('arn:aws:forecast:us-east-1:111122223333:predictor/new_items_cold_start');
    await eventually(async () => {
      const [first] = await vscode.workbench.quickPick.readItems();
      assert.match(first?.label ?? '', /^Only an active predictor can be exported/);
    });
    await wizard().press('Enter');
    await wizard().at('Predictor (1/8)');
    await wizard().press('Escape');
    await vscode.workbench.quickPick.root.waitFor({ state: 'hidden' });
    assert.equal(creates(), 0);
  });

  it('because the predictor is gone leads to the predictor', async () => {
    await create('too_late', 'arn:aws:forecast:us-east-1:111122223333:predictor/long_gone');
    await refused(/The predictor does not exist any more/, 'Change Predictor');
    await press('Change Predictor');
    await wizard().at('Predictor (1/8)');
  });

  const refusals: readonly (readonly [title: string, fault: Fault, words: RegExp, button: string, step?: string])[] = [
    [
      'because of a role of another account leads to the role',
      {
        mode: 'refuse',
        words: 'The role arn:aws:iam::999988887777:role/x does not belong to the account 111122223333.',
      },
      /refused the IAM role[^]*own account/,
      'Change IAM role',
      'IAM role (4/8)',
    ],
    [
      'because of a role that Forecast cannot assume leads to the role',
      { mode: 'refuse', words: 'Amazon Forecast cannot assume the given role. Check its trust policy.' },
      /refused the IAM role[^]*trust policy/,
      'Change IAM role',
      'IAM role (4/8)',
    ],
    [
      'because of the bucket leads to the destination',
      { mode: 'refuse', words: 'The S3 bucket does not exist or is not in this region.' },
      /refused the S3 destination/,
      'Change S3 destination',
      'S3 destination (3/8)',
    ],
    [
      'because of the KMS key leads to the encryption',
      { mode: 'refuse', words: 'The KMS key cannot be used.' },
      /refused the KMS key/,
      'Change Encryption',
      'Encryption (5/8)',
    ],
    [
      'because iam:PassRole is missing says so and leads to the role',
      {
        mode: 'refuse',
        code: 'AccessDeniedException',
        words:
          'User: arn:aws:iam::111122223333:user/planner is not authorized to perform: iam:PassRole on resource: arn:aws:iam::111122223333:role/x',
      },
      /may not pass this role[^]*iam:PassRole/,
      'Change IAM role',
      'IAM role (4/8)',
    ],
    [
      'for lack of permission says which one',
      { mode: 'deny' },
      /You may not create exports[^]*forecast:CreatePredictorBacktestExportJob/,
      'Show Policies',
    ],
    [
      'because the account is not onboarded says so',
      { mode: 'notOnboarded' },
      /This account cannot use Amazon Forecast[^]*new customers/,
      'Try Again',
    ],
    [
      'because of throttling can be tried again, and nothing was created',
      { mode: 'throttle' },
      /Too many requests[^]*Nothing was created/,
      'Try Again',
    ],
  ];
  for (const [title, fault, words, button, step] of refusals) {
    it(title, async () => {
      emulator.fault({ ...fault, operation: CREATE });
      await create('refused');
      await refused(words, button);
      if (step !== undefined) {
        await press(button);
        await wizard().at(step);
        if (fault.words !== undefined) await wizard().offers(fault.words);
      } else if (button === 'Show Policies') {
        await press(button);
        await wizard().at('Review (8/8)');
        await vscode.workbench.page.getByRole('tab', { name: /policy-for-you\.json/ }).waitFor();
      }
    });
  }

  it('by a ValidationException leads to the step that it names, with the service’s words', async () => {
    emulator.fault({
      mode: 'refuse',
      operation: CREATE,
      code: 'ValidationException',
      words:
        "1 validation error detected: Value 'x' at 'predictorBacktestExportJobName' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-zA-Z][a-zA-Z0-9_]*",
    });
    await create('invalid');
    await wizard().at('Export name (2/8)');
    await wizard().says(/1 validation error detected/);
    assert.equal(creates(), 1);
  });

  it('by a dropped connection asks the account first, and then offers to try again', async () => {
    emulator.fault({ mode: 'reset', operation: CREATE, times: 1 });
    await create('dropped', 'store_traffic_hourly');
    await eventually(
      async () => assert.match(await dialog().innerText(), /The answer was lost, and nothing was created/),
      20_000,
    );
    assert.equal(creates(), 1);
    assert.ok(
      emulator.requests.some(
        ({ operation, body }) => operation.startsWith('Describe') && JSON.stringify(body).includes('/dropped'),
      ),
    );
    await press('Try Again');
    // The account takes two at a time; the second attempt is refused for that reason and creates nothing.
    await eventually(async () => assert.match(await dialog().innerText(), /Too many exports run/));
    assert.equal(creates(), 2);
  });
});

describe('A Create whose answer is lost', () => {
  const emulator = useEmulator({ still: true, jobs: 40 });
  const denier = useDenier();
  const vscode = useVscode({ env: () => ({ ...emulator.env, ...denier.env }) });

  it('is found by its name, is shown, and is not sent again', async () => {
    const wizard = new Wizard(vscode.workbench);
    await vscode.workbench.openForecastBacktests();
    await vscode.workbench.jobs.row('In Progress').waitFor();
    const before = emulator.jobCount('us-east-1');
    emulator.fault({ mode: 'lost', operation: CREATE, times: 1 });
    await wizard.open();
    await wizard.choose('promo_uplift_daily');
    await wizard.at('Export name (2/8)');
    await wizard.type('lost_and_found');
    await wizard.acceptAll();
    await wizard.press('Enter');
    const row = vscode.workbench.jobs.row('lost_and_found');
    await row.waitFor();
    await eventually(async () => assert.equal(await row.getAttribute('aria-selected'), 'true'));
    assert.equal(emulator.requests.filter(({ operation }) => operation === CREATE).length, 1);
    assert.equal(emulator.jobCount('us-east-1'), before + 1);
  });

  it('because the window was closed is asked for by the draft, and is not sent again', async () => {
    const wizard = new Wizard(vscode.workbench);
    emulator.forgetRequests();
    emulator.fault({ mode: 'hang', operation: CREATE });
    await wizard.open();
    await wizard.choose('promo_uplift_daily');
    await wizard.at('Export name (2/8)');
    await wizard.type('closed_too_early');
    await wizard.acceptAll();
    await wizard.press('Enter');
    const sent = await eventually(() => {
      const request = emulator.requests.find(({ operation }) => operation === CREATE);
      assert.ok(request);
      return request;
    });
    await vscode.workbench.reload();
    emulator.fault({ mode: 'none' });
    // The request arrives after all, when nobody listens any more.
    await emulator.call(CREATE, sent.body as Record<string, unknown>);
    emulator.forgetRequests();
    await vscode.workbench.openForecastBacktests();
    await vscode.workbench.jobs.row('In Progress').waitFor();
    await wizard.open();
    await wizard.offers('Resume draft');
    await wizard.press('Enter');
    const row = vscode.workbench.jobs.row('closed_too_early');
    await row.waitFor();
    await eventually(async () => assert.equal(await row.getAttribute('aria-selected'), 'true'));
    assert.deepEqual(
      emulator.requests.filter(({ operation }) => operation === CREATE),
      [],
    );
  });

  it('and that cannot be looked up is never sent again before it is known; the draft asks first', async () => {
    const wizard = new Wizard(vscode.workbench);
    const { dialog } = vscode.workbench;
    emulator.forgetRequests();
    await wizard.open();
    await wizard.choose('promo_uplift_daily');
    await wizard.at('Export name (2/8)');
    await wizard.type('uncertain');
    await wizard.acceptAll();
    emulator.fault({ mode: 'reset' });
    await wizard.press('Enter');
    await eventually(
      async () => assert.match(await dialog.innerText(), /It is not known whether the export was created/),
      30_000,
    );
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'hidden' });
    assert.equal(emulator.requests.filter(({ operation }) => operation === CREATE).length, 1);

    emulator.fault({ mode: 'none' });
    await wizard.open();
    await wizard.offers('Resume draft');
    await wizard.press('Enter');
    await eventually(
      async () => assert.match(await dialog.innerText(), /The answer was lost, and nothing was created/),
      20_000,
    );
    await dialog.getByRole('button', { name: 'Try Again' }).click();
    await vscode.workbench.jobs.row('uncertain').waitFor();
    assert.equal(emulator.requests.filter(({ operation }) => operation === CREATE).length, 2);
  });
});
