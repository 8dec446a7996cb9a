import assert from 'node:assert/strict';
import { useVscode } from '../support/use-vscode';

describe('The sidebar', () => {
  const vscode = useVscode();

  it('has an entry "Forecast Backtests" in the activity bar', async () => {
    await vscode.workbench.activity('Forecast Backtests').waitFor();
  });

  it('opens the view "Export Jobs" with a click on it', async () => {
    await vscode.workbench.openForecastBacktests();
    assert.match(await vscode.workbench.sidebarTitle(), /^Forecast Backtests: Export Jobs/);
  });
});
