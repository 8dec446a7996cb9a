import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { isCancelled, type ErrorKind } from '../../../src/domain/errors';
import type { Connection } from '../../../src/domain/ports';
import { awsError, startFaultServer, type Answer, type FaultServer } from '../../support/fault-server';
import { connectTo, failure } from './harness';

const LIST = 'ListPredictorBacktestExportJobs';
const CREATE = 'CreatePredictorBacktestExportJob';
const JOB = {
  name: 'weekly',
  predictorArn: 'arn:aws:forecast:us-east-1:123456789012:predictor/demand',
  destination: { path: 's3://exports/', roleArn: 'arn:aws:iam::123456789012:role/r' },
};

describe('When Amazon Forecast, or something in its place, answers with a fault', () => {
  let server: FaultServer;
  let connection: Connection;

  beforeEach(async () => {
    server = await startFaultServer();
    connection = await connectTo(server.url);
  });
  afterEach(async () => {
    connection.dispose();
    await server.close();
  });

  const list = (signal?: AbortSignal): Promise<unknown> =>
    connection.forecast.listExportJobs({ maxResults: 100 }, signal && { signal });

  /** What arrives, what it is told as, and how many requests the service got. */
  const ROWS: readonly (readonly [string, Answer, ErrorKind, number])[] = [
    [
      'expired keys',
      awsError('ExpiredTokenException', 'The security token included in the request is expired'),
      'signInExpired',
      1,
    ],
    [
      'unknown keys',
      awsError('UnrecognizedClientException', 'The security token included in the request is invalid.'),
      'badCredentials',
      1,
    ],
    [
      'a missing signature',
      awsError('MissingAuthenticationTokenException', 'Missing Authentication Token', 403),
      'badCredentials',
      1,
    ],
    ['a broken signature', awsError('IncompleteSignatureException', 'Incomplete'), 'badCredentials', 1],
    [
      'a wrong signature',
      awsError(
        'InvalidSignatureException',
        'The request signature we calculated does not match the signature you provided.',
      ),
      'badCredentials',
      1,
    ],
    [
      'a signature from the past',
      awsError('InvalidSignatureException', 'Signature expired: 20260101T000000Z is now earlier than 20260101T010000Z'),
      'clockSkew',
      3,
    ],
    [
      'no permission',
      awsError(
        'AccessDeniedException',
        'User: arn:aws:iam::123456789012:user/x is not authorized to perform: forecast:List',
      ),
      'accessDenied',
      1,
    ],
    [
      'an account that never used the service',
      awsError('AccessDeniedException', 'Amazon Forecast is no longer available to new customers.'),
      'notOnboarded',
      1,
    ],
    [
      'an account without a subscription',
      awsError('SubscriptionRequiredException', 'The AWS Access Key Id needs a subscription for the service'),
      'notOnboarded',
      1,
    ],
    [
      'a token that has expired',
      awsError('InvalidNextTokenException', 'The token is not valid. Tokens expire after 24 hours.'),
      'invalidNextToken',
      1,
    ],
    [
      'a token of a wrong form',
      awsError(
        'ValidationException',
        "1 validation error detected: Value '' at 'nextToken' failed to satisfy constraint",
      ),
      'invalidNextToken',
      1,
    ],
    ['input it refuses', awsError('InvalidInputException', 'Invalid value'), 'invalidInput', 1],
    [
      'input its front refuses',
      awsError('ValidationException', "1 validation error detected: Value 'a-b' at 'predictorName'"),
      'invalidInput',
      1,
    ],
    ['a job that is not there', awsError('ResourceNotFoundException', 'No resource found'), 'notFound', 1],
    ['a job that is in use', awsError('ResourceInUseException', 'In use'), 'inUse', 1],
    [
      'a name that is taken',
      awsError('ResourceAlreadyExistsException', 'A predictor backtest export job already exists with the arn: x'),
      'alreadyExists',
      1,
    ],
    [
      'a quota that is used up',
      awsError('LimitExceededException', 'The limit on the number of resources'),
      'limitExceeded',
      1,
    ],
    ['throttling', awsError('ThrottlingException', 'Rate exceeded'), 'throttled', 3],
    ['too many requests', awsError('TooManyRequestsException', 'Too many', 429), 'throttled', 3],
    ['an operation it has never heard of', awsError('UnknownOperationException', ''), 'badResponse', 1],
    ['a fault of its own', awsError('InternalFailure', 'Oh', 500), 'serviceFault', 3],
    ['being out of service', awsError('ServiceUnavailable', 'Later', 503), 'serviceFault', 3],
    ['a fault without any body', { status: 500 }, 'serviceFault', 3],
    ['an error with a name of its own', awsError('SomethingNewException', 'New'), 'unknown', 1],
    ['a page of HTML as success', { body: '<html>Sign in to the hotel network</html>' }, 'badResponse', 1],
    ['a page of HTML as refusal', { status: 400, body: '<html>Bad request</html>' }, 'badResponse', 1],
    ['a page of HTML as fault', { status: 503, body: '<html>Service Unavailable</html>' }, 'badResponse', 3],
    ['a proxy that wants a password', { status: 407 }, 'proxy', 1],
    ['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:9/login' } }, 'badResponse', 1],
    ['a connection that is reset', { reset: true }, 'network', 3],
  ];

  for (const [what, answer, kind, sent] of ROWS) {
    it(`tells ${what} as ${kind}, after ${sent === 1 ? 'one request' : `${sent} requests`}`, async () => {
      server.answer(LIST, answer);
      const error = await failure(list());
      assert.equal(error.kind, kind, error.message);
      assert.equal(server.count(LIST), sent);
      assert.equal(error.facts.attempts, sent);
      assert.equal(error.facts.operation, LIST);
      assert.equal(error.facts.host, `127.0.0.1:${server.port}`);
      assert.notEqual(error.message, '');
    }).timeout(15_000);

    it(`sends a creation once, and tells ${what} as ${kind}`, async () => {
      server.answer(CREATE, answer);
      const error = await failure(connection.forecast.createExportJob(JOB));
      assert.equal(error.kind, kind, error.message);
      assert.equal(server.count(CREATE), 1);
    });
  }

  it('names the error, the request and the HTTP status, in the words of the service', async () => {
    server.answer(LIST, awsError('com.amazonaws.forecast#ResourceNotFoundException', 'No resource found arn:x'));
    const error = await failure(list());
    assert.equal(error.message, 'No resource found arn:x');
    assert.equal(error.facts.code, 'ResourceNotFoundException');
    assert.equal(error.facts.requestId, '11111111-2222-4333-8444-555555555555');
    assert.equal(error.facts.httpStatus, 400);
  });

  for (const [header, value, milliseconds] of [
    ['retry-after', '7', 7_000],
    ['x-amz-retry-after', '1500', 1_500],
    ['retry-after', 'soon', undefined],
  ] as const) {
    it(`tells how long the service asks to wait: ${header} ${value}`, async () => {
      server.answer(CREATE, { ...awsError('ThrottlingException', 'Rate exceeded'), headers: { [header]: value } });
      const { facts } = await failure(connection.forecast.createExportJob(JOB));
      assert.equal(facts.retryAfter, milliseconds);
    });
  }

  it('recovers from faults that pass', async () => {
    server.answer(
      LIST,
      awsError('ThrottlingException', 'Rate exceeded'),
      { reset: true },
      {
        body: { PredictorBacktestExportJobs: [] },
      },
    );
    assert.deepEqual(await list(), { items: [] });
    assert.equal(server.count(LIST), 3);
  }).timeout(10_000);

  it('corrects a clock that is wrong by hours, and creates with the corrected time', async () => {
    const twoHoursOff = new Date(Date.now() + 2 * 3_600_000).toUTCString();
    server.answer(
      LIST,
      {
        ...awsError('InvalidSignatureException', 'Signature expired: x is now earlier than y'),
        headers: { date: twoHoursOff },
      },
      { headers: { date: twoHoursOff }, body: {} },
    );
    server.answer(CREATE, { headers: { date: twoHoursOff }, body: { PredictorBacktestExportJobArn: 'arn' } });
    await list();
    await connection.forecast.createExportJob(JOB);
    const signedAt = String(server.requests.at(-1)?.headers['x-amz-date']);
    const expected = new Date(Date.now() + 2 * 3_600_000).toISOString().replaceAll(/[-:]/gu, '');
    assert.equal(signedAt.slice(0, 11), expected.slice(0, 11));
  });

  it('keeps keys and tokens out of what it tells', async () => {
    server.answer(
      LIST,
      awsError(
        'InvalidSignatureException',
        "The signature does not match. Check your key.\n\nThe Canonical String for this request should have been\n'POST\nx-amz-security-token:FwoGSECRET'",
      ),
      awsError(
        'IncompleteSignatureException',
        'Authorization=AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101, Signature=abcdef',
      ),
    );
    const first = await failure(list());
    assert.equal(first.message, 'The signature does not match. Check your key.');
    const second = await failure(list());
    assert.doesNotMatch(second.message, /AKIA|abcdef/u);
    assert.doesNotMatch(JSON.stringify(second, Object.getOwnPropertyNames(second)), /AKIA|abcdef/u);
  });

  describe('time', () => {
    beforeEach(async () => {
      connection.dispose();
      connection = await connectTo(server.url, { requestTimeout: 300 });
    });

    it('is limited for a service that never answers: given up once, without a repetition', async () => {
      server.answer(LIST, { hang: true });
      const error = await failure(list());
      assert.equal(error.kind, 'timeout');
      assert.equal(server.count(LIST), 1);
      await server.requests[0]?.abandoned;
    });

    it('is limited for an answer that stops in the middle', async () => {
      server.answer(LIST, { stall: true, body: { PredictorBacktestExportJobs: [] } });
      const error = await failure(list());
      assert.equal(error.kind, 'timeout');
      await server.requests[0]?.abandoned;
    });
  });

  describe('giving up', () => {
    it('closes the connection of a call and tells that it was cancelled', async () => {
      server.answer(LIST, { hang: true });
      const abort = new AbortController();
      const call = list(abort.signal);
      const request = await server.nextRequest();
      abort.abort();
      await assert.rejects(call, isCancelled);
      await request.abandoned;
    });

    it('ends the wait between two attempts', async () => {
      server.answer(LIST, awsError('ThrottlingException', 'Rate exceeded'));
      const abort = new AbortController();
      const call = list(abort.signal);
      await server.nextRequest();
      abort.abort();
      await assert.rejects(call, isCancelled);
      assert.equal(server.count(LIST), 1);
    });

    it('sends nothing when it comes before the call', async () => {
      await assert.rejects(list(AbortSignal.abort()), isCancelled);
      assert.equal(server.count(), 0);
    });

    it('of the whole connection ends what is under way and what comes after', async () => {
      server.answer(LIST, { hang: true });
      const call = list();
      await server.nextRequest();
      connection.dispose();
      await assert.rejects(call, isCancelled);
      await assert.rejects(list(), isCancelled);
      assert.equal(server.count(), 1);
    });
  });
});

describe('When there is no Amazon Forecast at the other end', () => {
  const askAt = async (endpoint: string, region = 'us-east-1'): Promise<ReturnType<typeof failure>> => {
    const connection = await connectTo(endpoint, { region });
    try {
      return await failure(connection.forecast.listExportJobs({ maxResults: 1 }));
    } finally {
      connection.dispose();
    }
  };

  it('tells a refused connection, also where the name has several addresses', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    for (const host of ['127.0.0.1', 'localhost']) {
      for (const scheme of ['http', 'https']) {
        const error = await askAt(`${scheme}://${host}:${port}`);
        assert.equal(error.kind, 'network', `${scheme}://${host}: ${error.message}`);
        assert.equal(error.facts.code, 'ECONNREFUSED');
        assert.match(error.message, /ECONNREFUSED/u);
        assert.equal(error.facts.attempts, 3);
      }
    }
  });

  it('tells a host that does not exist', async () => {
    for (const scheme of ['http', 'https']) {
      const error = await askAt(`${scheme}://forecast.invalid`);
      assert.match(error.kind, /^(?:unknownHost|offline)$/u);
      assert.match(String(error.facts.code), /^(?:ENOTFOUND|EAI_AGAIN)$/u);
      assert.equal(error.facts.host, 'forecast.invalid');
    }
  });

  it('tells a port that speaks no TLS, and one that speaks no HTTP', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.resume();
      socket.end('220 mail.example.com ESMTP\r\n');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const secure = await askAt(`https://127.0.0.1:${port}`);
    assert.equal(secure.kind, 'tls', `${String(secure.facts.code)} ${secure.message}`);
    assert.equal(secure.message, 'The secure connection failed: wrong version number');
    const plain = await askAt(`http://127.0.0.1:${port}`);
    assert.equal(plain.kind, 'badResponse', `${String(plain.facts.code)} ${plain.message}`);
    await new Promise((resolve) => server.close(resolve));
  });
});
