import type { HttpRequest, HttpResponse } from '@smithy/core/protocols';
import type { HttpHandlerOptions, RetryErrorInfo, RetryToken, StandardRetryToken } from '@smithy/types';
import type { Log } from '../domain/ports';
import { ATTEMPTS, CarefulRetryStrategy } from './retry';
import type { Transport } from './transport';

/** What became of the last request of a sign-in. */
export interface SignInRequest {
  /** Host, and port if it is not the default one. */
  readonly host: string;
  /** As the client threw it; absent while the request is under way, and after it has succeeded. */
  readonly failure?: unknown;
}

export interface SignInRequestsOptions {
  readonly transport: Transport;
  readonly log: Log;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/**
 * The requests of one sign-in: what the clients are made with by which the SDK fetches credentials by itself. Writes one
 * line for each to the log, as `observe` does for all others, and keeps how the last one ended: the SDK's providers
 * report every failure as a `CredentialsProviderError` with a sentence, which hides what really happened.
 */
export class SignInRequests {
  readonly #options: SignInRequestsOptions;
  #last: SignInRequest | undefined;

  constructor(options: SignInRequestsOptions) {
    this.#options = options;
  }

  get last(): SignInRequest | undefined {
    return this.#last;
  }

  /** For the constructors of the clients. */
  get clientConfig(): object {
    return {
      requestHandler: this.#transport(),
      retryStrategy: new NotingRetryStrategy((failure) => {
        if (this.#last) this.#last = { host: this.#last.host, failure };
      }),
      maxAttempts: ATTEMPTS,
    };
  }

  /** Neither headers nor the query nor the body are ever written: they are all secrets. */
  #transport(): Transport {
    const { transport, log, now } = this.#options;
    return {
      ...(transport.metadata && { metadata: transport.metadata }),
      handle: async (request: HttpRequest, options?: HttpHandlerOptions): Promise<{ response: HttpResponse }> => {
        const start = now();
        const { hostname, port } = request;
        const line = (result: string): string =>
          `Sign-in: ${operationOf(request)}, ${hostname}, ${now() - start} ms, ${result}`;
        this.#last = { host: port === undefined ? hostname : `${hostname}:${port}` };
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
}

/** The one place of a client that sees each failure as it is, before a provider puts it into words. */
class NotingRetryStrategy extends CarefulRetryStrategy {
  readonly #note: (failure: unknown) => void;

  constructor(note: (failure: unknown) => void) {
    super();
    this.#note = note;
  }

  override refreshRetryTokenForRetry(token: RetryToken, info: RetryErrorInfo): Promise<StandardRetryToken> {
    this.#note(info.error);
    return super.refreshRetryTokenForRetry(token, info);
  }
}

/** `AssumeRole` of a query protocol's body; else the path. */
function operationOf({ body, path }: HttpRequest): string {
  const action = typeof body === 'string' ? /(?:^|&)Action=(\w+)/u.exec(body)?.[1] : undefined;
  return action ?? path;
}
