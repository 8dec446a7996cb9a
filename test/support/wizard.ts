/** The wizard "Create Export", answered by keyboard alone. */
import assert from 'node:assert/strict';
import { eventually } from './eventually';
import { type Workbench } from './workbench';

/** The shortcut of "Go Back", by platform. */
const BACK: Readonly<Partial<Record<NodeJS.Platform, string>>> = { darwin: 'Control+Minus', win32: 'Alt+ArrowLeft' };

export class Wizard {
  private readonly workbench: Workbench;

  constructor(workbench: Workbench) {
    this.workbench = workbench;
  }

  /** Opens it from the command palette. */
  async open(): Promise<void> {
    // The mouse would hover over the question and hide its title.
    await this.workbench.page.mouse.move(900, 700);
    await this.workbench.runCommand('Forecast Backtests: Create Export…');
    await this.workbench.page.mouse.move(900, 700);
    await eventually(async () => assert.match(await this.workbench.quickPick.title(), /^Create Backtest Export/));
  }

  /** Waits for a step, such as "Export name (2/8)". */
  async at(step: string): Promise<void> {
    await eventually(async () => {
      assert.ok(await this.workbench.quickPick.root.isVisible(), 'a question is open');
      assert.equal(await this.workbench.quickPick.title(), `Create Backtest Export: ${step}`);
    });
  }

  /** Waits for an input by its placeholder. */
  async asks(placeholder: string): Promise<void> {
    await eventually(async () => assert.equal(await this.workbench.quickPick.placeholder(), placeholder));
  }

  /** Waits for what is said of what was typed. */
  async says(words: RegExp): Promise<void> {
    await eventually(async () => assert.match(await this.workbench.quickPick.message(), words));
  }

  /** Waits until a row is there. */
  async offers(label: string | RegExp): Promise<void> {
    await this.workbench.quickPick.items.filter({ hasText: label }).first().waitFor();
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.workbench.page.keyboard.press(key);
  }

  /** Types into what is open, replacing what is there. */
  async type(text: string): Promise<void> {
    await this.press('ControlOrMeta+a');
    await this.workbench.page.keyboard.insertText(text);
  }

  /** Back, as its keyboard shortcut does it. */
  async back(): Promise<void> {
    await this.press(BACK[process.platform] ?? 'Control+Alt+Minus');
  }

  /** Finds a row by typing, and chooses it. */
  async choose(label: string): Promise<void> {
    await this.type(label);
    await this.offers(label);
    await this.press('Enter');
  }

  /** What stands in the input. */
  async value(): Promise<string> {
    return this.workbench.quickPick.input.inputValue();
  }

  /** The rows of the review, by their labels. */
  async review(): Promise<Record<string, string>> {
    await this.offers('Create export');
    const items = await this.workbench.quickPick.readItems();
    return Object.fromEntries(items.map(({ label, description }) => [label, description]));
  }

  /** Answers the steps after the predictor with what is offered first, up to the review. */
  async acceptAll(): Promise<void> {
    await this.at('Export name (2/8)');
    await this.press('Enter');
    for (const [step, row] of [
      ['S3 destination (3/8)', 's3://'],
      ['IAM role (4/8)', 'arn:aws:iam'],
      ['Encryption (5/8)', 'No KMS key'],
      ['Format (6/8)', 'CSV'],
      ['Tags (7/8)', 'Continue'],
    ] as const) {
      await this.at(step);
      await this.offers(row);
      await this.press('Enter');
    }
    await this.at('Review (8/8)');
    await this.offers('Create export');
  }

  /** Ends it if it is open, whatever it asks, and discards what was answered. */
  async leave(): Promise<void> {
    const { dialog, quickPick } = this.workbench;
    if (await dialog.isVisible()) {
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await quickPick.root.waitFor();
    }
    if (!(await quickPick.root.isVisible())) return;
    await this.press('Escape');
    const discard = dialog.getByRole('button', { name: 'Discard' });
    // Where nothing was answered nothing is asked.
    const asks = await discard.waitFor({ timeout: 3_000 }).then(
      () => true,
      () => false,
    );
    if (asks) await discard.click();
    await dialog.waitFor({ state: 'hidden' });
  }

  async clipboard(): Promise<string> {
    return this.workbench.page.evaluate(() => navigator.clipboard.readText());
  }
}
