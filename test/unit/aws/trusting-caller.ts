/**
 * A process that trusts the test certificate (`NODE_EXTRA_CA_CERTS` is read only when a process starts) and calls
 * Amazon Forecast over HTTPS as its parent tells it. With `FETCH_DISTRUSTS=1` its fetch behaves as VS Code's does, which
 * does not know these additional certificates.
 */
import { isCancelled, toDomainError } from '../../../src/domain/errors';
import type { Connection } from '../../../src/domain/ports';
import { connectTo } from './harness';

export interface Order {
  readonly id: number;
  /** `abort` ends the call of the same id. */
  readonly what: 'list' | 'create' | 'abort';
  readonly endpoint: string;
  readonly requestTimeout: number;
}

export interface Outcome {
  readonly id: number;
  readonly items?: number;
  readonly cancelled?: boolean;
  readonly kind?: string;
  readonly code?: string;
  readonly attempts?: number;
  readonly message?: string;
}

const connections = new Map<string, Promise<Connection>>();
const aborts = new Map<number, AbortController>();

async function call({ id, what, endpoint, requestTimeout }: Order): Promise<Outcome> {
  const key = `${endpoint} ${requestTimeout}`;
  const opened = connections.get(key) ?? connectTo(endpoint, { requestTimeout });
  connections.set(key, opened);
  const { forecast } = await opened;
  const abort = new AbortController();
  aborts.set(id, abort);
  try {
    if (what === 'create') {
      const destination = { path: 's3://exports/', roleArn: 'arn:aws:iam::123456789012:role/r' };
      await forecast.createExportJob({ name: 'n', predictorArn: 'arn', destination }, { signal: abort.signal });
      return { id };
    }
    const { items } = await forecast.listExportJobs({ maxResults: 100 }, { signal: abort.signal });
    return { id, items: items.length };
  } catch (error) {
    if (isCancelled(error)) return { id, cancelled: true };
    const { kind, message, facts } = toDomainError(error);
    return {
      id,
      kind,
      message,
      ...(facts.code !== undefined && { code: facts.code }),
      ...(facts.attempts !== undefined && { attempts: facts.attempts }),
    };
  }
}

if (process.env['FETCH_DISTRUSTS'] === '1') {
  globalThis.fetch = () => {
    const cause = Object.assign(new Error('self-signed certificate'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    return Promise.reject(new TypeError('fetch failed', { cause }));
  };
}

process.on('message', (order: Order) => {
  if (order.what === 'abort') aborts.get(order.id)?.abort();
  else void call(order).then((outcome) => process.send?.(outcome));
});
