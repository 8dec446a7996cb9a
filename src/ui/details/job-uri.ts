import * as vscode from 'vscode';
import type { JobAddress } from '../../app/job-details';
import { parseArn, resourceName } from '../../domain/arn';
import { JOB_SCHEME } from '../contribution';

/**
 * The address of a job's page: `forecast-backtests://aws/eu-west-1/demand/weekly?arn:aws:forecast:…`. VS Code shows the
 * path: its last part is the tab's title, and the part before tells apart two jobs of one name. The query is the truth.
 */
export function jobUri({ account, arn }: JobAddress): vscode.Uri {
  const parsed = parseArn(arn);
  const parts = parsed?.resource.split('/').slice(1) ?? [];
  const path = [parsed?.region ?? '', ...(parts.length > 0 ? parts : [resourceName(arn)])].map(pathPart);
  return vscode.Uri.from({ scheme: JOB_SCHEME, authority: account, path: `/${path.join('/')}`, query: arn });
}

/**
 * What a click on a job's row does. `vscode.open` is what the rows of files use: only with it does VS Code itself decide
 * between preview and pin, by click, double click, Enter and the person's settings.
 */
export function openPageCommand(address: JobAddress): vscode.Command {
  return { command: 'vscode.open', title: vscode.l10n.t('Open Job Details'), arguments: [jobUri(address)] };
}

/** Undefined for anything that is no address of a job. */
export function jobAddress(uri: vscode.Uri): JobAddress | undefined {
  const { scheme, authority, query } = uri;
  if (scheme !== JOB_SCHEME || (authority !== 'aws' && authority !== 'sample')) return undefined;
  return parseArn(query)?.service === 'forecast' ? { account: authority, arn: query } : undefined;
}

/** What the service calls a job is free of such characters; an address from elsewhere may not be. */
function pathPart(text: string): string {
  return text === '' || text === '.' || text === '..' ? '_' : text.replaceAll('\\', '_');
}
