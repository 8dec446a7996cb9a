import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createConnect, type ConnectNeeds } from '../../../src/aws/index';
import { watchFiles } from '../../../src/aws/file-watch';
import { isCancelled } from '../../../src/domain/errors';
import type { Connection, MfaQuestion } from '../../../src/domain/ports';
import { signInCommand } from '../../../src/domain/sign-in-command';
import { startFaultServer, type Answer, type FaultServer } from '../../support/fault-server';
import { account, failure, lines, removeAccounts, type Account, type Lines } from './harness';

const BASE = '[profile base]\naws_access_key_id = AKIABASE\naws_secret_access_key = base-secret\n';
const DEVICE = 'arn:aws:iam::111122223333:mfa/phone';
const WITH_DEVICE = `[profile p]\nrole_arn = arn:aws:iam::111122223333:role/r\nsource_profile = base\nmfa_serial = ${DEVICE}\n${BASE}`;

describe('Signing in', () => {
  let service: FaultServer;
  let files: Account;
  let log: Lines;
  const open: Connection[] = [];
  const questions: MfaQuestion[] = [];
  /** What the person answers, in order; undefined gives up. */
  let answers: (string | undefined)[] = [];
  const saved = { ...process.env };

  before(async () => void (service = await startFaultServer()));
  beforeEach(async () => {
    files = await account({ config: WITH_DEVICE });
    log = lines();
    questions.length = 0;
    process.env['AWS_ENDPOINT_URL_STS'] = service.url;
    service.answer('ListPredictors', { body: { Predictors: [] } });
    service.answer('AssumeRole', ({ text }) =>
      new URLSearchParams(text).get('TokenCode') === '246810' ? role(3_600_000) : WRONG_CODE,
    );
  });
  afterEach(() => {
    for (const connection of open.splice(0)) connection.dispose();
    process.env = { ...saved };
  });
  after(async () => {
    await service.close();
    await removeAccounts();
  });

  async function connect(now?: () => number): Promise<Connection> {
    const mfaCode = (question: MfaQuestion): Promise<string | undefined> => {
      questions.push(question);
      return Promise.resolve(answers.shift());
    };
    return connectWith({ prompts: { mfaCode }, ...(now && { now }) });
  }

  /** Opens profile `p`. */
  async function connectWith(needs: Partial<ConnectNeeds>): Promise<Connection> {
    const connection = await createConnect({ log, env: files.env, ...needs })({
      account: 'aws',
      profile: 'p',
      region: 'us-east-1',
      endpoint: service.url,
      requestTimeout: 2_000,
    });
    open.push(connection);
    return connection;
  }
  const list = (connection: Connection): Promise<unknown> => connection.forecast.listPredictors({ maxResults: 1 });

  it('asks for one code, however many calls need it, and shows which device it is of', async () => {
    answers = ['246810'];
    const connection = await connect();
    connection.allowPrompt();
    await Promise.all([list(connection), list(connection), list(connection)]);
    assert.deepEqual(questions, [{ profile: 'p', serial: DEVICE, wasWrong: false }]);
    assert.deepEqual(connection.signIn, { kind: 'mfa', profile: 'p' });
  });

  it('asks again after a wrong code, and says that it was wrong', async () => {
    answers = ['111111', '246810'];
    const connection = await connect();
    connection.allowPrompt();
    await list(connection);
    assert.deepEqual(
      questions.map(({ wasWrong }) => wasWrong),
      [false, true],
    );
  });

  it('gives up after three wrong codes', async () => {
    answers = ['1', '2', '3', '4'];
    const connection = await connect();
    connection.allowPrompt();
    assert.equal((await failure(list(connection))).kind, 'mfaRequired');
    assert.equal(questions.length, 3);
  });

  it('asks nothing for background work, neither before nor after the person has refused', async () => {
    answers = [undefined];
    const connection = await connect();
    assert.equal((await failure(list(connection))).kind, 'mfaRequired');
    assert.equal(questions.length, 0);
    connection.allowPrompt();
    assert.equal((await failure(list(connection))).kind, 'mfaRequired');
    assert.equal((await failure(list(connection))).kind, 'mfaRequired');
    assert.equal(questions.length, 1);
  });

  it('uses what it has to the end when it cannot be renewed early', async () => {
    let now = Date.now();
    answers = ['246810'];
    const connection = await connect(() => now);
    connection.allowPrompt();
    await list(connection);
    now += 57 * 60_000;
    await list(connection);
    now += 4 * 60_000;
    assert.equal((await failure(list(connection))).kind, 'mfaRequired');
    assert.equal(questions.length, 1);
  });

  it('takes the question away when the account is closed', async () => {
    let aborted = false;
    const connection = await createConnect({
      log,
      env: files.env,
      prompts: {
        mfaCode: (_, signal) =>
          new Promise((resolve) =>
            signal.addEventListener('abort', () => {
              aborted = true;
              resolve(undefined);
            }),
          ),
      },
    })({ account: 'aws', profile: 'p', region: 'us-east-1', endpoint: service.url, requestTimeout: 2_000 });
    connection.allowPrompt();
    const call = list(connection);
    await new Promise((resolve) => setTimeout(resolve, 50));
    connection.dispose();
    await assert.rejects(call, isCancelled);
    assert.ok(aborted);
  });

  it('gives the person the time they take for a code, and takes no question away', async () => {
    const taken: boolean[] = [];
    const codes = ['111111', '246810'];
    const slowly = (_: MfaQuestion, signal: AbortSignal): Promise<string | undefined> =>
      new Promise((resolve) =>
        setTimeout(() => {
          taken.push(signal.aborted);
          resolve(codes.shift());
        }, 400),
      );
    const connection = await connectWith({ prompts: { mfaCode: slowly }, signInLimit: 250 });
    connection.allowPrompt();
    await list(connection);
    assert.deepEqual(taken, [false, false]);
  });

  it('tells of a credential process that waits too long that it is the profile, not Amazon Forecast', async () => {
    await files.write(
      'config',
      `[profile p]\ncredential_process = "${process.execPath}" -e "setTimeout(() => {}, 3000)"\n`,
    );
    const connection = await connectWith({ signInLimit: 200 });
    const error = await failure(list(connection));
    assert.equal(error.kind, 'badProfile');
    assert.match(error.message, /Profile p did not deliver credentials within 0\.2 s/u);
  });

  it('tells of a token service that answers too late which one it is', async () => {
    service.answer('AssumeRole', { hang: true });
    answers = ['246810'];
    const mfaCode = (): Promise<string | undefined> => Promise.resolve(answers.shift());
    const connection = await connectWith({ prompts: { mfaCode }, signInLimit: 200 });
    connection.allowPrompt();
    const error = await failure(list(connection));
    assert.equal(error.kind, 'timeout');
    assert.equal(error.facts.host, `127.0.0.1:${service.port}`);
  });

  it('is in the log, call by call, without code, key or token', async () => {
    answers = ['246810'];
    const connection = await connect();
    connection.allowPrompt();
    await list(connection);
    const text = log.lines.join('\n');
    assert.match(text, /debug Sign-in: AssumeRole, 127\.0\.0\.1, \d+ ms, HTTP 200/u);
    for (const secret of ['246810', 'base-secret', 'role-secret', 'role-token', 'ASIAROLE', 'AKIABASE'])
      assert.ok(!text.includes(secret), secret);
  });

  it('names the account by STS', async () => {
    await files.write('config', BASE.replace('base', 'p'));
    process.env['AWS_ENDPOINT_URL_STS'] = '';
    files = { ...files, env: { ...files.env, AWS_ENDPOINT_URL_STS: service.url } };
    service.answer('GetCallerIdentity', sts('GetCallerIdentity', '<Account>111122223333</Account>'));
    assert.equal(await (await connect()).accountId(), '111122223333');
  });

  it('does not show the keys of an emulator to Amazon', async () => {
    await files.write('config', BASE.replace('base', 'p'));
    assert.equal(await (await connect()).accountId(), undefined);
  });

  it('knows the way to sign in, also of the profile that a role builds on', async () => {
    const ways: readonly (readonly [config: string, way: Connection['signIn'], files: number])[] = [
      ['[profile p]\nsso_session = s\n', { kind: 'sso', profile: 'p' }, 1],
      ['[profile p]\nsso_start_url = https://x/\n', { kind: 'sso', profile: 'p' }, 1],
      [
        '[profile p]\nrole_arn = r\nsource_profile = q\n[profile q]\nlogin_session = s\n',
        { kind: 'login', profile: 'q' },
        1,
      ],
      ['[profile p]\nrole_arn = r\nweb_identity_token_file = /t\n', undefined, 1],
      ['[profile p]\nrole_arn = r\nsource_profile = p\n', undefined, 0],
    ];
    for (const [config, way, count] of ways) {
      await files.write('config', config);
      const { signIn, signInFiles } = await connect();
      assert.deepEqual(signIn, way, config);
      assert.equal(signInFiles.length, count, config);
    }
  });

  it('is bound to what the files say of the profile and of all that it builds on, and to nothing else', async () => {
    const config = `${WITH_DEVICE}[profile other]\nregion = us-east-1\n`;
    await files.write('config', config);
    const connection = await connect();
    for (const [change, isCurrent] of [
      [config.replace('[profile other]\nregion = us-east-1', '[profile other]\nregion = eu-west-1'), true],
      [config.replace('base-secret', 'other-secret'), false],
      [config.replace('role/r', 'role/s'), false],
      [config, true],
    ] as const) {
      await files.write('config', change);
      assert.equal(await connection.isCurrent(), isCurrent, change);
    }
  });

  it('runs the AWS CLI only with names that a shell takes as they are', () => {
    assert.equal(signInCommand({ kind: 'sso', profile: 'dev.eu-1' }), 'aws sso login --profile dev.eu-1');
    assert.equal(signInCommand({ kind: 'login', profile: 'my work' }), 'aws login --profile "my work"');
    for (const profile of [
      'a;reboot',
      'a$(x)',
      'a`x`',
      '--debug',
      'a"b',
      "a'b",
      'a\nb',
      'a|b',
      'a>b',
      'a%b',
      'a!b',
      'a\\b',
    ])
      assert.equal(signInCommand({ kind: 'sso', profile }), undefined, profile);
  });
});

describe('The watch of files', () => {
  it('tells when a file comes, changes and goes, also where there was none', async () => {
    const { folder } = await account();
    const file = join(folder, 'token.json');
    let tell = (): void => undefined;
    const stop = watchFiles([file], () => tell());
    const change = (): Promise<void> => new Promise((resolve) => (tell = resolve));
    for (const act of [() => writeFile(file, '1'), () => writeFile(file, '22'), () => rm(file)]) {
      const told = change();
      await act();
      await told;
    }
    stop();
    await removeAccounts();
  });
});

const WRONG_CODE: Answer = {
  status: 403,
  headers: { 'content-type': 'text/xml' },
  body: '<ErrorResponse><Error><Code>AccessDenied</Code><Message>MultiFactorAuthentication failed with invalid MFA one time pass code. </Message></Error></ErrorResponse>',
};

function sts(operation: string, result: string): Answer {
  return {
    headers: { 'content-type': 'text/xml' },
    body: `<${operation}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${operation}Result>${result}</${operation}Result></${operation}Response>`,
  };
}

/** Keys that live for so many milliseconds. */
function role(life: number): Answer {
  const end = new Date(Date.now() + life).toISOString();
  return sts(
    'AssumeRole',
    `<Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>role-secret</SecretAccessKey><SessionToken>role-token</SessionToken><Expiration>${end}</Expiration></Credentials>`,
  );
}
