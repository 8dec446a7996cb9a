import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createConnect } from '../../../src/aws/index';
import { isCancelled } from '../../../src/domain/errors';
import type { Connection, ConnectionChoice } from '../../../src/domain/ports';
import { awsError, queryError, startFaultServer, type FaultServer } from '../../support/fault-server';
import { account, failure, KEYS, lines, removeAccounts, type Account } from './harness';

const LIST = 'ListPredictors';

describe('Credentials', () => {
  let service: FaultServer;
  const open: Connection[] = [];
  /** What the SDK's providers read from the process itself. */
  const saved = { ...process.env };

  before(async () => {
    service = await startFaultServer();
  });
  beforeEach(() => {
    service.answer(LIST, { body: { Predictors: [] } });
    process.env['AWS_EC2_METADATA_DISABLED'] = 'true';
  });
  afterEach(() => {
    for (const connection of open.splice(0)) connection.dispose();
    process.env = { ...saved };
  });
  after(async () => {
    await service.close();
    await removeAccounts();
  });

  async function connectWith(
    { env }: Pick<Account, 'env'>,
    choice: Partial<ConnectionChoice> = {},
    now?: () => number,
  ): Promise<Connection> {
    const connection = await createConnect({ log: lines(), env, ...(now && { now }) })({
      account: 'aws',
      region: 'us-east-1',
      endpoint: service.url,
      requestTimeout: 2_000,
      ...choice,
    });
    open.push(connection);
    return connection;
  }

  const list = (connection: Connection, signal?: AbortSignal): Promise<unknown> =>
    connection.forecast.listPredictors({ maxResults: 1 }, signal && { signal });

  const signedBy = (): string =>
    /Credential=(\w+)/u.exec(String(service.requests.at(-1)?.headers.authorization))?.[1] ?? '';

  it('come from the environment, session token included', async () => {
    await list(await connectWith({ env: { ...KEYS, AWS_SESSION_TOKEN: 'session' } }));
    assert.equal(signedBy(), KEYS.AWS_ACCESS_KEY_ID);
    assert.equal(service.requests.at(-1)?.headers['x-amz-security-token'], 'session');
  });

  it('come from the chosen profile, even if the environment has keys', async () => {
    const files = await account({ credentials: '[p]\naws_access_key_id = AKIAPROFILE\naws_secret_access_key = s\n' });
    await list(await connectWith({ env: { ...files.env, ...KEYS } }, { profile: 'p' }));
    assert.equal(signedBy(), 'AKIAPROFILE');
  });

  it('come from the default profile when nothing is chosen', async () => {
    const files = await account({
      credentials: '[default]\naws_access_key_id = AKIADEFAULT\naws_secret_access_key = s\n',
    });
    await list(await connectWith(files));
    assert.equal(signedBy(), 'AKIADEFAULT');
  });

  it('of an edited file are for the next connection: they may be another account’s', async () => {
    const files = await account({ credentials: '[p]\naws_access_key_id = AKIAOLD\naws_secret_access_key = s\n' });
    const connection = await connectWith(files, { profile: 'p' });
    service.answer(LIST, awsError('ExpiredTokenException', 'expired'), { body: { Predictors: [] } });
    assert.equal((await failure(list(connection))).kind, 'signInExpired');
    assert.equal(await connection.isCurrent(), true);
    await files.write('credentials', '[p]\naws_access_key_id = AKIANEW\naws_secret_access_key = s\n');
    const sent = service.count();
    await assert.rejects(list(connection), isCancelled);
    assert.equal(await connection.isCurrent(), false);
    assert.equal(service.count(), sent);
    await list(await connectWith(files, { profile: 'p' }));
    assert.equal(signedBy(), 'AKIANEW');
  });

  describe('from a process', () => {
    /** A profile whose process counts its runs in a file and hands out keys that run out at `expiration`. */
    async function processAccount(expiration: number): Promise<Account & { runs(): Promise<number> }> {
      const files = await account();
      const counter = join(files.folder, 'runs');
      const script = join(files.folder, 'process.mjs');
      await writeFile(
        script,
        `import { appendFileSync } from 'node:fs';
         appendFileSync(${JSON.stringify(counter)}, 'x');
         console.log(JSON.stringify({ Version: 1, AccessKeyId: 'AKIAPROCESS', SecretAccessKey: 's', SessionToken: 't',
           Expiration: ${JSON.stringify(new Date(expiration).toISOString())} }));`,
      );
      await files.write('config', `[profile p]\ncredential_process = "${process.execPath}" "${script}"\n`);
      const { readFile } = await import('node:fs/promises');
      return { ...files, runs: async () => (await readFile(counter, 'utf8')).length };
    }

    it('are fetched once for calls at the same time, and kept', async () => {
      const files = await processAccount(Date.now() + 3_600_000);
      const connection = await connectWith(files, { profile: 'p' });
      await Promise.all([list(connection), list(connection), list(connection)]);
      await list(connection);
      assert.equal(await files.runs(), 1);
      assert.equal(signedBy(), 'AKIAPROCESS');
    }).timeout(10_000);

    it('are fetched again shortly before they run out', async () => {
      const start = Date.now();
      let now = start;
      const files = await processAccount(start + 3_600_000);
      const connection = await connectWith(files, { profile: 'p' }, () => now);
      await list(connection);
      now = start + 56 * 60_000;
      await list(connection);
      assert.equal(await files.runs(), 2);
    }).timeout(10_000);

    it('that fails are missed without repeating its command, which may hold a secret', async () => {
      const files = await account({
        config: `[profile p]\ncredential_process = "${process.execPath}" -e "process.exit(3)" --password hunter2\n`,
      });
      const error = await failure(list(await connectWith(files, { profile: 'p' })));
      assert.equal(error.kind, 'noCredentials');
      assert.equal(error.facts.profile, 'p');
      assert.match(error.message, /credential_process of profile p failed/u);
      assert.doesNotMatch(error.message, /hunter2/u);
    }).timeout(10_000);

    it('that takes its time can be given up by the person', async () => {
      const files = await account({
        config: `[profile p]\ncredential_process = "${process.execPath}" -e "setTimeout(() => {}, 15000)"\n`,
      });
      const connection = await connectWith(files, { profile: 'p' });
      const abort = new AbortController();
      const call = list(connection, abort.signal);
      abort.abort();
      await assert.rejects(call, isCancelled);
    }).timeout(10_000);
  });

  describe('that cannot be had are told with their reason', () => {
    const ROWS = [
      {
        what: 'a profile without any',
        config: '[profile p]\nregion = us-east-1\n',
        kind: 'noCredentials',
        message: /profile: \[p\]/u,
      },
      {
        what: 'a profile that builds on one that is not there',
        config: '[profile p]\nrole_arn = arn:aws:iam::123456789012:role/r\nsource_profile = base\n',
        kind: 'badProfile',
        message: /Profile p builds on profile base/u,
      },
      {
        what: 'a role that needs a one-time code',
        config:
          '[profile p]\nrole_arn = arn:aws:iam::123456789012:role/r\nsource_profile = base\nmfa_serial = arn:aws:iam::123456789012:mfa/me\n[profile base]\naws_access_key_id = AKIABASE\naws_secret_access_key = s\n',
        kind: 'mfaRequired',
        message: /needs a one-time code of arn:aws:iam::123456789012:mfa\/me/u,
      },
      {
        what: 'a single sign-on that has not happened',
        config:
          '[profile p]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = r\n[sso-session corp]\nsso_start_url = https://corp.invalid/start\nsso_region = us-east-1\n',
        kind: 'signInExpired',
        message: /aws sso login/u,
      },
      {
        what: 'an old single sign-on that has not happened',
        config:
          '[profile p]\nsso_start_url = https://corp.invalid/start\nsso_region = us-east-1\nsso_account_id = 123456789012\nsso_role_name = r\n',
        kind: 'signInExpired',
        message: /aws sso login/u,
      },
      {
        what: 'a single sign-on that is only half configured',
        config: '[profile p]\nsso_account_id = 123456789012\n',
        kind: 'badProfile',
        message: /invalid SSO credentials/u,
      },
      {
        what: 'a console sign-in that has not happened',
        config: '[profile p]\nlogin_session = arn:aws:iam::123456789012:user/me\n',
        kind: 'signInExpired',
        message: /load token from/u,
      },
    ] as const;

    for (const { what, config, kind, message } of ROWS) {
      it(what, async () => {
        const files = await account({ config });
        // The SDK's single sign-on providers read the files of the process, not those they are given.
        Object.assign(process.env, files.env, { HOME: files.folder });
        const sent = service.count();
        const error = await failure(list(await connectWith(files, { profile: 'p' })));
        assert.equal(error.kind, kind, error.message);
        assert.match(error.message, message);
        assert.equal(error.facts.profile, 'p');
        assert.equal(service.count(), sent);
      });
    }

    it('a machine that has none, though it asks for instance metadata', async () => {
      delete process.env['AWS_EC2_METADATA_DISABLED'];
      const files = await account();
      const connection = await connectWith(files);
      const error = await failure(list(connection));
      assert.equal(error.kind, 'noCredentials', error.message);
    });

    it('a container’s credentials service that stays silent', async () => {
      const silent = await startFaultServer();
      silent.answer('GET /credentials', { hang: true });
      process.env['AWS_CONTAINER_CREDENTIALS_FULL_URI'] = `${silent.url}/credentials`;
      const connection = await connectWith(await account(), { requestTimeout: 300 });
      const error = await failure(list(connection));
      assert.equal(error.kind, 'timeout');
      await silent.close();
    });
  });

  describe('of a role', () => {
    const CONFIG =
      '[profile p]\nrole_arn = arn:aws:iam::123456789012:role/r\nsource_profile = base\n[profile base]\naws_access_key_id = AKIABASE\naws_secret_access_key = s\n';
    let sts: FaultServer;

    beforeEach(async () => {
      sts = await startFaultServer();
      process.env['AWS_ENDPOINT_URL_STS'] = sts.url;
    });
    afterEach(() => sts.close());

    const roleConnection = async (timeout = 2_000): Promise<Connection> =>
      connectWith(await account({ config: CONFIG }), { profile: 'p', requestTimeout: timeout });

    it('are asked for once, by the profile’s own keys', async () => {
      sts.answer('AssumeRole', {
        headers: { 'content-type': 'text/xml' },
        body: `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
          <AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
          <Expiration>${new Date(Date.now() + 3_600_000).toISOString()}</Expiration></Credentials>
          <AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/r/s</Arn><AssumedRoleId>x:s</AssumedRoleId>
          </AssumedRoleUser></AssumeRoleResult></AssumeRoleResponse>`,
      });
      const connection = await roleConnection();
      await Promise.all([list(connection), list(connection)]);
      assert.equal(sts.count(), 1);
      assert.match(String(sts.requests[0]?.headers.authorization), /Credential=AKIABASE/u);
      assert.equal(signedBy(), 'ASIAROLE');
    });

    for (const [what, settings] of [
      ['endpoint', (url: string) => `endpoint_url = ${url}\n`],
      ['services section', (url: string) => `services = local\n[services local]\nsts =\n  endpoint_url = ${url}\n`],
    ] as const) {
      it(`are asked for at the ${what} of the chosen profile, and never elsewhere`, async () => {
        process.env['AWS_ENDPOINT_URL_STS'] = '';
        // Whoever asks elsewhere fails at once.
        process.env['AWS_ENDPOINT_URL'] = 'http://127.0.0.1:9';
        sts.answer('AssumeRole', queryError('AccessDenied', 'It was asked', 403));
        const [profile = '', base = ''] = CONFIG.split('[profile base]');
        const files = await account({ config: `[profile base]${base}${profile}${settings(sts.url)}` });
        const error = await failure(list(await connectWith(files, { profile: 'p' })));
        assert.equal(error.message, 'It was asked');
        assert.equal(error.facts.host, `127.0.0.1:${sts.port}`);
      }).timeout(5_000);
    }

    it('by a web identity are asked for there as well', async () => {
      process.env['AWS_ENDPOINT_URL_STS'] = '';
      process.env['AWS_ENDPOINT_URL'] = 'http://127.0.0.1:9';
      sts.answer('AssumeRoleWithWebIdentity', queryError('AccessDenied', 'It was asked', 403));
      const files = await account();
      const token = join(files.folder, 'token');
      await writeFile(token, 'header.claims.signature');
      await files.write(
        'config',
        `[profile p]\nrole_arn = arn:aws:iam::123456789012:role/r\nweb_identity_token_file = ${token}\nendpoint_url = ${sts.url}\n`,
      );
      const error = await failure(list(await connectWith(files, { profile: 'p' })));
      assert.equal(error.message, 'It was asked');
      assert.equal(error.facts.host, `127.0.0.1:${sts.port}`);
    }).timeout(5_000);

    it('that may not be assumed are told as denied', async () => {
      sts.answer('AssumeRole', {
        status: 403,
        headers: { 'content-type': 'text/xml' },
        body: `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>
          <Code>AccessDenied</Code><Message>User is not authorized to perform: sts:AssumeRole</Message></Error>
          <RequestId>r</RequestId></ErrorResponse>`,
      });
      const error = await failure(list(await roleConnection()));
      assert.equal(error.kind, 'accessDenied');
      assert.match(error.message, /sts:AssumeRole/u);
      assert.equal(sts.count(), 1);
    });

    it('are given up when the token service does not answer', async () => {
      sts.answer('AssumeRole', { hang: true });
      const error = await failure(list(await roleConnection(300)));
      assert.equal(error.kind, 'timeout', error.message);
    }).timeout(5_000);
  });
});
