import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createConnect } from '../../../src/aws/index';
import type { DomainError } from '../../../src/domain/errors';
import type { Connection } from '../../../src/domain/ports';
import { queryError, startFaultServer, type Answer, type FaultServer } from '../../support/fault-server';
import { account, failure, lines, removeAccounts, type Account } from './harness';

const PORTAL = 'GET /federation/credentials';
const TLS = join(__dirname, '../../support/tls');
const SINGLE_SIGN_ON =
  '[profile p]\nsso_start_url = https://corp.invalid/start\nsso_region = us-east-1\nsso_account_id = 111122223333\nsso_role_name = r\n';
const LOGIN_SESSION = 'arn:aws:iam::111122223333:user/me';

/** An answer that the portal itself gives. */
function portalError(name: string, status: number): Answer {
  return { status, headers: { 'x-amzn-errortype': name }, body: { message: `It is ${name}` } };
}

describe('A sign-in service that fails', () => {
  let portal: FaultServer;
  let files: Account;
  const open: Connection[] = [];
  const saved = { ...process.env };

  before(async () => void (portal = await startFaultServer()));
  beforeEach(async () => {
    files = await account({ config: SINGLE_SIGN_ON });
    // The SDK's single sign-on providers read the environment of the process.
    Object.assign(process.env, files.env, { HOME: files.folder, AWS_ENDPOINT_URL_SSO: portal.url });
    await cached('sso', createHash('sha1').update('https://corp.invalid/start'), {
      accessToken: 'token',
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    });
  });
  afterEach(() => {
    for (const connection of open.splice(0)) connection.dispose();
    process.env = { ...saved };
  });
  after(async () => {
    await portal.close();
    await removeAccounts();
  });

  /** A token as the AWS CLI leaves it behind. */
  async function cached(way: string, name: ReturnType<typeof createHash>, token: object): Promise<void> {
    const folder = join(files.folder, '.aws', way, 'cache');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `${name.digest('hex')}.json`), JSON.stringify(token));
  }

  /** Why no list came; Forecast itself is never reached. */
  async function refusal(requestTimeout = 2_000): Promise<DomainError> {
    const connection = await createConnect({ log: lines(), env: files.env })({
      account: 'aws',
      profile: 'p',
      region: 'us-east-1',
      endpoint: 'http://127.0.0.1:9',
      requestTimeout,
    });
    open.push(connection);
    return failure(connection.forecast.listPredictors({ maxResults: 1 }));
  }

  const HTML = '<html><body>Sign in to this network</body></html>';
  const ANSWERS: readonly (readonly [what: string, answer: Answer, kind: DomainError['kind']])[] = [
    ['by a page instead of an answer', { body: HTML }, 'badResponse'],
    ['by a page with 503', { status: 503, body: HTML }, 'badResponse'],
    ['by a redirect', { status: 302, headers: { location: 'http://wifi.invalid/' } }, 'badResponse'],
    ['behind a proxy that wants a password', { status: 407 }, 'proxy'],
    ['by throttling', portalError('TooManyRequestsException', 429), 'throttled'],
    ['by a fault of its own', portalError('InternalServerException', 500), 'serviceFault'],
    ['by breaking off', { reset: true }, 'network'],
    ['by silence', { hang: true }, 'timeout'],
    ['by not knowing the token any more', portalError('UnauthorizedException', 401), 'signInExpired'],
    ['by refusing the role', portalError('ForbiddenException', 403), 'accessDenied'],
  ];
  for (const [what, answer, kind] of ANSWERS) {
    it(`${what} is told as what it is (${kind})`, async () => {
      portal.answer(PORTAL, answer);
      const error = await refusal(500);
      assert.equal(error.kind, kind, error.message);
      assert.equal(error.facts.profile, 'p');
      assert.doesNotMatch(error.message, /<html>|Unexpected token/u);
      if (kind === 'signInExpired' || kind === 'accessDenied') return;
      // It is not Amazon Forecast that has failed.
      assert.equal(error.facts.host, `127.0.0.1:${portal.port}`);
      assert.equal(error.facts.operation, 'sign-in');
    }).timeout(10_000);
  }

  it('by a certificate that nobody trusts is told as what it is', async () => {
    const [key, cert] = await Promise.all(
      ['loopback.key.pem', 'loopback.crt.pem'].map((name) => readFile(join(TLS, name), 'utf8')),
    );
    const secure = await startFaultServer({ tls: { key: key ?? '', cert: cert ?? '' } });
    process.env['AWS_ENDPOINT_URL_SSO'] = secure.url;
    const error = await refusal();
    await secure.close();
    assert.equal(error.kind, 'tls', error.message);
  });

  it('by not being there is told so, though the SDK advises to sign in again', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    await files.write('config', `[profile p]\nregion = us-east-1\nlogin_session = ${LOGIN_SESSION}\n`);
    await cached('login', createHash('sha256').update(LOGIN_SESSION), {
      accessToken: {
        accessKeyId: 'ASIAOLD',
        secretAccessKey: 's',
        sessionToken: 't',
        accountId: '111122223333',
        expiresAt: new Date(Date.now() - 1_000).toISOString(),
      },
      clientId: 'c',
      refreshToken: 'r',
      idToken: 'i',
      dpopKey: privateKey.export({ type: 'sec1', format: 'pem' }),
    });
    const url = await closedPort();
    process.env['AWS_LOGIN_CACHE_DIRECTORY'] = join(files.folder, '.aws', 'login', 'cache');
    process.env['AWS_ENDPOINT_URL_SIGNIN'] = url;
    const error = await refusal();
    assert.equal(error.kind, 'network', error.message);
    assert.equal(error.facts.code, 'ECONNREFUSED');
    assert.equal(error.facts.host, new URL(url).host);
  }).timeout(10_000);
});

describe('STS that refuses a sign-in', () => {
  let sts: FaultServer;
  const saved = { ...process.env };

  before(async () => void (sts = await startFaultServer()));
  beforeEach(() => void (process.env['AWS_ENDPOINT_URL_STS'] = sts.url));
  afterEach(() => void (process.env = { ...saved }));
  after(async () => {
    await sts.close();
    await removeAccounts();
  });

  // Error names of the API reference of STS: AssumeRoleWithWebIdentity and "Common Errors".
  for (const [name, status, kind] of [
    ['InvalidIdentityToken', 400, 'signInExpired'],
    ['IDPRejectedClaim', 403, 'signInExpired'],
    ['ExpiredTokenException', 400, 'signInExpired'],
    ['TokenRefreshRequired', 400, 'signInExpired'],
    ['IDPCommunicationError', 400, 'serviceFault'],
    ['RequestTimeout', 400, 'timeout'],
    ['RequestTimeoutException', 400, 'timeout'],
    ['RegionDisabledException', 403, 'noRegion'],
  ] as const) {
    it(`by ${name} is told as what it means (${kind})`, async () => {
      const files = await account();
      const token = join(files.folder, 'token');
      await writeFile(token, 'header.claims.signature');
      await files.write(
        'config',
        `[profile p]\nrole_arn = arn:aws:iam::111122223333:role/r\nweb_identity_token_file = ${token}\n`,
      );
      sts.answer('AssumeRoleWithWebIdentity', queryError(name, 'It cannot be', status));
      const connection = await createConnect({ log: lines(), env: files.env })({
        account: 'aws',
        profile: 'p',
        region: 'us-east-1',
        endpoint: 'http://127.0.0.1:9',
        requestTimeout: 2_000,
      });
      const error = await failure(connection.forecast.listPredictors({ maxResults: 1 }));
      connection.dispose();
      assert.equal(error.kind, kind, error.message);
      assert.equal(error.facts.host, `127.0.0.1:${sts.port}`);
    }).timeout(10_000);
  }
});

/** The address of a port on which nobody listens. */
async function closedPort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}
