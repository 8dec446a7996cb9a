/** A VS Code window, used as a person uses it: by what is on the screen, with mouse and keyboard. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { type Browser, type FrameLocator, type Locator, type Page } from 'playwright-core';
import { eventually } from './eventually';
import { chooseMenuEntry } from './menu';
import { RESULTS } from './paths';
import { QuickPick } from './quick-pick';
import { Tree } from './tree';
import { type VscodeServer, type WindowOptions } from './vscode-server';

export const THEMES = {
  light: 'Default Light Modern',
  dark: 'Default Dark Modern',
  highContrast: 'Default High Contrast',
  highContrastLight: 'Default High Contrast Light',
} as const;

export type Theme = keyof typeof THEMES;

/** The classes that the workbench bears while a theme of that kind is in use. */
const THEME_CLASSES = { light: 'vs', dark: 'vs-dark', highContrast: 'hc-black', highContrastLight: 'hc-light' };

/** How long a window may take to appear on a busy machine, in milliseconds. */
const OPEN_TIMEOUT = 60_000;

/** How long a person's next step may take to become possible, in milliseconds. */
const STEP_TIMEOUT = 15_000;

export class Workbench {
  readonly quickPick: QuickPick;
  /** The tree "Export Jobs". */
  readonly jobs: Tree;

  readonly page: Page;
  /** What the window's console said, for failures. */
  readonly console: readonly string[];
  private readonly server: VscodeServer;

  private constructor(page: Page, server: VscodeServer, console: readonly string[]) {
    this.page = page;
    this.server = server;
    this.console = console;
    this.quickPick = new QuickPick(page);
    this.jobs = new Tree(page, this.sidebar);
  }

  /** Opens a window in a browser profile of its own, on the server's folder unless told otherwise; `prepare` gets the empty page. */
  static async open(
    browser: Browser,
    server: VscodeServer,
    options?: WindowOptions,
    prepare?: (page: Page) => Promise<void>,
  ): Promise<Workbench> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    // tsx names inner functions through this global; functions that tests run in the page need it there as well.
    await context.addInitScript({ content: 'globalThis.__name ??= (named) => named;' });
    const page = await context.newPage();
    page.setDefaultTimeout(STEP_TIMEOUT);
    const lines: string[] = [];
    page.on('console', (message) => lines.push(`[${message.type()}] ${message.text()}`));
    page.on('pageerror', (error) => lines.push(`[pageerror] ${error.stack ?? error.message}`));
    await prepare?.(page);
    const workbench = new Workbench(page, server, lines);
    await page.goto(server.windowUrl(options), { timeout: OPEN_TIMEOUT });
    await workbench.ready();
    return workbench;
  }

  /** Reloads the window, as "Developer: Reload Window" does. */
  async reload(): Promise<void> {
    await this.page.reload({ timeout: OPEN_TIMEOUT });
    await this.ready();
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }

  /** The side bar, with whatever view container is open. */
  get sidebar(): Locator {
    return this.page.locator('.part.sidebar');
  }

  /** An entry of the activity bar, by its title. */
  activity(title: string): Locator {
    return this.page.locator('.part.activitybar').getByRole('tab', { name: title });
  }

  /** Opens the "Forecast Backtests" view container unless it is open. */
  async openForecastBacktests(): Promise<void> {
    const tab = this.activity('Forecast Backtests');
    await tab.waitFor({ timeout: OPEN_TIMEOUT });
    const title = this.sidebar.locator('.composite.title', { hasText: 'Forecast Backtests' });
    // A click on the tab of the container that is open closes the side bar, and a window may still be restoring it.
    await eventually(async () => {
      if (!(await title.isVisible())) await tab.click();
      await title.waitFor({ timeout: 3_000 });
    }, STEP_TIMEOUT);
    // Away from the icon: its tooltip would lie over the tree.
    await this.page.mouse.move(900, 400);
  }

  /** The description of the view "Export Jobs". VS Code shows it only when the container holds more than one view. */
  async viewDescription(): Promise<string> {
    return (await this.sidebar.locator('.pane-header .description').textContent()) ?? '';
  }

  /** The side bar's title line: container and view. (Older lines of VS Code draw it in capitals.) */
  async sidebarTitle(): Promise<string> {
    return ((await this.sidebar.locator('.composite.title .title-label').textContent()) ?? '').trim();
  }

  /** What stands in the view instead of rows: its welcome text, with its links and buttons. */
  get welcome(): Locator {
    return this.sidebar.locator('.welcome-view-content');
  }

  /** The line that a view shows above its rows. */
  get viewMessage(): Locator {
    return this.sidebar.locator('.tree-explorer-viewlet-tree-view .message');
  }

  /** Presses a button of the view's title, or chooses it from the title's "..." menu. */
  async pressViewAction(title: string): Promise<void> {
    const button = this.sidebar.locator('.composite.title').getByRole('button', { name: title, exact: true });
    await this.sidebar.hover();
    if (await button.isVisible()) return button.click();
    await this.sidebar
      .locator('.composite.title')
      .getByRole('button', { name: /More Actions/ })
      .click();
    await chooseMenuEntry(this.page, title);
  }

  /** Runs a command from the palette by its full title, such as "Forecast Backtests: Refresh". */
  async runCommand(title: string): Promise<void> {
    await this.openPalette(title);
    await this.quickPick.choose(title);
    // The palette is gone, or what the command asks stands in its place.
    await this.page.waitForFunction(() => {
      const input = document.querySelector<HTMLInputElement>('.quick-input-widget input[type="text"]');
      return !input?.getClientRects().length || !input.value.startsWith('>');
    });
  }

  /** Titles that the palette offers for what is typed. The palette is closed again. */
  async commandsMatching(text: string): Promise<string[]> {
    await this.openPalette(text);
    const items = await this.quickPick.readItems();
    await this.quickPick.dismiss();
    return items.map(({ label }) => label);
  }

  /** The notification toast that contains a text. */
  notification(text: string | RegExp): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text }).first();
  }

  /** Presses a button of a notification. */
  async answerNotification(text: string | RegExp, button: string): Promise<void> {
    await this.notification(text).getByRole('button', { name: button, exact: true }).click();
  }

  /** The modal dialog that is open. */
  get dialog(): Locator {
    return this.page.getByRole('dialog').filter({ has: this.page.locator('.dialog-message-container') });
  }

  /** The status bar item whose text or accessible name matches. */
  statusBarItem(text: string | RegExp): Locator {
    const items = this.page.locator('.part.statusbar .statusbar-item');
    return items
      .filter({ hasText: text })
      .or(items.filter({ has: this.page.getByRole('button', { name: text }) }))
      .first();
  }

  /** An editor's tab, by its title. */
  editorTab(title: string | RegExp): Locator {
    return this.page.locator('.part.editor').getByRole('tab', { name: title });
  }

  /** The content of the webview that is shown (VS Code nests it in two frames). */
  get webview(): FrameLocator {
    return this.page.locator('iframe.webview.ready:visible').first().contentFrame().frameLocator('iframe#active-frame');
  }

  /** Switches the colour theme and waits until the window wears it. */
  async setTheme(theme: Theme): Promise<void> {
    await this.server.changeSettings({ 'workbench.colorTheme': THEMES[theme] });
    await this.page.locator(`.monaco-workbench.${THEME_CLASSES[theme]}`).waitFor();
  }

  /** Saves what the window shows now as `test-results/screenshots/NAME.png`. @returns The file. */
  async shot(name: string): Promise<string> {
    const file = path.join(RESULTS, 'screenshots', `${name}.png`);
    await mkdir(path.dirname(file), { recursive: true });
    await this.page.screenshot({ path: file });
    return file;
  }

  private async openPalette(text: string): Promise<void> {
    // Again when it did not help: a window that has just been opened may not listen to keys yet.
    await eventually(async () => {
      await this.page.keyboard.press('F1');
      await this.quickPick.root.waitFor({ timeout: 3_000 });
      if (!(await this.quickPick.input.inputValue()).startsWith('>')) throw new Error('The palette did not open.');
      await this.quickPick.input.fill(`>${text}`, { timeout: 3_000 });
    }, STEP_TIMEOUT);
  }

  private async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: OPEN_TIMEOUT });
    await this.page.locator('.part.activitybar').getByRole('tab').first().waitFor({ timeout: OPEN_TIMEOUT });
  }
}
