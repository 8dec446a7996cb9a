import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { enginePid } from '../support/engine-process';
import { eventually } from '../support/eventually';
import { type ExportPlan, PLAIN_PLAN } from '../support/exports/plan';
import { writeCsvExport } from '../support/exports/write';
import { answerFileDialog } from '../support/file-dialog';
import { EXTENSION_ID, UNIVERSAL_VSIX } from '../support/paths';
import { newExport } from '../support/sample-client';
import { useEmulator } from '../support/use-emulator';
import { useVscode } from '../support/use-vscode';

const HOUR = 3_600_000;

/** So many objects with content make a sample export of 60 items. */
const PARTS = 4;

const PLAN: ExportPlan = { ...PLAIN_PLAN, jobName: 'local', items: 10, windows: 3, parts: 3 };

/** How long a page may take to open an export on a busy machine, in milliseconds. */
const OPEN_TIMEOUT = 45_000;

describe('Results that cannot be read as they are', () => {
  let ahead = 0;
  const emulator = useEmulator({
    jobs: 0,
    items: 60,
    quotas: { parallelExports: 9 },
    now: () => Date.now() + ahead,
    timings: { pending: 0, running: HOUR },
  });
  const vscode = useVscode({ env: () => emulator.env });
  const folder = mkdtempSync(path.join(tmpdir(), 'results-trouble-'));

  const page = (selector: string): Locator => vscode.workbench.webview.locator(selector);
  const notice = (words: string): Locator => page('main.results .notice').filter({ hasText: words });
  /** Where the extension keeps what it has read. */
  const cache = (...names: string[]): string =>
    path.join(vscode.server.logDir, '..', 'User', 'globalStorage', EXTENSION_ID, 'results', ...names);
  /** The parts that were begun to be read and are not in a store yet. */
  const partsInCache = (): string[] =>
    readdirSync(cache('parts'), { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.csv'));
  const downloads = (): number => emulator.requests.filter(({ operation }) => operation === 'GetObject').length;

  /** A local copy of an export, and one of its parts. */
  const copy = (jobName: string, changes: Partial<ExportPlan> = {}): readonly [folder: string, part: string] => {
    const target = path.join(folder, jobName);
    writeCsvExport({ ...PLAN, jobName, ...changes }, target);
    const parts = path.join(target, 'forecasted-values');
    return [target, path.join(parts, readdirSync(parts).find((name) => name.endsWith('part0.csv')) ?? '')];
  };

  /** The items of the export stand on the page, and can be used. */
  const works = async (name: string): Promise<void> => {
    await page('main.results h1').filter({ hasText: name }).waitFor({ timeout: OPEN_TIMEOUT });
    await page('#tab-items').click({ timeout: OPEN_TIMEOUT });
    await page('#item-chart canvas').first().waitFor({ timeout: OPEN_TIMEOUT });
  };
  const openAgain = (): Promise<void> => page('#open-again').click();
  const openFolder = async (from: string): Promise<void> => {
    await vscode.workbench.runCommand('Forecast Backtests: Open Results Folder…');
    await answerFileDialog(vscode.workbench.page, `${from}/`, 'Open Results');
  };

  before('let the exports come to their end', async () => {
    for (const name of ['revoked', 'cut_off', 'crowded', 'kept'])
      await emulator.call(
        'CreatePredictorBacktestExportJob',
        newExport(name, { Path: `s3://example-retail-forecast/${name}/` }),
      );
    ahead += HOUR;
    await vscode.workbench.openForecastBacktests();
    await vscode.workbench.jobs.expand('Active');
    await vscode.workbench.jobs.row('kept').waitFor();
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  beforeEach(() => emulator.forgetRequests());
  afterEach('mend the service and clear the window', async () => {
    emulator.fault({ mode: 'none' });
    await vscode.workbench.runCommand('Notifications: Clear All Notifications');
    await vscode.workbench.runCommand('View: Close All Editors');
  });

  it('because the permission was revoked in mid-download say which one is missing, and are read on from there', async () => {
    emulator.fault({ mode: 'deny', services: ['s3'], operation: 'GetObject', afterPages: 2 });
    await vscode.workbench.jobs.pressInline('revoked', 'Open Results');
    await notice('kms:Decrypt').waitFor({ timeout: OPEN_TIMEOUT });
    const arrived = partsInCache().filter((name) => name.endsWith('.csv')).length;
    assert.equal(arrived, 2);
    emulator.fault({ mode: 'none' });
    emulator.forgetRequests();
    await openAgain();
    await works('revoked');
    assert.equal(downloads(), PARTS - arrived);
  });

  it('because the connection breaks in the middle of a part are asked for again, without a word', async () => {
    emulator.fault({ mode: 'cutOff', services: ['s3'], operation: 'GetObject', times: 1 });
    await vscode.workbench.jobs.pressInline('cut_off', 'Open Results');
    await works('cut_off');
    assert.equal(downloads(), PARTS + 1);
  });

  // The device that is always full is Linux's own.
  if (process.platform === 'linux') {
    it('because the disk becomes full say so, and are read once there is room', async () => {
      emulator.fault({ mode: 'deny', services: ['s3'], operation: 'GetObject', afterPages: 2 });
      await vscode.workbench.jobs.pressInline('crowded', 'Open Results');
      await notice('kms:Decrypt').waitFor({ timeout: OPEN_TIMEOUT });
      emulator.fault({ mode: 'none' });
      const missing = partsInCache().filter((name) => name.endsWith('.partial'));
      assert.equal(missing.length, PARTS - 2);
      for (const name of missing) {
        rmSync(cache('parts', name));
        symlinkSync('/dev/full', cache('parts', name));
      }
      await openAgain();
      await notice('The disk is full').waitFor({ timeout: OPEN_TIMEOUT });
      for (const name of missing) rmSync(cache('parts', name), { force: true });
      await openAgain();
      await works('crowded');
    });
  }

  it('because what was kept of them is half written are read again', async () => {
    await vscode.workbench.jobs.pressInline('kept', 'Open Results');
    await works('kept');
    await eventually(() => assert.deepEqual(partsInCache(), []));
    await vscode.workbench.runCommand('View: Close All Editors');
    await eventually(() => assert.equal(enginePid(vscode.server), undefined), 30_000);
    const stores = readdirSync(cache()).filter((name) => name.endsWith('.duckdb'));
    assert.ok(stores.length > 0);
    for (const name of stores) truncateSync(cache(name), 20_000);
    writeFileSync(cache('kept.4194999.0a1b2c3d.tmp'), 'half');
    emulator.forgetRequests();
    await vscode.workbench.jobs.pressInline('kept', 'Open Results');
    await works('kept');
    assert.equal(downloads(), PARTS);
    assert.ok(!readdirSync(cache()).includes('kept.4194999.0a1b2c3d.tmp'));
  });

  it('because a part ends in the middle of a line name the part and the line', async () => {
    const [target, part] = copy('truncated');
    const whole = readFileSync(part, 'utf8');
    truncateSync(part, whole.lastIndexOf('T'));
    await openFolder(target);
    await notice('A file of the export is damaged')
      .filter({ hasText: new RegExp(`${path.basename(part)}, line \\d+`) })
      .waitFor({ timeout: OPEN_TIMEOUT });
    writeFileSync(part, whole);
    await openAgain();
    await works('truncated');
  });

  it('because parts of another export are among them say so', async () => {
    const [target, part] = copy('mixed');
    const [, other] = copy('other', { dimensions: ['shop'] });
    const whole = readFileSync(part);
    writeFileSync(part, readFileSync(other));
    await openFolder(target);
    await notice('The files belong to different exports').waitFor({ timeout: OPEN_TIMEOUT });
    writeFileSync(part, whole);
    await openAgain();
    await works('mixed');
  });
});

describe('The package for every machine, which carries no results engine', () => {
  const vscode = useVscode({ vsix: UNIVERSAL_VSIX, env: { FORECAST_BACKTESTS_ACCOUNT: 'sample' } });

  it('says so when results are opened, and which packages carry one', async () => {
    const { jobs } = vscode.workbench;
    await vscode.workbench.openForecastBacktests();
    await jobs.collapse('Failed');
    await jobs.expand('Active');
    const job = await eventually(async () => {
      const rows = await jobs.rows();
      const next = rows[rows.findIndex(({ level, label }) => level === 1 && label === 'Active') + 1];
      assert.equal(next?.level, 2);
      return next.label;
    });
    await jobs.pressInline(job, 'Open Results');
    const told = vscode.workbench.webview.locator('main.results .notice');
    await told.filter({ hasText: 'This package of the extension cannot open results' }).waitFor();
    await told.filter({ hasText: 'linux-arm64' }).waitFor();
    await vscode.workbench.shot('results-no-engine');
  });
});
