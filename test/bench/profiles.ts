/** 5,000 profiles: how long the picker takes to show them, and what they do to the start of the extension. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../support/chromium';
import { VSIX } from '../support/paths';
import { startServer, type VscodeServer } from '../support/vscode-server';
import { Workbench } from '../support/workbench';

const PROFILES = 5_000;
const ROUNDS = 5;
const COMMAND = 'Forecast Backtests: Choose AWS Profile…';

export async function benchProfiles(): Promise<void> {
  const browser = await launchChromium();
  try {
    const few = await measure(browser, 5);
    const many = await measure(browser, PROFILES);
    console.log(
      `picker open, with its profiles: 5 profiles ${few.picker} ms, ${PROFILES} profiles ${many.picker} ms (goal: 300)`,
    );
    console.log(`a profile found by typing, of ${PROFILES}: ${many.typing} ms`);
    console.log(`activation: ${few.activation} ms, with ${PROFILES} profiles ${many.activation} ms`);
  } finally {
    await browser.close();
  }
}

interface Measures {
  /** Milliseconds from Enter in the command palette until a profile can be read; the median. */
  readonly picker: number;
  /** From the last letter until the only match is there. */
  readonly typing: number;
  /** What VS Code itself measured. */
  readonly activation: number;
}

async function measure(browser: Browser, profiles: number): Promise<Measures> {
  const server = await startServer({ vsix: VSIX, env: { AWS_REGION: 'us-east-1' } });
  try {
    await writeProfiles(server, profiles);
    const window = await Workbench.open(browser, server);
    await window.activity('Forecast Backtests').waitFor();
    const pickers: number[] = [];
    const typings: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      pickers.push(await openPicker(window));
      typings.push(await find(window, `team-${profiles - 1}`));
      await window.quickPick.dismiss();
    }
    const activation = await activationTime(window);
    await window.close();
    return { picker: median(pickers), typing: median(typings), activation };
  } finally {
    await server.stop();
  }
}

async function writeProfiles({ home }: VscodeServer, count: number): Promise<void> {
  const sections = Array.from(
    { length: count },
    (_, index) =>
      `[profile team-${index}]\nregion = eu-west-1\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = analyst\n`,
  );
  await mkdir(path.join(home, '.aws'), { recursive: true });
  await writeFile(path.join(home, '.aws', 'config'), sections.join('\n'));
}

async function openPicker(window: Workbench): Promise<number> {
  await window.page.keyboard.press('F1');
  await window.quickPick.root.waitFor();
  await window.quickPick.type(`>${COMMAND}`);
  await window.quickPick.item(COMMAND).waitFor();
  return window.page.evaluate(async () => {
    const start = performance.now();
    const enter = { key: 'Enter', code: 'Enter', keyCode: 13, bubbles: true };
    document.querySelector('.quick-input-widget input')?.dispatchEvent(new KeyboardEvent('keydown', enter));
    const shows = (): boolean =>
      Array.from(document.querySelectorAll('.quick-input-list .label-name'), (name) => name.textContent).includes(
        'team-0',
      );
    while (!shows()) {
      if (performance.now() - start > 30_000) throw new Error('The picker did not show the profiles.');
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    return Math.round(performance.now() - start);
  });
}

async function find(window: Workbench, name: string): Promise<number> {
  const start = performance.now();
  await window.quickPick.type(name);
  await window.quickPick.item(name).waitFor();
  return Math.round(performance.now() - start);
}

/** From VS Code's own list of running extensions. */
async function activationTime(window: Workbench): Promise<number> {
  await window.runCommand('Developer: Show Running Extensions');
  const row = window.page.locator('.runtime-extensions-editor .monaco-list-row', { hasText: 'Backtest Exports' });
  const text = await row.locator('.activation-time').innerText();
  return Number(/(\d+)\s*ms/u.exec(text)?.[1] ?? Number.NaN);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
