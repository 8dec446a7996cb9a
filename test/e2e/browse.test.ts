import assert from 'node:assert/strict';
import { ACCOUNT_ID } from '../../src/sample/identity';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ensureAwsClients } from '../support/aws-clients';
import { DUMMY_CREDENTIALS } from '../support/environment';
import { eventually } from '../support/eventually';
import { useEmulator } from '../support/use-emulator';
import { useVscode } from '../support/use-vscode';

const GROUPS = ['In Progress', 'Pending', 'Stopping', 'Failed', 'Active', 'Stopped', 'Deleting', 'Delete Failed'];

/** Requests that paint a large account: one unfiltered page, and one for each of the nine statuses. */
const LARGE_ACCOUNT_REQUESTS = 10;

describe('Browsing a large account', () => {
  const emulator = useEmulator({ still: true, latency: 20 });
  const vscode = useVscode({ env: () => emulator.env });

  const lists = (): typeof emulator.requests =>
    emulator.requests.filter(({ operation }) => operation === 'ListPredictorBacktestExportJobs');

  it('shows the groups in their order, with counts, and says which account they are of', async () => {
    await vscode.workbench.openForecastBacktests();
    const { jobs } = vscode.workbench;
    await eventually(async () => assert.ok((await rootLabels()).includes('Active')));
    // The failed and running jobs start expanded and push the rest off the screen.
    for (const label of ['In Progress', 'Pending', 'Failed']) await jobs.collapse(label);
    await eventually(async () => {
      const rows = (await jobs.rows()).filter(({ level }) => level === 1);
      assert.deepEqual(
        rows.map(({ label }) => label),
        GROUPS,
      );
      assert.equal(rows.find(({ label }) => label === 'Active')?.description, '100+');
      for (const { description } of rows) assert.match(description, /^\d+\+?$/);
    });
    const whose = `environment · us-east-1 · ${ACCOUNT_ID}`;
    await eventually(async () => assert.equal(await vscode.workbench.viewDescription(), whose));
    assert.equal(await vscode.workbench.viewMessage.innerText(), whose);
  });

  it('takes one unfiltered request and one for each status, these at the same time', () => {
    assert.equal(lists().length, LARGE_ACCOUNT_REQUESTS);
    const [first, ...others] = lists().map(({ body }) => body as { Filters?: { Key: string }[]; MaxResults: number });
    assert.equal(first?.Filters, undefined);
    assert.equal(first?.MaxResults, 100);
    assert.deepEqual(
      others.map(({ Filters }) => Filters?.map(({ Key }) => Key)),
      Array.from({ length: 9 }, () => ['Status']),
    );
    assert.ok(Math.max(...lists().map(({ inFlight }) => inFlight)) > 1, 'requests overlap');
  });

  it('reads the pages of a group by its last row until all jobs that the AWS CLI lists are there', async () => {
    const { jobs } = vscode.workbench;
    await jobs.expand('Active');
    const expected = await awsCliJobs(emulator.url, 'ACTIVE');
    for (let loaded = 100; loaded < expected.length; loaded += 100) {
      assert.equal(await lastChild(), 'Load more…');
      await vscode.workbench.page.keyboard.press('Enter');
      const more = loaded + 100 < expected.length ? `${loaded + 100}+` : String(expected.length);
      await eventually(async () => assert.equal((await rootRow('Active'))?.description, more));
    }
    const names = (await jobs.allRows()).filter(({ level }) => level === 2).map(({ label }) => label);
    assert.deepEqual(names.toSorted(), expected.toSorted());
    assert.equal((await rootRow('Active'))?.description, String(expected.length));
  });

  it('says name, status and age of each job to a screen reader', async () => {
    const row = (await vscode.workbench.jobs.rows()).find(({ level }) => level === 2);
    assert.match(row?.name ?? '', new RegExp(`^${row?.label ?? '-'}, Active, created .+`));
  });

  it('refreshes without losing the place: selection, expansion and depth stay', async () => {
    const { jobs, page } = vscode.workbench;
    const loaded = (await rootRow('Active'))?.description;
    const selected = (await jobs.rows()).filter(({ level }) => level === 2)[5]?.label ?? '';
    await jobs.click(selected);
    const before = lists().length;
    const pages = Math.ceil(Number(loaded) / 100);
    await vscode.workbench.pressViewAction('Refresh Export Jobs');
    await eventually(() => assert.equal(lists().length, before + 8 + pages));
    await page.locator('.part.sidebar .monaco-progress-container.active').waitFor({ state: 'detached' });
    await eventually(async () => {
      const rows = await jobs.allRows();
      assert.equal(rows.find(({ selected }) => selected)?.label, selected);
      assert.equal(rows.find(({ label }) => label === 'Active')?.expanded, true);
    });
    assert.equal((await rootRow('Active'))?.description, loaded);
  });

  it('narrows the list to the jobs of one predictor, asked of the service', async () => {
    const { quickPick } = vscode.workbench;
    const before = lists().length;
    await vscode.workbench.pressViewAction('Filter by Predictor…');
    const [first] = await quickPick.readItems();
    assert.ok(first);
    await quickPick.accept();
    await eventually(async () =>
      assert.ok((await vscode.workbench.viewDescription()).endsWith(`predictor: ${first.label}`)),
    );
    await eventually(() => assert.ok(lists().length > before));
    const filters = lists()
      .slice(before)
      .map(({ body }) => (body as { Filters: { Key: string; Value: string }[] }).Filters);
    for (const filter of filters) {
      assert.ok(filter.some(({ Key, Value }) => Key === 'PredictorArn' && Value.includes(`predictor/${first.label}`)));
    }
    await eventually(async () => assert.ok((await vscode.workbench.jobs.rows()).length > 0));
  });

  it('searches the loaded jobs by name, says so, and clears both filters at once', async () => {
    const { workbench } = vscode;
    const wanted = (await workbench.jobs.rows()).find(({ level }) => level === 2)?.label ?? '';
    await workbench.runCommand('Forecast Backtests: Filter by Name…');
    await workbench.quickPick.type(wanted.slice(0, 6));
    await workbench.quickPick.accept();
    await eventually(async () =>
      assert.ok((await workbench.viewDescription()).endsWith(`name: “${wanted.slice(0, 6)}” (loaded jobs only)`)),
    );
    await eventually(async () => {
      const rows = (await workbench.jobs.rows()).filter(({ level }) => level === 2);
      assert.ok(
        rows.length > 0 && rows.every(({ label }) => label.includes(wanted.slice(0, 6)) || label.includes('…')),
      );
    });
    await workbench.pressViewAction('Clear Filters');
    await eventually(async () => assert.match(await workbench.viewDescription(), /us-east-1 · \d{12}$/));
    await eventually(async () => assert.equal((await rootRow('Active'))?.description, '100+'));
  });

  it('is used by the keyboard alone: arrows open a group, Enter loads more', async () => {
    const { jobs, page } = vscode.workbench;
    await jobs.root.getByRole('tree').focus();
    await page.keyboard.press('Home');
    for (let step = 0; step < 400 && (await focused()) !== 'Active'; step += 1) {
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('ArrowDown');
    }
    assert.equal(await focused(), 'Active');
    await page.keyboard.press('ArrowRight');
    await eventually(async () => assert.equal((await rootRow('Active'))?.expanded, true));
    const before = lists().length;
    assert.equal(await lastChild(), 'Load more…');
    await page.keyboard.press('Enter');
    await eventually(() => assert.equal(lists().length, before + 1));
    await eventually(async () => assert.equal((await rootRow('Active'))?.description, '200+'));
  });

  async function rootLabels(): Promise<string[]> {
    return (await vscode.workbench.jobs.allRows()).filter(({ level }) => level === 1).map(({ label }) => label);
  }

  async function rootRow(label: string): Promise<{ description: string; expanded: boolean | undefined } | undefined> {
    return (await vscode.workbench.jobs.allRows()).find((row) => row.level === 1 && row.label === label);
  }

  async function focused(): Promise<string> {
    const label = vscode.workbench.jobs.root.locator('.monaco-list-row.focused .label-name');
    return (await label.count()) > 0 ? label.innerText() : '';
  }

  /** Goes to the last row of the group Active with the keyboard: three closed groups stand below it. */
  async function lastChild(): Promise<string> {
    const { jobs, page } = vscode.workbench;
    await jobs.root.getByRole('tree').focus();
    for (const key of ['End', 'ArrowUp', 'ArrowUp', 'ArrowUp']) await page.keyboard.press(key);
    return focused();
  }
});

describe('Browsing a small account', () => {
  const emulator = useEmulator({ jobs: 60, still: true });
  const vscode = useVscode({ env: () => emulator.env });

  it('takes a single request, and one to learn whose account it is', async () => {
    await vscode.workbench.openForecastBacktests();
    await vscode.workbench.jobs.row('Active').waitFor();
    await eventually(() =>
      assert.deepEqual(emulator.requests.map(({ operation }) => operation).sort(), [
        'GetCallerIdentity',
        'ListPredictorBacktestExportJobs',
      ]),
    );
  });

  it('has no row to load more', async () => {
    await vscode.workbench.jobs.expand('Active');
    const rows = await vscode.workbench.jobs.allRows();
    assert.deepEqual(
      rows.filter(({ label }) => label.startsWith('Load')),
      [],
    );
  });

  it('shows status, message, destination, times and ARN in the tooltip', async () => {
    const failed = (await vscode.workbench.jobs.allRows()).find(({ name }) => name.includes(', Failed,'));
    assert.ok(failed);
    const tooltip = (await vscode.workbench.jobs.tooltip(failed.label)).replace(/\s+/gu, ' ');
    for (const part of [
      'Status: Failed',
      'Message: ',
      'Destination: s3://',
      'Created: ',
      'Duration: ',
      'arn:aws:forecast:',
    ])
      assert.ok(tooltip.includes(part), `${part} in ${tooltip}`);
  });
});

/** The names of the jobs with a status, as the AWS CLI lists them from the same service. */
async function awsCliJobs(url: string, status: string): Promise<string[]> {
  const { aws } = await ensureAwsClients();
  const { stdout } = await promisify(execFile)(
    aws,
    [
      'forecast',
      'list-predictor-backtest-export-jobs',
      ...['--endpoint-url', url],
      ...['--filters', `Key=Status,Value=${status},Condition=IS`],
      ...['--output', 'json'],
    ],
    {
      env: { ...process.env, ...DUMMY_CREDENTIALS, AWS_DEFAULT_REGION: 'us-east-1', AWS_PAGER: '' },
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  const { PredictorBacktestExportJobs } = JSON.parse(stdout) as {
    PredictorBacktestExportJobs: { PredictorBacktestExportJobName: string }[];
  };
  return PredictorBacktestExportJobs.map(({ PredictorBacktestExportJobName }) => PredictorBacktestExportJobName);
}
