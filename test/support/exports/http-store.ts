/** An object store over the loopback server of `file-server.mjs`: as far as downloading parts needs it. */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, get as request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import path from 'node:path';
import type { ObjectStore } from '../../../src/domain/object-store';
import { DomainError } from '../../../src/domain/errors';

export interface ServedFolder {
  readonly store: ObjectStore;
  stop(): void;
}

export async function serveFolder(folder: string, bytesPerSecond: number): Promise<ServedFolder> {
  const server: ChildProcess = spawn(
    process.execPath,
    [path.join(__dirname, 'file-server.mjs'), folder, String(bytesPerSecond)],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  if (!server.stdout) throw new Error('The server has no output');
  const [line] = (await once(server.stdout, 'data')) as [Buffer];
  const port = Number(line.toString());
  const agent = new Agent({ keepAlive: true });
  const notServed = (): Promise<never> => Promise.reject(new Error('This store only serves objects'));
  return {
    stop: () => {
      agent.destroy();
      server.stdin?.end();
    },
    store: {
      listBuckets: notServed,
      bucketRegion: notServed,
      list: notServed,
      get: async ({ key, range }, options) => {
        const headers = range ? { range: `bytes=${range.start}-` } : {};
        const url = `http://127.0.0.1:${port}/${key.split('/').map(encodeURIComponent).join('/')}`;
        const signal = options?.signal;
        return new Promise<IncomingMessage>((resolve, reject) => {
          const call = request(url, { agent, headers, ...(signal ? { signal } : {}) }, resolve);
          call.on('error', (error) => reject(new DomainError('network', error.message)));
        });
      },
    },
  };
}
