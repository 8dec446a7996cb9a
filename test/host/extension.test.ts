import assert from 'node:assert/strict';
import { commands, extensions } from 'vscode';
import manifest from '../../package.json';

describe('The installed extension', () => {
  const extension = extensions.getExtension(`${manifest.publisher}.${manifest.name}`);

  it('is found by its id, with the version of the manifest', () => {
    assert.ok(extension, 'the extension is not installed');
    assert.equal((extension.packageJSON as typeof manifest).version, manifest.version);
  });

  it('registers every command of its manifest when it is activated', async () => {
    await extension?.activate();
    const known = new Set(await commands.getCommands(true));
    const declared = manifest.contributes.commands.map(({ command }) => command);
    assert.deepEqual(
      declared.filter((command) => !known.has(command)),
      [],
    );
  });
});
