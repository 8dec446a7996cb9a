import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnect, type ConnectNeeds } from '../../../src/aws/index';
import { isDomainError, type DomainError } from '../../../src/domain/errors';
import type { Connection, ConnectionChoice, Log } from '../../../src/domain/ports';

/** Shared AWS config files of their own, and the environment that points to them. */
export interface Account {
  readonly env: Record<string, string>;
  readonly folder: string;
  write(file: 'config' | 'credentials', text: string): Promise<void>;
}

const folders: string[] = [];

export async function account(
  files: { readonly config?: string; readonly credentials?: string } = {},
): Promise<Account> {
  const folder = await mkdtemp(join(tmpdir(), 'forecast-aws-'));
  folders.push(folder);
  const write: Account['write'] = (file, text) => writeFile(join(folder, file), text);
  await write('config', files.config ?? '');
  await write('credentials', files.credentials ?? '');
  return {
    folder,
    write,
    env: { AWS_CONFIG_FILE: join(folder, 'config'), AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials') },
  };
}

export async function removeAccounts(): Promise<void> {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
}

/** Everything that was logged, as `level message`. */
export interface Lines extends Log {
  readonly lines: string[];
}

export function lines(): Lines {
  const list: string[] = [];
  const at = (level: string) => (message: string) => void list.push(`${level} ${message}`);
  return { lines: list, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

export const KEYS = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'not-a-real-secret-key' };

/** A connection with keys from the environment to `endpoint`. */
export function connectTo(
  endpoint: string,
  choice: Partial<ConnectionChoice> = {},
  needs: Partial<ConnectNeeds> = {},
): Promise<Connection> {
  const env = { ...KEYS, AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' };
  return createConnect({ log: lines(), env, ...needs })({
    account: 'aws',
    region: 'us-east-1',
    endpoint,
    requestTimeout: 5_000,
    ...choice,
  });
}

/** The failure of work that has to fail; anything else than a `DomainError` is passed on. */
export async function failure(work: Promise<unknown>): Promise<DomainError> {
  try {
    await work;
  } catch (error) {
    if (isDomainError(error)) return error;
    throw error;
  }
  throw new Error('It was expected to fail, and did not');
}
