/** Amazon Forecast, STS and the portal of single sign-on for several invented accounts, on one loopback port. */
import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startFaultServer, type Answer, type FaultServer, type Received, type Script } from './fault-server';

export const LIST_JOBS = 'ListPredictorBacktestExportJobs';

export interface InventedAccount {
  /** Twelve digits. */
  readonly id: string;
  readonly jobs: readonly string[];
}

/** Keys that open an account. Every one of their texts is a secret that no log may hold. */
export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface StandIn {
  readonly server: FaultServer;
  /** Environment that leads every service here. */
  readonly env: Readonly<Record<string, string>>;
  /** Everything that was handed out or sent and must stay secret. */
  readonly secrets: readonly string[];
  /** New keys to an account, from now on known to the services. */
  keysFor(account: InventedAccount, options?: { readonly temporary?: boolean }): Keys;
  /** Answers lists of jobs by this instead, as long as it is set. */
  onList(script: Script | undefined): void;
  /** Answers whoever wants to assume a role by this instead, as long as it is set. */
  onAssumeRole(answer: Answer | undefined): void;
  /** The services no longer accept these keys: they have run out. */
  expire(keys: Keys): void;
  /** A role that may be assumed; `mfa` is the only code that is right. */
  role(name: string, account: InventedAccount, mfa?: string): string;
  /** What single sign-on gives to the owner of this token. */
  signedOn(token: string, account: InventedAccount): void;
  addSecret(text: string): void;
}

export function useStandIn(): StandIn {
  let server: FaultServer | undefined;
  const owners = new Map<string, InventedAccount>();
  const expired = new Set<string>();
  const roles = new Map<string, { readonly account: InventedAccount; readonly mfa: string | undefined }>();
  const portal = new Map<string, InventedAccount>();
  const secrets: string[] = [];
  let listScript: Script | undefined;
  let roleAnswerInstead: Answer | undefined;
  let count = 0;

  const running = (): FaultServer => {
    if (!server) throw new Error('The stand-in is not running yet: use the fixture inside hooks and tests.');
    return server;
  };
  const keysFor: StandIn['keysFor'] = (account, { temporary = false } = {}) => {
    const letters = createHash('sha256').update(`keys ${++count}`).digest('hex').toUpperCase();
    const keys = {
      accessKeyId: `${temporary ? 'ASIA' : 'AKIA'}${letters.slice(0, 16)}`,
      secretAccessKey: `secret/${letters.slice(16, 48)}`,
      ...(temporary && { sessionToken: `session+${letters.slice(20)}` }),
    };
    owners.set(keys.accessKeyId, account);
    secrets.push(...Object.values(keys));
    return keys;
  };
  /** The account of the keys that signed a request; a refusal when they are no good. */
  const ownerOf = (request: Received): InventedAccount | undefined => {
    const key = /Credential=(\w+)\//u.exec(request.headers.authorization ?? '')?.[1] ?? '';
    return expired.has(key) ? undefined : owners.get(key);
  };

  before('start the stand-in', async () => {
    server = await startFaultServer();
    server.answer(LIST_JOBS, async (request) => {
      if (listScript) return typeof listScript === 'function' ? listScript(request) : listScript;
      const owner = ownerOf(request);
      return owner ? jobList(owner, request) : EXPIRED;
    });
    server.answer('GetCallerIdentity', (request) => {
      const owner = ownerOf(request);
      if (!owner) return stsError('ExpiredToken', 'The security token included in the request is expired');
      return stsAnswer('GetCallerIdentity', `<Account>${owner.id}</Account><Arn>arn:aws:iam::${owner.id}:user/u</Arn>`);
    });
    server.answer('AssumeRole', (request) => {
      if (roleAnswerInstead) return roleAnswerInstead;
      const asked = new URLSearchParams(request.text);
      const role = roles.get(asked.get('RoleArn') ?? '');
      if (!ownerOf(request) || !role) return stsError('AccessDenied', 'Not authorized to perform: sts:AssumeRole');
      if (role.mfa !== undefined && asked.get('TokenCode') !== role.mfa) {
        return stsError('AccessDenied', 'MultiFactorAuthentication failed with invalid MFA one time pass code. ');
      }
      return roleAnswer('AssumeRole', keysFor(role.account, { temporary: true }));
    });
    server.answer('AssumeRoleWithWebIdentity', (request) => {
      const role = roles.get(new URLSearchParams(request.text).get('RoleArn') ?? '');
      if (!role) return stsError('AccessDenied', 'Not authorized to perform: sts:AssumeRoleWithWebIdentity');
      return roleAnswer('AssumeRoleWithWebIdentity', keysFor(role.account, { temporary: true }));
    });
    server.answer('GET /federation/credentials', (request) => {
      const account = portal.get(String(request.headers['x-amz-sso_bearer_token']));
      if (!account)
        return {
          status: 401,
          headers: { 'x-amzn-errortype': 'UnauthorizedException' },
          body: { message: 'Session token not found or invalid' },
        };
      const keys = keysFor(account, { temporary: true });
      return { body: { roleCredentials: { ...keys, expiration: Date.now() + 3_600_000 } } };
    });
  });
  after('end the stand-in', () => server?.close());

  return {
    get server() {
      return running();
    },
    get env() {
      return { AWS_ENDPOINT_URL: running().url };
    },
    secrets,
    keysFor,
    onList: (script) => void (listScript = script),
    onAssumeRole: (answer) => void (roleAnswerInstead = answer),
    expire: ({ accessKeyId }) => void expired.add(accessKeyId),
    role: (name, account, mfa) => {
      const arn = `arn:aws:iam::${account.id}:role/${name}`;
      roles.set(arn, { account, mfa });
      return arn;
    },
    signedOn: (token, account) => {
      portal.set(token, account);
      secrets.push(token);
    },
    addSecret: (text) => void secrets.push(text),
  };
}

/** An answer of Forecast for keys that have run out. */
const EXPIRED: Answer = {
  status: 400,
  body: { __type: 'ExpiredTokenException', message: 'The security token included in the request is expired' },
};

/** One page of an account's jobs, which are all active; the token is the number of rows before the page. */
export function jobList({ id, jobs }: InventedAccount, { json }: Received): Answer {
  const {
    MaxResults = 100,
    NextToken = '0',
    Filters = [],
  } = json as {
    readonly MaxResults?: number;
    readonly NextToken?: string;
    readonly Filters?: readonly { readonly Key: string; readonly Value: string }[];
  };
  const isActive = Filters.every(({ Key, Value }) => Key !== 'Status' || Value === 'ACTIVE');
  const start = Number(NextToken);
  const rows = (isActive ? jobs : []).slice(start, start + MaxResults).map((name) => ({
    PredictorBacktestExportJobArn: `arn:aws:forecast:us-east-1:${id}:predictor-backtest-export-job/demand/${name}`,
    PredictorBacktestExportJobName: name,
    Status: 'ACTIVE',
    Destination: { S3Config: { Path: `s3://exports-${id}/`, RoleArn: `arn:aws:iam::${id}:role/forecast` } },
    CreationTime: 1_700_000_000,
    LastModificationTime: 1_700_000_600,
  }));
  const next = start + MaxResults;
  return {
    body: { PredictorBacktestExportJobs: rows, ...(isActive && next < jobs.length && { NextToken: String(next) }) },
  };
}

function stsAnswer(operation: string, result: string): Answer {
  return {
    headers: { 'content-type': 'text/xml' },
    body: `<${operation}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${operation}Result>${result}</${operation}Result></${operation}Response>`,
  };
}

function stsError(code: string, message: string): Answer {
  return {
    status: 403,
    headers: { 'content-type': 'text/xml' },
    body: `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
  };
}

function roleAnswer(operation: string, { accessKeyId, secretAccessKey, sessionToken = '' }: Keys): Answer {
  const end = new Date(Date.now() + 3_600_000).toISOString();
  return stsAnswer(
    operation,
    `<Credentials><AccessKeyId>${accessKeyId}</AccessKeyId><SecretAccessKey>${secretAccessKey}</SecretAccessKey><SessionToken>${sessionToken}</SessionToken><Expiration>${end}</Expiration></Credentials><AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/r/s</Arn><AssumedRoleId>x:s</AssumedRoleId></AssumedRoleUser>`,
  );
}

/** The AWS files of a person, in the home folder that VS Code was started with. */
export class AwsFiles {
  readonly #home: string;

  constructor(home: string) {
    this.#home = home;
  }

  config(text: string): Promise<void> {
    return this.#write(path.join('.aws', 'config'), text);
  }

  credentials(text: string): Promise<void> {
    return this.#write(path.join('.aws', 'credentials'), text);
  }

  /** `.vscode/settings.json` of a folder. */
  async workspaceSettings(folder: string, settings: Readonly<Record<string, unknown>>): Promise<void> {
    await mkdir(path.join(folder, '.vscode'), { recursive: true });
    await writeFile(path.join(folder, '.vscode', 'settings.json'), JSON.stringify(settings));
  }

  /** What `aws sso login` leaves behind. `session` is the name of the `sso-session`, or the start URL. */
  ssoToken(session: string, token: { readonly accessToken: string; readonly expiresAt: string }): Promise<void> {
    const name = createHash('sha1').update(session).digest('hex');
    return this.#write(path.join('.aws', 'sso', 'cache', `${name}.json`), JSON.stringify(token));
  }

  /** What `aws login` leaves behind. */
  loginToken(session: string, { accessKeyId, secretAccessKey, sessionToken }: Keys, account: string): Promise<void> {
    const name = createHash('sha256').update(session).digest('hex');
    const accessToken = {
      accessKeyId,
      secretAccessKey,
      sessionToken,
      accountId: account,
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    };
    const token = { accessToken, clientId: 'c', refreshToken: 'r', idToken: 'i', dpopKey: 'k' };
    return this.#write(path.join('.aws', 'login', 'cache', `${name}.json`), JSON.stringify(token));
  }

  /** Renamed into place, as careful programs write. */
  async #write(name: string, text: string): Promise<void> {
    const file = path.join(this.#home, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(`${file}.new`, text);
    await rename(`${file}.new`, file);
  }
}
