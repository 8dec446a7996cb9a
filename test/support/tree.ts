/** A tree view of the workbench, as a person sees and uses it. */
import { type Locator, type Page } from 'playwright-core';
import { eventually } from './eventually';
import { chooseMenuEntry } from './menu';

export interface TreeRow {
  readonly label: string;
  readonly description: string;
  /** What a screen reader says. */
  readonly name: string;
  /** 1 for a row at the top. */
  readonly level: number;
  /** Undefined when the row has no children. */
  readonly expanded: boolean | undefined;
  readonly selected: boolean;
  /** The codicon's name, such as `check` or `sync~spin` is shown as `sync`; empty when there is none. */
  readonly icon: string;
}

export class Tree {
  /** The part of the workbench that holds the tree and its messages. */
  readonly root: Locator;
  private readonly page: Page;

  constructor(page: Page, root: Locator) {
    this.page = page;
    this.root = root;
  }

  /** Everything drawn now; a long tree draws only what fits on the screen (see `allRows`). */
  get items(): Locator {
    return this.root.getByRole('treeitem');
  }

  /** The drawn row with exactly this label, or the first one whose label matches. */
  row(label: string | RegExp): Locator {
    return this.items.filter({ has: this.page.locator('.label-name', { hasText: exactly(label) }) }).first();
  }

  /** The rows that are drawn now, from top to bottom. */
  async rows(): Promise<TreeRow[]> {
    const rows = await this.root.evaluate(readRows);
    return rows.map(([, row]) => row);
  }

  /** All rows of a tree of any length, read page by page. The keyboard's focus moves, the selection stays. */
  async allRows(): Promise<TreeRow[]> {
    const found = new Map<number, TreeRow>();
    await this.scan((drawn) => {
      for (const [index, row] of drawn) found.set(index, row);
      return false;
    });
    return [...found].sort(([a], [b]) => a - b).map(([, row]) => row);
  }

  /**
   * Goes through the tree until a row is drawn, if it is not; the selection stays. Everything below that acts on a row
   * does so first.
   * @throws Error when no such row appeared in time.
   */
  async reveal(label: string | RegExp): Promise<Locator> {
    const row = this.row(label);
    return eventually(async () => {
      const found = (await row.count()) > 0 || (await this.scan(async () => (await row.count()) > 0));
      if (!found) throw new Error(`The tree has no row ${String(label)}.`);
      return row;
    });
  }

  async expand(label: string | RegExp): Promise<void> {
    await this.setExpanded(label, true);
  }

  async collapse(label: string | RegExp): Promise<void> {
    await this.setExpanded(label, false);
  }

  /** Clicks a row. */
  async click(label: string | RegExp): Promise<void> {
    await (await this.reveal(label)).click();
  }

  /** Opens a row's context menu and chooses an entry. */
  async chooseFromMenu(label: string | RegExp, entry: string): Promise<void> {
    await this.openMenu(label);
    await chooseMenuEntry(this.page, entry);
  }

  /** Opens a row's context menu. @returns Its entries, without separators. Close it with Escape. */
  async openMenu(label: string | RegExp): Promise<string[]> {
    await (await this.reveal(label)).click({ button: 'right' });
    const entries = this.page.locator('.monaco-menu').getByRole('menuitem');
    await entries.first().waitFor();
    return (await entries.allInnerTexts())
      .map((text) => text.split('\n')[0]?.trim() ?? '')
      .filter((text) => text !== '');
  }

  /** Presses one of a row's own buttons. */
  async pressInline(label: string | RegExp, title: string): Promise<void> {
    const row = await this.reveal(label);
    await row.hover();
    await row.getByRole('button', { name: title }).click();
  }

  /** Rests the mouse on a row. @returns The text of the tooltip. */
  async tooltip(label: string | RegExp): Promise<string> {
    await (await this.reveal(label)).locator('.label-name').hover();
    // A tree shows "Loading..." until the extension has made the tooltip.
    const hover = this.page
      .locator('.monaco-hover:not(.hidden)')
      .filter({ hasNotText: /^Loading\.\.\.$/ })
      .last();
    await hover.waitFor();
    return hover.innerText();
  }

  private async setExpanded(label: string | RegExp, expanded: boolean): Promise<void> {
    const row = await this.reveal(label);
    const done = this.items
      .and(this.page.locator(`[aria-expanded="${String(expanded)}"]`))
      .and(row)
      .first();
    // Again when it did not help: rows that arrive at that moment are drawn anew, and the click is lost.
    await eventually(async () => {
      if ((await row.getAttribute('aria-expanded')) === String(expanded)) return;
      // A click on the label is the row's command; the twistie only opens and closes.
      await row.locator('.monaco-tl-twistie').click();
      await done.waitFor({ timeout: 3_000 });
    }, 15_000);
  }

  /**
   * Goes through the list with the keyboard, page by page, and stops where `visit` answers true. (A wheel is no use here:
   * VS Code scrolls 50 pixels for any turn of it.) @returns Whether it stopped.
   */
  private async scan(visit: (drawn: [number, TreeRow][]) => boolean | Promise<boolean>): Promise<boolean> {
    if ((await this.place()).last < 0) return false;
    await eventually(async () => {
      // Again when it did not help: rows that arrive can take the focus away.
      await this.root.getByRole('tree').focus();
      await this.page.keyboard.press('Home');
      if ((await this.place()).focused !== 0) throw new Error('The tree did not go to its first row.');
    });
    for (;;) {
      if (await visit(await this.root.evaluate(readRows))) return true;
      const { focused, last } = await this.place();
      if (focused >= last) return false;
      await this.page.keyboard.press('PageDown');
      await eventually(async () => {
        if ((await this.place()).focused <= focused) throw new Error('The tree did not go to its next page.');
      });
    }
  }

  private place(): Promise<{ focused: number; last: number }> {
    return this.root.evaluate(readPlace);
  }
}

function exactly(label: string | RegExp): RegExp {
  if (label instanceof RegExp) return label;
  return new RegExp(`^${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
}

/** Runs in the page: every drawn row with its place in the list. */
function readRows(root: Element): [number, TreeRow][] {
  return [...root.querySelectorAll('.monaco-list-row[role="treeitem"]')]
    .map((row): [number, TreeRow] => {
      const text = (selector: string): string => row.querySelector(selector)?.textContent.trim() ?? '';
      const expanded = row.getAttribute('aria-expanded');
      const icon = row.querySelector('.custom-view-tree-node-item-icon');
      return [
        Number(row.getAttribute('data-index')),
        {
          label: text('.label-name'),
          description: text('.label-description'),
          name: row.getAttribute('aria-label') ?? '',
          level: Number(row.getAttribute('aria-level')),
          expanded: expanded === null ? undefined : expanded === 'true',
          selected: row.getAttribute('aria-selected') === 'true',
          icon: /codicon-([\w-]+)/.exec(icon?.className.replace('codicon-modifier-spin', '') ?? '')?.[1] ?? '',
        },
      ];
    })
    .sort(([a], [b]) => a - b);
}

/** Runs in the page: the index of the focused row, and of the last one, drawn or not. -1 where there is none. */
function readPlace(root: Element): { focused: number; last: number } {
  const rows = root.querySelector('.monaco-list-rows');
  const first = rows?.querySelector('.monaco-list-row');
  const focused = rows?.querySelector('.monaco-list-row.focused');
  return {
    focused: Number(focused?.getAttribute('data-index') ?? -1),
    // All rows are equally high, and the list is as high as all of them.
    last: rows && first ? Math.round(rows.clientHeight / first.clientHeight) - 1 : -1,
  };
}
