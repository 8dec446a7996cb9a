import assert from 'node:assert/strict';
import { createConnect } from '../../../src/aws/index';
import type { Connection, ConnectionChoice } from '../../../src/domain/ports';
import { startFaultServer, type FaultServer } from '../../support/fault-server';
import { account, failure, KEYS, lines, removeAccounts } from './harness';

const PROFILES = {
  config: `
[default]
region = eu-west-1

[profile dev]
region = eu-central-1
endpoint_url = http://127.0.0.1:4001
services = local

[profile plain]
region = us-west-2
endpoint_url = http://127.0.0.1:4002/base/

[profile quiet]
region = us-west-2
endpoint_url = http://127.0.0.1:4003
ignore_configured_endpoint_urls = true

[profile other-services]
services = s3-only
endpoint_url = http://127.0.0.1:4005

[profile lost]
services = nowhere
region = us-east-2

[profile nowhere-in-particular]
sso_session = corp

[services local]
forecast =
  endpoint_url = http://127.0.0.1:4004
s3 =
  endpoint_url = http://127.0.0.1:9000

[services s3-only]
s3 =
  endpoint_url = http://127.0.0.1:9000
`,
  credentials: `
[keys-only]
aws_access_key_id = AKIAEXAMPLEKEYSONLY1
aws_secret_access_key = secret
`,
};

describe('Working out the connection', () => {
  const open: Connection[] = [];
  afterEach(() => {
    for (const connection of open.splice(0)) connection.dispose();
  });
  after(removeAccounts);

  async function connect(
    choice: Partial<ConnectionChoice>,
    env: Record<string, string> = {},
    log = lines(),
  ): Promise<Connection> {
    const { env: files } = await account(PROFILES);
    const connection = await createConnect({ log, env: { ...files, ...env } })({
      account: 'aws',
      requestTimeout: 1_000,
      ...choice,
    });
    open.push(connection);
    return connection;
  }

  describe('the profile', () => {
    it('is the chosen one, before AWS_PROFILE and keys in the environment', async () => {
      const connection = await connect({ profile: 'dev' }, { AWS_PROFILE: 'plain', ...KEYS });
      assert.equal(connection.profile, 'dev');
    });

    it('is the one of AWS_PROFILE, before keys in the environment', async () => {
      assert.equal((await connect({}, { AWS_PROFILE: 'plain', ...KEYS })).profile, 'plain');
    });

    it('is “environment” for keys in the environment', async () => {
      assert.equal((await connect({}, KEYS)).profile, 'environment');
    });

    it('is the default profile when nothing says otherwise; empty settings say nothing', async () => {
      assert.equal((await connect({ profile: ' ', region: '', endpoint: '' }, { AWS_PROFILE: '' })).profile, 'default');
    });

    it('is to be named to other tools only where it is what the credentials come from', async () => {
      assert.equal((await connect({ profile: 'dev' }, KEYS)).profileToName, 'dev');
      assert.equal((await connect({}, { AWS_PROFILE: 'plain' })).profileToName, 'plain');
      assert.equal((await connect({}, KEYS)).profileToName, undefined);
      // The profile default holds no credentials: they would come from a container, an instance or web identity.
      assert.equal((await connect({})).profileToName, undefined);
    });

    it('has to exist', async () => {
      const error = await failure(connect({ profile: 'tpyo' }));
      assert.equal(error.kind, 'badProfile');
      assert.equal(error.facts.profile, 'tpyo');
      assert.match(error.message, /tpyo/u);
      assert.equal((await failure(connect({}, { AWS_PROFILE: 'tpyo' }))).kind, 'badProfile');
    });
  });

  describe('the region', () => {
    const ENV = { AWS_REGION: 'us-east-2', AWS_DEFAULT_REGION: 'ap-south-1' };

    it('is the chosen one, else AWS_REGION, else AWS_DEFAULT_REGION, else the profile’s', async () => {
      assert.equal((await connect({ profile: 'dev', region: 'us-east-1' }, ENV)).region, 'us-east-1');
      assert.equal((await connect({ profile: 'dev' }, ENV)).region, 'us-east-2');
      assert.equal((await connect({ profile: 'dev' }, { AWS_DEFAULT_REGION: 'ap-south-1' })).region, 'ap-south-1');
      assert.equal((await connect({ profile: 'dev' })).region, 'eu-central-1');
      assert.equal((await connect({}, { AWS_PROFILE: 'plain' })).region, 'us-west-2');
    });

    it('is the default profile’s for keys in the environment', async () => {
      assert.equal((await connect({}, KEYS)).region, 'eu-west-1');
    });

    it('is missed when nobody says it', async () => {
      const error = await failure(connect({ profile: 'keys-only' }));
      assert.equal(error.kind, 'noRegion');
      assert.match(error.message, /keys-only/u);
    });

    it('cannot smuggle anything into the host name', async () => {
      for (const region of ['evil.example/#', 'us east', 'US-EAST-1', '-x']) {
        assert.equal((await failure(connect({ region }))).kind, 'noRegion', region);
      }
    });
  });

  describe('the endpoint', () => {
    const ENV = { AWS_ENDPOINT_URL: 'http://127.0.0.1:5001' };
    const OWN = { AWS_ENDPOINT_URL_FORECAST: 'http://127.0.0.1:5002' };

    it('is the chosen one, before all that is configured', async () => {
      const connection = await connect({ profile: 'dev', endpoint: 'http://127.0.0.1:6000' }, { ...ENV, ...OWN });
      assert.equal(connection.endpoint, 'http://127.0.0.1:6000');
    });

    it('is the environment’s for Amazon Forecast, else the environment’s for all services', async () => {
      assert.equal((await connect({ profile: 'dev' }, { ...ENV, ...OWN })).endpoint, 'http://127.0.0.1:5002');
      assert.equal((await connect({ profile: 'dev' }, ENV)).endpoint, 'http://127.0.0.1:5001');
    });

    it('is the profile’s services section, else the profile’s own, for chosen profiles and AWS_PROFILE alike', async () => {
      assert.equal((await connect({ profile: 'dev' })).endpoint, 'http://127.0.0.1:4004');
      assert.equal((await connect({}, { AWS_PROFILE: 'dev' })).endpoint, 'http://127.0.0.1:4004');
      assert.equal((await connect({ profile: 'plain' })).endpoint, 'http://127.0.0.1:4002/base');
      const elsewhere = await connect({ profile: 'other-services', region: 'us-east-1' });
      assert.equal(elsewhere.endpoint, 'http://127.0.0.1:4005');
    });

    it('is the region’s own when configured ones are to be ignored, by the environment or the profile', async () => {
      const ignore = { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' };
      assert.equal((await connect({ profile: 'dev' }, { ...ENV, ...OWN, ...ignore })).endpoint, undefined);
      assert.equal((await connect({ profile: 'quiet' }, ENV)).endpoint, undefined);
      assert.equal(
        (await connect({ profile: 'quiet' }, { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'false' })).endpoint,
        'http://127.0.0.1:4003',
      );
      const chosen = await connect({ endpoint: 'http://127.0.0.1:6000' }, ignore);
      assert.equal(chosen.endpoint, 'http://127.0.0.1:6000');
    });

    it('has to be a URL, and says where the wrong one came from', async () => {
      for (const endpoint of ['localhost', 'ftp://127.0.0.1', 'http://', 'http://127.0.0.1?x=1']) {
        const error = await failure(connect({}, { AWS_ENDPOINT_URL_FORECAST: endpoint }));
        assert.match(error.message, /^The endpoint from AWS_ENDPOINT_URL_FORECAST cannot be used: /u, endpoint);
        assert.equal(error.facts.code, 'ERR_INVALID_URL');
      }
    });

    it('may not hold a password, and does not repeat it', async () => {
      for (const endpoint of ['http://me:hunter2@127.0.0.1', 'me:hunter2@host name']) {
        const error = await failure(connect({ endpoint }));
        assert.doesNotMatch(error.message, /hunter2/u);
      }
    });

    it('cannot come from a services section that is not there', async () => {
      const error = await failure(connect({ profile: 'lost' }));
      assert.equal(error.kind, 'badProfile');
      assert.match(error.message, /nowhere/u);
    });
  });

  describe('the log', () => {
    it('says what was chosen and why', async () => {
      const log = lines();
      await connect({ profile: 'dev' }, { AWS_REGION: 'us-east-2' }, log);
      assert.deepEqual(log.lines, [
        'info Connection: profile dev (setting), region us-east-2 (AWS_REGION), endpoint http://127.0.0.1:4004 (services local of profile dev)',
      ]);
    });

    it('warns of plain HTTP to another machine', async () => {
      const log = lines();
      await connect({ endpoint: 'http://forecast.example.com' }, {}, log);
      assert.deepEqual(log.lines.slice(1), ['warn Requests to http://forecast.example.com are not encrypted']);
    });
  });

  it('reads edited files anew for each connection', async () => {
    const files = await account({ config: '[profile p]\nregion = us-east-1\n' });
    const connectAgain = createConnect({ log: lines(), env: files.env });
    const choice: ConnectionChoice = { account: 'aws', profile: 'p', requestTimeout: 1_000 };
    assert.equal((await connectAgain(choice)).region, 'us-east-1');
    await files.write('config', '[profile p]\nregion = us-west-2\n');
    assert.equal((await connectAgain(choice)).region, 'us-west-2');
  });

  it('lists, described as what it really uses, from an endpoint with a path', async () => {
    const server: FaultServer = await startFaultServer();
    server.answer('ListPredictors', { body: { Predictors: [] } });
    const connection = await connect({ endpoint: `${server.url}/forecast/`, region: 'eu-west-1' }, KEYS);
    await connection.forecast.listPredictors({ maxResults: 1 });
    assert.equal(server.requests[0]?.path, '/forecast/');
    assert.match(String(server.requests[0].headers.authorization), /\/eu-west-1\/forecast\/aws4_request/u);
    await server.close();
  });
});
