/** What a machine can tell about a page in a webview: accessibility rules, and where the keyboard goes. */
import { readFileSync } from 'node:fs';
import { type Frame } from 'playwright-core';
import { type Workbench } from './workbench';

/** The frame of the webview that is shown: scripts are run in it from outside, past the page's own policy. */
export async function webviewFrame(workbench: Workbench): Promise<Frame> {
  const html = await workbench.webview.locator('html').elementHandle();
  const frame = await html.ownerFrame();
  if (!frame) throw new Error('No webview is shown.');
  return frame;
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
  /** Rules that found something to check and nothing wrong. */
  readonly passes: readonly unknown[];
}

/** Everything that axe-core finds wrong with the page that is shown. @throws Error when axe checked nothing. */
export async function axeFindings(workbench: Workbench): Promise<string[]> {
  const frame = await webviewFrame(workbench);
  await frame.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
  const { violations, passes } = await frame.evaluate<AxeResult>('axe.run(document)');
  if (passes.length < 10) throw new Error(`axe-core found only ${passes.length} rules to check.`);
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary = '' }) => `${id}: ${help}\n${html}\n${failureSummary}`),
  );
}

/** The ids of all that can be focused, in the order of the page, and those that Tab reached from the page's beginning. */
export async function tabOrder(workbench: Workbench): Promise<{ focusable: string[]; reached: string[] }> {
  const frame = await webviewFrame(workbench);
  const focusable = await frame.evaluate(() =>
    [...document.querySelectorAll('a[href], button, select, input, [tabindex="0"]')].map(({ id }) => id),
  );
  await frame.evaluate(() => {
    document.querySelector<HTMLElement>('h1')?.focus();
  });
  const reached: string[] = [];
  for (let step = 0; step < focusable.length + 3; step += 1) {
    await workbench.page.keyboard.press('Tab');
    const id = await frame.evaluate(() => (document.hasFocus() ? (document.activeElement?.id ?? '') : ''));
    if (id === '' || reached.includes(id)) break;
    reached.push(id);
  }
  return { focusable, reached };
}
