/**
 * The test module that VS Code runs inside its extension host, on a desktop and on a server alike. The build adds an entry
 * that calls it with every `*.test.ts` of this folder (`test/support/build-host-tests.ts`).
 */
import { writeFileSync } from 'node:fs';
import { format } from 'node:util';
import { COUNTS_FILE, GREP, OUTPUT_MARK, runAndCount, STRICT } from '../support/mocha-counts';

/** How long a host test may take, in milliseconds. */
const TIMEOUT = 30_000;

/**
 * @param load Loads the test files; called when mocha's globals are there.
 * @throws Error when no test ran or one failed, which VS Code turns into its exit code.
 */
export async function runHostTests(load: () => Promise<unknown>): Promise<void> {
  markOutput(process.env[OUTPUT_MARK] ?? '');
  // Mocha is an ES module, and stays outside of the bundle.
  const { default: Mocha } = await import('mocha');
  const grep = process.env[GREP];
  const mocha = new Mocha({
    ...STRICT,
    timeout: TIMEOUT,
    color: false,
    ...(grep === undefined ? {} : { fgrep: grep }),
  });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  await load();
  const counts = await runAndCount(mocha);
  // Line by line: of a text with several lines VS Code passes on only some.
  for (const { title, error } of counts.tests)
    for (const line of error === undefined ? [] : [`failed: ${title}`, ...error.split('\n')]) console.log(line);
  const file = process.env[COUNTS_FILE];
  if (file !== undefined) writeFileSync(file, JSON.stringify(counts, undefined, 2));
  if (counts.failed > 0 || counts.passed === 0) throw new Error(`${counts.passed} passed, ${counts.failed} failed`);
}

/**
 * Makes what is printed here recognizable among the lines that VS Code itself sends to its console. The console is replaced
 * as a whole: an extension host does not let its methods be replaced.
 */
function markOutput(mark: string): void {
  const print = console.log.bind(console);
  const marked = (...words: unknown[]): void => print(mark + format(...words));
  globalThis.console = Object.create(console) as Console;
  for (const level of ['log', 'info', 'warn', 'error'] as const) {
    Object.defineProperty(globalThis.console, level, { value: marked });
  }
}
