/**
 * Runs the project's test suites: `npm test` all of them, `npm run test:NAME` one. What follows `--` narrows the tests to
 * those whose titles contain it. The last line is `N passed, N failed`, over all suites.
 */
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { startGuarded, type Guarded } from './support/guarded';
import { COUNTS_FILE, GREP, type Counts } from './support/mocha-counts';
import { npmCommand } from './support/npm-command';
import { onEnd } from './support/on-end';
import { PACKAGE, PROJECT, RESULTS } from './support/paths';

interface Suite {
  readonly name: string;
  /** The program; without `counts` its success is one passed test. */
  readonly command: readonly [string, ...string[]];
  /** It leaves a file of `Counts`; no file, or no test in it, is a failure. */
  readonly counts: boolean;
  /** A suite that must have passed before in the same run. */
  readonly needs?: string;
  /** Runs only when it is named. */
  readonly named?: true;
  /** Starts no VS Code, whose windows need the machine for themselves: two such suites run side by side. */
  readonly light?: true;
  /** After so many minutes it is ended, and has failed. */
  readonly minutes: number;
}

const tsx = (program: string, ...args: string[]): [string, ...string[]] => [
  process.execPath,
  '--import=tsx',
  `test/support/${program}.ts`,
  ...args,
];

/** In the order of running: what is light comes first, the longest of it at the very start. */
const SUITES: readonly Suite[] = [
  { name: 'lint', command: [...npmCommand(), 'run', '--silent', 'lint'], counts: false, light: true, minutes: 10 },
  { name: 'unit', command: tsx('run-mocha', 'test/unit', '30000'), counts: true, light: true, minutes: 10 },
  { name: 'clients', command: tsx('run-mocha', 'test/clients', '60000'), counts: true, light: true, minutes: 20 },
  { name: 'types', command: [...npmCommand(), 'run', '--silent', 'types'], counts: false, light: true, minutes: 10 },
  { name: 'package', command: [...PACKAGE, '--target', 'universal'], counts: false, light: true, minutes: 10 },
  { name: 'host', command: tsx('run-host'), counts: true, needs: 'package', minutes: 20 },
  { name: 'e2e', command: tsx('run-mocha', 'test/e2e', '60000', '1'), counts: true, needs: 'package', minutes: 45 },
  {
    name: 'faults',
    command: tsx('run-mocha', 'test/faults', '60000', '1'),
    counts: true,
    needs: 'package',
    minutes: 15,
  },
  { name: 'desktop', command: tsx('run-desktop'), counts: true, needs: 'package', named: true, minutes: 30 },
];

interface Outcome {
  readonly suite: string;
  readonly passed: number;
  readonly failed: number;
  readonly seconds: number;
  readonly note: string;
}

const running = new Set<Guarded>();

async function main(words: readonly string[]): Promise<number> {
  const names = SUITES.map(({ name }) => name);
  const firstTitle = words.findIndex((word) => !names.includes(word));
  const named = firstTitle === -1 ? words : words.slice(0, firstTitle);
  const grep = firstTitle === -1 ? undefined : words.slice(firstTitle).join(' ');

  const outcomes: Outcome[] = [];
  const suites = chosen(named);
  const light = suites.filter((suite) => suite.light);
  // One alone shows what it prints as it comes.
  const sideBySide = async (): Promise<void> => {
    for (let suite = light.shift(); suite; suite = light.shift()) outcomes.push(await run(suite, outcomes, grep, true));
  };
  if (light.length > 1) await Promise.all([sideBySide(), sideBySide()]);
  for (const suite of [...light, ...suites.filter((one) => !one.light)]) {
    outcomes.push(await run(suite, outcomes, grep, false));
  }

  const sum = (count: (outcome: Outcome) => number): number => outcomes.reduce((total, one) => total + count(one), 0);
  const passed = sum((outcome) => outcome.passed);
  // Titles that no test has must not look like success.
  const nothing = passed === 0 && sum((outcome) => outcome.failed) === 0 ? 1 : 0;
  const failed = sum((outcome) => outcome.failed) + nothing;
  console.log(`\n${table(outcomes)}\n\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/** The named suites and what they need, or all that run without being named. */
function chosen(named: readonly string[]): Suite[] {
  const needed = SUITES.filter(({ name }) => named.includes(name)).map(({ needs }) => needs);
  return SUITES.filter((suite) =>
    named.length === 0 ? suite.named !== true : named.includes(suite.name) || needed.includes(suite.name),
  );
}

async function run(
  suite: Suite,
  before: readonly Outcome[],
  grep: string | undefined,
  isBesideOthers: boolean,
): Promise<Outcome> {
  const { name, command, needs } = suite;
  const started = performance.now();
  const outcome = (passed: number, failed: number, note = ''): Outcome => {
    return { suite: name, passed, failed, seconds: (performance.now() - started) / 1000, note };
  };
  if (before.some((other) => other.suite === needs && other.failed > 0)) return outcome(0, 1, `needs "${needs ?? ''}"`);
  // A package that was built before is named by TEST_VSIX; it is tested as it is.
  if (name === 'package' && process.env['TEST_VSIX'] !== undefined) return outcome(0, 0, 'TEST_VSIX is used');

  if (!isBesideOthers) console.log(`\n--- ${name} ---`);
  const countsFile = path.join(RESULTS, 'counts', `${name}.json`);
  await rm(countsFile, { force: true });
  await rm(path.join(RESULTS, 'failures', name), { recursive: true, force: true });
  const [program, ...args] = command;
  const env: NodeJS.ProcessEnv = { ...process.env, [COUNTS_FILE]: countsFile, TEST_SUITE: name };
  if (grep !== undefined) env[GREP] = grep;
  // Where CI is set, colours would be written into log files as well.
  if (!process.stdout.isTTY) env['FORCE_COLOR'] = '0';
  const guarded = startGuarded(program, args, { cwd: PROJECT, env, output: isBesideOthers ? 'pipe' : 'inherit' });
  const printed: Buffer[] = [];
  for (const stream of [guarded.process.stdout, guarded.process.stderr]) {
    stream?.on('data', (chunk: Buffer) => void printed.push(chunk));
  }
  const { code, late } = await toItsEnd(guarded, suite);
  if (isBesideOthers) process.stdout.write(`\n--- ${name} ---\n${Buffer.concat(printed).toString()}`);

  if (late) return outcome(0, 1, `ended after ${suite.minutes} minutes`);
  if (!suite.counts) return outcome(code === 0 ? 1 : 0, code === 0 ? 0 : 1);
  const counts = await readFile(countsFile, 'utf8').then(
    (text) => JSON.parse(text) as Counts,
    () => undefined,
  );
  if (!counts) return outcome(0, 1, `crashed with code ${code}`);
  const { passed, failed, again } = counts;
  if (passed + failed === 0) return grep === undefined ? outcome(0, 1, 'no tests') : outcome(0, 0, 'no such title');
  // All passed, and yet it did not end well: something broke after the last test.
  if (failed === 0 && code !== 0) return outcome(passed, 1, `ended with code ${code}`);
  return outcome(passed, failed, again.length === 0 ? '' : `${again.length} tried again`);
}

async function toItsEnd(suite: Guarded, { minutes }: Suite): Promise<{ code: number; late: boolean }> {
  running.add(suite);
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    void suite.stop();
  }, minutes * 60_000);
  const code = await suite.ended;
  clearTimeout(timer);
  running.delete(suite);
  return { code, late };
}

function table(outcomes: readonly Outcome[]): string {
  const line = (...cells: readonly string[]): string =>
    cells.map((cell, index) => (index === 0 ? cell.padEnd(10) : cell.padStart(9))).join('');
  return [
    line('suite', 'passed', 'failed', 'seconds'),
    ...outcomes.map(({ suite, passed, failed, seconds, note }) =>
      `${line(suite, String(passed), String(failed), seconds.toFixed(1))}  ${note}`.trimEnd(),
    ),
  ].join('\n');
}

onEnd(() => void Promise.all([...running].map((one) => one.stop())).then(() => process.exit(130)));

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
