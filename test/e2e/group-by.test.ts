import assert from 'node:assert/strict';
import { eventually } from '../support/eventually';
import { useDenier } from '../support/use-denier';
import { useEmulator } from '../support/use-emulator';
import { useVscode } from '../support/use-vscode';
import { Wizard } from '../support/wizard';

const LIST = 'ListPredictorBacktestExportJobs';

describe('Jobs grouped by predictor', () => {
  const emulator = useEmulator({ still: true, jobs: 120 });
  const denier = useDenier();
  const vscode = useVscode({
    env: () => ({ ...emulator.env, ...denier.env }),
    settings: { 'forecastBacktests.pageSize': 5 },
  });
  const labels = async (level: number): Promise<string[]> =>
    (await vscode.workbench.jobs.rows()).filter((row) => row.level === level).map(({ label }) => label);
  const filters = (): unknown[] =>
    emulator.requests
      .filter(({ operation }) => operation === LIST)
      .map(({ body }) => (body as { Filters?: unknown }).Filters);

  async function groupBy(label: string): Promise<void> {
    await vscode.workbench.runCommand('Forecast Backtests: Group By…');
    await eventually(async () => assert.equal(await vscode.workbench.quickPick.title(), 'Group Export Jobs'));
    await new Wizard(vscode.workbench).choose(label);
    await vscode.workbench.quickPick.root.waitFor({ state: 'hidden' });
  }

  before('open the view', async () => {
    await vscode.workbench.openForecastBacktests();
    await vscode.workbench.jobs.row('In Progress').waitFor();
  });

  it('shows the predictors page by page, and asks for no jobs of theirs before one is opened', async () => {
    emulator.forgetRequests();
    await groupBy('By predictor');
    await vscode.workbench.jobs.row('grocery_weekly_demand').waitFor();
    await eventually(async () => assert.deepEqual((await labels(1)).slice(-1), ['Load more…']));
    assert.deepEqual(filters(), []);
    const before = (await labels(1)).length;
    await vscode.workbench.jobs.click('Load more…');
    await eventually(async () => assert.ok((await labels(1)).length > before));
  });

  it('reads the jobs of a predictor by its filter when it is opened, with their status as icon and word', async () => {
    emulator.forgetRequests();
    await vscode.workbench.jobs.expand('fresh_daily_demand');
    const jobs = await eventually(async () => {
      const below = (await vscode.workbench.jobs.rows()).filter(({ level }) => level === 2);
      assert.equal(below.length, 6, 'one page of jobs and a way to the next');
      assert.equal(below.at(-1)?.label, 'Load more…');
      return below.slice(0, -1);
    });
    assert.deepEqual(JSON.stringify(filters()).match(/"Key":"(\w+)"/g), ['"Key":"PredictorArn"']);
    for (const { icon, description } of jobs) {
      assert.notEqual(icon, '');
      assert.match(description, /^(?:Active|Failed|Stopped|Pending|In Progress|Stopping|Delet\w+(?: \w+)?) · /);
    }
  });

  it('loads more jobs of one predictor', async () => {
    const rows = await vscode.workbench.jobs.rows();
    assert.ok(rows.some(({ level, label }) => level === 2 && label === 'Load more…'));
    await vscode.workbench.page.getByRole('treeitem', { name: /^Load more jobs of fresh_daily_demand/ }).click();
    await eventually(async () => assert.ok((await labels(2)).filter((label) => label !== 'Load more…').length > 5));
  });

  it('creates an export from a predictor, which is shown below it', async () => {
    const wizard = new Wizard(vscode.workbench);
    await vscode.workbench.jobs.chooseFromMenu('fresh_daily_demand', 'Create Export…');
    await wizard.at('Export name (2/8)');
    await wizard.type('made_here');
    await wizard.acceptAll();
    assert.equal((await wizard.review())['Predictor'], 'fresh_daily_demand');
    await wizard.press('Enter');
    const row = vscode.workbench.jobs.row('made_here');
    await row.waitFor();
    await eventually(async () => assert.equal(await row.getAttribute('aria-selected'), 'true'));
    assert.equal(await row.getAttribute('aria-level'), '2');
  });

  it('stays so after the window was reloaded', async () => {
    await vscode.workbench.reload();
    await vscode.workbench.openForecastBacktests();
    await vscode.workbench.jobs.row('grocery_weekly_demand').waitFor();
  });

  it('shows a new export of a predictor that is on a page not read yet', async () => {
    const wizard = new Wizard(vscode.workbench);
    assert.ok(!(await labels(1)).includes('slow_movers_npts'));
    await wizard.open();
    await wizard.choose('slow_movers_npts');
    await wizard.at('Export name (2/8)');
    await wizard.type('made_further_down');
    await wizard.acceptAll();
    await wizard.press('Enter');
    const row = vscode.workbench.jobs.row('made_further_down');
    await row.waitFor();
    await eventually(async () => assert.equal(await row.getAttribute('aria-selected'), 'true'));
    assert.equal(await row.getAttribute('aria-level'), '2');
  });

  it('is the same truth as the groups by status', async () => {
    await groupBy('By status');
    await vscode.workbench.jobs.row('made_here').waitFor();
    assert.ok((await labels(1)).includes('In Progress'));
  });
});
