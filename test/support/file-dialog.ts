/** The file dialogs of a VS Code window in the browser: a quick input with a path and a button. */
import assert from 'node:assert/strict';
import { type Page } from 'playwright-core';
import { eventually } from './eventually';

/** Types a path and accepts it, as soon as the dialog has followed what was typed. */
export async function answerFileDialog(page: Page, path: string, button: string): Promise<void> {
  const dialog = page.locator('.quick-input-widget');
  const input = dialog.locator('input[type="text"]').first();
  const accept = dialog.getByRole('button', { name: button, exact: true });
  // It looks at the disk before it writes its own proposal, and after each change of the text.
  const rest = async (): Promise<void> => {
    await dialog.locator('.monaco-progress-container:not(.active)').waitFor({ state: 'attached', timeout: 5_000 });
    assert.notEqual(await input.inputValue(), '');
  };
  await accept.waitFor();
  await eventually(async () => {
    if (await accept.isHidden()) return;
    await rest();
    await input.fill(path);
    await rest();
    assert.equal(await input.inputValue(), path);
    await accept.click({ timeout: 2_000 });
    await accept.waitFor({ state: 'hidden', timeout: 2_000 });
  }, 30_000);
}
