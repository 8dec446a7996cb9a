/** The fixture for an identity that may use Amazon Forecast only: S3, IAM and KMS refuse it everything. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface DenierFixture {
  /** The environment that points an extension host's S3, IAM and KMS at it. */
  readonly env: Readonly<Record<string, string>>;
}

const DENIED = 'User: arn:aws:iam::111122223333:user/planner is not authorized to perform this';

/** Call it in a `describe`, before `useVscode`. It is there before the tests and goes after them. */
export function useDenier(): DenierFixture {
  let server: Server | undefined;

  before('start what denies S3, IAM and KMS', async () => {
    const started = createServer((request, response) => {
      request.resume();
      // KMS speaks JSON and names its operation in a header, the other two speak XML.
      if (request.headers['x-amz-target'] !== undefined) {
        response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' });
        response.end(JSON.stringify({ __type: 'AccessDeniedException', Message: DENIED }));
        return;
      }
      const error = `<Error><Code>AccessDenied</Code><Message>${DENIED}</Message></Error>`;
      const isIam = request.method === 'POST';
      response.writeHead(403, { 'content-type': 'application/xml' });
      response.end(isIam ? `<ErrorResponse>${error}<RequestId>1</RequestId></ErrorResponse>` : error);
    });
    await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
    server = started;
  });

  after('end what denies S3, IAM and KMS', () => {
    server?.closeAllConnections();
    server?.close();
  });

  return {
    get env() {
      const url = `http://127.0.0.1:${(server?.address() as AddressInfo | undefined)?.port ?? 0}`;
      return { AWS_ENDPOINT_URL_S3: url, AWS_ENDPOINT_URL_IAM: url, AWS_ENDPOINT_URL_KMS: url };
    },
  };
}
