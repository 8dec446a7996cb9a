/** The process of the results engine that a VS Code server of the tests has started. */
import { execFileSync } from 'node:child_process';

/** Its process id; undefined while none runs. Needs `ps`. */
export function enginePid(server: { readonly pid: number }): number | undefined {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).trim().split('\n');
  const all = lines.map((line) => {
    const [pid = '', parent = '', ...args] = line.trim().split(/\s+/);
    return { pid: Number(pid), parent: Number(parent), args: args.join(' ') };
  });
  const parents = new Map(all.map(({ pid, parent }) => [pid, parent]));
  const isOurs = (pid: number): boolean => {
    for (let at = pid; at > 1; at = parents.get(at) ?? 0) if (at === server.pid) return true;
    return false;
  };
  return all.find(({ pid, args }) => args.includes('results-worker.js') && isOurs(pid))?.pid;
}
