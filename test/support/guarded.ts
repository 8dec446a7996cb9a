/**
 * Child processes that cannot be left behind: each runs under `guard.mjs`, which ends the whole process tree when it is
 * told to, and also when this process dies, by Ctrl+C, a crash or a kill.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';

const GUARD = path.join(__dirname, 'guard.mjs');

export interface GuardedOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** `pipe` for a listener (`process.stdout` of the result), `inherit` to show the output. */
  readonly output: 'pipe' | 'inherit';
  /** A folder that is deleted when everything has ended. */
  readonly remove?: string;
}

export interface Guarded {
  readonly process: ChildProcess;
  /** Settles when the command and everything it started are gone; the command's exit code. Never rejects. */
  readonly ended: Promise<number>;
  /** Ends the whole tree and waits until it is gone. May be called more than once. */
  stop(): Promise<void>;
}

const running = new Set<Guarded>();
let ending = false;

/** Ends everything that was started here, and lets nothing more be started: for a process that should end. */
export async function stopAll(): Promise<void> {
  ending = true;
  await Promise.all([...running].map((one) => one.stop()));
}

/** @throws Error after `stopAll`. */
export function startGuarded(command: string, args: readonly string[], options: GuardedOptions): Guarded {
  if (ending) throw new Error(`${command} was not started: this process is ending.`);
  const remove = options.remove === undefined ? [] : ['--remove', options.remove];
  const child = spawn(process.execPath, [GUARD, ...remove, '--', command, ...args], {
    cwd: options.cwd,
    env: options.env,
    stdio: ['pipe', options.output, options.output],
    // Out of the terminal's foreground group: Ctrl+C reaches this process, which decides what ends in which order.
    detached: true,
  });
  const ended = new Promise<number>((resolve) => {
    child.once('close', (code) => resolve(code ?? 1));
    child.once('error', () => resolve(127));
  });
  const guarded: Guarded = {
    process: child,
    ended,
    stop: async () => {
      child.stdin?.end();
      await ended;
    },
  };
  running.add(guarded);
  void ended.then(() => running.delete(guarded));
  return guarded;
}

/** Runs a command to its end and gives back its exit code and all it printed. */
export async function runGuarded(
  command: string,
  args: readonly string[],
  options: Omit<GuardedOptions, 'output'> = {},
): Promise<{ code: number; output: string }> {
  const run = startGuarded(command, args, { ...options, output: 'pipe' });
  let output = '';
  const keep = (chunk: Buffer): void => void (output += chunk.toString());
  run.process.stdout?.on('data', keep);
  run.process.stderr?.on('data', keep);
  const code = await run.ended;
  return { code, output };
}

/**
 * Waits until a line of the command's output matches.
 * @returns The match. @throws Error with the output so far when the command ends first or `timeout` ms pass.
 */
export async function lineMatching(run: Guarded, pattern: RegExp, timeout: number): Promise<RegExpExecArray> {
  let output = '';
  return new Promise((resolve, reject) => {
    const fail = (what: string): void => reject(new Error(`${what} before ${String(pattern)} was printed:\n${output}`));
    const timer = setTimeout(() => fail(`${timeout / 1000} seconds passed`), timeout);
    const look = (chunk: Buffer): void => {
      output += chunk.toString();
      const match = pattern.exec(output);
      if (!match) return;
      clearTimeout(timer);
      resolve(match);
    };
    run.process.stdout?.on('data', look);
    run.process.stderr?.on('data', look);
    void run.ended.then((code) => {
      clearTimeout(timer);
      fail(`The command ended with code ${code}`);
    });
  });
}
