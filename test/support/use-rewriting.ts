/** The fixture for a service that answers what no service of the tests would: the emulator's answers, changed on the way. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EmulatorFixture } from './use-emulator';

/** Changes the parsed JSON of an answer in place. */
export type Rewrite = (operation: string, answer: Record<string, unknown>, request: Record<string, unknown>) => void;

export interface RewritingFixture {
  /** The environment that points an extension host at it. */
  readonly env: Readonly<Record<string, string>>;
}

/** Call it in a `describe`, after `useEmulator` and before `useVscode`. */
export function useRewriting(emulator: EmulatorFixture, rewrite: Rewrite): RewritingFixture {
  let server: Server | undefined;

  before('start the rewriting server', async () => {
    server = createServer((incoming, response) => {
      void forward(emulator.url, incoming, rewrite).then(
        ({ status, body }) => response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(body),
        () => response.writeHead(502).end(),
      );
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  });
  after('end the rewriting server', () => {
    server?.closeAllConnections();
    server?.close();
  });

  return {
    get env() {
      const { port } = server?.address() as AddressInfo;
      return { ...emulator.env, AWS_ENDPOINT_URL_FORECAST: `http://127.0.0.1:${port}` };
    },
  };
}

async function forward(
  url: string,
  incoming: IncomingMessage,
  rewrite: Rewrite,
): Promise<{ status: number; body: string }> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const sent = Buffer.concat(chunks).toString();
  const kept = ['content-type', 'x-amz-target', 'authorization', 'x-amz-date'];
  const headers = Object.fromEntries(kept.map((name) => [name, String(incoming.headers[name])]));
  const answer = await fetch(url, { method: 'POST', headers, body: sent });
  const text = await answer.text();
  if (!answer.ok || text === '') return { status: answer.status, body: text };
  const json = JSON.parse(text) as Record<string, unknown>;
  rewrite(headers['x-amz-target']?.split('.').at(-1) ?? '', json, JSON.parse(sent) as Record<string, unknown>);
  return { status: answer.status, body: JSON.stringify(json) };
}
