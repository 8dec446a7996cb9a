import * as vscode from 'vscode';
import type { AccountSession } from '../../app/account-session';
import type { JobStore } from '../../app/job-store';
import type { Log } from '../../domain/ports';
import { registerCommands } from '../commands/registry';
import { COMMANDS, EDITOR_DETAILS } from '../contribution';
import { pickJob } from '../pickers/job-pick';
import { jobUri } from './job-uri';

export interface DetailsCommandParts {
  readonly store: JobStore;
  readonly session: AccountSession;
  readonly log: Log;
}

/** Opens a job's page and keeps it open; a click on a row opens it as a preview, as it does for files. */
export function registerDetailsCommands({ store, session, log }: DetailsCommandParts): vscode.Disposable {
  return registerCommands(log, {
    [COMMANDS.openDetails]: async (argument) => {
      const arn = jobArn(argument) ?? (await pickJob(store, session, vscode.l10n.t('Open Job Details')));
      const account = session.connection?.account;
      if (arn === undefined || !account) return;
      await vscode.commands.executeCommand('vscode.openWith', jobUri({ account, arn }), EDITOR_DETAILS, {
        preview: false,
      });
    },
  });
}

/** The job that a command is about: its ARN, or its row in the tree. Undefined from the palette. */
function jobArn(argument: unknown): string | undefined {
  if (typeof argument === 'string') return argument;
  const node = argument as { readonly kind?: unknown; readonly job?: { readonly arn?: unknown } } | undefined;
  return node?.kind === 'job' && typeof node.job?.arn === 'string' ? node.job.arn : undefined;
}
