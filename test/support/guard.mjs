// Runs a command so that nothing of it can outlive the one who asked for it.
//
//   node guard.mjs [--remove DIR] -- COMMAND [ARGUMENT...]
//
// The command gets a process group of its own. When standard input closes (the asker ended the pipe, or died in
// whatever way) or a signal arrives, the whole group is asked to end, then made to, and DIR is deleted.
// The guard's exit code is the command's.
import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** How long a group may take to end in its own way, and to vanish once it was made to, in milliseconds. */
const GRACE = 5000;
const VANISH = 2000;

const words = process.argv.slice(2);
const split = words.indexOf('--');
const remove = words[0] === '--remove' ? words[1] : undefined;
const [command, ...args] = words.slice(split + 1);

const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: true });

let ending = false;

child.on('error', (error) => {
  console.error(`${command} could not be started: ${error.message}`);
  void end(127);
});
child.on('exit', (code, signal) => void end(code ?? (signal === 'SIGINT' ? 130 : 143)));
process.stdin
  .on('close', () => void end(143))
  .on('error', () => void end(143))
  .resume();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void end(143));
// When the asker is gone, so may be the pipes that the command's output goes to.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);

async function end(code) {
  if (ending) return;
  ending = true;
  if (send('SIGTERM')) {
    await gone(GRACE);
    send('SIGKILL');
    await gone(VANISH);
  }
  if (remove) await rm(remove, { recursive: true, force: true, maxRetries: 5 });
  process.exit(code);
}

async function gone(timeout) {
  for (let waited = 0; waited < timeout && send(0); waited += 25) await delay(25);
}

/** Sends a signal to the whole group; false when nobody is left in it. */
function send(signal) {
  if (child.pid === undefined) return false;
  try {
    process.kill(-child.pid, signal);
    return true;
  } catch {
    return false;
  }
}
