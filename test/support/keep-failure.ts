/** Keeps what a person needs to understand a failure that happened in a VS Code window. */
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { EXTENSION_ID, PROJECT, RESULTS } from './paths';
import { type VscodeServer } from './vscode-server';
import { type Workbench } from './workbench';

/**
 * Saves the screenshot and console of each window, the server's output and all logs of the run, the extension's among them,
 * as `test-results/failures/SUITE/TITLE/`, and prints where that is.
 */
export async function keepFailure(
  title: string,
  server: VscodeServer | undefined,
  windows: readonly Workbench[],
): Promise<void> {
  const name = title.replace(/[^\w]+/g, '-').slice(0, 120);
  const folder = path.join(RESULTS, 'failures', process.env['TEST_SUITE'] ?? 'e2e', name);
  await mkdir(folder, { recursive: true });
  for (const [index, window] of windows.entries()) {
    const number = index === 0 ? '' : `-${index + 1}`;
    await writeFile(path.join(folder, `console${number}.log`), window.console.join('\n'));
    await window.page
      .screenshot({ path: path.join(folder, `screenshot${number}.png`) })
      .catch((error: unknown) => writeFile(path.join(folder, `screenshot${number}.txt`), String(error)));
  }
  if (server) {
    await writeFile(path.join(folder, 'server.log'), server.output());
    await writeFile(path.join(folder, 'extension.log'), await extensionLog(server));
    await cp(server.logDir, path.join(folder, 'logs'), { recursive: true, force: true });
  }
  console.log(`      kept: ${path.relative(PROJECT, folder)}/`);
}

/** What the extension logged so far, in all windows of a server; the empty string before its first line. */
export async function extensionLog(server: VscodeServer): Promise<string> {
  const files = await readdir(server.logDir, { recursive: true, encoding: 'utf8' }).catch(() => []);
  const own = files.filter((file) => file.includes(`${path.sep}${EXTENSION_ID}${path.sep}`) && file.endsWith('.log'));
  const texts = await Promise.all(own.sort().map((file) => readFile(path.join(server.logDir, file), 'utf8')));
  return texts.join('');
}
