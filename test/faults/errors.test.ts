import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { eventually } from '../support/eventually';
import { awsError, startFaultServer, type Answer, type FaultServer } from '../support/fault-server';
import { AwsFiles, LIST_JOBS, useStandIn, type InventedAccount } from '../support/use-stand-in';
import { useVscode } from '../support/use-vscode';

const ACCOUNT: InventedAccount = { id: '444455556666', jobs: ['weekly_1', 'weekly_2', 'weekly_3'] };
/** A name that no name server knows. */
const UNKNOWN = 'forecast.invalid';
const PORTAL = '<!DOCTYPE html><html><body>Sign in to the guest network</body></html>';
const AS_LIST = 'forecast:ListPredictorBacktestExportJobs';

/** What the SDK gives as an error, the answer that makes it so, and the title that the person reads. */
const ROWS: readonly (readonly [cause: string, answer: Answer, title: string])[] = [
  [
    'ExpiredTokenException',
    awsError('ExpiredTokenException', 'The security token is expired'),
    'The sign-in has expired',
  ],
  [
    'UnrecognizedClientException',
    awsError('UnrecognizedClientException', 'The token is invalid'),
    'AWS refused the credentials',
  ],
  [
    'MissingAuthenticationTokenException',
    awsError('MissingAuthenticationTokenException', 'Missing token'),
    'AWS refused the credentials',
  ],
  [
    'IncompleteSignatureException',
    awsError('IncompleteSignatureException', 'Authorization header requires …'),
    'AWS refused the credentials',
  ],
  [
    'InvalidSignatureException',
    awsError('InvalidSignatureException', 'The signature does not match'),
    'AWS refused the credentials',
  ],
  [
    'InvalidSignatureException of another time',
    awsError('InvalidSignatureException', 'Signature expired: 2020 is now earlier than 2026'),
    'The clock of this machine is wrong',
  ],
  [
    'AccessDeniedException',
    awsError('AccessDeniedException', `User is not authorized to perform: ${AS_LIST}`),
    'Access denied',
  ],
  [
    'SubscriptionRequiredException',
    awsError('SubscriptionRequiredException', 'The account needs a subscription'),
    'This account cannot use Amazon Forecast',
  ],
  [
    'InvalidNextTokenException',
    awsError('InvalidNextTokenException', 'The token is not valid'),
    'The list has changed',
  ],
  [
    'InvalidInputException',
    awsError('InvalidInputException', 'The value is not valid'),
    'Amazon Forecast refused the request',
  ],
  [
    'ValidationException',
    awsError('ValidationException', '1 validation error detected'),
    'Amazon Forecast refused the request',
  ],
  ['ResourceNotFoundException', awsError('ResourceNotFoundException', 'No resource found'), 'It no longer exists'],
  ['ResourceInUseException', awsError('ResourceInUseException', 'The resource is in use'), 'It is in use'],
  ['ResourceAlreadyExistsException', awsError('ResourceAlreadyExistsException', 'It exists'), 'The name is taken'],
  [
    'LimitExceededException',
    awsError('LimitExceededException', 'The limit is reached'),
    'A limit of the account is reached',
  ],
  ['ThrottlingException', awsError('ThrottlingException', 'Rate exceeded'), 'Too many requests'],
  ['TooManyRequestsException', awsError('TooManyRequestsException', 'Too many requests', 429), 'Too many requests'],
  ['InternalFailure', awsError('InternalFailure', 'Internal failure', 500), 'Amazon Forecast has a problem'],
  ['ServiceUnavailable', awsError('ServiceUnavailable', 'Unavailable', 503), 'Amazon Forecast has a problem'],
  ['UnknownOperationException', awsError('UnknownOperationException', ''), 'Something else answered'],
  ['a page of a captive portal as success', { body: PORTAL }, 'Something else answered'],
  ['a page of a captive portal as refusal', { status: 400, body: PORTAL }, 'Something else answered'],
  ['a page of a load balancer', { status: 503, body: PORTAL }, 'Something else answered'],
  ['a redirect', { status: 302, headers: { location: 'http://portal.invalid/' } }, 'Something else answered'],
  ['a proxy that wants a sign-in', { status: 407 }, 'The proxy lets nothing through'],
  ['a broken connection', { reset: true }, 'No connection'],
  ['no answer', { hang: true }, 'No answer in time'],
  ['half an answer', { body: { PredictorBacktestExportJobs: [] }, stall: true }, 'No answer in time'],
  ['a name that nobody knows', awsError('SomethingNewException', 'Words of the service'), 'Something went wrong'],
];

describe('When AWS, or something in its place, refuses', () => {
  const aws = useStandIn();
  let keys: Readonly<Record<string, string>> = {};
  let proxy: Proxy;
  before('start a proxy', async () => void (proxy = await startProxy()));
  after(() => proxy.close());
  const vscode = useVscode({
    env: () => {
      const { accessKeyId, secretAccessKey } = aws.keysFor(ACCOUNT);
      keys = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
      // VS Code takes the proxy from here where no setting names one; Node's own fetch would not. Loopback goes by none.
      const way = { HTTPS_PROXY: proxy.url, https_proxy: proxy.url, NO_PROXY: UNKNOWN, no_proxy: UNKNOWN };
      return { ...aws.env, ...keys, ...way, AWS_REGION: 'us-east-1' };
    },
    settings: { 'forecastBacktests.requestTimeout': 1 },
  });
  const rows = async (): Promise<string[]> =>
    (await vscode.workbench.jobs.rows()).filter(({ level }) => level === 2).map(({ label }) => label);
  /** What the view says above the rows while nothing is wrong. */
  const WELL = new RegExp(`^environment · us-east-1 · ${ACCOUNT.id}$`);
  /** Refreshes until the view says so; a press while the list is being read would join that reading. */
  const says = (message: RegExp): Promise<void> =>
    eventually(async () => {
      await vscode.workbench.pressViewAction('Refresh Export Jobs');
      await vscode.workbench.viewMessage.filter({ hasText: message }).waitFor({ timeout: 4_000 });
    }, 20_000);

  before('open the account', async () => {
    const { workbench } = vscode;
    await workbench.openForecastBacktests();
    await workbench.jobs.expand('Active');
    await eventually(async () => assert.deepEqual(await rows(), ACCOUNT.jobs));
    await says(WELL);
  });

  for (const [cause, answer, title] of ROWS) {
    it(`says it and keeps the rows: ${cause}`, async () => {
      const { workbench } = vscode;
      aws.onList(undefined);
      await says(WELL);
      aws.onList(answer);
      await says(new RegExp(`— ${title}: the jobs below were read before`));
      await eventually(async () => {
        const [first] = await workbench.jobs.rows();
        const said = first?.label === 'Sign in again' ? first.description : first?.label;
        assert.ok(said?.startsWith(title), said);
        assert.deepEqual(await rows(), ACCOUNT.jobs);
      });
    });
  }

  it('shows the service’s own words and the request id of what it does not know', async () => {
    const { workbench } = vscode;
    // Away from the button: its tooltip would be read instead.
    await workbench.page.mouse.move(900, 400);
    await eventually(async () =>
      assert.match(
        await workbench.jobs.tooltip(/^Something went wrong/),
        /Words of the service.*request id 11111111-2222-4333-8444-555555555555/u,
      ),
    );
    assert.match(await vscode.log(), /request 11111111-2222-4333-8444-555555555555, unknown, SomethingNewException/u);
  });

  it('names the host that is no Amazon Forecast, and where its endpoint is to be checked', async () => {
    const { workbench } = vscode;
    aws.onList(awsError('UnknownOperationException', ''));
    await says(/Something else answered: the jobs below/);
    await workbench.page.mouse.move(900, 400);
    await eventually(async () =>
      assert.match(
        await workbench.jobs.tooltip(/^Something else answered/),
        /127\.0\.0\.1:\d+ does not answer as AWS does.*Check the endpoint/u,
      ),
    );
  });

  it('all is well again once the service is', async () => {
    aws.onList(undefined);
    await says(WELL);
    assert.deepEqual(await rows(), ACCOUNT.jobs);
  });

  describe('on the way', () => {
    let plain: FaultServer;
    let untrusted: FaultServer;

    before(async () => {
      const pem = (name: string): Promise<string> => readFile(path.join(__dirname, '../support/tls', name), 'utf8');
      plain = await startFaultServer();
      untrusted = await startFaultServer({
        tls: { key: await pem('loopback.key.pem'), cert: await pem('loopback.crt.pem') },
      });
    });
    after(() => Promise.all([plain.close(), untrusted.close()]));

    const welcomes = async (endpoint: string, sentence: RegExp, button: string): Promise<void> => {
      const { workbench } = vscode;
      await vscode.server.changeSettings({ 'forecastBacktests.endpoint': endpoint });
      await eventually(async () => assert.match(await workbench.welcome.innerText(), sentence), 20_000);
      assert.ok(await workbench.welcome.getByRole('button', { name: button }).isVisible());
    };

    it('words that nobody knows, and with them the request id', async () => {
      const { workbench } = vscode;
      plain.answer(LIST_JOBS, awsError('SomethingNewException', 'Words of the service'));
      await welcomes(plain.url, /The export jobs could not be read/u, 'Retry');
      await workbench.welcome.getByText('what happened').click();
      const told = /Something went wrong.*Words of the service.*request id 11111111-2222-4333-8444-555555555555/;
      await workbench.notification(told).waitFor();
      await workbench.shot('what-happened');
      await workbench.runCommand('Notifications: Clear All Notifications');
    });

    it('nothing listens', async () => {
      const gone = await startFaultServer();
      await gone.close();
      await welcomes(gone.url, /could not be reached/u, 'Retry');
    });

    it('the name servers do not know the host, or there is no network', () =>
      welcomes(`http://${UNKNOWN}`, /The name of the host is not known|This machine is offline/u, 'Retry'));

    it('the other side speaks no TLS', () =>
      welcomes(plain.url.replace('http:', 'https:'), /No secure connection/u, 'Retry'));

    it('a certificate that nobody trusts: something intercepts', () =>
      welcomes(untrusted.url, /a certificate is not trusted, or something on the way intercepts it/u, 'Retry'));

    it('the endpoint is no URL', () => welcomes('forecast.example', /not a URL/u, 'Open Settings'));

    it('the proxy that VS Code uses refuses', async () => {
      await welcomes('https://forecast.us-east-1.amazonaws.com', /The proxy lets nothing through/u, 'Retry');
      assert.ok(proxy.asked.includes('forecast.us-east-1.amazonaws.com:443'));
    });
  });

  it('has told no secret to the log', async () => {
    const log = await vscode.log();
    for (const secret of [...aws.secrets, ...Object.values(keys)]) assert.ok(!log.includes(secret), secret);
  });
});

interface Proxy {
  readonly url: string;
  /** The hosts to which it was asked to open a tunnel. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** A proxy that lets nobody through without a sign-in. */
async function startProxy(): Promise<Proxy> {
  const asked: string[] = [];
  const server = createServer((_, response) => response.writeHead(407).end());
  server.on('connect', ({ url = '' }, socket) => {
    asked.push(url);
    socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

describe('In a workspace that is not trusted', () => {
  const aws = useStandIn();
  const vscode = useVscode({ env: () => ({ ...aws.env, AWS_REGION: 'us-east-1' }), workspaceTrust: true });

  it('settings of the workspace choose neither profile nor region nor endpoint', async () => {
    const { workbench, server } = vscode;
    const files = new AwsFiles(server.home);
    const { accessKeyId, secretAccessKey } = aws.keysFor(ACCOUNT);
    const section = `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
    await files.credentials(`[default]\n${section}[evil]\n${section}`);
    await files.workspaceSettings(server.folder, {
      'forecastBacktests.profile': 'evil',
      'forecastBacktests.region': 'eu-west-1',
      'forecastBacktests.endpoint': 'http://127.0.0.1:9',
    });
    await workbench.openForecastBacktests();
    await eventually(async () =>
      assert.equal(await workbench.viewMessage.innerText(), `default · us-east-1 · ${ACCOUNT.id}`),
    );
  });
});
