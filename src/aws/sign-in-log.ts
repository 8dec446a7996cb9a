import type { HttpRequest, HttpResponse } from '@smithy/core/protocols';
import type { HttpHandlerOptions } from '@smithy/types';
import type { Log } from '../domain/ports';
import type { Transport } from './transport';

/**
 * The transport of the clients with which the SDK fetches credentials by itself: writes one line for each request, as
 * `observe` does for all others. Neither headers nor the query nor the body are ever written: they are all secrets.
 */
export function loggedTransport(transport: Transport, log: Log, now: () => number): Transport {
  return {
    ...(transport.metadata && { metadata: transport.metadata }),
    handle: async (request: HttpRequest, options?: HttpHandlerOptions): Promise<{ response: HttpResponse }> => {
      const start = now();
      const line = (result: string): string =>
        `Sign-in: ${operationOf(request)}, ${request.hostname}, ${now() - start} ms, ${result}`;
      try {
        const answer = await transport.handle(request, options);
        const { statusCode, headers } = answer.response;
        const id = headers['x-amzn-requestid'] ?? headers['x-amz-request-id'];
        log.debug(line(`HTTP ${statusCode}${id === undefined ? '' : `, request ${id}`}`));
        return answer;
      } catch (error) {
        const { code, name } = error as NodeJS.ErrnoException;
        log.debug(line(code ?? name));
        throw error;
      }
    },
  };
}

/** `AssumeRole` of a query protocol's body; else the path. */
function operationOf({ body, path }: HttpRequest): string {
  const action = typeof body === 'string' ? /(?:^|&)Action=(\w+)/u.exec(body)?.[1] : undefined;
  return action ?? path;
}
