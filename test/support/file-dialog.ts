/** The file dialogs of a VS Code window in the browser: a quick input with a path and a button. */
import { type Page } from 'playwright-core';
import { eventually } from './eventually';

/** Types a path and accepts it, as soon as the dialog has followed what was typed. */
export async function answerFileDialog(page: Page, path: string, button: string): Promise<void> {
  const dialog = page.locator('.quick-input-widget');
  const input = dialog.locator('input[type="text"]').first();
  const accept = dialog.getByRole('button', { name: button, exact: true });
  await accept.waitFor();
  await eventually(async () => {
    if (await accept.isHidden()) return;
    if ((await input.inputValue()) !== path) await input.fill(path);
    await accept.click({ timeout: 2_000 });
    await accept.waitFor({ state: 'hidden', timeout: 2_000 });
  }, 30_000);
}
