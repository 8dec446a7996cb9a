import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { listProfiles } from '../../../src/aws/profiles';
import { readSharedConfig } from '../../../src/aws/shared-config';
import type { ProfileListing } from '../../../src/domain/profiles';
import { account, removeAccounts } from './harness';

const KEYS = 'aws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = example\n';

async function list(files: { readonly config?: string; readonly credentials?: string }): Promise<ProfileListing> {
  return listProfiles((await account(files)).env);
}

describe('The list of profiles', () => {
  after(removeAccounts);

  it('tells how each comes to its credentials, and its region', async () => {
    const { profiles, problems } = await list({
      credentials: `[keys]\n${KEYS}`,
      config: `[default]
region = eu-west-1
[profile keys]
region = us-east-1
[profile sso]
sso_session = corp
sso_account_id = 111122223333
[profile old-sso]
sso_start_url = https://corp.example/start
[profile role]
role_arn = arn:aws:iam::111122223333:role/r
source_profile = keys
${KEYS}
[profile box]
role_arn = arn:aws:iam::111122223333:role/r
credential_source = Ec2InstanceMetadata
[profile program]
credential_process = /bin/keys
[profile console]
login_session = arn:aws:iam::111122223333:user/me
[profile pod]
role_arn = arn:aws:iam::111122223333:role/r
web_identity_token_file = /token
[sso-session corp]
sso_region = us-east-1
[services local]
forecast =
  endpoint_url = http://localhost:1
[plugins]
cli_legacy_plugin_path = /x
`,
    });
    assert.deepEqual(problems, []);
    assert.deepEqual(
      profiles.map(({ name, kind, region }) => `${name}: ${kind}${region === undefined ? '' : ` ${region}`}`),
      [
        'box: role',
        'console: login',
        'default: none eu-west-1',
        'keys: keys us-east-1',
        'old-sso: sso',
        'pod: webIdentity',
        'program: process',
        'role: role',
        'sso: sso',
      ],
    );
  });

  it('tells each line that is not understood, and keeps the profiles around it', async () => {
    const { profiles, problems } = await list({
      config: `region = us-east-1
# a comment
[profile good]
region = us-east-1 ; and why
broken line
[profile open
region = eu-west-1
[staging]
region = eu-west-1
[profile two words]
[profile last]
region=us-west-2
`,
      credentials: `[profile last]\n${KEYS}[last]\n${KEYS}`,
    });
    assert.deepEqual(
      problems.map(
        ({ file, line, reason }) => `${file.endsWith('config') ? 'config' : 'credentials'} ${line ?? '?'}: ${reason}`,
      ),
      [
        'config 1: outsideSection',
        'config 5: notASetting',
        'config 6: unclosedSection',
        'config 8: unknownSection',
        'config 10: unknownSection',
        'credentials 1: unknownSection',
      ],
    );
    assert.deepEqual(profiles, [
      { name: 'good', kind: 'none', region: 'us-east-1' },
      { name: 'last', kind: 'keys', region: 'us-west-2' },
    ]);
  });

  it('never repeats what a line holds: it may be a key', async () => {
    const listing = await list({ credentials: '[p]\nAKIASECRET wJalrXUtnFEMI\naws_access_key_id = AKIASECRET\n' });
    assert.doesNotMatch(JSON.stringify(listing), /AKIASECRET|wJalrXUtnFEMI/u);
  });

  it('offers just the profiles that the SDK finds', async () => {
    const files = await account({
      config: `[default]\nregion=a\n[profile "quoted"]\nregion=a\n[profile a@b.c+d%e:f/g-h]\nregion=a\n[Profile x]\nregion=a\n[ profile spaced ]\nregion=a\n`,
      credentials: `[plain]\n${KEYS}[with space]\n${KEYS}`,
    });
    const config = await readSharedConfig(files.env);
    const { profiles } = await listProfiles(files.env);
    for (const { name } of profiles) assert.ok(config.profile(name), name);
    for (const name of ['default', 'quoted', 'a@b.c+d%e:f/g-h', 'plain'])
      assert.ok(
        profiles.some((profile) => profile.name === name),
        name,
      );
  });

  it('is empty without files, and says which file cannot be read', async () => {
    const files = await account();
    await rm(join(files.folder, 'config'));
    assert.deepEqual((await listProfiles(files.env)).problems, []);
    // A folder in the place of the file.
    const { problems } = await listProfiles({ ...files.env, AWS_CONFIG_FILE: files.folder });
    assert.deepEqual(problems, [{ file: files.folder, reason: 'unreadable' }]);
  });

  it('says what is used while no profile is chosen', async () => {
    const files = await account({ credentials: `[default]\n${KEYS}` });
    const source = async (env: Record<string, string>): Promise<unknown> =>
      (await listProfiles({ ...files.env, ...env })).environment;
    const keys = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };
    assert.deepEqual(await source({ ...keys, AWS_PROFILE: 'p' }), {
      kind: 'profile',
      profile: 'p',
      variable: 'AWS_PROFILE',
    });
    assert.deepEqual(await source(keys), { kind: 'keys', variable: 'AWS_ACCESS_KEY_ID' });
    assert.deepEqual(await source({}), { kind: 'profile', profile: 'default' });
    assert.deepEqual((await listProfiles((await account()).env)).environment, { kind: 'machine' });
  });

  it('reads 5,000 profiles in a moment', async () => {
    const sections = Array.from(
      { length: 5_000 },
      (_, index) => `[profile team-${index}]\nregion = eu-west-1\n${KEYS}`,
    );
    const files = await account({ config: sections.join('') });
    const times: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      // Processor time, which other programs of the machine do not change.
      const start = process.cpuUsage();
      const { profiles } = await listProfiles(files.env);
      const { user, system } = process.cpuUsage(start);
      times.push((user + system) / 1000);
      assert.equal(profiles.length, 5_000);
    }
    // The picker has 300 for everything.
    assert.ok(Math.min(...times) < 150, `${times.map(Math.round).join(', ')} ms`);
  });
});
