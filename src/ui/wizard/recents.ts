import type * as vscode from 'vscode';
import { parseArn } from '../../domain/arn';
import type { ExportJob, NewExportJob } from '../../domain/export-job';

const KEY = 'recentPlaces';
const MOST = 8;

interface Places {
  readonly paths: readonly string[];
  readonly roles: readonly string[];
}

const NONE: Places = { paths: [], roles: [] };

/**
 * Destinations and roles that were used before, by account (the twelve digits in the predictor's ARN): those of exports
 * made here, then those of the jobs that are loaded.
 */
export class Recents {
  readonly #memory: vscode.Memento;

  constructor(memory: vscode.Memento) {
    this.#memory = memory;
  }

  /** Newest first; only of jobs in the predictor's own account. */
  paths(predictorArn: string, jobs: readonly ExportJob[]): readonly string[] {
    const account = accountOf(predictorArn);
    // The list may have become another account's.
    const used = newestFirst(jobs.filter(({ arn }) => accountOf(arn) === account));
    return distinct([...this.#of(account).paths, ...used.map(({ destination }) => destination?.path)]);
  }

  /** Newest first; only of the predictor's own account. */
  roles(predictorArn: string, jobs: readonly ExportJob[]): readonly string[] {
    const account = accountOf(predictorArn);
    const used = newestFirst(jobs).map(({ destination }) => destination?.roleArn);
    return distinct([...this.#of(account).roles, ...used].filter((arn) => parseArn(arn ?? '')?.account === account));
  }

  async remember({ predictorArn, destination }: NewExportJob): Promise<void> {
    const account = accountOf(predictorArn);
    const { paths, roles } = this.#of(account);
    const places: Places = {
      paths: distinct([destination.path, ...paths]),
      roles: distinct([destination.roleArn, ...roles]),
    };
    await this.#memory.update(KEY, { ...this.#all, [account]: places });
  }

  get #all(): Readonly<Record<string, unknown>> {
    return this.#memory.get<Readonly<Record<string, unknown>>>(KEY) ?? {};
  }

  #of(account: string): Places {
    const stored = this.#all[account] as Partial<Places> | undefined;
    if (!stored) return NONE;
    return { paths: texts(stored.paths), roles: texts(stored.roles) };
  }
}

function accountOf(arn: string): string {
  return parseArn(arn)?.account ?? '';
}

function newestFirst(jobs: readonly ExportJob[]): readonly ExportJob[] {
  return [...jobs].sort((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0));
}

function distinct(values: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(values.filter((value) => value !== undefined && value !== ''))].slice(0, MOST) as string[];
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
