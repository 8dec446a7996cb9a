/** Knowing when a command of this project should end. */
import { readFile } from 'node:fs/promises';
import { runGuarded } from './guarded';

/** How often to look whether the callers still live, in milliseconds. */
const LOOK = 500;

/**
 * Calls `end` once, on the first of: Ctrl+C, a request to end, or the death of the npm script that this process belongs to.
 * The shell between npm and a script passes no signal on, so that a killed `npm run` would leave its script running.
 */
export function onEnd(end: () => void): void {
  let ending = false;
  const once = (): void => {
    if (ending) return;
    ending = true;
    end();
  };
  // They stay in place: a terminal sends one Ctrl+C to npm and to this process, and npm passes it on.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, once);
  if (process.env['npm_lifecycle_event'] === undefined) return;
  void callers().then((pids) => {
    const timer = setInterval(() => {
      if (pids.every(isAlive)) return;
      clearInterval(timer);
      once();
    }, LOOK);
    timer.unref();
  });
}

/** The processes from this one's parent up to npm; none where they cannot be told. */
async function callers(): Promise<number[]> {
  const pids: number[] = [];
  let pid = process.ppid;
  while (pid > 1) {
    const caller = await describe(pid);
    if (!caller) return [];
    pids.push(pid);
    if (caller.command.startsWith('npm ') || caller.command.includes('npm-cli.js')) return pids;
    pid = caller.parent;
  }
  return [];
}

async function describe(pid: number): Promise<{ parent: number; command: string } | undefined> {
  try {
    if (process.platform === 'linux') {
      // Fields follow the program's name in parentheses: state, parent's id, ... (proc_pid_stat(5)).
      const [, , parent] = /.*\) (\S+) (\d+)/s.exec(await readFile(`/proc/${pid}/stat`, 'utf8')) ?? [];
      const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ');
      return parent === undefined ? undefined : { parent: Number(parent), command };
    }
    const { output } = await runGuarded('ps', ['-o', 'ppid=,args=', '-p', String(pid)]);
    const [, parent, command] = /^\s*(\d+)\s+(.*)/.exec(output) ?? [];
    return parent === undefined || command === undefined ? undefined : { parent: Number(parent), command };
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
