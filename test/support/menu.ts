/** The menu that is open: a context menu, or the "..." menu of a view. */
import { type Page } from 'playwright-core';
import { eventually } from './eventually';

/**
 * Chooses an entry of the menu that is open, until the menu is gone: VS Code ignores a click in the first 100
 * milliseconds of a menu, so that the click that opens it cannot choose.
 */
export async function chooseMenuEntry(page: Page, title: string): Promise<void> {
  const menu = page.locator('.monaco-menu');
  const entry = menu.getByRole('menuitem', { name: title, exact: true });
  await entry.first().waitFor();
  await eventually(async () => {
    if (await entry.first().isVisible()) await entry.first().click({ timeout: 2_000 });
    await menu.first().waitFor({ state: 'hidden', timeout: 1_000 });
  }, 15_000);
}
