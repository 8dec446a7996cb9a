/** The quick pick or input box at the top of the window, whichever is open. */
import { type Locator, type Page } from 'playwright-core';

export interface QuickPickItem {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
}

export class QuickPick {
  /** The widget; `waitFor()` on it waits until one is open, `waitFor({ state: 'hidden' })` until none is. */
  readonly root: Locator;
  readonly input: Locator;

  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.root = page.locator('.quick-input-widget');
    this.input = this.root.locator('.quick-input-box input, .quick-input-filter input').first();
  }

  /** The entries drawn now. */
  get items(): Locator {
    return this.root.locator('.quick-input-list .monaco-list-row');
  }

  /** The drawn entry with exactly this label. */
  item(label: string): Locator {
    return this.items
      .filter({ has: this.page.locator('.quick-input-list-label-meta, .label-name').getByText(label, { exact: true }) })
      .first();
  }

  async readItems(): Promise<QuickPickItem[]> {
    await this.items.first().waitFor();
    return this.items.evaluateAll((rows) =>
      rows.map((row) => {
        const text = (selector: string): string => row.querySelector(selector)?.textContent.trim() ?? '';
        return {
          label: text('.quick-input-list-rows > .quick-input-list-row:first-child .label-name'),
          description: text('.label-description'),
          detail: text('.quick-input-list-label-meta'),
        };
      }),
    );
  }

  /** Waits until one with this title is open: commands show theirs some time after they were called. */
  async opened(title: string | RegExp, timeout = 15_000): Promise<void> {
    await this.root.locator('.quick-input-title', { hasText: title }).waitFor({ timeout });
  }

  /** The title line, with the step when there is one, such as "Create Export (2/4)". */
  async title(): Promise<string> {
    return (await this.root.locator('.quick-input-title').innerText()).trim();
  }

  async placeholder(): Promise<string> {
    return (await this.input.getAttribute('placeholder')) ?? '';
  }

  /** The line under the input: a prompt, or why what was typed is not accepted. */
  async message(): Promise<string> {
    return (await this.root.locator('.quick-input-message').innerText()).trim();
  }

  /** Replaces what is typed. */
  async type(text: string): Promise<void> {
    await this.input.fill(text);
  }

  /** Clicks the entry with exactly this label. */
  async choose(label: string): Promise<void> {
    await this.item(label).click();
  }

  async accept(): Promise<void> {
    await this.input.press('Enter');
  }

  async back(): Promise<void> {
    await this.pressButton('Back');
  }

  /** Presses a button of the title line. */
  async pressButton(title: string | RegExp): Promise<void> {
    await this.root.locator('.quick-input-titlebar').getByRole('button', { name: title }).click();
  }

  async dismiss(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.root.waitFor({ state: 'hidden' });
  }
}
