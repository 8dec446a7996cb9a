/** 10,000 export jobs: "Load All" in the real VS Code against the AWS CLI, on the same server in the same run. */
import { ensureAwsClients, runClient } from '../support/aws-clients';
import { launchChromium } from '../support/chromium';
import { startEmulatorProcess } from '../support/emulator-process';
import { DUMMY_CREDENTIALS } from '../support/environment';
import { VSIX } from '../support/paths';
import { startServer } from '../support/vscode-server';
import { Workbench } from '../support/workbench';

const JOBS = 10_000;

/** 160 more live in the other region of the sample account. */
const SEEDED = JOBS + 160;

const ROUNDS = 3;

export async function benchLoadAll(): Promise<void> {
  const { aws } = await ensureAwsClients();
  const emulator = await startEmulatorProcess('--jobs', String(SEEDED), '--still');
  const env = { ...DUMMY_CREDENTIALS, AWS_ENDPOINT_URL_FORECAST: emulator.url };
  const server = await startServer({ vsix: VSIX, env });
  const browser = await launchChromium();
  try {
    const ours: number[] = [];
    const cli: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const window = await Workbench.open(browser, server);
      const { seconds, longestFrame } = await loadAll(window);
      await window.close();
      const listed = await timed(() => listWithCli(aws, emulator.url));
      ours.push(seconds);
      cli.push(listed);
      console.log(
        `round ${round + 1}: Load All ${seconds.toFixed(2)} s (longest frame ${longestFrame.toFixed(0)} ms), ` +
          `AWS CLI ${listed.toFixed(2)} s`,
      );
    }
    const ratio = median(ours) / median(cli);
    console.log(`${JOBS} jobs: Load All / AWS CLI = ${ratio.toFixed(2)} (goal: at most 0.33)`);
  } finally {
    await browser.close();
    await server.stop();
    await emulator.stop();
  }
}

/** From Enter in the command palette until the tree shows every job, as a person waits for it. */
async function loadAll(window: Workbench): Promise<{ seconds: number; longestFrame: number }> {
  await window.openForecastBacktests();
  await window.jobs.reveal('Active');
  await window.page.keyboard.press('F1');
  await window.quickPick.root.waitFor();
  await window.quickPick.type('>Forecast Backtests: Load All Export Jobs');
  await window.quickPick.item('Forecast Backtests: Load All Export Jobs').waitFor();
  return window.page.evaluate(async () => {
    const start = performance.now();
    let longestFrame = 0;
    const input = document.querySelector('.quick-input-widget input');
    const enter = { key: 'Enter', code: 'Enter', keyCode: 13, bubbles: true };
    input?.dispatchEvent(new KeyboardEvent('keydown', enter));
    // Active is by far the largest group: it is the last that still has a "+" behind its count.
    const descriptions = (): string[] =>
      Array.from(document.querySelectorAll('.part.sidebar [aria-level="1"] .label-description'), (e) => e.textContent);
    for (let last = start; ;) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const now = performance.now();
      longestFrame = Math.max(longestFrame, now - last);
      last = now;
      const shown = descriptions();
      if (shown.length > 0 && shown.every((text) => !text.endsWith('+')))
        return { seconds: (now - start) / 1000, longestFrame };
      if (now - start > 120_000) throw new Error(`Not loaded after two minutes: ${shown.join(', ')}`);
    }
  });
}

async function listWithCli(aws: string, url: string): Promise<void> {
  const { stdout } = await runClient(aws, [
    'forecast',
    'list-predictor-backtest-export-jobs',
    ...['--endpoint-url', url, '--region', 'us-east-1', '--output', 'json'],
  ]);
  const { PredictorBacktestExportJobs: jobs } = JSON.parse(stdout) as { PredictorBacktestExportJobs: unknown[] };
  if (jobs.length !== JOBS) throw new Error(`The AWS CLI listed ${jobs.length} jobs.`);
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
