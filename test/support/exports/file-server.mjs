// Serves the files of a folder over loopback HTTP at a limited rate over all connections, in a process of its own:
//   node file-server.mjs FOLDER BYTES_PER_SECOND
// Prints its port. Ends when standard input closes.
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { pipeline, Transform } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

const [folder, rate] = process.argv.slice(2);
let free = performance.now();

/** Lets bytes pass when their time has come; all connections share one clock. */
function limited() {
  return new Transform({
    highWaterMark: 1 << 18,
    transform(chunk, _encoding, done) {
      free = Math.max(free, performance.now() - 20) + (chunk.length / Number(rate)) * 1000;
      const wait = free - performance.now();
      if (wait < 2) done(undefined, chunk);
      else void delay(wait).then(() => done(undefined, chunk));
    },
  });
}

createServer((request, response) => {
  const file = path.join(folder, decodeURIComponent(request.url ?? '/'));
  const start = Number(/^bytes=(\d+)-/u.exec(request.headers.range ?? '')?.[1] ?? 0);
  response.writeHead(start > 0 ? 206 : 200, { 'content-length': statSync(file).size - start });
  pipeline(createReadStream(file, { start, highWaterMark: 1 << 18 }), limited(), response, () => undefined);
}).listen(0, '127.0.0.1', function () {
  console.log(this.address().port);
});
process.stdin.on('close', () => process.exit(0)).resume();
